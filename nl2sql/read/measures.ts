import { hasRole, senseOf } from '../cover/item.ts';
import type { ColumnRef, GroupKey } from '../plan/plan.ts';
import { columnNamed, operatorAt } from './conditions.ts';
import { headOf } from './heads.ts';
import type { Cursor, Reading } from './reading.ts';

/** How many, the number of, what percentage of. */
export function readCount(cursor: Cursor, reading: Reading): boolean {
  if (hasRole(cursor.peek(), 'percent')) {
    reading.isShare = true;
    cursor.mark({});
    return true;
  }
  if (!hasRole(cursor.peek(), 'how_many')) return false;
  // "sort by count", "by number of": what is counted is said already.
  const isOrder = hasRole(cursor.peek(-1), 'order', 'group') && reading.heads.length > 0;
  if (isOrder) reading.order = { by: { kind: 'measure' }, descending: true };
  else reading.measure ??= { kind: 'count' };
  cursor.mark({ question: true });
  return true;
}

const AGGREGATES = { sum: 'sum', average: 'avg', minimum: 'min', maximum: 'max' } as const;

/** Total size of, average memory, sum of storage, distinct engines. */
export function readAggregate(cursor: Cursor, reading: Reading): boolean {
  if (hasRole(cursor.peek(), 'distinct')) {
    reading.isDistinct = true;
    cursor.mark({});
    return true;
  }
  const role = (Object.keys(AGGREGATES) as (keyof typeof AGGREGATES)[]).find((candidate) =>
    hasRole(cursor.peek(), candidate),
  );
  const isAmount = hasRole(cursor.peek(), 'how_much') && senseOf(cursor.peek(1), 'column') !== undefined;
  if (role === undefined && !isAmount) return false;
  if (
    role !== undefined &&
    operatorAt(cursor, 0)?.explicit === true &&
    cursor.peek(1)?.quantity !== undefined
  )
    return false;
  reading.aggregate = { function: role === undefined ? 'sum' : AGGREGATES[role], at: cursor.at };
  cursor.mark({});
  return true;
}

/** The column that an aggregate waits for. */
export function readAggregateColumn(cursor: Cursor, reading: Reading): boolean {
  if (reading.aggregate === null || (reading.measure !== null && reading.measure.kind === 'aggregate'))
    return false;
  const column = senseOf(cursor.peek(), 'column')?.column;
  if (column === undefined || !['bigint', 'double', 'decimal'].includes(column.type)) return false;
  reading.measure = { kind: 'aggregate', function: reading.aggregate.function, column };
  cursor.take();
  return true;
}

const SUPERLATIVES = ['largest', 'smallest', 'oldest', 'newest', 'most', 'fewest'] as const;

/** Top 10, first 5, bottom 3, the 10 largest, oldest, most. */
export function readSuperlative(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (hasRole(item, 'top', 'bottom')) {
    const isFirst = item?.text.toLowerCase() === 'first';
    const quantity = cursor.peek(1)?.quantity;
    if (isFirst && quantity === undefined) return false;
    reading.limit = quantity?.value ?? 10;
    if (!isFirst) reading.superlative ??= { kind: hasRole(item, 'top') ? 'most' : 'fewest', at: cursor.at };
    cursor.mark({}, quantity === undefined ? 1 : 2);
    return true;
  }
  const kind = SUPERLATIVES.find((candidate) => hasRole(item, candidate));
  if (kind !== undefined && !hasRole(item, 'more', 'less', 'at_least')) {
    reading.superlative = { kind, at: cursor.at };
    // "largest 5 volumes".
    const number = cursor.peek(1)?.quantity;
    if (number !== undefined && number.unit === undefined && Number.isInteger(number.value)) {
      reading.limit = number.value;
      cursor.mark({}, 2);
      return true;
    }
    const column = senseOf(cursor.peek(1), 'column')?.column;
    if (column !== undefined && kind !== 'most' && kind !== 'fewest') {
      reading.order = { by: { kind: 'column', column }, descending: kind === 'largest' || kind === 'newest' };
      cursor.mark({}, 2);
    } else cursor.mark({});
    return true;
  }
  // "the 10 largest volumes", "5 oldest users".
  const quantity = item?.quantity;
  if (
    quantity !== undefined &&
    quantity.unit === undefined &&
    Number.isInteger(quantity.value) &&
    SUPERLATIVES.some((candidate) => hasRole(cursor.peek(1), candidate))
  ) {
    reading.limit = quantity.value;
    cursor.skip();
    return true;
  }
  // "limit 20", "20 instances" after "show me".
  if (
    quantity !== undefined &&
    quantity.unit === undefined &&
    hasRole(cursor.peek(-1), 'ask', 'only') &&
    senseOf(cursor.peek(1), 'type') !== undefined
  ) {
    reading.limit = quantity.value;
    cursor.skip();
    return true;
  }
  return false;
}

