import { z } from 'zod';

/** A field of a parquetjs-lite schema; three levels for lists and maps, as every engine reads them. */
export interface ParquetjsField {
  readonly type?: 'UTF8' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'DATE' | 'TIMESTAMP_MILLIS' | 'MAP' | 'LIST';
  readonly optional?: boolean;
  readonly repeated?: boolean;
  readonly fields?: Readonly<Record<string, ParquetjsField>>;
}

/** Apache Arrow's types as plain data, so that reading the catalogue does not load Arrow. */
export type ArrowType =
  | { readonly kind: 'utf8' | 'int64' | 'float64' | 'bool' | 'dateDay' | 'timestampMillisecond' }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'list'; readonly element: ArrowType }
  | { readonly kind: 'map'; readonly key: ArrowType; readonly value: ArrowType };

const text = { type: 'UTF8' } as const;
const optionalText = { type: 'UTF8', optional: true } as const;
const utf8 = { kind: 'utf8' } as const;

/**
 * One column type of the lake with its spelling in every system. An emitter reads the mapping from here and
 * never switches on a type's name, so a type without a mapping cannot exist.
 */
export interface ColumnType {
  /** Trino's spelling, the one shown to users (DML). */
  readonly trino: string;
  /** Glue / Athena DDL spelling (Hive). */
  readonly glue: string;
  /** DuckDB's spelling; timestamps are TIMESTAMP_MS so that COPY writes TIMESTAMP_MILLIS. */
  readonly duckdb: string;
  /** The TypeScript type of a value in a row, as source text for the generated row types. */
  readonly typescript: string;
  /** Field of parquetjs-lite; null where that writer cannot write the type. */
  readonly parquetjs: ParquetjsField | null;
  /** Type of Apache Arrow. */
  readonly arrow: ArrowType;
  /** QuickSight's type for a data set column. */
  readonly quicksight: 'STRING' | 'INTEGER' | 'DECIMAL' | 'DATETIME' | 'BIT';
  /** Validator of one value as it leaves the engine (answer JSON form). */
  readonly validator: z.ZodType;
}

const TimestampText = z.string().regex(/^[+-]?\d{4,}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{3}$/);
const DateText = z.string().regex(/^[+-]?\d{4,}-\d{2}-\d{2}$/);
const SpecialDouble = z.enum(['NaN', 'Infinity', '-Infinity']);

export const columnTypes = {
  varchar: {
    trino: 'varchar',
    glue: 'string',
    duckdb: 'VARCHAR',
    typescript: 'string',
    parquetjs: optionalText,
    arrow: utf8,
    quicksight: 'STRING',
    validator: z.string(),
  },
  bigint: {
    trino: 'bigint',
    glue: 'bigint',
    duckdb: 'BIGINT',
    typescript: 'bigint',
    parquetjs: { type: 'INT64', optional: true },
    arrow: { kind: 'int64' },
    quicksight: 'INTEGER',
    validator: z.union([z.number().int(), z.string().regex(/^-?\d+$/)]),
  },
  double: {
    trino: 'double',
    glue: 'double',
    duckdb: 'DOUBLE',
    typescript: 'number',
    parquetjs: { type: 'DOUBLE', optional: true },
    arrow: { kind: 'float64' },
    quicksight: 'DECIMAL',
    validator: z.union([z.number(), SpecialDouble]),
  },
  boolean: {
    trino: 'boolean',
    glue: 'boolean',
    duckdb: 'BOOLEAN',
    typescript: 'boolean',
    parquetjs: { type: 'BOOLEAN', optional: true },
    arrow: { kind: 'bool' },
    quicksight: 'BIT',
    validator: z.boolean(),
  },
  date: {
    trino: 'date',
    glue: 'date',
    duckdb: 'DATE',
    typescript: 'string',
    parquetjs: { type: 'DATE', optional: true },
    arrow: { kind: 'dateDay' },
    quicksight: 'DATETIME',
    validator: DateText,
  },
  timestamp: {
    trino: 'timestamp(3)',
    glue: 'timestamp',
    duckdb: 'TIMESTAMP_MS',
    typescript: 'Date',
    parquetjs: { type: 'TIMESTAMP_MILLIS', optional: true },
    arrow: { kind: 'timestampMillisecond' },
    quicksight: 'DATETIME',
    validator: TimestampText,
  },
  decimal: {
    trino: 'decimal(38,10)',
    glue: 'decimal(38,10)',
    duckdb: 'DECIMAL(38,10)',
    typescript: 'string',
    parquetjs: null,
    arrow: { kind: 'decimal', precision: 38, scale: 10 },
    quicksight: 'DECIMAL',
    validator: z.string(),
  },
  varcharArray: {
    trino: 'array(varchar)',
    glue: 'array<string>',
    duckdb: 'VARCHAR[]',
    typescript: 'string[]',
    parquetjs: {
      type: 'LIST',
      optional: true,
      fields: { list: { repeated: true, fields: { element: optionalText } } },
    },
    arrow: { kind: 'list', element: utf8 },
    quicksight: 'STRING',
    validator: z.array(z.string().nullable()),
  },
  varcharMap: {
    trino: 'map(varchar, varchar)',
    glue: 'map<string,string>',
    duckdb: 'MAP(VARCHAR, VARCHAR)',
    typescript: 'Record<string, string>',
    parquetjs: {
      type: 'MAP',
      optional: true,
      fields: { key_value: { repeated: true, fields: { key: text, value: optionalText } } },
    },
    arrow: { kind: 'map', key: utf8, value: utf8 },
    quicksight: 'STRING',
    validator: z.record(z.string(), z.string().nullable()),
  },
} as const satisfies Record<string, ColumnType>;

export type ColumnTypeName = keyof typeof columnTypes;
