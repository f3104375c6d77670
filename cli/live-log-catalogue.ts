import { queryLog } from '#catalog/tables/query-log.ts';
import { headManifest } from '#ingest/compact/manifest.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { CatalogueSnapshot, TableCatalogue, TablePartition } from '#platform/ports/table-catalogue.ts';

const LOG = queryLog.name;
/** What the log's writer writes: every column but the one that the folder names. */
const written = queryLog.columns.filter(({ name }) => !queryLog.partitionKeys.some((key) => key === name));

/**
 * The lake's catalogue as queries read it: questions asked since the last compaction are rows of query_log too.
 * Compaction itself works on the stored catalogue, where they are not yet.
 */
export class LiveLogCatalogue implements TableCatalogue {
  readonly #stored: TableCatalogue;
  readonly #store: ObjectStore;
  #merged: { readonly generation: string; readonly keys: ReadonlySet<string> } | undefined;

  constructor(stored: TableCatalogue, store: ObjectStore) {
    this.#stored = stored;
    this.#store = store;
  }

  async snapshot(): Promise<CatalogueSnapshot> {
    const stored = await this.#stored.snapshot();
    if (stored.generation === undefined) return stored;
    const live = await this.#livePartitions(stored.generation);
    if (live.length === 0) return stored;
    return {
      generation: stored.generation,
      committedAt: stored.committedAt,
      table: (name) => stored.table(name),
      tables: () => stored.tables(),
      partitions: (table) =>
        table === LOG ? [...stored.partitions(table), ...live] : stored.partitions(table),
    };
  }

  putTables(tables: Parameters<TableCatalogue['putTables']>[0]): Promise<void> {
    return this.#stored.putTables(tables);
  }

  swapPartitions(...swap: Parameters<TableCatalogue['swapPartitions']>): Promise<void> {
    return this.#stored.swapPartitions(...swap);
  }

  /** One partition a day of the files that the committed generation does not contain. */
  async #livePartitions(generation: string): Promise<readonly TablePartition[]> {
    const days = new Map<string, TablePartition['files'][number][]>();
    let cursor: string | undefined;
    do {
      const page = await this.#store.list(`${LOG}/`, cursor);
      const merged = page.objects.length === 0 ? undefined : await this.#mergedKeys(generation);
      for (const { key, size } of page.objects) {
        const [, day = ''] = key.split('/');
        if (merged?.has(key) === true || !key.endsWith('.parquet')) continue;
        days.set(day, [...(days.get(day) ?? []), { key, rows: 1, bytes: size, columns: columnsOf(size) }]);
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
    return [...days].map(([day, files]) => ({
      values: { day },
      location: `${LOG}/${day}`,
      generation,
      files,
    }));
  }

  async #mergedKeys(generation: string): Promise<ReadonlySet<string>> {
    if (this.#merged?.generation !== generation) {
      const manifest = await headManifest(this.#store);
      this.#merged = { generation, keys: new Set(manifest?.contained ?? []) };
    }
    return this.#merged.keys;
  }
}

/** Every file holds one row: its bytes are shared out evenly, which is all that a price needs. */
function columnsOf(size: number): TablePartition['files'][number]['columns'] {
  return Object.fromEntries(written.map(({ name }) => [name, { bytes: Math.ceil(size / written.length) }]));
}
