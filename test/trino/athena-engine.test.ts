import { randomUUID } from 'node:crypto';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { glueClient } from '#platform/aws/athena-clients.ts';
import { s3Client } from '#platform/aws/clients.ts';
import { ensureDatabase } from '#platform/aws/glue-tables.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { QueryCancelledError, QueryFailedError, ThrottledError } from '#platform/ports/errors.ts';
import type { QueryEngine, ResultValue } from '#platform/ports/query-engine.ts';
import { athenaEngine, checked, emptyLake, trinoEngine } from '#test/athena/engines.ts';

async function rowsOf(
  sql: string,
  engine: QueryEngine = athenaEngine(),
): Promise<readonly (readonly ResultValue[])[]> {
  const snapshot = emptyLake();
  return (await engine.run(checked(sql, snapshot, engine, 10_000), { snapshot })).rows;
}

const thrown = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('AthenaQueryEngine', () => {
  it('tells NULL from an empty text, and a row that repeats the names from the header', async () => {
    expect(await rowsOf(`SELECT a, b FROM (VALUES ('a', 'b'), ('', NULL), ('x', '')) AS t(a, b)`)).toEqual([
      ['a', 'b'],
      ['', null],
      ['x', ''],
    ]);
  });

  it('takes results that do not begin with the names', async () => {
    expect(
      await rowsOf('SELECT n FROM UNNEST(ARRAY[1, 2]) AS t(n) ORDER BY n', athenaEngine('headless')),
    ).toEqual([[1], [2]]);
  });

  it('pages through all rows in their order, with lists and maps in them', async () => {
    const rows = await rowsOf(
      'SELECT n, ARRAY[n, NULL] AS list, MAP(ARRAY[n], ARRAY[n / 2.0]) AS half FROM UNNEST(sequence(1, 2500)) AS t(n) ORDER BY n DESC',
    );
    expect(rows).toHaveLength(2500);
    expect(rows[0]).toEqual([2500, [2500, null], { 2500: '1250.0' }]);
    expect(rows.map(([n]) => n)).toEqual(Array.from({ length: 2500 }, (_, index) => 2500 - index));
  });

  it('runs the same text over the same generation once', async () => {
    const engine = athenaEngine();
    const snapshot = emptyLake();
    const sql = checked('SELECT random() AS r', snapshot, engine);
    const first = await engine.run(sql, { snapshot });
    expect((await engine.run(sql, { snapshot })).rows).toEqual(first.rows);
    const later = emptyLake();
    expect((await engine.run(sql, { snapshot: later })).rows).not.toEqual(first.rows);
  });

  it('starts a query again that failed by a fault of the service', async () => {
    expect(await rowsOf('SELECT 1 AS one', athenaEngine('faulty'))).toEqual([[1]]);
  });

  it("says why a query failed, in the engine's words without its places", async () => {
    const error = await thrown(rowsOf('SELECT 1 / (n - 1) AS x FROM UNNEST(ARRAY[1]) AS t(n)'));
    expect(error).toBeInstanceOf(QueryFailedError);
    expect((error as Error).message).toBe('Division by zero');
  });

  it('asks to come back later where the account runs as much as it may', async () => {
    expect(await thrown(rowsOf('SELECT 1 AS one', athenaEngine('busy')))).toBeInstanceOf(ThrottledError);
  });

  it('refuses a workgroup that does not exist', async () => {
    const error = await thrown(rowsOf('SELECT 1 AS one', athenaEngine('nowhere')));
    expect(error).toBeInstanceOf(QueryFailedError);
    expect((error as Error).message).toContain('nowhere');
  });

  it('stops a query whose caller gives up, or whose time is over', async () => {
    const engine = athenaEngine('slow');
    const snapshot = emptyLake();
    const sql = checked('SELECT 1 AS one', snapshot, engine);
    const caller = new AbortController();
    const given = thrown(engine.run(sql, { snapshot, signal: caller.signal }));
    caller.abort();
    expect(await given).toBeInstanceOf(QueryCancelledError);
    const late = await thrown(engine.run(sql, { snapshot: emptyLake(), timeoutMs: 300 }));
    expect(late).toBeInstanceOf(QueryCancelledError);
    expect((late as Error).message).toContain('300 ms');
  });
});

