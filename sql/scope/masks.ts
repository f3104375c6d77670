import type { ColumnDefinition } from '#catalog/define-table.ts';
import type { EffectivePolicy } from '../policy.ts';
import type { SqlSchema, SqlTable } from '../schema.ts';
import { partPaths } from './part-paths.ts';

/** How a column comes out for a caller. */
export type ColumnView =
  | { readonly kind: 'as-is' }
  /** NULL in every row. */
  | { readonly kind: 'masked' }
  /** NULL in the rows of these resource types: their JSON holds a masked path. */
  | { readonly kind: 'masked-for'; readonly resourceTypes: readonly string[] }
  /** Does not exist. */
  | { readonly kind: 'denied' };

interface HiddenColumn {
  readonly table: SqlTable | undefined;
  readonly column: string;
  /** Path in the configuration item, lower case. */
  readonly path: string | undefined;
}

/** Columns that hold a whole document, and the root of the paths in it. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  configuration: 'configuration',
  supplementary_configuration: 'supplementaryconfiguration',
  before: 'configuration',
  after: 'configuration',
};

/**
 * What a caller sees of each column of a table: a column that a rule denies or masks, in this table or in the
 * one it shows the rows of, and every JSON column that contains such a column's path.
 */
export function columnViews(
  table: SqlTable,
  schema: SqlSchema,
  policy: EffectivePolicy,
): ReadonlyMap<string, ColumnView> {
  const denied = policy.deniedColumns.map((name) => hiddenColumn(name, schema));
  const masked = policy.maskedColumns.map((name) => hiddenColumn(name, schema));
  const views = new Map<string, ColumnView>();
  if (denied.length === 0 && masked.length === 0) return views;
  for (const column of table.columns) {
    const view = viewOf(column, table, denied, masked);
    if (view.kind !== 'as-is') views.set(column.name, view);
  }
  return views;
}

function hiddenColumn(name: string, schema: SqlSchema): HiddenColumn {
  const [tableName = '', column = ''] = name.split('.');
  const table = tableName === '*' ? undefined : schema.table(tableName);
  const path = table?.columns.find((one) => one.name === column)?.path?.toLowerCase();
  return { table: tableName === '*' ? undefined : (table ?? unknownTable(tableName)), column, path };
}

/** A rule about a table that does not exist (yet) hides nothing elsewhere. */
const unknownTable = (name: string): SqlTable => ({
  name,
  description: '',
  columns: [],
  visibility: 'analyst',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
});

function viewOf(
  column: ColumnDefinition,
  table: SqlTable,
  denied: readonly HiddenColumn[],
  masked: readonly HiddenColumn[],
): ColumnView {
  if (denied.some((hidden) => isColumn(hidden, column, table))) return { kind: 'denied' };
  const hidden = [...denied, ...masked];
  if (hidden.some((one) => isColumn(one, column, table))) return { kind: 'masked' };
  const types = new Set<string>();
  for (const one of hidden) {
    const held = typesHeld(column, one, table);
    if (held === 'all') return { kind: 'masked' };
    for (const type of held) types.add(type);
  }
  if (types.size === 0) return { kind: 'as-is' };
  const isEveryType = table.resourceTypes?.every((type) => types.has(type)) === true;
  const hasType = table.columns.some((one) => one.name === 'resource_type');
  return hasType && !isEveryType
    ? { kind: 'masked-for', resourceTypes: [...types].sort() }
    : { kind: 'masked' };
}

/** Types in whose rows a column may hold a hidden value. */
function typesHeld(
  column: ColumnDefinition,
  hidden: HiddenColumn,
  table: SqlTable,
): readonly string[] | 'all' {
  const { path } = hidden;
  const owners = hidden.table?.resourceTypes;
  if (path === undefined) return [];
  if (mayHold(column, path, table)) {
    if (owners === undefined) return 'all';
    return table.resourceTypes === undefined
      ? owners
      : owners.filter((type) => table.resourceTypes?.includes(type));
  }
  const parts = (partPaths(table.name).get(column.name) ?? []).filter((part) => overlaps(part.path, path));
  return parts.flatMap((part) =>
    part.resourceTypes.filter((type) => owners === undefined || owners.includes(type)),
  );
}

/** '' is the whole item. */
const overlaps = (a: string, b: string): boolean =>
  a === '' || a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);

/** The column itself, or the same one in a table about the same resources. */
function isColumn(hidden: HiddenColumn, column: ColumnDefinition, table: SqlTable): boolean {
  if (hidden.table === undefined || hidden.table.name === table.name) return hidden.column === column.name;
  const isBase = hidden.table.name === 'resources' && table.domain === 'config';
  if (!isBase) return false;
  if (hidden.column === 'tags') return column.name === 'tags' || column.name === 'tag_value';
  return (
    hidden.column === column.name ||
    (hidden.column === 'configuration' && DOCUMENTS[column.name] === 'configuration')
  );
}

/** A JSON column with the hidden path inside it, or a column that is read from inside the hidden path. */
function mayHold(column: ColumnDefinition, hidden: string, table: SqlTable): boolean {
  const document = DOCUMENTS[column.name];
  if (document !== undefined && column.json === true)
    return hidden === document || hidden.startsWith(`${document}.`);
  const path = column.path?.toLowerCase();
  if (path === undefined || table.domain !== 'config') return false;
  return (
    path === hidden ||
    path.startsWith(`${hidden}.`) ||
    (column.json === true && hidden.startsWith(`${path}.`))
  );
}
