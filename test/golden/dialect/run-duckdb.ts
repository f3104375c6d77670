import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbQueryEngine } from '#platform/local/duckdb-query-engine.ts';
import type { CheckedSql } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { analyseOrRefuse } from '#sql/analyse/analyse.ts';
import { Refusal } from '#sql/diagnostic.ts';
import { PRELUDE } from '#sql/dialect/prelude.ts';
import { translateWith } from '#sql/dialect/to-duckdb.ts';
import { parseOrRefuse } from '#sql/parse.ts';
import { schemaFrom } from '#sql/schema.ts';

/** What DuckDB makes of a query: its rows, a refusal by name, or an error at run time. */
export type Outcome =
  | {
      readonly kind: 'rows';
      readonly types: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
    }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

const noTables = schemaFrom([]);
const emptySnapshot: CatalogueSnapshot = {
  generation: 'g',
  committedAt: new Date(0),
  table: () => undefined,
  tables: () => [],
  partitions: () => [],
};

/** An engine over a lake without tables, for queries over VALUES. */
export class TablelessDuckdb {
  readonly #root = mkdtempSync(join(tmpdir(), 'dialect-'));
  readonly #engine = new DuckdbQueryEngine({
    lakeRoot: this.#root,
    prelude: PRELUDE,
    translate: (sql, _, form) => translateWith(sql, noTables, form),
  });

  async run(sql: string): Promise<Outcome> {
    let checked: CheckedSql;
    try {
      const { query, text } = parseOrRefuse(sql);
      const { columns } = analyseOrRefuse(query, noTables);
      checked = { text, tables: [], columns } as unknown as CheckedSql;
      translateWith(checked, noTables);
    } catch (error) {
      if (error instanceof Refusal)
        return { kind: 'refused', code: error.diagnostic.code, message: error.message };
      throw error;
    }
    try {
      const result = await this.#engine.run(checked, { snapshot: emptySnapshot });
      return { kind: 'rows', types: checked.columns.map((column) => column.type), rows: result.rows };
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }

  async close(): Promise<void> {
    await this.#engine.close();
    await rm(this.#root, { recursive: true, force: true });
  }
}
