import { type ColumnTypeName, columnTypes } from '#catalog/column-types.ts';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { parseType, type SqlType } from './types.ts';

const known = new Map<ColumnTypeName, SqlType>();

/** SQL type of a stored column. */
export function columnSqlType(column: Pick<ColumnDefinition, 'type'>): SqlType {
  let type = known.get(column.type);
  if (type === undefined) {
    type = parseType(columnTypes[column.type].trino);
    known.set(column.type, type);
  }
  return type;
}
