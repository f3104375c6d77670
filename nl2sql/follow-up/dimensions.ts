import { leavesOf, positive } from '../plan/conditions.ts';
import type { Condition, GroupKey } from '../plan/plan.ts';
import type { AccountWord } from '../vocabulary.ts';

/** Places and times: what a question about something else may keep. */
const PLACES = ['environment', 'account', 'unit', 'region', 'zone', 'time'];

const kindOf = (condition: Condition): string => leavesOf([condition])[0]?.kind ?? '';

export const isPlace = (condition: Condition): boolean => PLACES.includes(kindOf(condition));

function nameOf(condition: Condition): string {
  const [leaf] = leavesOf([condition]);
  if (leaf === undefined) return '';
  if (leaf.kind === 'compare') return `compare ${leaf.column.name}`;
  if (leaf.kind === 'predicate') return `predicate ${leaf.name}`;
  if (leaf.kind === 'tag') return `tag ${leaf.keys.join(' ')}`;
  if (leaf.kind === 'topic_value') return `topic_value ${leaf.column}`;
  return leaf.kind;
}

/** Whether a condition of a follow-up takes the place of an earlier one: another Region, another engine. */
export function sameDimension(a: Condition, b: Condition): boolean {
  // "not in Python", then "except Java": what is left out adds up; "in Ohio", then "not in Ohio" turns round.
  if (a.kind === 'not' || b.kind === 'not')
    return JSON.stringify(positive(a)) === JSON.stringify(positive(b));
  return isPlace(a)
    ? nameOf(a) === nameOf(b)
    : nameOf(a) === nameOf(b) && JSON.stringify(a) !== JSON.stringify(b);
}

/** What two conditions of one dimension are told apart by. */
export function keyOf(condition: Condition): GroupKey | undefined {
  const leaves = leavesOf([condition]);
  const [leaf] = leaves;
  if (leaf === undefined || leaves.some(({ kind }) => kind !== leaf.kind) || condition.kind === 'not')
    return undefined;
  switch (leaf.kind) {
    case 'environment':
    case 'account':
    case 'region':
      return { kind: leaf.kind };
    case 'zone':
      return { kind: 'zone' };
    case 'tag':
      return leaf.values === null ? undefined : { kind: 'tag', key: leaf.keys[0] ?? '' };
    case 'compare':
      return leaf.column.isJson ? undefined : { kind: 'column', column: leaf.column };
    default:
      return undefined;
  }
}

/** "In sandbox", then "same in checkout-dev": an account that is in no such environment takes its place. */
export function areApart(a: Condition, b: Condition, accounts: readonly AccountWord[]): boolean {
  const account = a.kind === 'account' ? a : b.kind === 'account' ? b : undefined;
  const environment = a.kind === 'environment' ? a : b.kind === 'environment' ? b : undefined;
  if (account === undefined || environment === undefined) return false;
  return account.ids.every((id) => {
    const known = accounts.find((other) => other.id === id)?.environment;
    return (
      known != null &&
      !environment.values.includes(known.toLowerCase()) &&
      !environment.values.includes(known)
    );
  });
}
