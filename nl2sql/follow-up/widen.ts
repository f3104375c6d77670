import type { Outcome } from '../decide/outcome.ts';
import { conditionText, subjectOf } from '../describe.ts';
import { leavesOf } from '../plan/conditions.ts';
import type { Condition, Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';
import { basePlan, rowsBehind } from './base.ts';

const ORGANIZATION = String.raw`(?:whole |entire |full )?(?:org(?:ani[sz]ation)?|company|business|estate|fleet)`;
const EVERYWHERE = new RegExp(
  String.raw`\b(?:(?:in|across|over|for|throughout) (?:the |our |all of the |all of our )?${ORGANIZATION}|org(?:ani[sz]ation)?[ -]wide|everywhere|in total|altogether|overall)\b`,
  'i',
);
const ALL_OF =
  /\b(?:in|across|over|for|from) all (?:of )?(?:the |our )?(accounts|regions|environments|envs|ous|org units)\b/i;
const REST =
  /^(?:(?:and|but|so|ok|okay|now|then|what about|how about|how many|the same|same|just|show|list|count|give|me|them|those|these|are|is|there|do|does|we|have|it|that|the|number|of|total|for|in|out|be)(?:[\s,]+|$))*$/i;

const KINDS: Readonly<Record<string, readonly Condition['kind'][]>> = {
  accounts: ['account', 'environment', 'unit'],
  regions: ['region', 'zone'],
  environments: ['environment', 'account'],
  envs: ['environment', 'account'],
  ous: ['unit', 'account'],
  'org units': ['unit', 'account'],
};
const EVERY_KIND: readonly Condition['kind'][] = ['account', 'environment', 'unit', 'region', 'zone'];

/** "And in the whole org?", "how many across all accounts": the places that the last answer was kept to are lifted. */
export function widened(question: string, turn: Turn): Outcome | undefined {
  const said = question.replace(/[?.!\s]+$/, '').trim();
  const everywhere = EVERYWHERE.exec(said);
  const match = ALL_OF.exec(said) ?? everywhere;
  if (match === null) return undefined;
  const rest = `${said.slice(0, match.index)} ${said.slice(match.index + match[0].length)}`.trim();
  const base = basePlan(turn);
  if (!REST.test(rest) || base === undefined) return undefined;
  const kinds = KINDS[match[1]?.toLowerCase() ?? ''] ?? EVERY_KIND;
  const isLifted = (condition: Condition) => leavesOf([condition]).every((leaf) => kinds.includes(leaf.kind));
  const gone = base.where.filter(isLifted);
  // "In total", of what no place was said of, asks for a sum: that is read elsewhere.
  if (gone.length === 0) return undefined;
  const wants = /\b(how many|count|number)\b/i.test(rest)
    ? 'count'
    : /\b(list|show|give)\b/i.test(rest)
      ? 'list'
      : null;
  const kept: Plan = { ...base, where: base.where.filter((condition) => !isLifted(condition)), within: null };
  const plan: Plan =
    wants === 'count'
      ? { ...rowsBehind(kept), measure: { kind: 'count' }, order: null, limit: null, addOns: [], columns: [] }
      : wants === 'list'
        ? rowsBehind(kept)
        : kept;
  return {
    kind: 'plan',
    plan,
    notes: [
      `No longer kept to: ${gone.map((condition) => `“${conditionText(condition)}”`).join(', ')}.`,
      `This refines the answer to “${turn.question}” (${subjectOf(base)}).`,
    ],
    chart: null,
  };
}

/** Whether a question that leans asks beyond the places of the answer before it, in words that were not read as such. */
export const asksWider = (question: string, base: Plan): boolean =>
  (ALL_OF.test(question) || EVERYWHERE.test(question.replace(/\b(in total|altogether|overall)\b/gi, ''))) &&
  base.where.some((condition) => leavesOf([condition]).every((leaf) => EVERY_KIND.includes(leaf.kind)));
