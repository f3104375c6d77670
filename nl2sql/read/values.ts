import { type Item, senseOf, sensesOf } from '../cover/item.ts';
import { stem } from '../lex/stem.ts';
import type { ColumnRef, Operator } from '../plan/plan.ts';
import { columnNamed } from './amounts.ts';
import { addCondition, type Cursor, type Reading } from './reading.ts';
import { versionPatterns } from './versions.ts';

/** A value alone: running instances, gp2 volumes, postgres databases, t3.micro. */
export function readValue(cursor: Cursor, reading: Reading): boolean {
  const item = cursor.peek();
  const senses = sensesOf(item, 'value').filter((sense) => sense.patterns || !isInflected(item, sense.text));
  const [first] = senses;
  if (item !== undefined && first === undefined) return readInstanceType(cursor, reading, item);
  if (item === undefined || first === undefined) return false;
  const chosen =
    senses.find((sense) => sense.column.name === senseOf(cursor.peek(1), 'column')?.column.name) ??
    // “aurora” is an engine before it is a storage type: a reviewed word outranks a value that happens to occur.
    senses.find((sense) => sense.patterns) ??
    first;
  const same = senses.filter((sense) => sense.column.name === chosen.column.name);
  const exact = same.filter((sense) => !sense.patterns);
  const others = [...new Set(senses.map((sense) => sense.column.name))];
  if (others.length > 1 && same === senses)
    reading.notes.push(`“${item.text}” is read as ${chosen.column.name}.`);
  const values =
    exact.length > 0 && !same.some((sense) => sense.patterns)
      ? [...new Set(exact.flatMap((sense) => sense.values))]
      : (same.find((sense) => sense.patterns)?.values ?? []);
  const operator: Operator = same.some((sense) => sense.patterns) ? 'like' : '=';
  addCondition(cursor, reading, {
    kind: 'compare',
    column: chosen.column,
    operator,
    values,
    text: `${chosen.column.name} = ${item.text}`,
  });
  const version = same.some((sense) => sense.patterns) ? versionAt(cursor) : undefined;
  if (version !== undefined) {
    addVersion(cursor, reading, chosen.column, values.map(String), version);
    cursor.take(2);
    return true;
  }
  cursor.take();
  // "running state", "gp2 volume type": the column behind the value says the same.
  if (senseOf(cursor.peek(), 'column')?.column.name === chosen.column.name) cursor.skip();
  return true;
}

/** "Opens" is a verb, though a column may hold “open”: a value is said as it is written. */
function isInflected(item: Item | undefined, value: string): boolean {
  const said = item?.text.toLowerCase() ?? '';
  return /^[a-z]+s$/.test(said) && stem(said) !== said && !value.toLowerCase().endsWith('s');
}

/** "Python 3.9", "postgres 13": the number behind a name of versions. */
function versionAt(cursor: Cursor): string | undefined {
  const next = cursor.peek(1);
  if (next?.quantity === undefined || next.quantity.unit !== undefined) return undefined;
  return cursor.atoms[next.from]?.raw;
}

/** A runtime has its version in its name (python3.9), an engine in a column of its own. */
function addVersion(
  cursor: Cursor,
  reading: Reading,
  column: ColumnRef,
  values: readonly string[],
  version: string,
): void {
  const own = column.name === 'engine' ? columnNamed(cursor, 'engine_version') : column;
  if (own === undefined) return;
  const patterns =
    own === column
      ? values.flatMap((value) => versionPatterns(`${value.replace(/%+$/, '')}${version}`))
      : versionPatterns(version);
  if (own === column) reading.conditions.pop();
  addCondition(cursor, reading, {
    kind: 'compare',
    column: own,
    operator: 'like',
    values: patterns,
    text: `${own.name} ${version}`,
  });
}

/** An instance type or family that the lake does not hold: its form tells what it is. */
function readInstanceType(cursor: Cursor, reading: Reading, item: Item): boolean {
  const form = /^(?:db\.|cache\.)?[a-z]{1,4}\d(?!\d)[a-z0-9-]{0,6}(\.[a-z0-9]+)?$/i.exec(item.text);
  const column = columnNamed(cursor, 'instance_type') ?? columnNamed(cursor, 'db_instance_class');
  if (form === null || column === undefined || item.senses.length > 0) return false;
  const isWhole = form[1] !== undefined;
  addCondition(cursor, reading, {
    kind: 'compare',
    column,
    operator: 'like',
    // A database's class says what it is before the type: db.t3.micro.
    values: isWhole ? [item.text, `%.${item.text}`] : [`${item.text}.%`, `%.${item.text}.%`],
    text: item.text,
  });
  cursor.take();
  return true;
}