describe('UNLOAD', () => {
  async function place() {
    const bucket = `unload-${randomUUID()}`;
    const s3 = s3Client();
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    const store = new S3ObjectStore({ client: s3, bucket });
    await ensureDatabase(glueClient(), 'unloads');
    return { store, engine: athenaEngine('primary', { database: 'unloads', files: { s3, store, bucket } }) };
  }

  it('writes a folder a partition, and tells rows and statistics from the footers', async () => {
    const { store, engine } = await place();
    const snapshot = emptyLake();
    const sql = checked(
      `SELECT n, CAST(n AS double) AS half, ARRAY['a'] AS list, NULLIF(name, 'b') AS name, DATE '2026-01-01' AS day, CASE WHEN n < 3 THEN 'AWS::A:/e' ELSE 'x' END AS kind
       FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c')) AS t(n, name)`,
      snapshot,
      engine,
    );
    const partitions = await engine.unload(sql, { location: 'out/1', partitionedBy: ['kind'] }, { snapshot });
    expect(
      partitions.map(({ values, files }) => [values.kind, files.reduce((sum, { rows }) => sum + rows, 0)]),
    ).toEqual([
      ['AWS::A:/e', 2],
      ['x', 1],
    ]);
    const [file] = partitions[0]?.files ?? [];
    expect(file?.key).toMatch(/^out\/1\/kind=AWS%3A%3AA%3A%2Fe\//);
    expect(file?.bytes).toBe((await store.head(file?.key ?? ''))?.size);
    expect(file?.columns.n).toMatchObject({ nullCount: 0, min: '1', max: '2' });
    expect(file?.columns.name).toMatchObject({ nullCount: 1, min: 'a', max: 'a' });
    expect(file?.columns.day).toMatchObject({ min: '2026-01-01', max: '2026-01-01' });
    expect(file?.columns.list?.min).toBeUndefined();
    expect(Object.values(file?.columns ?? {}).every(({ bytes }) => bytes > 0)).toBe(true);
  });

  it('writes nothing for no rows, and refuses a place that holds something', async () => {
    const { store, engine } = await place();
    const snapshot = emptyLake();
    const none = checked('SELECT n FROM UNNEST(ARRAY[1]) AS t(n) WHERE n > 1', snapshot, engine);
    expect(await engine.unload(none, { location: 'out', partitionedBy: [] }, { snapshot })).toEqual([]);
    await store.put('taken/x', Buffer.from('x'));
    const error = await thrown(engine.unload(none, { location: 'taken', partitionedBy: [] }, { snapshot }));
    expect(error).toBeInstanceOf(QueryFailedError);
  });

  it('leaves nothing behind when it fails, and says which column it cannot write', async () => {
    const { store, engine } = await place();
    const snapshot = emptyLake();
    const many = checked('SELECT n, n AS part FROM UNNEST(sequence(1, 150)) AS t(n)', snapshot, engine);
    await expect(
      engine.unload(many, { location: 'many', partitionedBy: ['part'] }, { snapshot }),
    ).rejects.toThrow(/partition/i);
    expect((await store.list('many/')).objects).toEqual([]);
    const interval = checked(`SELECT INTERVAL '1' DAY AS gap`, snapshot, engine);
    await expect(
      engine.unload(interval, { location: 'gap', partitionedBy: [] }, { snapshot }),
    ).rejects.toThrow('gap');
  });
});

describe('TrinoQueryEngine', () => {
  it('keeps the order of rows with lists in them', async () => {
    const rows = await rowsOf(
      'SELECT n, ARRAY[n] AS list FROM UNNEST(sequence(1, 9000)) AS t(n) ORDER BY -n',
      trinoEngine(),
    );
    expect(rows.map(([n]) => n)).toEqual(Array.from({ length: 9000 }, (_, index) => 9000 - index));
  });

  it('says why a query failed, and stops one whose caller gives up', async () => {
    const error = await thrown(
      rowsOf('SELECT 1 / (n - 1) AS x FROM UNNEST(ARRAY[1]) AS t(n)', trinoEngine()),
    );
    expect(error).toBeInstanceOf(QueryFailedError);
    expect((error as Error).message).toBe('Division by zero');
    const engine = trinoEngine();
    const snapshot = emptyLake();
    const long = checked(
      'SELECT count(*) AS n FROM UNNEST(sequence(1, 10000)) AS a(x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c(z)',
      snapshot,
      engine,
    );
    const caller = new AbortController();
    const given = thrown(engine.run(long, { snapshot, signal: caller.signal }));
    setTimeout(() => caller.abort(), 200);
    expect(await given).toBeInstanceOf(QueryCancelledError);
    expect(await thrown(engine.run(long, { snapshot, timeoutMs: 200 }))).toBeInstanceOf(QueryCancelledError);
  });
});
