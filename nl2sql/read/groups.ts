import { hasRole, senseOf } from '../cover/item.ts';
import type { ColumnRef, GroupKey } from '../plan/plan.ts';
import { columnNamed } from './amounts.ts';
import { headOf, isName } from './heads.ts';
import type { Cursor, Reading } from './reading.ts';

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
  // "endpoints by service": the service that each is for, where they have such a property.
  const ownService = dimension?.key === 'service' ? columnNamed(cursor, 'service_name') : undefined;
  if (ownService !== undefined) return { key: { kind: 'column', column: ownService }, length: 1 };
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
  // "breakdown of volumes by type": the noun is what is counted, where another word says by what.
  const counted = cursor.items.findIndex((other, index) => index > cursor.at && isName(headOf(other)));
  const isOfNoun = /\bof$/i.test(cursor.peek()?.text ?? '') && counted !== -1;
  if (isOfNoun && cursor.items.slice(counted + 1).some((other) => hasRole(other, 'group'))) {
    cursor.mark({});
    return true;
  }
  // "in every account": everywhere, where nothing is counted.
  const said = cursor.peek()?.text ?? '';
  const isEverywhere =
    /\b(in|across) (every|each)$/i.test(said) ||
    (/^(every|each)$/i.test(said) && hasRole(cursor.peek(-1), 'in'));
  if (
    isEverywhere &&
    reading.measure === null &&
    reading.aggregate === null &&
    groupKeyAt(cursor, 1) !== undefined
  ) {
    cursor.mark({ quantified: true });
    return true;
  }
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
