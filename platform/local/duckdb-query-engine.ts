import type { DuckDBConnection } from '@duckdb/node-api';
import { QueryCancelledError, QueryFailedError } from '../ports/errors.ts';
import type {
  CheckedSql,
  QueryEngine,
  QueryResult,
  RunOptions,
  UnloadedPartition,
  UnloadTarget,
} from '../ports/query-engine.ts';
import type { CatalogueSnapshot } from '../ports/table-catalogue.ts';
import { DuckdbDatabase, type DuckdbPrelude } from './duckdb-database.ts';
import { bytesOf, type TableRead, tableSelect } from './duckdb-tables.ts';
import { unloadRows } from './duckdb-unload.ts';
import { resultValue } from './duckdb-values.ts';

/** Checked SQL in DuckDB's words. */
export interface DuckdbTranslation {
  readonly sql: string;
  /** Parts that stand twice must not be evaluated once for both: the SQL holds TRY. */
  readonly hasTry: boolean;
  /** Stored tables that the SQL names, with what it reads of each. */
  readonly reads: readonly TableRead[];
}

export interface DuckdbQueryEngineOptions {
  /** Folder of the lake; keys of the catalogue's files are paths below it. */
  readonly lakeRoot: string;
  /** `rows` for an answer (answer-JSON values), `files` for Parquet (the query's own column names and types). */
  readonly translate: (
    sql: CheckedSql,
    snapshot: CatalogueSnapshot,
    form: 'rows' | 'files',
  ) => DuckdbTranslation;
  readonly prelude: DuckdbPrelude;
  /** Default 1,024. */
  readonly memoryLimitMb?: number;
  /** Time limit of a query where the caller gives none; default ten minutes. */
  readonly timeoutMs?: number;
}

/** Runs checked SQL over the Parquet files of a local lake, in this process. */
export class DuckdbQueryEngine implements QueryEngine {
  readonly name = 'duckdb';
  readonly #options: DuckdbQueryEngineOptions;
  readonly #databases = new Map<boolean, Promise<DuckdbDatabase>>();

  constructor(options: DuckdbQueryEngineOptions) {
    this.#options = options;
  }

  /** Opens the database ahead of the first query. */
  async warm(): Promise<void> {
    await this.#open(false);
  }

  async run(sql: CheckedSql, options: RunOptions): Promise<QueryResult> {
    const started = performance.now();
    const translation = this.#options.translate(sql, options.snapshot, 'rows');
    const text = this.#withTables(translation, options.snapshot);
    const rows = await this.#guarded(translation, options, async (connection) => {
      const reader = await connection.runAndReadAll(text);
      return reader.getRows().map((row) => row.map(resultValue));
    });
    return {
      columns: sql.columns,
      rows,
      bytesScanned: translation.reads.reduce((sum, read) => sum + bytesOf(read, options.snapshot), 0),
      elapsedMs: performance.now() - started,
    };
  }

  async unload(
    sql: CheckedSql,
    target: UnloadTarget,
    options: RunOptions,
  ): Promise<readonly UnloadedPartition[]> {
    const translation = this.#options.translate(sql, options.snapshot, 'files');
    const text = this.#withTables(translation, options.snapshot);
    const columns = sql.columns.map((column) => column.name);
    return await this.#guarded(translation, options, (connection) =>
      unloadRows({ connection, sql: text, columns, target, lakeRoot: this.#options.lakeRoot }),
    );
  }

  async close(): Promise<void> {
    const opened = [...this.#databases.values()];
    this.#databases.clear();
    for (const database of await Promise.all(opened)) database.close();
  }

  /** The settings of a database are locked, so the few queries with TRY have one of their own. */
  #open(hasTry: boolean): Promise<DuckdbDatabase> {
    const known = this.#databases.get(hasTry);
    if (known !== undefined) return known;
    const opened = DuckdbDatabase.open({
      lakeRoot: this.#options.lakeRoot,
      prelude: this.#options.prelude,
      memoryLimitMb: this.#options.memoryLimitMb ?? 1024,
      sharesExpressions: !hasTry,
    });
    this.#databases.set(hasTry, opened);
    return opened;
  }

  /** The tables as common table expressions before the query: nothing is created, so nothing is left behind. */
  #withTables(translation: DuckdbTranslation, snapshot: CatalogueSnapshot): string {
    if (translation.reads.length === 0) return translation.sql;
    const tables = translation.reads.map((read) => {
      const name = `"${read.name.replaceAll('"', '""')}"`;
      return `${name} AS NOT MATERIALIZED (${tableSelect(read, snapshot, this.#options.lakeRoot)})`;
    });
    const own = /^WITH (?=q\d)/.exec(translation.sql);
    const rest = own === null ? ` ${translation.sql}` : `, ${translation.sql.slice(own[0].length)}`;
    return `WITH ${tables.join(', ')}${rest}`;
  }

  /** Runs on a connection that stops when the caller gives up or the time is over. */
  async #guarded<T>(
    translation: DuckdbTranslation,
    options: RunOptions,
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const database = await this.#open(translation.hasTry);
    const { signal } = options;
    const timeoutMs = options.timeoutMs ?? this.#options.timeoutMs ?? 600_000;
    return await database.use(async (connection) => {
      if (signal?.aborted === true)
        throw new QueryCancelledError('The query was cancelled before it started.');
      let stopped: string | undefined;
      const stop = (reason: string) => {
        stopped = reason;
        connection.interrupt();
      };
      const onAbort = () => stop('The query was cancelled.');
      const timer = setTimeout(() => stop(`The query took longer than ${timeoutMs} ms.`), timeoutMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      try {
        return await work(connection);
      } catch (error) {
        if (stopped !== undefined) throw new QueryCancelledError(stopped, { cause: error });
        throw new QueryFailedError(messageOf(error), { cause: error });
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      }
    });
  }
}

/** DuckDB's message without its class and its excerpt of the translated text, which the caller never wrote. */
function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [first = ''] = text.split('\n');
  return first.replace(
    /^(?:Invalid Input|Out of Range|Conversion|Binder|Catalog|IO|Permission|Out of Memory|Interrupt|Parser|Invalid) ?Error: /i,
    '',
  );
}
