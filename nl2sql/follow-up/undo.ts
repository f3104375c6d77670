import type { Outcome } from '../decide/outcome.ts';
import { conditionText, subjectOf } from '../describe.ts';
import type { Plan } from '../plan/plan.ts';
import type { Turn } from '../translator.ts';

const UNDO =
  /^(?:undo|go back|step back)(?: that| it| this| one step| a step| the last (?:one|step|change))?$/i;
const LIFT =
  /^(?:remove|drop|undo|clear|lift|forget|delete|reset|take (?:away|off)|get rid of|without|no)\s+(?:the\s+|that\s+|this\s+|my\s+)?(.*?)\s*\b(filter|condition|restriction|constraint|criterion|criteria)(s?)$/i;
const POLITE = /^(?:(?:ok|okay|now|and|please|then|no|wait|actually|sorry)[\s,]+)+/i;

/** "Remove the last filter", "without the region filter", "undo that": a condition is taken back, nothing is added. */
export function undone(question: string, answered: readonly Turn[]): Outcome | undefined {
  const text = question.replace(/[?.!\s]+$/, '').trim();
  const said = [text, text.replace(POLITE, '')];
  const turn = answered.at(-1);
  if (turn === undefined) return undefined;
  if (said.some((form) => UNDO.test(form))) return before(answered);
  const lift = said.map((form) => LIFT.exec(form)).find((match) => match !== null);
  if (lift === undefined || lift === null) return undefined;
  const base = turn.plan;
  const [, which = '', noun = '', plural = ''] = lift;
  if (base === null || base.where.length === 0)
    return { kind: 'clarify', text: `The last answer has no ${noun} to take away.`, choices: [] };
  const isAll = /\b(all|every|each)\b/i.test(which) || (plural !== '' && which === '');
  if (isAll) return lifted(base, [], turn);
  const words = which
    .toLowerCase()
    .split(/\W+/)
    .filter((word) => !['the', 'last', 'latest', 'previous', 'other', 'on', 'of', 'for', ''].includes(word));
  if (words.length === 0) return lifted(base, base.where.slice(0, -1), turn);
  const named = base.where.filter((condition) => {
    const told = `${condition.kind} ${conditionText(condition)}`.toLowerCase();
    return words.every((word) => told.includes(word));
  });
  const [only] = named;
  if (only === undefined || named.length > 1)
    return {
      kind: 'clarify',
      text: `Which of them: ${base.where.map((condition) => `“${conditionText(condition)}”`).join(', ')}?`,
      choices: [],
    };
  return lifted(
    base,
    base.where.filter((condition) => condition !== only),
    turn,
  );
}

function lifted(base: Plan, where: Plan['where'], turn: Turn): Outcome {
  const gone = base.where.filter((condition) => !where.includes(condition));
  const notes = [
    `Taken away: ${gone.map((condition) => `“${conditionText(condition)}”`).join(', ')}.`,
    `This refines the answer to “${turn.question}” (${subjectOf(base)}).`,
  ];
  return { kind: 'plan', plan: { ...base, where }, notes, chart: null };
}

function before(answered: readonly Turn[]): Outcome {
  const earlier = answered.at(-2);
  if (earlier?.plan === null || earlier === undefined)
    return { kind: 'clarify', text: 'There is no earlier answer to go back to.', choices: [] };
  return {
    kind: 'plan',
    plan: earlier.plan,
    notes: [`Back to “${earlier.question}” (${subjectOf(earlier.plan)}).`],
    chart: null,
  };
}
