import type { ColumnDefinition } from '#catalog/define-table.ts';

/** Footer statistics of one column over one file; what a price and pruning read instead of footers. */
export interface ColumnStatistics {
  /** Compressed bytes of the column's chunks in this file. */
  readonly bytes: number;
  readonly nullCount?: number;
  /** Values as text; only where the writer kept them and they are short. */
  readonly min?: string;
  readonly max?: string;
}

export interface DataFile {
  /** Key in the lake's object store. */
  readonly key: string;
  readonly rows: number;
  readonly bytes: number;
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
}

export interface TablePartition {
  /** Partition key → value as text; empty for a table without partitions. */
  readonly values: Readonly<Record<string, string>>;
  /** Prefix of this generation's files; swapped as a whole. */
  readonly location: string;
  readonly generation: string;
  readonly files: readonly DataFile[];
}

export interface CatalogueTable {
  readonly name: string;
  /** The columns stored: those of catalog/ plus those learned from items. Only ever grows. */
  readonly columns: readonly ColumnDefinition[];
  readonly partitionKeys: readonly string[];
  /** Resource types of a typed table, so that types nobody published can be registered by compaction. */
  readonly resourceTypes?: readonly string[];
  readonly description: string;
}

/** One consistent look at the catalogue: every query reads exactly one of these. */
export interface CatalogueSnapshot {
  /** Id of the last committed generation; undefined means no committed lake. */
  readonly generation: string | undefined;
  readonly committedAt: Date | undefined;
  table(name: string): CatalogueTable | undefined;
  tables(): readonly CatalogueTable[];
  partitions(table: string): readonly TablePartition[];
}

/**
 * Glue's part: which tables exist, where each partition's files are. A swap replaces locations of many
 * partitions; each partition changes at once, and repeating a swap changes nothing.
 */
export interface TableCatalogue {
  snapshot(): Promise<CatalogueSnapshot>;
  /** Creates the tables or adds their new columns. Removing or retyping a column is a SchemaChangeError. */
  putTables(tables: readonly CatalogueTable[]): Promise<void>;
  swapPartitions(
    changes: readonly { readonly table: string; readonly partition: TablePartition }[],
    removed: readonly { readonly table: string; readonly values: Readonly<Record<string, string>> }[],
    generation: { readonly id: string; readonly committedAt: Date },
  ): Promise<void>;
}
