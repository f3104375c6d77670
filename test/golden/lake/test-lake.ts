import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { answerSql } from '#answer/answer-sql.ts';
import type { Answer } from '#answer/contract.ts';
import { type OpenLake, openLake } from '#cli/open-lake.ts';
import { compactLake } from '#ingest/compact/compact.ts';
import { type IngestOptions, type IngestSummary, ingestPaths } from '#ingest/ingest.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';
import type { OracleTables, Row } from '#test/oracle/model.ts';

/** A lake in a folder of its own, put together as the command does it, whose tables can be read whole. */
export class TestLake {
  readonly root: string;
  readonly #lake: OpenLake;

  private constructor(root: string, lake: OpenLake) {
    this.root = root;
    this.#lake = lake;
  }

  /** Opens the folder, which need not exist; its clock says `now`. */
  static async open(root: string, now: Date): Promise<TestLake> {
    await mkdir(root, { recursive: true });
    return new TestLake(root, await openLake({ lake: root, now }));
  }

  /** Forgets everything; the engine, which is slow to start, stays. */
  async clear(): Promise<void> {
    for (const name of await readdir(this.root))
      await rm(join(this.root, name), { recursive: true, force: true });
  }

  async ingest(paths: readonly string[], options: IngestOptions = {}): Promise<IngestSummary> {
    return ingestPaths(paths, this.#lake, options);
  }

  /** The generation that this made; null where nothing had landed. */
  async compact(): Promise<string | null> {
    return (await compactLake(this.#lake)).generation;
  }

  /** What the owner is answered. */
  async ask(sql: string): Promise<Answer> {
    return answerSql({ sql, caller: { userId: 'owner', policy: ownerPolicy }, isLogged: false }, this.#lake);
  }

  /** Rows of a query that may name internal tables. */
  async rows(sql: string): Promise<readonly Row[]> {
    return this.#rowsOf(sql, await this.#lake.catalogue.snapshot());
  }

  /** Each table whole, all of one generation. */
  async tables(names: Iterable<string>): Promise<OracleTables> {
    const snapshot = await this.#lake.catalogue.snapshot();
    const tables: Record<string, readonly Row[]> = {};
    for (const name of names) tables[name] = await this.#rowsOf(`SELECT * FROM ${name}`, snapshot);
    return tables;
  }

  /** Tables that hold anything. */
  async storedTables(): Promise<readonly string[]> {
    const snapshot = await this.#lake.catalogue.snapshot();
    return snapshot
      .tables()
      .map(({ name }) => name)
      .filter((name) => snapshot.partitions(name).length > 0);
  }

  async #rowsOf(sql: string, snapshot: CatalogueSnapshot): Promise<readonly Row[]> {
    const prepared = prepare(sql, {
      schema: schemaOf(snapshot),
      policy: ownerPolicy,
      rowLimit: null,
      now: this.#lake.clock.now(),
      engine: this.#lake.engine.name,
      internal: true,
    });
    if (!prepared.ok) throw new Error(`${sql}: ${JSON.stringify(prepared.diagnostics)}`);
    const result = await this.#lake.engine.run(prepared.query.checked, { snapshot });
    return result.rows.map((row) =>
      Object.fromEntries(result.columns.map(({ name }, index) => [name, row[index] ?? null])),
    );
  }

  close(): Promise<void> {
    return this.#lake.close();
  }
}
