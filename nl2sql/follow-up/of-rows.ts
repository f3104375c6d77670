import { hasRole } from '../cover/item.ts';
import { type Interpretation, interpret } from '../interpret.ts';
import { pluralOf } from '../lex/stem.ts';
import type { Plan } from '../plan/plan.ts';
import type { TranslationRequest } from '../translator.ts';
import { areWithin, headsOf } from './base.ts';

/**
 * "Which ones have no VPC?", "what is attached to them?": where words stay unread, the question is read again with
 * the noun that its pronoun stands for. It counts only if every word then has its place and the noun is the subject.
 */
export async function readOfRows(
  request: TranslationRequest,
  interpreted: Interpretation,
  plan: Plan | null,
  context: readonly string[],
): Promise<Interpretation> {
  const isRead = interpreted.reading.unplaced.length === 0 && interpreted.reading.decline === null;
  if (plan?.source.kind !== 'types') return interpreted;
  // "Which have no customer key?": said of the rows, though its words would make a question of their own.
  const isOfRows =
    /^(?:and )?which(?: of (?:them|those|these))? (?:have|has|lack|come|are) (?:no |without )/i.test(
      request.question.trim(),
    );
  if (isRead && !(isOfRows && interpreted.reading.heads.length > 0)) return interpreted;
  const noun = pluralOf(plan.source.noun);
  const question = withNoun(request.question, interpreted, noun);
  if (question === undefined) return interpreted;
  const again = await interpret({ ...request, question }, context);
  const { reading } = again;
  const isWhole = reading.unplaced.length === 0 && reading.decline === null && reading.ambiguity === null;
  const isOfBase = reading.heads.every(
    ({ sense }) =>
      sense.kind === 'type' && plan.source.kind === 'types' && areWithin(plan.source.types, sense.types),
  );
  if (!isWhole || !isOfBase || reading.heads.length === 0) return interpreted;
  reading.heads = [...headsOf(plan)];
  // Put before a fragment ("bigger than 200 GB"), the noun leaves it one: it may replace what was said before.
  if (question.startsWith(noun)) reading.isFragment = true;
  else reading.hasPronoun = true;
  return again;
}

/** What a fragment may begin with, and a question may not. */
const LEAD = /^(?:(?:and|ok|okay|now|only|just|what about|how about|show|list|those|the|ones?)\s+)+/i;

/** The question with the noun in the place of its pronoun, or behind "which", where nothing else stands for it. */
function withNoun(question: string, { items, atoms }: Interpretation, noun: string): string | undefined {
  const span = (from: number, to: number) => [atoms[from]?.start ?? 0, atoms[to - 1]?.end ?? 0] as const;
  const pronoun = items.find((item) => hasRole(item, 'pronoun'));
  const [first, second] = items;
  if (first === undefined) return undefined;
  const leading = items.findIndex((item) => !hasRole(item, 'and'));
  const isLead = hasRole(items[leading], 'question') && pronoun === undefined;
  const place =
    pronoun !== undefined
      ? span(pronoun.from, pronoun.to)
      : isLead
        ? /^ones?$/i.test(second?.text ?? '')
          ? span(second?.from ?? 0, second?.to ?? 0)
          : ([span(first.from, first.to)[1], span(first.from, first.to)[1]] as const)
        : undefined;
  if (place === undefined) return `${noun} ${question.trim().replace(LEAD, '')}`;
  const lead = pronoun === first && /^(which|what)\b/i.test(question.trim()) ? 'which ' : '';
  return `${question.slice(0, place[0])} ${lead}${noun} ${question.slice(place[1])}`
    .replaceAll(/\s+/g, ' ')
    .trim();
}
