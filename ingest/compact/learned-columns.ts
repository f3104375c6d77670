import { z } from 'zod';
import type { ColumnTypeName } from '#catalog/column-types.ts';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { typedTable } from '#catalog/tables.ts';
import type { StatementTables, Workspace } from './workspace.ts';

export type LearnedColumns = Readonly<Record<string, readonly ColumnDefinition[]>>;

const Row = z.tuple([
  z.string(),
  z.string(),
  z.enum(['varchar', 'bigint', 'double', 'boolean', 'timestamp']),
  z.string(),
  z.boolean(),
  z.enum(['public', 'internal', 'sensitive', 'secret']),
  z.string(),
]);

/**
 * The columns learned so far with those that landed. A name is given once and keeps its type; of paths that want one
 * name the least is described. Numbers are double whether or not those met so far are whole, and values of
 * several types text, so that what is learned depends little on what came first. Types that differ in case alone share a table,
 * so they learn together.
 */
export async function withLandedColumns(
  known: LearnedColumns,
  workspace: Workspace,
  tables: StatementTables,
): Promise<LearnedColumns> {
  if (tables.landing_observed?.partitions.length === 0) return known;
  const { rows } = await workspace.run(
    `SELECT resource_type, column_name, column_type, path, coalesce(is_json, false), sensitivity, description
     FROM landing_observed GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 4, 3`,
    tables,
  );
  const next: Record<string, ColumnDefinition[]> = Object.fromEntries(
    Object.entries(known).map(([type, columns]) => [type, [...columns]]),
  );
  const landed = new Map<string, z.infer<typeof Row>[]>();
  for (const row of rows.map((each) => Row.parse(each))) {
    const id = `${row[0].toLowerCase()} ${row[1]}`;
    landed.set(id, [...(landed.get(id) ?? []), row]);
  }
  for (const tellings of landed.values()) {
    const [first] = tellings;
    if (first === undefined) continue;
    const [type, name, , path, json, sensitivity, description] = first;
    if (typedTable(type).columns.some((column) => column.name === name)) continue;
    const family = familyOf(type, next);
    const types = [...new Set([...tellings.map(([each]) => each), ...family])];
    const before = family.flatMap((each) => next[each] ?? []).find((column) => column.name === name);
    if (before !== undefined) {
      teach(next, types, before);
      continue;
    }
    const kinds = new Set(tellings.map(([, , kind]) => (kind === 'bigint' ? 'double' : kind)));
    const [only] = kinds;
    const columnType: ColumnTypeName = kinds.size === 1 && only !== undefined ? only : 'varchar';
    teach(next, types, {
      name,
      type: columnType,
      description,
      sensitivity,
      path,
      ...(json && columnType === 'varchar' ? { json } : {}),
    });
  }
  for (const columns of Object.values(next)) columns.sort((left, right) => (left.name < right.name ? -1 : 1));
  return next;
}

/** The types known that are this one but for their case, sorted. */
const familyOf = (type: string, known: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.keys(known)
    .filter((each) => each.toLowerCase() === type.toLowerCase())
    .sort();

function teach(
  learned: Record<string, ColumnDefinition[]>,
  types: readonly string[],
  column: ColumnDefinition,
): void {
  for (const type of types) {
    learned[type] ??= [];
    if (!learned[type].some(({ name }) => name === column.name)) learned[type].push(column);
  }
}
