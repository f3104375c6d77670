import {
  type CatalogueState,
  emptyCatalogue,
  snapshotOf,
  withPartitions,
  withTables,
} from '../ports/catalogue-state.ts';
import type { CatalogueSnapshot, TableCatalogue } from '../ports/table-catalogue.ts';

/** A table catalogue in memory. */
export class MemoryTableCatalogue implements TableCatalogue {
  #state: CatalogueState = emptyCatalogue;

  async snapshot(): Promise<CatalogueSnapshot> {
    return snapshotOf(this.#state);
  }

  async putTables(tables: Parameters<TableCatalogue['putTables']>[0]): Promise<void> {
    this.#state = withTables(this.#state, tables);
  }

  async swapPartitions(
    ...[changes, removed, generation]: Parameters<TableCatalogue['swapPartitions']>
  ): Promise<void> {
    this.#state = withPartitions(this.#state, changes, removed, generation);
  }
}
