import type { TableDefinition } from '#catalog/define-table.ts';
import { type AnyColumnBuffer, columnBuffer, type LandingValue } from './column-buffer.ts';

/** One landing row by column name; a column left out is NULL. */
export type LandingRow = Readonly<Record<string, LandingValue>>;

/** Rows of one landing table that are not yet written. */
export class RowBuffer {
  readonly table: TableDefinition;
  readonly columns: readonly AnyColumnBuffer[];
  readonly #names: readonly string[];
  rows = 0;

  constructor(table: TableDefinition) {
    this.table = table;
    this.#names = table.columns.map(({ name }) => name);
    this.columns = table.columns.map(({ type }) => columnBuffer(type));
  }

  /** Adds a row; a column that the row leaves out is taken from its provenance. */
  append(row: LandingRow, provenance: LandingRow = {}): void {
    for (let index = 0; index < this.columns.length; index += 1) {
      const name = this.#names[index] ?? '';
      this.columns[index]?.append(row[name] ?? provenance[name] ?? null);
    }
    this.rows += 1;
  }

  /** Bytes held, near enough to decide when to write. */
  get bytes(): number {
    return this.columns.reduce((sum, column) => sum + column.bytes, 0);
  }
}
