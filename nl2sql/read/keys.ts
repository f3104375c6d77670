import { hasRole, senseOf } from '../cover/item.ts';
import { isNumeric } from './conditions.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

/** "which tag keys are used", "what tags do we have": the keys themselves. */
function readTagKeys(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const isKeys =
    senseOf(item, 'topic')?.topic === 'tags' ||
    (hasRole(item, 'tag') && /^tags?( keys?)?$/i.test(item?.text ?? ''));
  const { with: has, without, not } = cursor.pending;
  if (
    !isKeys ||
    has ||
    without ||
    not ||
    reading.heads.length > 0 ||
    senseOf(cursor.peek(1), 'tag_key') !== undefined
  )
    return false;
  const name = /value/i.test(item?.text ?? '') ? 'tag_value' : 'tag_key';
  const column = { name, type: 'varchar', isJson: false, columns: null, isDerived: false } as const;
  reading.topics.push({ topic: 'tags', form: 'noun', at: cursor.at });
  const isCounted = reading.measure?.kind === 'count';
  reading.dimension = { key: { kind: 'column', column }, at: cursor.at, text: item?.text ?? '', isCounted };
  cursor.take();
  return true;
}

/** A tag key, a period or a column that leads the question: "which teams have …", "what engines do our databases use". */
export function readLeadingKey(cursor: Cursor, reading: Reading): boolean {
  if (reading.dimension === null && readTagKeys(cursor, reading)) return true;
  if (
    !cursor.pending.question ||
    reading.dimension !== null ||
    (reading.heads.length > 0 && reading.conditions.length > 0)
  )
    return false;
  const item = cursor.peek();
  if (hasRole(item, 'value') && reading.measure === null && readValuesOf(cursor, reading)) return true;
  const tagKey = senseOf(item, 'tag_key');
  const column = senseOf(item, 'column');
  // The noun of the subject itself, though a column may be called after it ("which roles …").
  const head = headOf(item);
  if (
    head !== undefined &&
    head.kind !== 'any_resource' &&
    !(head.kind === 'type' && head.strength === 'tail')
  )
    return false;
  const isPlural = /s$/i.test(item?.text ?? '') || hasRole(cursor.peek(-1), 'distinct');
  const isNumber = column !== undefined && isNumeric(column.column);
  // "What are the names of all VPCs": of each, not how many bear which.
  if (
    column?.column.name === 'resource_name' &&
    reading.measure === null &&
    hasRole(cursor.peek(1), 'of', 'for')
  ) {
    reading.columns.push(column.column);
    cursor.take();
    return true;
  }
  // "how many vCPUs do we have": the sum of them.
  if (isNumber && reading.measure?.kind === 'count' && column.rank >= 3) {
    reading.measure = { kind: 'aggregate', function: 'sum', column: column.column };
    const topic = senseOf(item, 'topic');
    if (topic !== undefined) reading.topics.push({ topic: topic.topic, form: 'noun', at: cursor.at });
    cursor.take();
    return true;
  }
  if (
    column !== undefined &&
    !isNumber &&
    !column.column.isJson &&
    column.rank >= 2 &&
    (isPlural || reading.measure?.kind === 'count') &&
    column.column.name !== 'tags'
  ) {
    const topic = senseOf(item, 'topic');
    if (topic?.form === 'noun' && topic.topic !== 'accounts' && column.column.columns === null)
      reading.topics.push({ topic: topic.topic, form: 'noun', at: cursor.at });
    reading.dimension = {
      key: { kind: 'column', column: column.column },
      at: cursor.at,
      text: item?.text ?? '',
      isCounted: reading.measure?.kind === 'count' && reading.heads.length === 0,
    };
    cursor.take();
    return true;
  }
  // "which environment": the account's, as everywhere; the tag only where it is called one.
  const isDimension = senseOf(item, 'dimension') !== undefined && !hasRole(cursor.peek(1), 'tag');
  if (tagKey !== undefined && !isDimension) {
    reading.dimension = {
      key: { kind: 'tag', key: tagKey.keys[0] ?? '' },
      at: cursor.at,
      text: item?.text ?? '',
      isCounted: reading.measure?.kind === 'count',
    };
    cursor.take(hasRole(cursor.peek(1), 'tag') ? 2 : 1);
    return true;
  }
  return false;
}

/** "What values do we have in the Environment tag": how often each of them is carried. */
function readValuesOf(cursor: Cursor, reading: Reading): boolean {
  let at = 1;
  while (hasRole(cursor.peek(at), ...BETWEEN) && senseOf(cursor.peek(at), 'tag_key') === undefined) at += 1;
  const isIntroduced = hasRole(cursor.peek(at), 'tag') && senseOf(cursor.peek(at), 'tag_key') === undefined;
  const key = senseOf(cursor.peek(isIntroduced ? at + 1 : at), 'tag_key')?.keys[0];
  const isTag = isIntroduced || hasRole(cursor.peek(at + 1), 'tag');
  if (key === undefined || !isTag) return false;
  reading.dimension = { key: { kind: 'tag', key }, at: cursor.at, text: 'values', isCounted: false };
  if (reading.heads.length === 0)
    reading.heads.push({ sense: { kind: 'any_resource' }, at: cursor.at, text: '' });
  cursor.take(at + 2);
  return true;
}

const BETWEEN = ['filler', 'be', 'with', 'in', 'of', 'for', 'exist', 'use', 'possessive'] as const;

/** A column that is asked for, not filtered by: "with their engine and version", "show the instance type". */
export function readProjection(cursor: Cursor, reading: Reading): boolean {
  const sense = senseOf(cursor.peek(), 'column');
  const column = sense?.column;
  if (sense === undefined || column === undefined) return false;
  // "regions with …": a dimension that leads, not a column of what follows.
  const isLeading = senseOf(cursor.peek(), 'dimension') !== undefined && reading.heads.length === 0;
  if (isLeading && /s$/i.test(cursor.peek()?.text ?? '')) return false;
  // The tail of a longer name is too little to be asked for, unless the question lists columns.
  const isListed = cursor.pending.their || cursor.pending.with || hasRole(cursor.peek(-1), 'ask');
  if (sense.rank === 1 && !isListed && reading.columns.length === 0) return false;
  // "FIFO queues": said right before the noun, yes or no chooses rows.
  if (column.type === 'boolean' && !isListed && headOf(cursor.peek(1)) !== undefined) {
    addCondition(cursor, reading, {
      kind: 'compare',
      column,
      operator: 'true',
      values: [],
      text: cursor.peek()?.text ?? column.name,
    });
    cursor.take();
    return true;
  }
  // "FIFO queues", of a text: which value makes a queue one is not said.
  const isAdjective =
    column.type === 'varchar' &&
    !isListed &&
    reading.heads.length === 0 &&
    headOf(cursor.peek(1)) !== undefined;
  if (
    isAdjective &&
    reading.columns.length === 0 &&
    reading.figures.length === 0 &&
    reading.superlative === null
  )
    reading.decline ??= `“${cursor.peek()?.text ?? ''}” is a property with several values: say which one it should have.`;
  if (!reading.columns.some((known) => known.name === column.name)) reading.columns.push(column);
  const { their } = cursor.pending;
  cursor.take();
  // "their engine, version and size": the possessive carries on.
  if (their && hasRole(cursor.peek(), 'and', 'comma')) cursor.pending.their = true;
  return true;
}
