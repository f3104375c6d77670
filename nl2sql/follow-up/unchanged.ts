import { hasRole, type Item, senseOf } from '../cover/item.ts';
import type { Outcome } from '../decide/outcome.ts';
import type { Plan } from '../plan/plan.ts';
import { headOf } from '../read/heads.ts';
import type { Reading } from '../read/reading.ts';
import { areWithin } from './base.ts';
import type { Leaning } from './leans.ts';

export const nothingIn = (question: string): Outcome => ({
  kind: 'clarify',
  text: `I found nothing in “${question.trim()}” that changes the answer before. What should be different?`,
  choices: [],
});

/** Words that may stand in "show me them all again" and the like, and ask for the rows once more. */
const AGAIN =
  /^(me|us|please|pls|plz|could|can|you|would|like|to|i|we|will|the|a|an|any|some|now|here|there|ok|okay|just|so|that|this|then|also|again|too|instead|it|them|those|these|they|all|one|ones|full|complete|entire|whole|as|well|list|of|table|right)$/i;

/** "What does it let in?": words that are empty elsewhere would ask for the rows before, as if that were the answer. */
export function saysNothing(reading: Reading, items: readonly Item[]): boolean {
  const { conditions, heads, topics, columns, groupBy, addOns, times, identities, flags, services, metrics } =
    reading;
  const lists = [
    conditions,
    heads,
    topics,
    columns,
    groupBy,
    addOns,
    times,
    identities,
    flags,
    services,
    metrics,
  ];
  const { measure, order, superlative, dimension, verb, aggregate, having, port, wantsChart } = reading;
  const single = [
    measure,
    order,
    superlative,
    dimension,
    verb,
    aggregate,
    having,
    port,
    wantsChart,
    reading.limit,
  ];
  if (lists.some((list) => list.length > 0) || single.some((value) => value !== null)) return false;
  if (reading.wantsDetails || reading.wantsWho || reading.isShare || reading.isComparison || reading.isAmount)
    return false;
  return items.some(
    (item) => hasRole(item, 'filler') && item.text.split(/\s+/).some((word) => !AGAIN.test(word)),
  );
}

/** Words that ask for the rows before once more, and for nothing else of them. */
const ONCE_MORE = [
  'ask',
  'filler',
  'pronoun',
  'all',
  'possessive',
  'question',
  'be',
  'of',
  'in',
  'for',
  'to',
  'with',
  'and',
  'their',
  'details',
  'exist',
  'only',
  'how_many',
  'comma',
] as const;

/** A question of which nothing was kept would repeat the answer before as if it were a new one. */
export function isUnchanged(
  plan: Plan,
  base: Plan,
  reading: Reading,
  leaning: Leaning,
  items: readonly Item[],
): boolean {
  const isTold = base.source.kind === 'topic' && reading.wantsWho;
  const asksForRows =
    isTold ||
    ((reading.hasPronoun || leaning.restates || reading.columns.length > 0) &&
      items.every(
        (item) =>
          hasRole(item, ...ONCE_MORE) || isOwnNoun(item, base) || senseOf(item, 'column') !== undefined,
      ));
  return (
    !asksForRows && reading.measure === null && JSON.stringify(tidy(plan)) === JSON.stringify(tidy(base))
  );
}

/** A noun of what was shown; of changes and results any noun may be what they are of, and none of them is shown again by it. */
function isOwnNoun(item: Item, base: Plan): boolean {
  const head = headOf(item);
  if (head === undefined || hasRole(item, 'group')) return false;
  if (head.kind !== 'type' || base.source.kind !== 'types') return head.kind === 'any_resource';
  return areWithin(head.types, base.source.types) || areWithin(base.source.types, head.types);
}

/** An order or a limit that belongs to another shape of answer goes with it. */
export function tidy(plan: Plan): Plan {
  const isList = plan.measure.kind === 'list' || plan.measure.kind === 'details';
  if (plan.groupBy.length > 0)
    return { ...plan, order: plan.order?.by.kind === 'measure' ? plan.order : null };
  if (!isList) return { ...plan, order: null, limit: null };
  return plan.order?.by.kind === 'measure' ? { ...plan, order: null } : plan;
}
