import { hasRole, senseOf } from '../cover/item.ts';
import { isNumeric, operatorAt } from './conditions.ts';
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
  // "How many accounts … and how many buckets": one number would be told for two that were asked.
  const isSecond = reading.isCounted && (reading.conditions.length > 0 || reading.dimension !== null);
  if (isSecond && readOtherCount(cursor, reading)) return true;
  const amount = senseOf(cursor.peek(1), 'column')?.column;
  const isAmount = amount !== undefined && isNumeric(amount);
  if (isSecond && isAmount && reading.heads.length > 0 && reading.dimension === null) {
    reading.measure = { kind: 'aggregate', function: 'sum', column: amount };
    reading.countsTwice = true;
    cursor.take(2);
    return true;
  }
  if (isSecond && !isOrder && ['and', 'comma'].includes(cursor.pending.joiner))
    reading.decline ??=
      'These are two questions, and I can only answer one at a time. Ask for each by itself.';
  if (isOrder) reading.order = { by: { kind: 'measure' }, descending: true };
  else {
    reading.measure ??= { kind: 'count' };
    reading.isCounted = true;
  }
  cursor.mark({ question: true });
  return true;
}

/** "How many are running and how many are stopped": two values of one property, each of which is counted. */
function readOtherCount(cursor: Cursor, reading: Reading): boolean {
  let at = 1;
  while (hasRole(cursor.peek(at), 'be', 'filler', 'of')) at += 1;
  const value = senseOf(cursor.peek(at), 'value');
  const last = reading.conditions.at(-1)?.condition;
  const isOther =
    value !== undefined &&
    !value.patterns &&
    last?.kind === 'compare' &&
    last.operator === '=' &&
    last.column.name === value.column.name;
  if (!isOther || reading.dimension !== null || reading.groupBy.length > 0) return false;
  const condition = {
    ...last,
    values: [...last.values, ...value.values],
    text: `${last.text} or ${value.text}`,
  };
  reading.conditions = [...reading.conditions.slice(0, -1), { condition, joiner: 'none' }];
  reading.groupBy.push({ kind: 'column', column: value.column });
  cursor.take(at + 1);
  return true;
}

const AGGREGATES = { sum: 'sum', average: 'avg', minimum: 'min', maximum: 'max' } as const;

const nextWord = (cursor: Cursor): string => cursor.atoms[cursor.peek()?.to ?? -1]?.raw ?? '';

/** Total size of, average memory, sum of storage, distinct engines. */
export function readAggregate(cursor: Cursor, reading: Reading): boolean {
  if (hasRole(cursor.peek(), 'distinct')) {
    if (/^(from|than)$/i.test(cursor.peek(1)?.text ?? ''))
      reading.decline ??= 'I cannot compare two properties of one resource with each other.';
    reading.isDistinct = true;
    cursor.mark({});
    return true;
  }
  const role = (Object.keys(AGGREGATES) as (keyof typeof AGGREGATES)[]).find((candidate) =>
    hasRole(cursor.peek(), candidate),
  );
  if (hasRole(cursor.peek(), 'how_much')) reading.isAmount = true;
  const isAmount = hasRole(cursor.peek(), 'how_much') && senseOf(cursor.peek(1), 'column') !== undefined;
  if (role === undefined && !isAmount) return false;
  if (
    role !== undefined &&
    operatorAt(cursor, 0)?.explicit === true &&
    cursor.peek(1)?.quantity !== undefined
  )
    return false;
  // "storage of volumes, sum it up per type": of the number that was named before.
  const [named] = reading.columns;
  const isOfNamed = role === 'sum' && /^(it|them|that|this|those)$/i.test(nextWord(cursor));
  if (isOfNamed && named !== undefined && reading.columns.length === 1 && isNumeric(named)) {
    reading.measure ??= { kind: 'aggregate', function: 'sum', column: named };
    reading.columns = [];
    cursor.mark({});
    return true;
  }
  reading.aggregate = { function: role === undefined ? 'sum' : AGGREGATES[role], at: cursor.at };
  reading.figures.push(reading.aggregate.function);
  if (/^(sum|combined|cumulative|aggregate)\b/i.test(cursor.peek()?.text ?? '')) reading.isSum = true;
  cursor.mark({});
  return true;
}

/** The column that an aggregate waits for. */
export function readAggregateColumn(cursor: Cursor, reading: Reading): boolean {
  if (reading.aggregate === null || (reading.measure !== null && reading.measure.kind === 'aggregate'))
    return false;
  const column = senseOf(cursor.peek(), 'column')?.column;
  if (column === undefined || !isNumeric(column)) return false;
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
    if (!isFirst)
      reading.superlative ??= { kind: hasRole(item, 'top') ? 'largest' : 'smallest', at: cursor.at };
    cursor.mark({ question: true }, quantity === undefined ? 1 : 2);
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
    const isNumber = column !== undefined && isNumeric(column);
    if (column !== undefined && (isNumber || (kind !== 'most' && kind !== 'fewest'))) {
      reading.order = {
        by: { kind: 'column', column },
        descending: kind === 'largest' || kind === 'newest' || kind === 'most',
      };
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