/** What a group word may be followed by: a dimension, a tag key, a column, a type as a column (by VPC), a period. */
function groupKeyAt(cursor: Cursor, offset: number): { key: GroupKey; length: number } | undefined {
  const item = cursor.peek(offset);
  if (item === undefined) return undefined;
  const tagKey = senseOf(item, 'tag_key');
  if (hasRole(item, 'tag')) {
    const named = senseOf(cursor.peek(offset + 1), 'tag_key')?.keys[0] ?? cursor.peek(offset + 1)?.atom?.raw;
    return named === undefined ? undefined : { key: { kind: 'tag', key: named }, length: 2 };
  }
  if (tagKey !== undefined && hasRole(cursor.peek(offset + 1), 'tag'))
    return { key: { kind: 'tag', key: tagKey.keys[0] ?? '' }, length: 2 };
  const column = senseOf(item, 'column');
  const dimension = senseOf(item, 'dimension');
  const isPlainDimension =
    dimension !== undefined &&
    dimension.key !== 'tag' &&
    dimension.key !== 'column' &&
    dimension.key !== 'time';
  // "by type": the volume's type where it has one, else the type of resource.
  if (isPlainDimension && !(dimension.key === 'type' && column !== undefined && column.rank >= 3)) {
    return { key: { kind: dimension.key } as GroupKey, length: 1 };
  }
  const period = senseOf(item, 'period');
  if (period !== undefined) return { key: { kind: 'time', unit: period.unit }, length: 1 };
  if (column !== undefined && (column.rank > 1 || tagKey === undefined))
    return { key: { kind: 'column', column: column.column }, length: 1 };
  if (tagKey !== undefined) return { key: { kind: 'tag', key: tagKey.keys[0] ?? '' }, length: 1 };
  const type = senseOf(item, 'type');
  if (type?.types.length === 1) {
    const wanted = `${(type.types[0]?.split('::')[2] ?? '').toLowerCase()}_id`;
    const byType = columnNamed(cursor, wanted);
    if (byType !== undefined) return { key: { kind: 'column', column: byType }, length: 1 };
  }
  const account = senseOf(item, 'topic')?.topic === 'accounts';
  return account ? { key: { kind: 'account' }, length: 1 } : undefined;
}

