import type { ColumnDefinition } from '#catalog/define-table.ts';
import { IDENTITY, ownValue } from '#catalog/tables/carries.ts';
import type { EffectivePolicy } from '../policy.ts';
import type { SqlSchema, SqlTable } from '../schema.ts';
import { type Content, contentsOf, hiddenContents, ownContents, typesShared } from './contents.ts';

/** How a column comes out for a caller. */
export type ColumnView =
  | { readonly kind: 'as-is' }
  /** NULL in every row. */
  | { readonly kind: 'masked' }
  /** NULL in the rows of these resource types: there it may hold a hidden value. */
  | { readonly kind: 'masked-for'; readonly resourceTypes: readonly string[] }
  /** NULL in the rows where one of these holds. */
  | { readonly kind: 'masked-where'; readonly conditions: readonly MaskCondition[] }
  /** Does not exist. */
  | { readonly kind: 'denied' };

export interface MaskCondition {
  /** Only in the rows of these types; null means of any. */
  readonly resourceTypes: readonly string[] | null;
  /** Only where the text of this hidden column of the row stands in the value; null means always. */
  readonly holds: string | null;
}

interface HiddenColumn {
  readonly table: SqlTable | undefined;
  readonly column: string;
  readonly contents: readonly Content[];
}

interface Hidden {
  readonly denied: readonly HiddenColumn[];
  readonly all: readonly HiddenColumn[];
}

const AS_IS: ColumnView = { kind: 'as-is' };
const known = new WeakMap<SqlSchema, WeakMap<EffectivePolicy, Hidden>>();

/**
 * What a caller sees of each column of a table. A rule that denies or masks a column hides its values: every column
 * that holds them by the catalogue's word (`catalog/tables/carries.ts`) comes out NULL, and so does a text in a row
 * where the hidden text of that row is found in it.
 */
export function columnViews(
  table: SqlTable,
  schema: SqlSchema,
  policy: EffectivePolicy,
): ReadonlyMap<string, ColumnView> {
  const views = new Map<string, ColumnView>();
  if (policy.deniedColumns.length === 0 && policy.maskedColumns.length === 0) return views;
  const hidden = hiddenOf(schema, policy);
  const quoted = quotedConditions(table, hidden);
  for (const column of table.columns) {
    const view = viewOf(column, table, hidden, quoted);
    if (view.kind !== 'as-is') views.set(column.name, view);
  }
  return views;
}

function hiddenOf(schema: SqlSchema, policy: EffectivePolicy): Hidden {
  const byPolicy = known.get(schema) ?? new WeakMap<EffectivePolicy, Hidden>();
  known.set(schema, byPolicy);
  const before = byPolicy.get(policy);
  if (before !== undefined) return before;
  const denied = policy.deniedColumns.flatMap((name) => hiddenColumn(name, schema));
  const masked = policy.maskedColumns.flatMap((name) => hiddenColumn(name, schema));
  const hidden = { denied, all: [...denied, ...masked] };
  byPolicy.set(policy, hidden);
  return hidden;
}

/** A rule about a table that does not exist (yet) hides nothing elsewhere. */
function hiddenColumn(name: string, schema: SqlSchema): readonly HiddenColumn[] {
  const [tableName = '', column = ''] = name.split('.');
  const table = tableName === '*' ? undefined : schema.table(tableName);
  if (tableName !== '*' && table === undefined) return [];
  return [{ table, column, contents: hiddenContents(table, column, schema) }];
}

function viewOf(
  column: ColumnDefinition,
  table: SqlTable,
  hidden: Hidden,
  quoted: readonly MaskCondition[],
): ColumnView {
  if (hidden.denied.some((one) => isNamed(one, column.name, table))) return { kind: 'denied' };
  if (hidden.all.some((one) => isNamed(one, column.name, table))) return { kind: 'masked' };
  const types = sharedTypes(contentsOf(table, column), hidden.all);
  if (types === 'all') return { kind: 'masked' };
  const isEveryType = table.resourceTypes?.every((type) => types.has(type)) === true;
  const hasType = table.columns.some((one) => one.name === 'resource_type');
  if (types.size > 0 && (isEveryType || !hasType)) return { kind: 'masked' };
  const found = isText(column) ? quoted.filter((one) => one.holds !== column.name) : [];
  const resourceTypes = types.size === 0 ? null : [...types].sort();
  if (found.length > 0) {
    const always = resourceTypes === null ? [] : [{ resourceTypes, holds: null }];
    return { kind: 'masked-where', conditions: [...always, ...found] };
  }
  return resourceTypes === null ? AS_IS : { kind: 'masked-for', resourceTypes };
}

function sharedTypes(contents: readonly Content[], hidden: readonly HiddenColumn[]): Set<string> | 'all' {
  const types = new Set<string>();
  for (const one of hidden) {
    for (const secret of one.contents) {
      for (const content of contents) {
        const shared = typesShared(content, secret);
        if (shared === 'all') return 'all';
        for (const type of shared) types.add(type);
      }
    }
  }
  return types;
}

/** A rule names this column: in this table, in every table, or in resources, whose columns every table of resources has. */
function isNamed(hidden: HiddenColumn, column: string, table: SqlTable): boolean {
  if (hidden.column !== column) return false;
  if (hidden.table === undefined || hidden.table.name === table.name) return true;
  return hidden.table.name === 'resources' && table.domain === 'config';
}

/**
 * Where the text of a hidden column of the same row stands in another text: an ARN holds a name, an id is one. Only
 * names of things and what identifies a person: `running` or `1` stands everywhere. A column that is hidden for what
 * else it may hold counts not: with the tags goes the environment, and `prod` is in many a name.
 */
function quotedConditions(table: SqlTable, hidden: Hidden): readonly MaskCondition[] {
  return table.columns.flatMap((column): readonly MaskCondition[] => {
    if (column.type !== 'varchar' || column.json === true || !isQuoted(column, table)) return [];
    if (hidden.all.some((one) => isNamed(one, column.name, table)))
      return [{ resourceTypes: null, holds: column.name }];
    const types = sharedTypes(ownContents(table, column), hidden.all);
    if (types === 'all') return [{ resourceTypes: null, holds: column.name }];
    return types.size === 0 ? [] : [{ resourceTypes: [...types].sort(), holds: column.name }];
  });
}

const isQuoted = (column: ColumnDefinition, table: SqlTable): boolean =>
  column.path === undefined
    ? [...IDENTITY, 'environment', 'region', 'availability_zone'].includes(ownValue(table, column.name))
    : column.sensitivity === 'sensitive' || column.sensitivity === 'secret';

/** Facts of AWS's own making hold no word of an owner's. */
const isText = (column: ColumnDefinition): boolean =>
  column.type.startsWith('varchar') && column.sensitivity !== 'public';
