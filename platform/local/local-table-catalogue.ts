import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type CatalogueState,
  emptyCatalogue,
  snapshotOf,
  withPartitions,
  withTables,
} from '../ports/catalogue-state.ts';
import type { CatalogueSnapshot, TableCatalogue } from '../ports/table-catalogue.ts';
import { withFileLock } from './file-lock.ts';
import { errorCode, placeOver, STAGING_FOLDER, writePartial } from './files.ts';

/**
 * The catalogue of a local lake: `catalogue.json`, written whole and renamed, so that a reader sees one committed
 * state. Writers take turns by a lock file. The file is ours alone, so its content is trusted.
 */
export class LocalTableCatalogue implements TableCatalogue {
  readonly #root: string;
  #cached:
    | { readonly identity: string; readonly snapshot: CatalogueSnapshot; readonly state: CatalogueState }
    | undefined;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  async snapshot(): Promise<CatalogueSnapshot> {
    return (await this.#read()).snapshot;
  }

  async putTables(tables: Parameters<TableCatalogue['putTables']>[0]): Promise<void> {
    await this.#update((state) => withTables(state, tables));
  }

  async swapPartitions(
    ...[changes, removed, generation]: Parameters<TableCatalogue['swapPartitions']>
  ): Promise<void> {
    await this.#update((state) => withPartitions(state, changes, removed, generation));
  }

  async #update(change: (state: CatalogueState) => CatalogueState): Promise<void> {
    await withFileLock(join(this.#root, STAGING_FOLDER, 'locks', 'catalogue'), async () => {
      const { state } = await this.#read();
      const next = JSON.stringify(change(state));
      if (next === JSON.stringify(state)) return;
      await placeOver(await writePartial(this.#root, Buffer.from(next)), this.#path());
    });
  }

  async #read(): Promise<{ readonly snapshot: CatalogueSnapshot; readonly state: CatalogueState }> {
    for (;;) {
      const identity = await this.#identity();
      if (identity === undefined) return { snapshot: snapshotOf(emptyCatalogue), state: emptyCatalogue };
      if (this.#cached?.identity === identity) return this.#cached;
      const text = await readFile(this.#path(), 'utf8');
      if ((await this.#identity()) !== identity) continue;
      const state = JSON.parse(text) as CatalogueState;
      this.#cached = { identity, state, snapshot: snapshotOf(state) };
      return this.#cached;
    }
  }

  async #identity(): Promise<string | undefined> {
    try {
      const info = await stat(this.#path(), { bigint: true });
      return `${info.ino} ${info.mtimeNs} ${info.size}`;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  #path(): string {
    return join(this.#root, 'catalogue.json');
  }
}
