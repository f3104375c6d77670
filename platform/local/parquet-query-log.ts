import { Writable } from 'node:stream';
import parquet from 'parquetjs-lite';
import type { ObjectStore } from '../ports/object-store.ts';
import type { QueryLog, QueryLogEntry } from '../ports/query-log.ts';

const text = { type: 'UTF8', optional: true, compression: 'GZIP' } as const;
const integer = { type: 'INT64', optional: true, compression: 'GZIP' } as const;

/** Columns of the table query_log, as one small file a question holds them; compaction merges the files by day. */
const schema = new parquet.ParquetSchema({
  id: text,
  asked_at: { type: 'TIMESTAMP_MILLIS', optional: true, compression: 'GZIP' },
  user_id: text,
  question: text,
  sql: text,
  status: text,
  engine: text,
  bytes_scanned: integer,
  row_count: integer,
  elapsed_ms: integer,
  model_tokens: integer,
  cost_usd: { type: 'DOUBLE', optional: true, compression: 'GZIP' },
});

/** Writes each question asked as `query_log/<YYYY-MM-DD>/<id>.parquet`, the same id over itself. */
export class ParquetQueryLog implements QueryLog {
  readonly #store: Pick<ObjectStore, 'put'>;

  constructor(store: Pick<ObjectStore, 'put'>) {
    this.#store = store;
  }

  async append(entry: QueryLogEntry): Promise<void> {
    const chunks: Buffer[] = [];
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        chunks.push(chunk);
        done();
      },
    });
    const writer = await parquet.ParquetWriter.openStream(schema, sink, {
      useDataPageV2: false,
      pageIndex: false,
    });
    await writer.appendRow(rowOf(entry));
    await writer.close();
    await this.#store.put(
      `query_log/${entry.askedAt.toISOString().slice(0, 10)}/${entry.id}.parquet`,
      Buffer.concat(chunks),
    );
  }
}

function rowOf(entry: QueryLogEntry): Readonly<Record<string, unknown>> {
  const row: Record<string, unknown> = {
    id: entry.id,
    asked_at: entry.askedAt,
    user_id: entry.userId,
    question: entry.question,
    sql: entry.sql,
    status: entry.status,
    engine: entry.engine,
    bytes_scanned: entry.bytesScanned,
    row_count: entry.rowCount,
    elapsed_ms: Math.round(entry.elapsedMs),
    model_tokens: entry.modelTokens,
    cost_usd: entry.costUsd,
  };
  // The writer takes an absent field for NULL and stumbles over null.
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}