/** By account, per Region and type, for each environment, monthly. */
export function readGroup(cursor: Cursor, reading: Reading): boolean {
  const every = senseOf(cursor.peek(), 'period');
  if (every?.every === true) {
    reading.groupBy.push({ kind: 'time', unit: every.unit });
    cursor.take();
    return true;
  }
  if (!hasRole(cursor.peek(), 'group')) return false;
  let at = 1;
  while (
    hasRole(cursor.peek(at), 'filler', 'all', 'possessive', 'group', 'distinct', 'their') &&
    groupKeyAt(cursor, at) === undefined
  )
    at += 1;
  if (hasRole(cursor.peek(at), 'how_many')) {
    reading.order = { by: { kind: 'measure' }, descending: reading.superlative?.kind !== 'fewest' };
    cursor.mark({}, at + 1);
    return true;
  }
  // "top 5 services by cost": what orders them is the topic itself.
  if (
    (reading.limit !== null || reading.superlative !== null) &&
    senseOf(cursor.peek(at), 'topic')?.form === 'noun'
  ) {
    cursor.mark({}, at);
    return true;
  }
  // "top 3 regions by EC2 instances": by how many of them.
  const isRanked = reading.dimension !== null && (reading.limit !== null || reading.superlative !== null);
  if (isRanked && reading.heads.length === 0 && headOf(cursor.peek(at)) !== undefined) {
    cursor.mark({}, at);
    return true;
  }
  let found = groupKeyAt(cursor, at);
  if (found === undefined) return false;
  // "top 5 volumes by size", "ordered by creation": a measure orders, it does not group.
  const isOrdering = reading.limit !== null || reading.superlative !== null;
  if (
    isOrdering &&
    found.key.kind === 'column' &&
    ['bigint', 'double', 'decimal', 'timestamp'].includes(found.key.column.type)
  ) {
    reading.order = {
      by: { kind: 'column', column: found.key.column },
      descending: reading.superlative?.kind !== 'fewest' && reading.superlative?.kind !== 'smallest',
    };
    cursor.take(at + found.length);
    return true;
  }
  while (found !== undefined) {
    reading.groupBy.push(found.key);
    at += found.length;
    let next = at;
    while (hasRole(cursor.peek(next), 'and', 'comma', 'group', 'filler')) next += 1;
    found = next > at ? groupKeyAt(cursor, next) : undefined;
    if (found !== undefined && isSubject(cursor, next)) found = undefined;
    if (found !== undefined) at = next;
  }
  cursor.take(at);
  return true;
}

/** "by account and instances in …": a type that cannot be a column begins something new. */
function isSubject(cursor: Cursor, offset: number): boolean {
  return (
    senseOf(cursor.peek(offset), 'type') !== undefined &&
    senseOf(cursor.peek(offset), 'column') === undefined &&
    senseOf(cursor.peek(offset), 'dimension') === undefined
  );
}

/** Sorted by size, order by creation date descending, newest first. */
export function readOrder(cursor: Cursor, reading: Reading): boolean {
  const direction = hasRole(cursor.peek(), 'descending')
    ? true
    : hasRole(cursor.peek(), 'ascending')
      ? false
      : undefined;
  if (direction !== undefined) {
    const isByTime = /newest|recent|latest|oldest/i.test(cursor.peek()?.text ?? '');
    reading.order =
      reading.order === null
        ? { by: isByTime ? { kind: 'created' } : { kind: 'measure' }, descending: direction }
        : { ...reading.order, descending: direction };
    cursor.take();
    return true;
  }
  if (!hasRole(cursor.peek(), 'order')) return false;
  let at = 1;
  while (hasRole(cursor.peek(at), 'filler', 'pronoun', 'group', 'their', 'in', 'order')) at += 1;
  const item = cursor.peek(at);
  const column: ColumnRef | undefined =
    senseOf(item, 'column')?.column ??
    (item?.text.toLowerCase() === 'size' ? columnNamed(cursor, 'size') : undefined);
  const isCreated = hasRole(item, 'created', 'oldest', 'newest') || column?.name === 'created_at';
  const dimension = senseOf(item, 'dimension');
  if (hasRole(item, 'how_many')) reading.order = { by: { kind: 'measure' }, descending: true };
  else if (isCreated) reading.order = { by: { kind: 'created' }, descending: false };
  else if (column !== undefined)
    reading.order = {
      by: { kind: 'column', column },
      descending: ['bigint', 'double'].includes(column.type),
    };
  else if (dimension !== undefined) {
    const named = columnNamed(
      cursor,
      dimension.key === 'account'
        ? 'account_name'
        : dimension.key === 'type'
          ? 'resource_type'
          : dimension.key === 'zone'
            ? 'availability_zone'
            : dimension.key,
    );
    if (named === undefined) return false;
    reading.order = { by: { kind: 'column', column: named }, descending: false };
  } else return false;
  cursor.take(at + 1);
  return true;
}
