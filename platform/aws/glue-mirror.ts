import type { GlueClient, PartitionInput } from '@aws-sdk/client-glue';
import pLimit from 'p-limit';
import { tableByName } from '#catalog/tables.ts';
import type { CatalogueState } from '../ports/catalogue-state.ts';
import type { CatalogueTable, TableCatalogue, TablePartition } from '../ports/table-catalogue.ts';
import { putPartitions, removePartitions } from './glue-partitions.ts';
import { partitionValue, storageDescriptor, tableInput } from './glue-storage.ts';
import { ensureDatabase, putTable } from './glue-tables.ts';

type Changes = Parameters<TableCatalogue['swapPartitions']>[0];
type Removed = Parameters<TableCatalogue['swapPartitions']>[1];
type Values = Readonly<Record<string, string>>;

/** Glue allows some tens of calls a second. */
const AT_ONCE = 8;
/** The table whose files the typed tables read. */
const SLICED = 'resources';
const TYPE = 'resource_type';

/** Keeps Glue's database as the catalogue's state has it. Every write may be repeated. */
export class GlueMirror {
  readonly #glue: GlueClient;
  readonly #database: string;
  readonly #root: string;
  readonly #limit = pLimit(AT_ONCE);
  #isReady = false;

  constructor(place: { readonly glue: GlueClient; readonly bucket: string; readonly database: string }) {
    this.#glue = place.glue;
    this.#database = place.database;
    this.#root = `s3://${place.bucket}`;
  }

  /** Creates or widens tables. A typed table that is new gets the partitions that its type has. */
  async putTables(
    before: CatalogueState,
    after: CatalogueState,
    tables: readonly CatalogueTable[],
  ): Promise<void> {
    if (!this.#isReady) await ensureDatabase(this.#glue, this.#database);
    this.#isReady = true;
    await this.#all(tables, async (table) => {
      const isKnown = Object.hasOwn(before.tables, table.name);
      const [whole] = after.partitions[table.name] ?? [];
      await putTable(
        this.#glue,
        this.#database,
        tableInput(table, this.#tableLocation(table, whole)),
        isKnown,
      );
      if (!isSlice(table)) return;
      const own = (after.partitions[SLICED] ?? []).filter(({ values }) => isOf(table, values));
      await this.#putPartitions(table, own, before);
    });
  }

  /** Moves partitions to their new files, in the tables themselves and in the typed tables that read the same files. */
  async swap(before: CatalogueState, changes: Changes, removed: Removed): Promise<void> {
    const slices = Object.values(before.tables).filter(isSlice);
    const readers = (table: string, values: Values): readonly CatalogueTable[] => {
      const own = Object.hasOwn(before.tables, table) ? before.tables[table] : undefined;
      const typed = table === SLICED ? slices.filter((slice) => isOf(slice, values)) : [];
      return own === undefined ? typed : [own, ...typed];
    };
    const put = grouped(changes, ({ table, partition }) => readers(table, partition.values));
    const gone = grouped(removed, ({ table, values }) => readers(table, values));
    await this.#all([...put], ([table, own]) =>
      this.#putPartitions(
        table,
        own.map(({ partition }) => partition),
        before,
      ),
    );
    await this.#all([...gone], ([table, own]) =>
      this.#removePartitions(
        table,
        own.map(({ values }) => values),
      ),
    );
  }

  async #putPartitions(
    table: CatalogueTable,
    partitions: readonly TablePartition[],
    before: CatalogueState,
  ): Promise<void> {
    if (partitions.length === 0) return;
    if (table.partitionKeys.length === 0) {
      const location = this.#tableLocation(table, partitions[0]);
      await putTable(this.#glue, this.#database, tableInput(table, location), true);
      return;
    }
    const inputs = partitions.map(
      (partition): PartitionInput => ({
        Values: valuesOf(table, partition.values),
        StorageDescriptor: storageDescriptor(table, `${this.#root}/${partition.location}`),
      }),
    );
    const source = before.partitions[isSlice(table) ? SLICED : table.name] ?? [];
    const known = new Set(source.map(({ values }) => JSON.stringify(valuesOf(table, values))));
    const name = { database: this.#database, table: table.name };
    await putPartitions(this.#glue, name, inputs, (values) => known.has(JSON.stringify(values)));
  }

  async #removePartitions(table: CatalogueTable, values: readonly Values[]): Promise<void> {
    if (table.partitionKeys.length === 0) {
      const input = tableInput(table, this.#tableLocation(table, undefined));
      await putTable(this.#glue, this.#database, input, true);
      return;
    }
    const name = { database: this.#database, table: table.name };
    await removePartitions(
      this.#glue,
      name,
      values.map((each) => valuesOf(table, each)),
    );
  }

  /**
   * Of a table without partitions, the files of its generation; a place that never holds any while it has none. That of a
   * table with partitions is never read.
   */
  #tableLocation(table: CatalogueTable, whole: TablePartition | undefined): string {
    return table.partitionKeys.length === 0 && whole !== undefined
      ? `${this.#root}/${whole.location}`
      : `${this.#root}/tables/${table.name}/none/`;
  }

  async #all<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    await Promise.all(items.map((item) => this.#limit(() => work(item))));
  }
}

/** Typed tables read the files of resources, also those of types that nobody published. */
function isSlice(table: CatalogueTable): boolean {
  if (table.resourceTypes === undefined) return false;
  const declared = tableByName(table.name);
  return declared === undefined || declared.storage.kind === 'slice';
}

const isOf = (slice: CatalogueTable, values: Values): boolean =>
  slice.resourceTypes?.includes(values[TYPE] ?? '') ?? false;

const valuesOf = (table: CatalogueTable, values: Values): string[] =>
  table.partitionKeys.map((key) => partitionValue(values[key]));

function grouped<T>(
  items: readonly T[],
  tablesOf: (item: T) => readonly CatalogueTable[],
): ReadonlyMap<CatalogueTable, readonly T[]> {
  const groups = new Map<CatalogueTable, T[]>();
  for (const item of items) {
    for (const table of tablesOf(item)) {
      const own = groups.get(table) ?? [];
      own.push(item);
      groups.set(table, own);
    }
  }
  return groups;
}
