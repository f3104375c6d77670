import { QueryFailedError } from '../ports/errors.ts';
import type {
  CheckedSql,
  QueryEngine,
  QueryResult,
  ResultValue,
  RunOptions,
  UnloadedPartition,
} from '../ports/query-engine.ts';
import type { CatalogueSnapshot } from '../ports/table-catalogue.ts';
import type { TrinoClient } from './trino-client.ts';

export interface TrinoQueryEngineOptions {
  readonly client: TrinoClient;
  readonly translate: (
    sql: CheckedSql,
    snapshot: CatalogueSnapshot,
    options: { readonly form: 'rows' },
  ) => { readonly text: string; readonly readers: readonly ((text: string) => ResultValue)[] };
  /** Time limit of a query where the caller gives none; default ten minutes. */
  readonly timeoutMs?: number;
}

/** Runs checked SQL on a Trino of one's own, whose catalogue has the lake's tables. It reads; it writes no files. */
export class TrinoQueryEngine implements QueryEngine {
  readonly name = 'trino';
  readonly #options: TrinoQueryEngineOptions;

  constructor(options: TrinoQueryEngineOptions) {
    this.#options = options;
  }

  async run(sql: CheckedSql, options: RunOptions): Promise<QueryResult> {
    const started = performance.now();
    const { client, translate } = this.#options;
    const { text, readers } = translate(sql, options.snapshot, { form: 'rows' });
    const timeoutMs = options.timeoutMs ?? this.#options.timeoutMs;
    const answer = await client.query(text, {
      ...(options.signal === undefined ? {} : { signal: options.signal }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
    const rows = answer.rows.map((row) =>
      row.map((value, index): ResultValue => {
        const text = scalarText(value);
        return text === null ? null : (readers[index]?.(text) ?? null);
      }),
    );
    return {
      columns: sql.columns,
      rows,
      bytesScanned: answer.bytesScanned,
      elapsedMs: performance.now() - started,
    };
  }

  async unload(): Promise<readonly UnloadedPartition[]> {
    throw new QueryFailedError('Trino answers queries; the lake is written by Athena or on this machine.');
  }

  async close(): Promise<void> {
    // Each query ends with its answer: nothing is held open.
  }
}

/** Lists, maps and rows leave the query as texts, so that only scalars arrive. */
function scalarText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') throw new Error('Trino sent a list where the query gives a text');
  return Object.is(value, -0) ? '-0' : String(value);
}
