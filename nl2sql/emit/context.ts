import { derivedColumns } from '#catalog/words/derived-columns.ts';
import type { SqlTable } from '#sql/schema.ts';
import type { ColumnRef } from '../plan/plan.ts';
import { text } from './literal.ts';

/** The table that one part of a query reads, under the alias r. */
export interface Branch {
  readonly table: SqlTable;
  /** The resource type of a typed table; null for every other table. */
  readonly type: string | null;
  readonly now: Date;
  /** The typed table of another type, for conditions about related resources. */
  readonly tableOf: (type: string) => SqlTable;
}

export const ALIAS = 'r';

export function hasColumn(branch: Branch, name: string): boolean {
  return branch.table.columns.some((column) => column.name === name);
}

/** SQL of a column for this table, or undefined where the table does not have it. */
export function columnSql(branch: Branch, column: ColumnRef): string | undefined {
  if (column.tag !== undefined) {
    const values = column.tag.map((key) => `element_at(${ALIAS}.tags, ${text(key)})`);
    if (!hasColumn(branch, 'tags')) return undefined;
    return values.length === 1 ? values[0] : `coalesce(${values.join(', ')})`;
  }
  if (column.isDerived) {
    const derived = derivedColumns.find((entry) => entry.type === branch.type && entry.name === column.name);
    if (derived === undefined || !derived.needs.every((name) => hasColumn(branch, name))) return undefined;
    return `(${derived.sql.replaceAll('{t}', ALIAS)})`;
  }
  const name =
    column.columns === null ? column.name : branch.type === null ? column.name : column.columns[branch.type];
  return name !== undefined && hasColumn(branch, name) ? `${ALIAS}.${name}` : undefined;
}
