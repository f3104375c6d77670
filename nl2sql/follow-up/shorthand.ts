import { hasRole, type Item, senseOf } from '../cover/item.ts';
import { leavesOf } from '../plan/conditions.ts';
import type { Plan } from '../plan/plan.ts';
import { headOf } from '../read/heads.ts';
import type { Reading } from '../read/reading.ts';
import { isStrongRelation } from '../read/relations.ts';

/** Marks a word as placed. */
export type Place = (item: Item | undefined) => void;

/** "Only EC2 ones", of all resources: the service, not its main type. */
export function readService(reading: Reading, items: readonly Item[], plan: Plan): void {
  if (plan.source.kind !== 'resources' || reading.heads.length !== 1) return;
  const item = items.find((other) => senseOf(other, 'service') !== undefined && headOf(other) !== undefined);
  const service = senseOf(item, 'service');
  if (service === undefined || headOf(item)?.kind !== 'type') return;
  reading.heads = [];
  reading.isFragment = true;
  reading.conditions.push({
    condition: { kind: 'service', service: service.service, label: service.label },
    joiner: 'none',
  });
}

/** "And 3389?", of what is open on 22: a bare number is another port. */
export function readPortAgain(reading: Reading, items: readonly Item[], plan: Plan, place: Place): void {
  const rest = items.filter(
    (item) => !hasRole(item, 'filler', 'and', 'what_about', 'on', 'in', 'only', 'port'),
  );
  const [only] = rest;
  const value = only?.quantity;
  const isOfPort = leavesOf(plan.where).some((leaf) => leaf.kind === 'predicate' && leaf.port !== null);
  if (!isOfPort || rest.length !== 1 || value === undefined || value.unit !== undefined) return;
  reading.port = value.value;
  reading.limit = null;
  reading.isFragment = true;
  place(only);
}

/** "What is attached to them?": whatever is recorded as related to the rows. */
export function readAttached(reading: Reading, items: readonly Item[], plan: Plan, place: Place): void {
  const at = items.findIndex((item) => isStrongRelation(item));
  const isOfRows = reading.hasPronoun && hasRole(items[at + 1], 'pronoun') && hasRole(items[0], 'question');
  const isAlone =
    reading.heads.length === 0 && reading.conditions.length === 0 && plan.source.kind === 'types';
  if (at === -1 || !isOfRows || !isAlone || !reading.unplaced.some((item) => item === items[at])) return;
  reading.addOns.push('related');
  place(items[at]);
}

/** "Show me the clusters too", "and clusters?": a noun of other resources is no column of these, though one may be called so. */
export function refuseNounsAsColumns(reading: Reading, items: readonly Item[]): void {
  if (reading.heads.length > 0 || reading.hasPronoun) return;
  for (const [at, item] of items.entries()) {
    const column = senseOf(item, 'column')?.column;
    const before = items[at - 1];
    const leads = before?.text.toLowerCase() === 'the' || hasRole(before, 'and', 'what_about');
    const isNoun = headOf(item)?.kind === 'type' && /s$/i.test(item.text) && leads;
    if (isNoun && column !== undefined && reading.columns.some(({ name }) => name === column.name))
      reading.unplaced.push(item);
  }
}

/** "Group them by account": what opens a sentence before its object is a verb, though resources are called so. */
export function dropVerbs(reading: Reading, items: readonly Item[]): void {
  const [first, second] = items;
  const head = headOf(first);
  if (!hasRole(second, 'pronoun') || head?.kind !== 'type' || head.strength !== 'tail') return;
  reading.heads = reading.heads.filter(({ at }) => at !== 0);
}
