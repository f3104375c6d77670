import { setTimeout as pause } from 'node:timers/promises';
import type { AthenaClient } from '@aws-sdk/client-athena';
import { QueryCancelledError, QueryFailedError, ServiceFaultError } from '../ports/errors.ts';
import type {
  CheckedSql,
  QueryEngine,
  QueryResult,
  ResultValue,
  RunOptions,
  UnloadedPartition,
  UnloadTarget,
} from '../ports/query-engine.ts';
import type { CatalogueSnapshot } from '../ports/table-catalogue.ts';
import { type Executed, type ExecutionPlace, execute } from './athena-execution.ts';
import { resultTexts } from './athena-results.ts';
import { removeUnloaded, requireEmpty, type UnloadPlace, unloaded, unloadText } from './athena-unload.ts';
import type { WorkTables } from './athena-work-tables.ts';

/** Checked SQL as Athena runs it, with a reader for each column of a result. */
export interface AthenaText {
  readonly text: string;
  readonly readers: readonly ((text: string) => ResultValue)[];
}

export interface AthenaQueryEngineOptions {
  readonly client: AthenaClient;
  readonly workGroup: string;
  /** Glue database of the tables that callers name. */
  readonly database: string;
  readonly translate: (
    sql: CheckedSql,
    snapshot: CatalogueSnapshot,
    options: { readonly form: 'rows' | 'files'; readonly places?: ReadonlyMap<string, string> },
  ) => AthenaText;
  /** For compaction, whose statements see exactly the files of their snapshot. */
  readonly work?: WorkTables;
  /** For unload. */
  readonly files?: UnloadPlace;
  readonly outputLocation?: string;
  /** Time limit of a query where the caller gives none; default ten minutes. */
  readonly timeoutMs?: number;
  /** Pause before a query is started again that a fault of the service ended; twice as long the next time. Default a second. */
  readonly retryPauseMs?: number;
}

const MOST_BYTES = 262_144;
const MOST_PARTITIONS = 100;
const MOST_ATTEMPTS = 3;

/** Runs checked SQL in Amazon Athena. */
export class AthenaQueryEngine implements QueryEngine {
  readonly name = 'athena';
  readonly #options: AthenaQueryEngineOptions;
  readonly #place: ExecutionPlace;

  constructor(options: AthenaQueryEngineOptions) {
    this.#options = options;
    const { client, workGroup, outputLocation } = options;
    this.#place = { client, workGroup, ...(outputLocation === undefined ? {} : { outputLocation }) };
  }

  async run(sql: CheckedSql, options: RunOptions): Promise<QueryResult> {
    const started = performance.now();
    const { text, readers, database } = await this.#textOf(sql, options.snapshot, 'rows');
    const { bytesScanned, value } = await this.#attempts(text, database, options, async ({ id }) =>
      resultTexts(this.#options.client, id),
    );
    const rows = value.map((row) =>
      row.map((item, index) => (item === null ? null : (readers[index]?.(item) ?? item))),
    );
    return { columns: sql.columns, rows, bytesScanned, elapsedMs: performance.now() - started };
  }

  async unload(
    sql: CheckedSql,
    target: UnloadTarget,
    options: RunOptions,
  ): Promise<readonly UnloadedPartition[]> {
    const { files } = this.#options;
    if (files === undefined) throw new Error('this engine was composed without a place to unload to');
    await requireEmpty(files.store, target.location);
    const { text, database } = await this.#textOf(sql, options.snapshot, 'files');
    const statement = unloadText(text, target, files.bucket);
    try {
      await this.#attempts(
        statement,
        database,
        options,
        async () => undefined,
        async () => removeUnloaded(files.store, target.location),
      );
      const partitions = await unloaded(files, target);
      if (partitions.length <= MOST_PARTITIONS) return partitions;
      throw new QueryFailedError(
        `UNLOAD wrote ${partitions.length} partitions; Athena promises ${MOST_PARTITIONS}.`,
      );
    } catch (error) {
      await removeUnloaded(files.store, target.location);
      throw error;
    }
  }

  /** Removes the tables of compaction's statements; the engine can be used again. */
  async close(): Promise<void> {
    await this.#options.work?.clear();
  }

  async #textOf(sql: CheckedSql, snapshot: CatalogueSnapshot, form: 'rows' | 'files') {
    const { work, translate } = this.#options;
    const places = await work?.place(snapshot, sql.tables);
    const translated = translate(sql, snapshot, places === undefined ? { form } : { form, places });
    if (Buffer.byteLength(translated.text) > MOST_BYTES)
      throw new QueryFailedError('The query is longer than Athena takes (262,144 bytes).');
    return { ...translated, database: work?.database ?? this.#options.database };
  }

  /**
   * An execution of the same text may be one of an earlier call that ended badly, or whose result has been removed since:
   * then another is started. What the query itself is to blame for is not tried again.
   */
  async #attempts<T>(
    text: string,
    database: string,
    options: RunOptions,
    read: (executed: Executed) => Promise<T>,
    before: () => Promise<void> = async () => undefined,
  ): Promise<{ readonly bytesScanned: number; readonly value: T }> {
    const { signal } = options;
    const timeoutMs = options.timeoutMs ?? this.#options.timeoutMs ?? 600_000;
    const endsAt = performance.now() + timeoutMs;
    for (let attempt = 1; ; attempt += 1) {
      const request = {
        text,
        database,
        generation: options.snapshot.generation ?? '',
        attempt,
        timeoutMs,
        endsAt,
        ...(signal === undefined ? {} : { signal }),
      };
      let isExecuted = false;
      try {
        const executed = await execute(this.#place, request);
        isExecuted = true;
        return { bytesScanned: executed.bytesScanned, value: await read(executed) };
      } catch (error) {
        const isOurs = signal?.aborted === true || performance.now() >= endsAt;
        const isWorthIt =
          error instanceof ServiceFaultError ||
          (error instanceof QueryCancelledError && !isOurs) ||
          (isExecuted && error instanceof QueryFailedError);
        if (!isWorthIt || attempt >= MOST_ATTEMPTS) throw error;
        if (error instanceof ServiceFaultError) await this.#rest(attempt, endsAt, signal);
        await before();
      }
    }
  }

  /** A service in trouble is not helped by the same query at once. Ends early where nobody waits any more. */
  async #rest(attempt: number, endsAt: number, signal: AbortSignal | undefined): Promise<void> {
    const wanted = (this.#options.retryPauseMs ?? 1000) * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
    const left = Math.max(0, endsAt - performance.now());
    await pause(Math.min(wanted, left), undefined, signal === undefined ? {} : { signal }).catch(
      () => undefined,
    );
  }
}
