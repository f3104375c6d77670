import { z } from 'zod';

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
    quicksight: 'STRING',
    validator: z.string(),
  },
  bigint: {
    trino: 'bigint',
    glue: 'bigint',
    duckdb: 'BIGINT',
    typescript: 'bigint',
    quicksight: 'INTEGER',
    validator: z.union([z.number().int(), z.string().regex(/^-?\d+$/)]),
  },
  double: {
    trino: 'double',
    glue: 'double',
    duckdb: 'DOUBLE',
    typescript: 'number',
    quicksight: 'DECIMAL',
    validator: z.union([z.number(), SpecialDouble]),
  },
  boolean: {
    trino: 'boolean',
    glue: 'boolean',
    duckdb: 'BOOLEAN',
    typescript: 'boolean',
    quicksight: 'BIT',
    validator: z.boolean(),
  },
  date: {
    trino: 'date',
    glue: 'date',
    duckdb: 'DATE',
    typescript: 'string',
    quicksight: 'DATETIME',
    validator: DateText,
  },
  timestamp: {
    trino: 'timestamp(3)',
    glue: 'timestamp',
    duckdb: 'TIMESTAMP_MS',
    typescript: 'Date',
    quicksight: 'DATETIME',
    validator: TimestampText,
  },
  decimal: {
    trino: 'decimal(38,10)',
    glue: 'decimal(38,10)',
    duckdb: 'DECIMAL(38,10)',
    typescript: 'string',
    quicksight: 'DECIMAL',
    validator: z.string(),
  },
  varcharArray: {
    trino: 'array(varchar)',
    glue: 'array<string>',
    duckdb: 'VARCHAR[]',
    typescript: 'string[]',
    quicksight: 'STRING',
    validator: z.array(z.string().nullable()),
  },
  varcharMap: {
    trino: 'map(varchar, varchar)',
    glue: 'map<string,string>',
    duckdb: 'MAP(VARCHAR, VARCHAR)',
    typescript: 'Record<string, string>',
    quicksight: 'STRING',
    validator: z.record(z.string(), z.string().nullable()),
  },
} as const satisfies Record<string, ColumnType>;

export type ColumnTypeName = keyof typeof columnTypes;
