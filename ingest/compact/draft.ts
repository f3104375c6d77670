import type { ColumnDefinition } from '#catalog/define-table.ts';
import { partTables } from '#catalog/parts.ts';
import { baseColumns } from '#catalog/tables/base-columns.ts';
import { compliance, complianceHistory } from '#catalog/tables/compliance.ts';
import { coverageState } from '#catalog/tables/coverage.ts';
import { accounts, rejectedRecords } from '#catalog/tables/organization.ts';
import { queryLog } from '#catalog/tables/query-log.ts';
import {
  relationships,
  resourceChanges,
  resourceHistory,
  resources,
  resourceTags,
} from '#catalog/tables/resources.ts';
import type { TablePartition } from '#platform/ports/table-catalogue.ts';
import type { Manifest } from './manifest.ts';
import {
  accountNaming,
  changeColumns,
  historyColumns,
  itemColumns,
  rejectColumns,
  stateTables,
} from './state-tables.ts';
import type { StatementTable } from './workspace.ts';

interface StoredTable {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly partitionKeys: readonly string[];
}

const itemTable = (name: string): StoredTable => ({
  name,
  columns: [...baseColumns, ...itemColumns],
  partitionKeys: ['resource_type'],
});

/** Every table with files of its own, with all columns that its files hold (typed columns apart). */
const storedTables: ReadonlyMap<string, StoredTable> = new Map(
  [
    itemTable(resources.name),
    itemTable('tombstone'),
    { ...resourceHistory, columns: [...resourceHistory.columns, ...historyColumns] },
    { ...resourceChanges, columns: [...resourceChanges.columns, ...changeColumns] },
    { ...rejectedRecords, columns: [...rejectedRecords.columns, ...rejectColumns] },
    resourceTags,
    relationships,
    ...partTables,
    accounts,
    coverageState,
    compliance,
    complianceHistory,
    queryLog,
    accountNaming,
    ...stateTables,
  ].map((table) => [table.name, table]),
);

/** The lake as the next generation will have it, while it is made. */
export class Draft {
  readonly #partitions: Map<string, readonly TablePartition[]>;
  /** Tables of which a partition was written or removed. */
  readonly rewritten = new Map<string, { partitions: number; rows: number }>();

  constructor(manifest: Manifest | undefined) {
    this.#partitions = new Map(Object.entries(manifest?.partitions ?? {}));
  }

  /** A table as it now stands, or only those of its partitions that a test of their key's value accepts. */
  read(name: string, only?: (value: string) => boolean): StatementTable {
    const table = storedTables.get(name);
    if (table === undefined) throw new Error(`${name} is no stored table`);
    const all = this.#partitions.get(name) ?? [];
    const partitions = only === undefined ? all : all.filter((each) => only(keyOf(each)));
    return { columns: table.columns, partitionKeys: table.partitionKeys, partitions };
  }

  /** The value of each partition that a table has. */
  values(name: string): readonly string[] {
    return (this.#partitions.get(name) ?? []).map(keyOf);
  }

  /** Puts written partitions in the place of those whose value was judged anew (all, for a table without partitions). */
  replace(name: string, written: readonly TablePartition[], judged?: ReadonlySet<string>): void {
    const before = this.#partitions.get(name) ?? [];
    const kept = judged === undefined ? [] : before.filter((each) => !judged.has(keyOf(each)));
    if (kept.length === before.length && written.length === 0) return;
    this.#partitions.set(
      name,
      [...kept, ...written].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1)),
    );
    const counted = this.rewritten.get(name) ?? { partitions: 0, rows: 0 };
    counted.partitions += written.length;
    counted.rows += written.flatMap(({ files }) => files).reduce((sum, file) => sum + file.rows, 0);
    this.rewritten.set(name, counted);
  }

  partitions(): Readonly<Record<string, readonly TablePartition[]>> {
    return Object.fromEntries(this.#partitions);
  }
}

/** Tables have one partition key at most. */
const keyOf = (partition: TablePartition): string => Object.values(partition.values)[0] ?? '';
