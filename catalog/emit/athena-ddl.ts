import { columnTypes } from '../column-types.ts';
import type { ColumnDefinition, TableDefinition } from '../define-table.ts';
import { type LakePlace, partitionColumns, tableLocation } from './glue-table.ts';

/** Hive's DDL takes backslash escapes inside quotes, unlike Athena's queries. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const column = ({ name, type, description }: ColumnDefinition): string =>
  `  \`${name}\` ${columnTypes[type].glue} COMMENT ${quoted(description)}`;

/**
 * The statement that makes a table or view in Athena, for people who make the database by hand; the same columns, types and
 * places as glueTable gives.
 */
export function athenaDdl(table: TableDefinition, place: LakePlace): string {
  const name = `\`${place.database}\`.\`${table.name}\``;
  if (table.storage.kind === 'view') {
    return `CREATE OR REPLACE VIEW "${place.database}"."${table.name}" AS\n${table.storage.sql}`;
  }
  const keys = new Set(table.partitionKeys);
  const partitions = partitionColumns(table);
  return [
    `CREATE EXTERNAL TABLE IF NOT EXISTS ${name} (`,
    table.columns
      .filter((each) => !keys.has(each.name))
      .map(column)
      .join(',\n'),
    ')',
    `COMMENT ${quoted(table.description)}`,
    ...(partitions.length === 0 ? [] : [`PARTITIONED BY (\n${partitions.map(column).join(',\n')}\n)`]),
    'STORED AS PARQUET',
    `LOCATION ${quoted(tableLocation(table, place.lakeRoot))}`,
    `TBLPROPERTIES ('classification'='parquet', 'parquet.column.index.access'='false')`,
  ].join('\n');
}
