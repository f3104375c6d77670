import { wordsOfType } from '#catalog/words/type-words.ts';
import { hasRole, senseOf } from '../cover/item.ts';
import type { Quantity } from '../lex/quantity.ts';
import type { ColumnRef, Operator } from '../plan/plan.ts';
import { addNumber, boundAt, isNumeric, operatorAt, rangeAt, readBetween } from './conditions.ts';
import { headOf } from './heads.ts';
import type { Cursor, Reading } from './reading.ts';

/** "accounts with more than 10 buckets": how many of them a group must have. */
export function readHaving(cursor: Cursor, reading: Reading): boolean {
  if (readOne(cursor, reading)) return true;
  const found = thresholdAt(cursor);
  if (found === undefined) return false;
  const isCounted = reading.dimension !== null && reading.heads.length === 0;
  // "more than 20 unattached volumes": what is said of them is read as it comes.
  let at = found.end;
  while (at < found.end + 3 && senseOf(cursor.peek(at), 'predicate')?.form === 'adjective') at += 1;
  const counted = cursor.peek(at);
  const isRules = (senseOf(counted, 'topic') ?? senseOf(counted, 'topic_state'))?.topic === 'compliance';
  if (!isCounted || (headOf(counted) === undefined && !isRules)) return false;
  reading.having = { operator: found.operator, value: found.value };
  cursor.mark({}, found.end);
  return true;
}

/** "Accounts with only one trail": a number where it is said of a noun, elsewhere an empty word ("the one in prod"). */
function readOne(cursor: Cursor, reading: Reading): boolean {
  const isOne = /^(one|a single|single)$/i.test(cursor.peek()?.text ?? '');
  const counted = cursor.peek(1);
  const isSaidOf = cursor.pending.with || hasRole(cursor.peek(-1), 'only', 'use', 'exist');
  if (!isOne || !isSaidOf) return false;
  if (reading.dimension !== null && reading.heads.length === 0 && headOf(counted) !== undefined) {
    reading.having = { operator: '=', value: 1 };
    cursor.mark({});
    return true;
  }
  if (headOf(counted) !== undefined || hasRole(counted, 'value'))
    reading.decline ??= `I cannot count “${counted?.text ?? ''}” of each of them.`;
  return false;
}

/** "More than 10", "5 or more": a number without a unit, and what is said of it. */
function thresholdAt(
  cursor: Cursor,
): { readonly operator: Operator; readonly value: number; readonly end: number } | undefined {
  const found = operatorAt(cursor, 0);
  const at = found?.end ?? 0;
  const quantity = cursor.peek(at)?.quantity;
  if (quantity === undefined || quantity.unit !== undefined) return undefined;
  if (found?.explicit === true) return { operator: found.operator, value: quantity.value, end: at + 1 };
  const bound = found === undefined || !found.negated ? boundAt(cursor, at + 1) : undefined;
  return bound === undefined ? undefined : { ...bound, value: quantity.value };
}

/** "over 100 GB", "more than 4 vCPUs", "at least 512 MB of memory": the amount first, then what it is of. */
export function readAmount(cursor: Cursor, reading: Reading): boolean {
  const range = rangeAt(cursor, 0);
  if (range !== undefined) {
    let end = range.end;
    while (hasRole(cursor.peek(end), 'of', 'filler', 'in')) end += 1;
    const named = senseOf(cursor.peek(end), 'column')?.column;
    const own = named !== undefined && isNumeric(named) ? named : undefined;
    const column = own ?? sizeColumn(cursor, reading, range.high);
    if (column === undefined || !readBetween(cursor, reading, column, 0)) return false;
    if (own !== undefined) cursor.take(end + 1 - range.end);
    return true;
  }
  const found = operatorAt(cursor, 0);
  const at = found?.end ?? 0;
  const item = cursor.peek(at);
  const quantity = item?.quantity;
  // "1 GB memory or more", "500 GB or more of storage": the comparison stands behind the number or its noun.
  const early = boundAt(cursor, at + 1);
  const past = early?.end ?? at + 1;
  let end = past;
  while (hasRole(cursor.peek(end), 'of', 'filler', 'in')) end += 1;
  const own = senseOf(cursor.peek(end), 'column')?.column ?? senseOf(item, 'column')?.column;
  const isNamed = own !== undefined && isNumeric(own);
  const bound = early ?? (isNamed ? boundAt(cursor, end + 1) : undefined);
  if (quantity === undefined || (found === undefined && quantity.unit === undefined && bound === undefined))
    return false;
  const column =
    own !== undefined && isNumeric(own)
      ? own
      : reading.metrics.length > 0
        ? METRIC_AVERAGE
        : sizeColumn(cursor, reading, quantity);
  if (column === undefined) return false;
  if (own !== undefined && column === own && senseOf(cursor.peek(end), 'column') !== undefined) end += 1;
  else end = past;
  const operator = bound?.operator ?? found?.operator ?? '=';
  if (!addNumber(cursor, reading, column, found?.negated === true, operator, quantity)) return false;
  cursor.take(bound === undefined || bound === early ? end : bound.end);
  return true;
}

/** "CPU below 5 %": what the average of a metric is compared with. */
const METRIC_AVERAGE: ColumnRef = {
  name: 'average',
  type: 'double',
  isJson: false,
  columns: null,
  isDerived: false,
};

/** What a bare amount measures: the size of the type that is asked about. */
function sizeColumn(cursor: Cursor, reading: Reading, quantity: Quantity): ColumnRef | undefined {
  if (quantity.unit?.dimension === 'iops') return columnNamed(cursor, 'iops');
  if (
    quantity.unit === undefined ||
    (quantity.unit.dimension !== 'bytes' && quantity.unit.dimension !== 'cpu')
  )
    return undefined;
  const head = reading.heads[0]?.sense;
  const type = head?.kind === 'type' ? head.types[0] : head?.kind === 'slice' ? head.type : undefined;
  const size = type === undefined ? undefined : wordsOfType(type)?.size;
  if (size === undefined || (quantity.unit.dimension === 'bytes') === (size.unit === 'count'))
    return undefined;
  return columnNamed(cursor, size.column);
}

/** The column of that name among those that the question's own words can reach. */
export function columnNamed(cursor: Cursor, name: string): ColumnRef | undefined {
  return cursor.columns.find(
    (column) => column.name === name || Object.values(column.columns ?? {}).includes(name),
  );
}
