import { wordsOfType } from '#catalog/words/type-words.ts';
import { hasRole, type Item, senseOf } from '../cover/item.ts';
import { sizeOf } from '../decide/size.ts';
import type { Operator, Plan } from '../plan/plan.ts';
import { headOf } from '../read/heads.ts';
import type { Reading } from '../read/reading.ts';
import type { Place } from './shorthand.ts';

const SIZED = /^(big|large|huge|much space|much storage)$/i;

const OPERATORS: readonly (readonly [Parameters<typeof hasRole>[1], Operator])[] = [
  ['at_least', '>='],
  ['at_most', '<='],
  ['more', '>'],
  ['less', '<'],
];

/** "Only where more than 5", of groups: how many each must have. */
export function readThreshold(reading: Reading, items: readonly Item[], plan: Plan, place: Place): void {
  if (plan.groupBy.length === 0 || reading.having !== null || reading.conditions.length > 0) return;
  for (const [at, item] of items.entries()) {
    const operator = OPERATORS.find(([role]) => hasRole(item, role))?.[1];
    const number = items[at + 1];
    const value = number?.quantity;
    if (operator === undefined || value === undefined || value.unit !== undefined) continue;
    const rest = [...items.slice(0, at), ...items.slice(at + 2)];
    const isAll = rest.every(
      (other) =>
        hasRole(
          other,
          'filler',
          'only',
          'with',
          'where',
          'pronoun',
          'ask',
          'question',
          'be',
          'and',
          'in',
          'for',
        ) ||
        senseOf(other, 'dimension') !== undefined ||
        headOf(other) !== undefined,
    );
    if (!isAll) continue;
    reading.having = { operator, value: value.value };
    place(item);
    place(number);
    return;
  }
}

/** "How many resources does each have", of accounts: for each of those that were shown. */
export function readEach(reading: Reading, items: readonly Item[], plan: Plan): void {
  const isEach = items.some((item) => /^each$/i.test(item.text));
  const isOfAccounts =
    plan.asksFor === 'account' ||
    plan.groupBy.some(({ kind }) => kind === 'account') ||
    (plan.source.kind === 'topic' && plan.source.topic === 'accounts');
  if (!isEach || !isOfAccounts || reading.measure?.kind !== 'count' || reading.groupBy.length > 0) return;
  reading.groupBy.push({ kind: 'account' });
  reading.hasPronoun = true;
}

/** "How big are they in total", "total storage": the size that the type has. */
export function readSize(
  reading: Reading,
  items: readonly Item[],
  plan: Plan,
  place: Place,
  isTotal: boolean,
): void {
  const isTail = reading.heads.every(({ sense }) => sense.kind === 'type' && sense.strength === 'tail');
  const size = items.find(
    (item) =>
      SIZED.test(item.text) || (/^(storage|space|capacity)$/i.test(item.text) && headOf(item) !== undefined),
  );
  if (size === undefined || !isTail || plan.source.kind !== 'types') return;
  const column = sizeOf(plan);
  // Instances are sized in vCPUs: their storage is that of other resources.
  const isCount = plan.source.types.some((type) => wordsOfType(type)?.size?.unit === 'count');
  if (column === undefined || (isCount && /storage|space|capacity/i.test(size.text))) return;
  place(size);
  reading.heads = [];
  if (reading.aggregate !== null || reading.isAmount || isTotal)
    reading.measure = { kind: 'aggregate', function: reading.aggregate?.function ?? 'sum', column };
  else if (!reading.columns.some(({ name }) => name === column.name)) reading.columns.push(column);
}

/** "Show their owner tags": by that tag, not which tags there are. */
export function readTagOfRows(reading: Reading, items: readonly Item[]): void {
  const isOfTags = reading.topics.length === 1 && reading.topics[0]?.topic === 'tags';
  if (!reading.hasPronoun || !isOfTags || reading.heads.length > 0) return;
  const key = items.map((item) => senseOf(item, 'tag_key')?.keys[0]).find((name) => name !== undefined);
  if (key === undefined) return;
  reading.topics = [];
  reading.dimension = null;
  reading.groupBy.push({ kind: 'tag', key });
}

/** "Show 10", "only 5": as many of the rows. */
export function readOwnLimit(reading: Reading, items: readonly Item[], place: Place): void {
  const rest = items.filter((item) => !hasRole(item, 'filler', 'ask', 'only', 'top', 'pronoun'));
  const [only] = rest;
  const value = only?.quantity;
  if (rest.length !== 1 || value === undefined || value.unit !== undefined || !Number.isInteger(value.value))
    return;
  if (!items.some((item) => hasRole(item, 'ask', 'only', 'top')) || reading.limit !== null) return;
  reading.limit = value.value;
  place(only);
}
