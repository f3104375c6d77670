import type { ColumnDefinition } from '#catalog/define-table.ts';
import { AppError } from '#catalog/errors.ts';
import type {
  CheckedSql,
  QueryEngine,
  QueryResult,
  UnloadedPartition,
} from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot, CatalogueTable, TablePartition } from '#platform/ports/table-catalogue.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';

/** A table as one statement reads it: its columns, and exactly these files. */
export interface StatementTable {
  readonly columns: readonly ColumnDefinition[];
  readonly partitionKeys: readonly string[];
  readonly partitions: readonly TablePartition[];
}
export type StatementTables = Readonly<Record<string, StatementTable>>;

/** A statement of compaction was refused: a bug of ours, or a construct that the engine's dialect lacks. */
export class StatementRefusedError extends AppError {
  override readonly name = 'StatementRefusedError';
  readonly code = 'compact.statement_refused';
  readonly retryable = false;
}

/** Runs statements of compaction: each over the tables given with it, checked as internal SQL. */
export class Workspace {
  readonly #engine: QueryEngine;
  readonly #generation: string;
  readonly #now: Date;

  constructor(engine: QueryEngine, generation: string, now: Date) {
    this.#engine = engine;
    this.#generation = generation;
    this.#now = now;
  }

  /** How many partitions one unload may write. */
  get mostPartitions(): number {
    return this.#engine.name === 'duckdb' ? Number.POSITIVE_INFINITY : 100;
  }

  /** How many statements may run at once: DuckDB uses every core for one, Athena is paid by the byte and waits. */
  get mostAtOnce(): number {
    return this.#engine.name === 'duckdb' ? 1 : 8;
  }

  async run(sql: string, tables: StatementTables): Promise<QueryResult> {
    const snapshot = this.#snapshotOf(tables);
    return this.#engine.run(this.#checked(sql, snapshot), { snapshot });
  }

  /** Writes the result below a location as partitions of this generation. */
  async unload(
    sql: string,
    tables: StatementTables,
    location: string,
    partitionedBy: readonly string[],
  ): Promise<readonly TablePartition[]> {
    const snapshot = this.#snapshotOf(tables);
    const written = await this.#engine.unload(
      this.#checked(sql, snapshot),
      { location: location.replace(/\/$/, ''), partitionedBy },
      { snapshot },
    );
    return written
      .filter(({ files }) => files.length > 0)
      .map((partition) => this.#partitionOf(partition, location));
  }

  #partitionOf({ values, files }: UnloadedPartition, location: string): TablePartition {
    const [first] = files;
    const folder = first === undefined ? location : first.key.slice(0, first.key.lastIndexOf('/') + 1);
    return { values, location: folder, generation: this.#generation, files };
  }

  #checked(sql: string, snapshot: CatalogueSnapshot): CheckedSql {
    const result = prepare(sql, {
      schema: schemaOf(snapshot),
      policy: ownerPolicy,
      rowLimit: null,
      now: this.#now,
      engine: this.#engine.name,
      internal: true,
    });
    if (result.ok) return result.query.checked;
    const [first] = result.diagnostics;
    throw new StatementRefusedError(
      `${first?.code ?? 'SQL_REFUSED'}: ${first?.message ?? 'a statement was refused'}\n${sql}`,
    );
  }

  #snapshotOf(tables: StatementTables): CatalogueSnapshot {
    const catalogue = new Map<string, CatalogueTable>(
      Object.entries(tables).map(([name, table]) => [
        name,
        {
          name,
          columns: table.columns,
          partitionKeys: table.partitionKeys,
          description: `${name}, as a statement reads it.`,
        },
      ]),
    );
    return {
      generation: this.#generation,
      committedAt: this.#now,
      table: (name) => catalogue.get(name),
      tables: () => [...catalogue.values()],
      partitions: (name) => (Object.hasOwn(tables, name) ? (tables[name]?.partitions ?? []) : []),
    };
  }
}
