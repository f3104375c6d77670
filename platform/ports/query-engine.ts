import type { CatalogueSnapshot, DataFile } from './table-catalogue.ts';

/**
 * SQL text that sql/ has checked in exactly this form. Only `sql/` makes one (its constructor function is the
 * sole place that applies the brand), so nothing unchecked can reach an engine.
 */
export interface CheckedSql {
  readonly text: string;
  /** Tables the text names, after views were expanded. */
  readonly tables: readonly string[];
  readonly columns: readonly ResultColumn[];
  readonly brand: unique symbol;
}

export interface ResultColumn {
  readonly name: string;
  /** Trino's spelling, e.g. `timestamp(3)`, `array(varchar)`. */
  readonly type: string;
}

/**
 * One value of a result in answer-JSON form: bigint beyond 2^53 and decimals are strings, NaN and Infinity too;
 * varbinary is base64; timestamps `YYYY-MM-DD hh:mm:ss.sss`, dates `YYYY-MM-DD`; maps and named rows objects.
 */
export type ResultValue =
  | null
  | boolean
  | number
  | string
  | readonly ResultValue[]
  | { readonly [key: string]: ResultValue };

export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly ResultValue[])[];
  readonly bytesScanned: number;
  readonly elapsedMs: number;
}

export interface RunOptions {
  /** The catalogue the query reads: its locations stay readable until the longest query could have ended. */
  readonly snapshot: CatalogueSnapshot;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface UnloadTarget {
  /** Prefix under the lake's store; must hold nothing. */
  readonly location: string;
  /** Trailing columns of the query that become `name=value` folders. */
  readonly partitionedBy: readonly string[];
}

export interface UnloadedPartition {
  readonly values: Readonly<Record<string, string>>;
  readonly files: readonly DataFile[];
}

/** Runs checked SQL of the project's one dialect: Athena, DuckDB (by translation) or Trino. */
export interface QueryEngine {
  readonly name: 'duckdb' | 'athena' | 'trino';
  run(sql: CheckedSql, options: RunOptions): Promise<QueryResult>;
  /** Writes the result as Parquet (ZSTD, V1 pages), as Athena's UNLOAD does; an empty result writes no file. */
  unload(sql: CheckedSql, target: UnloadTarget, options: RunOptions): Promise<readonly UnloadedPartition[]>;
  close(): Promise<void>;
}
