import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { ParquetQueryLog } from '#platform/local/parquet-query-log.ts';

it('writes a question as a Parquet row that an engine reads, NULLs and other scripts included', async () => {
  const root = await mkdtemp(join(tmpdir(), 'query-log-'));
  const log = new ParquetQueryLog(new LocalObjectStore(root));
  await log.append({
    id: 'q1',
    askedAt: new Date('2026-02-13T06:25:00.123Z'),
    userId: 'owner',
    question: 'Wie viele Büchsen? 何個',
    sql: null,
    status: 'answered',
    engine: 'duckdb',
    bytesScanned: 12_345_678_901,
    rowCount: null,
    elapsedMs: 12.6,
    modelTokens: 0,
    costUsd: 0.0005,
  });
  const connection = await (await DuckDBInstance.create()).connect();
  const reader = await connection.runAndReadAll(
    `SELECT id, CAST(asked_at AS VARCHAR), question, sql, bytes_scanned, row_count, elapsed_ms, cost_usd
     FROM read_parquet('${root}/query_log/2026-02-13/q1.parquet')`,
  );
  expect(reader.getRows()).toEqual([
    ['q1', '2026-02-13 06:25:00.123', 'Wie viele Büchsen? 何個', null, 12_345_678_901n, null, 13n, 0.0005],
  ]);
});
