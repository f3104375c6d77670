import { hasRole, type Item, senseOf } from '../cover/item.ts';
import { sizeOf } from '../decide/measure.ts';
import type { Interpretation } from '../interpret.ts';
import type { Operator, Plan } from '../plan/plan.ts';
import { headOf } from '../read/heads.ts';
import type { Reading } from '../read/reading.ts';
import type { Wish } from './compare.ts';

/** What only a follow-up can mean by its words. */
export interface OwnWords {
  readonly wish: Wish | null;
  readonly wantsOwners: boolean;
}

const OWNS = /^(owns?|owners?|owned|responsible|accountable|in charge)$/i;
const SIZED = /^(big|large|huge|much space|much storage)$/i;

/** Reads words that mean something beside an answer and nothing by themselves; they are placed from then on. */
export function ownWords({ reading, items, atoms }: Interpretation, plan: Plan | null): OwnWords {
  const place = (item: Item | undefined) => {
    reading.unplaced = reading.unplaced.filter((other) => other !== item);
  };
  const said = (pattern: RegExp) => atoms.find(({ raw }) => pattern.test(raw));
  const itemOf = (at: number) => items.find((item) => item.from <= at && at < item.to);
  const isOpen =
    reading.heads.length === 0 && reading.conditions.length === 0 && reading.identities.length === 0;
  readOwnLimit(reading, items, place);
  // "By whom?", of changes: the answer names who, where it is known.
  const whom = atoms.findIndex(({ raw }) => /^whom$/i.test(raw));
  if (whom !== -1 && plan?.source.kind === 'topic' && plan.source.topic === 'changes') {
    reading.wantsWho = true;
    place(itemOf(whom));
    for (const item of items) if (item.text.toLowerCase() === 'by') place(item);
  }
  let wish: Wish | null = null;
  for (const [at, { raw }] of atoms.entries()) {
    const found: Wish | null = /^differences?$/i.test(raw)
      ? 'difference'
      : /^(compare|compared|comparison|versus|vs)$/i.test(raw)
        ? 'compare'
        : /^each$/i.test(raw) && at === atoms.length - 1 && reading.measure?.kind === 'count'
          ? 'compare'
          : /^(together|both|combined)$/i.test(raw) && !/^put$/i.test(atoms[at - 1]?.raw ?? '')
            ? 'together'
            : null;
    if (found === null || !isOpen || (wish !== null && wish !== found)) continue;
    wish = found;
    place(itemOf(at));
    // "Difference" is a word near to "different", which it is not here.
    if (found === 'difference') reading.isDistinct = false;
    if (found === 'together' && reading.aggregate?.function === 'sum') clearSum(reading);
  }
  const owner = said(OWNS);
  const isWho = reading.wantsWho || /^(just|only|show|give|list)$/i.test(atoms[0]?.raw ?? '');
  const wantsOwners = owner !== undefined && isOpen && isWho && reading.groupBy.length === 0;
  if (wantsOwners) for (const item of items) if (isOwnWord(item) || hasRole(item, 'for', 'only')) place(item);
  if (plan !== null) {
    readThreshold(reading, items, plan, place);
    readSize(reading, items, plan, place, said(/^(total|altogether|overall|sum|combined)$/i) !== undefined);
    readTagOfRows(reading, items);
    readService(reading, items, plan);
    refuseNounsAsColumns(reading, items);
  }
  return { wish, wantsOwners };
}

const isOwnWord = (item: Item): boolean => item.text.split(/\s+/).some((word) => OWNS.test(word));

function clearSum(reading: Reading): void {
  reading.aggregate = null;
  reading.figures = reading.figures.filter((figure) => figure !== 'sum');
}

const OPERATORS: readonly (readonly [Parameters<typeof hasRole>[1], Operator])[] = [
  ['at_least', '>='],
  ['at_most', '<='],
  ['more', '>'],
  ['less', '<'],
];

/** "Only where more than 5", of groups: how many each must have. */
function readThreshold(
  reading: Reading,
  items: readonly Item[],
  plan: Plan,
  place: (item: Item | undefined) => void,
): void {
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

/** "How big are they in total", "total storage": the size that the type has. */
function readSize(
  reading: Reading,
  items: readonly Item[],
  plan: Plan,
  place: (item: Item | undefined) => void,
  isTotal: boolean,
): void {
  const isTail = reading.heads.every(({ sense }) => sense.kind === 'type' && sense.strength === 'tail');
  const size = items.find(
    (item) =>
      SIZED.test(item.text) || (/^(storage|space|capacity)$/i.test(item.text) && headOf(item) !== undefined),
  );
  if (size === undefined || !isTail || plan.source.kind !== 'types') return;
  const column = sizeOf(plan);
  if (column === undefined) return;
  place(size);
  reading.heads = [];
  if (reading.aggregate !== null || reading.isAmount || isTotal)
    reading.measure = { kind: 'aggregate', function: reading.aggregate?.function ?? 'sum', column };
  else if (!reading.columns.some(({ name }) => name === column.name)) reading.columns.push(column);
}

/** "Show their owner tags": by that tag, not which tags there are. */
function readTagOfRows(reading: Reading, items: readonly Item[]): void {
  const isOfTags = reading.topics.length === 1 && reading.topics[0]?.topic === 'tags';
  if (!reading.hasPronoun || !isOfTags || reading.heads.length > 0) return;
  const key = items.map((item) => senseOf(item, 'tag_key')?.keys[0]).find((name) => name !== undefined);
  if (key === undefined) return;
  reading.topics = [];
  reading.dimension = null;
  reading.groupBy.push({ kind: 'tag', key });
}

/** "Show 10", "only 5": as many of the rows. */
function readOwnLimit(
  reading: Reading,
  items: readonly Item[],
  place: (item: Item | undefined) => void,
): void {
  const rest = items.filter((item) => !hasRole(item, 'filler', 'ask', 'only', 'top', 'pronoun'));
  const [only] = rest;
  const value = only?.quantity;
  if (rest.length !== 1 || value === undefined || value.unit !== undefined || !Number.isInteger(value.value))
    return;
  if (!items.some((item) => hasRole(item, 'ask', 'only', 'top')) || reading.limit !== null) return;
  reading.limit = value.value;
  place(only);
}

/** "Only EC2 ones", of all resources: the service, not its main type. */
function readService(reading: Reading, items: readonly Item[], plan: Plan): void {
  if (plan.source.kind !== 'resources' || reading.heads.length !== 1) return;
  const item = items.find((other) => senseOf(other, 'service') !== undefined && headOf(other) !== undefined);
  const service = senseOf(item, 'service');
  const head = headOf(item);
  if (service === undefined || head?.kind !== 'type' || head.strength === 'name') return;
  reading.heads = [];
  reading.isFragment = true;
  reading.conditions.push({
    condition: { kind: 'service', service: service.service, label: service.label },
    joiner: 'none',
  });
}

/** "Show me the clusters too": a noun of other resources is no column of these, though one may be called so. */
function refuseNounsAsColumns(reading: Reading, items: readonly Item[]): void {
  if (reading.heads.length > 0 || reading.hasPronoun) return;
  for (const [at, item] of items.entries()) {
    const column = senseOf(item, 'column')?.column;
    const isNoun =
      headOf(item)?.kind === 'type' && /s$/i.test(item.text) && items[at - 1]?.text.toLowerCase() === 'the';
    if (isNoun && column !== undefined && reading.columns.some(({ name }) => name === column.name))
      reading.unplaced.push(item);
  }
}
