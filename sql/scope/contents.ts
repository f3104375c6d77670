import type { ColumnDefinition } from '#catalog/define-table.ts';
import { carriedBy, ownValue, samePlaces } from '#catalog/tables/carries.ts';
import type { SqlSchema, SqlTable } from '../schema.ts';
import { partPaths } from './part-paths.ts';

/** A value that a column holds: where it stands in the item, and of which types; undefined means any. */
export interface Content {
  readonly path: string;
  readonly resourceTypes: readonly string[] | undefined;
  /** It may be another resource's, whose type the row does not tell. */
  readonly isReference: boolean;
}

/** Everything that a column may hold. */
export function contentsOf(table: SqlTable, column: ColumnDefinition): readonly Content[] {
  const carried = carriedBy(table, column).map(({ path, isReference = false }) => ({
    path,
    resourceTypes: table.resourceTypes,
    isReference,
  }));
  return [...ownContents(table, column), ...carried];
}

/** What hiding a column is to hide: its own values, wherever they stand. */
export function ownContents(table: SqlTable, column: ColumnDefinition): readonly Content[] {
  const parts = partPaths(table.name).get(column.name);
  if (parts !== undefined) return parts.map((part) => ({ ...part, isReference: false }));
  const path = column.path?.toLowerCase() ?? ownValue(table, column.name);
  return [{ path, resourceTypes: table.resourceTypes, isReference: false }];
}

/** The values of a column that a rule names as `table.column`, or as `*.column`: those of every table that has it. */
export function hiddenContents(
  table: SqlTable | undefined,
  name: string,
  schema: SqlSchema,
): readonly Content[] {
  const tables = table === undefined ? schema.tables() : [table];
  const found = new Map<string, Content>();
  for (const each of tables) {
    const column = each.columns.find((one) => one.name === name);
    if (column === undefined) continue;
    for (const content of ownContents(each, column)) {
      for (const same of [content, ...samePlaces(content.path, content.resourceTypes)]) {
        const one = { path: same.path, resourceTypes: same.resourceTypes, isReference: false };
        found.set(JSON.stringify([one.path, one.resourceTypes]), one);
      }
    }
  }
  // What is hidden for any type needs no word about single ones: `*.tags` is in 414 tables.
  const everywhere = new Set(
    [...found.values()].flatMap((one) => (one.resourceTypes === undefined ? [one.path] : [])),
  );
  return [...found.values()].filter((one) => one.resourceTypes === undefined || !everywhere.has(one.path));
}

/** Types in whose rows what a column holds may be a hidden value. */
export function typesShared(held: Content, hidden: Content): readonly string[] | 'all' {
  if (!overlaps(held.path, hidden.path)) return [];
  if (held.isReference) return 'all';
  if (hidden.resourceTypes === undefined) return held.resourceTypes ?? 'all';
  const { resourceTypes } = held;
  return resourceTypes === undefined
    ? hidden.resourceTypes
    : hidden.resourceTypes.filter((type) => resourceTypes.includes(type));
}

/** One stands at the other, in it or around it; '' is the whole item. */
const overlaps = (a: string, b: string): boolean =>
  a === '' || b === '' || a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
