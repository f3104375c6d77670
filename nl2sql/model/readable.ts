import type { ColumnDefinition } from '#catalog/define-table.ts';
import { tableByName } from '#catalog/tables.ts';
import type { EffectivePolicy } from '#sql/policy.ts';
import type { SqlSchema, SqlTable } from '#sql/schema.ts';
import { columnViews } from '#sql/scope/masks.ts';

/** A table as a caller may read it: what they may not is not there. */
export interface ReadableTable {
  readonly table: SqlTable;
  /** Columns of the catalogue. Masked ones are left out: they are NULL in every row. */
  readonly columns: readonly ColumnDefinition[];
  /** Columns that items brought: their names were made from keys that others wrote. */
  readonly learned: readonly ColumnDefinition[];
  /** Nothing of it is in the catalogue: its name was made from a type that an item brought. */
  readonly isLearned: boolean;
}

/** The table with this name; undefined where there is none, or none for this caller. */
export function readableTable(
  name: string,
  schema: SqlSchema,
  policy: EffectivePolicy,
): ReadableTable | undefined {
  const table = schema.table(name);
  if (table === undefined || table.visibility === 'internal' || !policy.mayReadTable(table.name))
    return undefined;
  const views = columnViews(table, schema, policy);
  const visible = table.columns.filter((column) => {
    const view = views.get(column.name)?.kind;
    return view === undefined || view === 'as-is' || view === 'masked-for';
  });
  const declared = tableByName(table.name);
  const names = new Set((declared?.columns ?? []).map((column) => column.name));
  return {
    table,
    columns: visible.filter((column) => names.has(column.name)),
    learned: visible.filter((column) => !names.has(column.name)),
    isLearned: declared === undefined,
  };
}

/** Whether values of a column may reach a model as hints: it is readable, and neither sensitive nor secret. */
export function mayHint(table: ReadableTable | undefined, column: string): boolean {
  const found = [...(table?.columns ?? []), ...(table?.learned ?? [])].find((one) => one.name === column);
  return found !== undefined && found.sensitivity !== 'sensitive' && found.sensitivity !== 'secret';
}
