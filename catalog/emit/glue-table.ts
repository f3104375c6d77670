import { columnTypes } from '../column-types.ts';
import type { ColumnDefinition, TableDefinition } from '../define-table.ts';
import { AppError } from '../errors.ts';

/** Where the lake lies and what its database is called. */
export interface LakePlace {
  /** Prefix of the lake, e.g. `s3://bucket/lake`, without a slash at its end. */
  readonly lakeRoot: string;
  readonly database: string;
}

export interface GlueColumn {
  readonly Name: string;
  readonly Type: string;
  readonly Comment: string;
}

/** TableInput of Glue's CreateTable and UpdateTable. */
export interface GlueTableInput {
  readonly Name: string;
  readonly Description: string;
  readonly TableType: 'EXTERNAL_TABLE' | 'VIRTUAL_VIEW';
  readonly Parameters: Readonly<Record<string, string>>;
  readonly PartitionKeys: readonly GlueColumn[];
  readonly StorageDescriptor: {
    readonly Columns: readonly GlueColumn[];
    readonly Location?: string;
    readonly InputFormat?: string;
    readonly OutputFormat?: string;
    readonly SerdeInfo: {
      readonly SerializationLibrary?: string;
      readonly Parameters?: Readonly<Record<string, string>>;
    };
  };
  readonly ViewOriginalText?: string;
  readonly ViewExpandedText?: string;
}

/** A table that has no files of its own is asked where they are. */
export class NoLocationError extends AppError {
  override readonly name = 'NoLocationError';
  readonly code = 'catalog.no_location';
  readonly retryable = false;
}

/** Longest comment and description that Glue takes. */
const LONGEST_COMMENT = 255;
const LONGEST_DESCRIPTION = 2048;

/** Prefix of a table's partitions: its own, or those of the table that a slice reads. @throws NoLocationError for a view */
export function tableLocation(table: TableDefinition, lakeRoot: string): string {
  if (table.storage.kind === 'view') throw new NoLocationError(`${table.name} is a view and has no files.`);
  return `${lakeRoot}/tables/${table.storage.kind === 'slice' ? table.storage.of : table.name}/`;
}

/**
 * A table as Glue holds it. Parquet is matched by column name, so that adding a column is safe and one file serves resources and its typed
 * tables; partitions are explicit, never projected, since a generation is swapped by moving a partition's location.
 */
export function glueTable(table: TableDefinition, place: LakePlace): GlueTableInput {
  return table.storage.kind === 'view' ? glueView(table, table.storage.sql, place) : glueFiles(table, place);
}

function glueFiles(table: TableDefinition, place: LakePlace): GlueTableInput {
  const keys = new Set(table.partitionKeys);
  return {
    Name: table.name,
    Description: table.description.slice(0, LONGEST_DESCRIPTION),
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', 'parquet.column.index.access': 'false' },
    PartitionKeys: partitionColumns(table).map(glueColumn),
    StorageDescriptor: {
      Columns: table.columns.filter(({ name }) => !keys.has(name)).map(glueColumn),
      Location: tableLocation(table, place.lakeRoot),
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      SerdeInfo: {
        SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
        Parameters: { 'serialization.format': '1' },
      },
    },
  };
}

/** Presto's form of a view: Trino's types in the encoded text, Hive's in the columns, no partition keys. */
function glueView(table: TableDefinition, sql: string, place: LakePlace): GlueTableInput {
  const view = {
    originalSql: sql,
    catalog: 'awsdatacatalog',
    schema: place.database,
    columns: table.columns.map(({ name, type }) => ({ name, type: columnTypes[type].trino })),
  };
  const encoded = Buffer.from(JSON.stringify(view), 'utf8').toString('base64');
  return {
    Name: table.name,
    Description: table.description.slice(0, LONGEST_DESCRIPTION),
    TableType: 'VIRTUAL_VIEW',
    Parameters: { presto_view: 'true', comment: 'Presto View' },
    PartitionKeys: [],
    StorageDescriptor: { Columns: table.columns.map(glueColumn), SerdeInfo: {} },
    ViewOriginalText: `/* Presto View: ${encoded} */`,
    ViewExpandedText: '/* Presto View */',
  };
}

/** The partition keys' columns, outermost first. */
export function partitionColumns(table: TableDefinition): readonly ColumnDefinition[] {
  return table.partitionKeys.flatMap((key) => table.columns.filter(({ name }) => name === key));
}

const glueColumn = ({ name, type, description }: ColumnDefinition): GlueColumn => ({
  Name: name,
  Type: columnTypes[type].glue,
  Comment:
    description.length <= LONGEST_COMMENT ? description : `${description.slice(0, LONGEST_COMMENT - 1)}…`,
});
