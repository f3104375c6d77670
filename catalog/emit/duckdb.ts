import { columnTypes } from '../column-types.ts';
import type { ColumnDefinition, TableDefinition } from '../define-table.ts';

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The column list of a DuckDB table that holds the rows: `"account_id" VARCHAR, …`. */
export function duckdbColumns(columns: readonly ColumnDefinition[]): string {
  return columns.map(({ name, type }) => `${identifier(name)} ${columnTypes[type].duckdb}`).join(', ');
}

/** Every column cast to its declared type, in order, for the select list over a source that has them all. */
export function duckdbCasts(columns: readonly ColumnDefinition[]): string {
  return columns
    .map(
      ({ name, type }) => `CAST(${identifier(name)} AS ${columnTypes[type].duckdb}) AS ${identifier(name)}`,
    )
    .join(', ');
}

/** A query with the table's columns and no row: what a table is where nothing arrived. */
export function duckdbEmpty(table: Pick<TableDefinition, 'columns'>): string {
  const nulls = table.columns.map(
    ({ name, type }) => `CAST(NULL AS ${columnTypes[type].duckdb}) AS ${identifier(name)}`,
  );
  return `SELECT ${nulls.join(', ')} WHERE false`;
}

/**
 * A DuckDB view of a table over a source that may lack columns (files written before a column was added), e.g. a read_parquet call.
 * Columns that the source has beyond the table's are not shown.
 */
export function duckdbView(table: Pick<TableDefinition, 'name' | 'columns'>, source: string): string {
  return [
    `CREATE OR REPLACE VIEW ${identifier(table.name)} AS SELECT ${duckdbCasts(table.columns)}`,
    `FROM (${duckdbEmpty(table)} UNION ALL BY NAME SELECT * FROM ${source})`,
  ].join(' ');
}
