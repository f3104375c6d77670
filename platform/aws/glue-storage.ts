import type { StorageDescriptor, TableInput } from '@aws-sdk/client-glue';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { glueTable } from '#catalog/emit/glue-table.ts';

/** What of a table Glue is told. */
export interface MirroredTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly ColumnDefinition[];
  readonly partitionKeys: readonly string[];
}

/** A table whose files lie at `location` (s3://…/), as Glue takes it: the catalogue's emitter with the place filled in. */
export function tableInput(table: MirroredTable, location: string): TableInput {
  const emitted = glueTable(
    { ...table, rowPer: 'row', visibility: 'internal', domain: 'none', storage: { kind: 'stored' } },
    { lakeRoot: '', database: '' },
  );
  return {
    ...emitted,
    Parameters: { ...emitted.Parameters },
    PartitionKeys: [...emitted.PartitionKeys],
    StorageDescriptor: storageDescriptor(table, location),
  };
}

/** Where and how the files of a table or of one partition are read. */
export function storageDescriptor(table: MirroredTable, location: string): StorageDescriptor {
  const emitted = glueTable(
    { ...table, rowPer: 'row', visibility: 'internal', domain: 'none', storage: { kind: 'stored' } },
    { lakeRoot: '', database: '' },
  ).StorageDescriptor;
  return {
    ...emitted,
    Columns: [...emitted.Columns],
    SerdeInfo: { ...emitted.SerdeInfo },
    Location: location,
    // Trino reads it without asking whether it is there.
    NumberOfBuckets: -1,
  };
}

/**
 * The same, over the files that an object below `location` names, one s3:// path a line: exactly those, wherever
 * they lie. S3 Inventory hands its Parquet files to Athena in this form.
 */
export function symlinkDescriptor(table: MirroredTable, location: string): StorageDescriptor {
  return {
    ...storageDescriptor(table, location),
    InputFormat: 'org.apache.hadoop.hive.ql.io.SymlinkTextInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
  };
}

/** How Glue spells a partition's value: a text without characters is Hive's NULL, and reads as NULL. */
export const partitionValue = (value: string | undefined): string =>
  value === undefined || value === '' ? '__HIVE_DEFAULT_PARTITION__' : value;
