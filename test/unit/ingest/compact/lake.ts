import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CompactionSummary, type CompactOptions, compactLake } from '#ingest/compact/compact.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { DuckdbQueryEngine } from '#platform/local/duckdb-query-engine.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { LocalTableCatalogue } from '#platform/local/local-table-catalogue.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import { PRELUDE } from '#sql/dialect/prelude.ts';
import { toDuckdb } from '#sql/dialect/to-duckdb.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';
import type { Delivery, OracleTables, Row } from '#test/oracle/oracle.ts';

/** A lake in a temporary folder, driven through the same functions as the command line drives it. */
export class TestLake {
  readonly root: string;
  readonly store: LocalObjectStore;
  readonly catalogue: LocalTableCatalogue;
  readonly engine: DuckdbQueryEngine;
  readonly clock: FixedClock;

  private constructor(root: string, now: Date, engine: DuckdbQueryEngine) {
    this.root = root;
    this.store = new LocalObjectStore(join(root, 'lake'));
    this.catalogue = new LocalTableCatalogue(join(root, 'lake'));
    this.engine = engine;
    this.clock = new FixedClock(now);
  }

  static async open(now: Date): Promise<TestLake> {
    const root = await mkdtemp(join(tmpdir(), 'stocktake-lake-'));
    const engine = new DuckdbQueryEngine({
      lakeRoot: join(root, 'lake'),
      translate: toDuckdb,
      prelude: PRELUDE,
    });
    return new TestLake(root, now, engine);
  }

  /** Lands deliveries without compacting them. */
  async land(deliveries: readonly Delivery[]): Promise<void> {
    // Of two deliveries with one path each gets a tree of its own.
    for (let rest = deliveries; rest.length > 0; ) {
      const byPath = new Map(rest.map((each) => [each.path, each]));
      const tree = await mkdtemp(join(this.root, 'tree-'));
      for (const { path, bytes, modifiedAt } of byPath.values()) {
        const file = join(tree, path);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, bytes);
        if (modifiedAt !== undefined) await utimes(file, modifiedAt / 1000, modifiedAt / 1000);
      }
      await ingestPaths([tree], { store: this.store, clock: this.clock });
      rest = rest.filter((each) => byPath.get(each.path) !== each);
    }
  }

  async compact(options: CompactOptions = {}): Promise<CompactionSummary> {
    return compactLake(this, options);
  }

  async ingest(deliveries: readonly Delivery[], options: CompactOptions = {}): Promise<CompactionSummary> {
    await this.land(deliveries);
    return this.compact(options);
  }

  async rows(sql: string): Promise<readonly Row[]> {
    const snapshot = await this.catalogue.snapshot();
    const prepared = prepare(sql, {
      schema: schemaOf(snapshot),
      policy: ownerPolicy,
      rowLimit: null,
      now: this.clock.now(),
      engine: 'duckdb',
    });
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.diagnostics));
    const { columns, rows } = await this.engine.run(prepared.query.checked, { snapshot });
    return rows.map((row) =>
      Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])),
    ) as readonly Row[];
  }

  async tables(names: readonly string[]): Promise<OracleTables> {
    const tables: Record<string, readonly Row[]> = {};
    for (const name of names) tables[name] = await this.rows(`SELECT * FROM ${name}`);
    return tables;
  }

  async close(): Promise<void> {
    await this.engine.close();
    await rm(this.root, { recursive: true, force: true });
  }
}
