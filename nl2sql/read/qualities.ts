import { wordsOfType } from '#catalog/words/type-words.ts';
import { hasRole, senseOf } from '../cover/item.ts';
import type { ColumnRef } from '../plan/plan.ts';
import { columnNamed } from './amounts.ts';
import { headOf } from './heads.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';

/** "… and how big are they", "how old are our volumes": the size or the time of creation of each is told. */
export function readQuality(cursor: Cursor, reading: Reading): boolean {
  if (!hasRole(cursor.peek(), 'how')) return false;
  const said = cursor.peek(1)?.text ?? '';
  const isSize = /^(big|large|small)$/i.test(said);
  if (!isSize && !/^(old|young|long ago)$/i.test(said)) return false;
  const columns = isSize ? sizesOf(cursor, reading) : creationsOf(cursor, reading);
  if (columns.length === 0) return false;
  for (const column of columns)
    if (!reading.columns.some(({ name }) => name === column.name)) reading.columns.push(column);
  cursor.mark({ joiner: 'none' }, 2);
  return true;
}

/** Types of the nouns so far, else of the next one. */
function typesOf(cursor: Cursor, reading: Reading): readonly string[] {
  const said = reading.heads.map(({ sense }) => sense);
  const next = cursor.items
    .slice(cursor.at + 2)
    .map(headOf)
    .find((head) => head !== undefined);
  return (said.length > 0 ? said : next === undefined ? [] : [next]).flatMap((head) =>
    head.kind === 'type' ? head.types : head.kind === 'slice' ? [head.type] : [],
  );
}

/** The columns that hold the sizes of the types asked about; none where one of the types has no size. */
function sizesOf(cursor: Cursor, reading: Reading): readonly ColumnRef[] {
  const names = typesOf(cursor, reading).map((type) => wordsOfType(type)?.size?.column);
  const columns = [...new Set(names)].map((name) =>
    name === undefined ? undefined : columnNamed(cursor, name),
  );
  const known = columns.filter((column) => column !== undefined);
  return known.length === columns.length ? known : [];
}

/** When each was created: as recorded for every type, and by the type's own property. */
function creationsOf(cursor: Cursor, reading: Reading): readonly ColumnRef[] {
  const types = typesOf(cursor, reading);
  if (types.length === 0) return [];
  const own = [...new Set(types.map((type) => wordsOfType(type)?.created))];
  return ['created_at', ...own]
    .map((name) => (name === undefined ? undefined : columnNamed(cursor, name)))
    .filter((column) => column !== undefined);
}

const ENVIRONMENT: ColumnRef = {
  name: 'environment',
  type: 'varchar',
  isJson: false,
  columns: null,
  isDerived: false,
};

/** "Resources without an environment", "whose environment is unknown": nothing tells theirs. */
export function readUnset(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  if (senseOf(item, 'dimension')?.key !== 'environment' || hasRole(cursor.peek(1), 'tag')) return false;
  let at = 1;
  while (hasRole(cursor.peek(at), 'be')) at += 1;
  const isUnknown =
    at > 1 &&
    /^(unknown|empty|null|blank|unset|undefined|missing|not set)$/i.test(cursor.peek(at)?.text ?? '');
  const isLacked = cursor.pending.without || (cursor.pending.not && cursor.pending.with);
  if (!isUnknown && !isLacked && !cursor.pending.with) return false;
  if (isUnknown && isLacked) return false;
  if (isUnknown) cursor.pending.not = !cursor.pending.not;
  addCondition(cursor, reading, {
    kind: 'compare',
    column: ENVIRONMENT,
    operator: 'filled',
    values: [],
    text: 'environment',
  });
  cursor.take(isUnknown ? at + 1 : 1);
  // "without an environment set".
  if (/^(set|assigned|recorded|known|defined)$/i.test(cursor.peek()?.text ?? '')) cursor.skip();
  return true;
}

/** "Any postgres 12 left?": behind what is asked about; "which accounts left" is a verb. */
export function readLeft(cursor: Cursor, reading: Reading): boolean {
  if (!/^left$/i.test(cursor.peek()?.text ?? '') || reading.heads.length === 0) return false;
  const next = cursor.peek(1);
  if (next !== undefined && !hasRole(next, 'in', 'comma', 'and')) return false;
  cursor.mark({});
  return true;
}
