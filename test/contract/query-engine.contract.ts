import { describe, expect, it } from 'vitest';
import { QueryCancelledError, QueryFailedError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { QueryEngine, RunOptions } from '#platform/ports/query-engine.ts';
import { checked, emptyLake } from '#test/athena/engines.ts';

/** Some 10^11 rows counted one by one: no engine is done with it before it is stopped. */
const ENDLESS = `SELECT count(*) AS n FROM UNNEST(sequence(1, 5000)) AS a(x)
  CROSS JOIN UNNEST(sequence(1, 5000)) AS b(y) CROSS JOIN UNNEST(sequence(1, 5000)) AS c(z) WHERE x * y % 7 <> z`;

/** Trino's values as an answer has them: type, and the form of one value. */
const VALUES: readonly (readonly [sql: string, type: string, value: unknown])[] = [
  ['CAST(9007199254740993 AS bigint)', 'bigint', '9007199254740993'],
  ['CAST(9007199254740991 AS bigint)', 'bigint', 9007199254740991],
  ['CAST(-7 AS integer)', 'integer', -7],
  ["CAST('12345678901234567890.12' AS decimal(22, 2))", 'decimal(22,2)', '12345678901234567890.12'],
  ['CAST(0.1 AS double)', 'double', 0.1],
  ['nan()', 'double', 'NaN'],
  ['-infinity()', 'double', '-Infinity'],
  ['true', 'boolean', true],
  ["CAST('' AS varchar)", 'varchar', ''],
  ['CAST(NULL AS varchar)', 'varchar', null],
  ['CAST(\'ü "q" \\ \u{1F600}\' AS varchar)', 'varchar', 'ü "q" \\ \u{1F600}'],
  ["DATE '2026-03-01'", 'date', '2026-03-01'],
  ["TIMESTAMP '2026-03-01 12:00:00.120'", 'timestamp(3)', '2026-03-01 12:00:00.120'],
  ["to_utf8('a')", 'varbinary', 'YQ=='],
  ["ARRAY['a', NULL, '']", 'array', ['a', null, '']],
  ["MAP(ARRAY['k', 'l'], ARRAY[1, NULL])", 'map', { k: 1, l: null }],
  ['CAST(ROW(1, ARRAY[true]) AS row(n integer, list array(boolean)))', 'row', { n: 1, list: [true] }],
];

/** What every engine must do with checked SQL. */
export const queryEngineContract = (name: string, make: () => Promise<QueryEngine>): void => {
  const ask = async (engine: QueryEngine, sql: string, options: Partial<RunOptions> = {}) => {
    const snapshot = emptyLake();
    return engine.run(checked(sql, snapshot, engine, null), { snapshot, ...options });
  };
  const thrown = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => undefined,
      (error: unknown) => error,
    );

  describe(`${name} keeps the QueryEngine contract`, () => {
    it('gives each type in the form that an answer has', async () => {
      const engine = await make();
      const sql = `SELECT ${VALUES.map(([value], at) => `${value} AS v${at}`).join(', ')}`;
      const { columns, rows } = await ask(engine, sql);
      expect(columns.map((column) => column.name)).toEqual(VALUES.map((_, at) => `v${at}`));
      for (const [at, [value, type]] of VALUES.entries())
        expect(columns[at]?.type.replace(', ', ','), value).toMatch(
          new RegExp(`^${type.replace(/[()]/g, '\\$&')}`),
        );
      expect(rows).toEqual([VALUES.map(([, , value]) => value)]);
      await engine.close();
    });

    it('gives every row, in the order asked for', async () => {
      const engine = await make();
      const { rows } = await ask(
        engine,
        'SELECT n, n % 3 AS m FROM UNNEST(sequence(1, 2500)) AS t(n) ORDER BY n % 3 DESC, n',
      );
      const numbers = Array.from({ length: 2500 }, (_, index) => index + 1);
      const expected = [2, 1, 0].flatMap((m) => numbers.filter((n) => n % 3 === m).map((n) => [n, m]));
      expect(rows).toEqual(expected);
      await engine.close();
    });

    it('gives the columns where no row is', async () => {
      const engine = await make();
      const { columns, rows } = await ask(engine, 'SELECT 1 AS a, 2 AS b WHERE 1 = 0');
      expect([columns.map((column) => column.name), rows]).toEqual([['a', 'b'], []]);
      await engine.close();
    });

    it('tells what the query itself is to blame for from everything else, in words without an error name', async () => {
      const engine = await make();
      for (const sql of [
        'SELECT 1 / (n - 1) AS x FROM UNNEST(ARRAY[1]) AS t(n)',
        "SELECT CAST(v AS integer) AS x FROM (VALUES 'one') AS t(v)",
      ]) {
        const error = await thrown(ask(engine, sql));
        expect(error, sql).toBeInstanceOf(QueryFailedError);
        expect((error as Error).message).not.toMatch(/^[A-Z_]+:|Error:|line \d/);
      }
      expect((await ask(engine, 'SELECT 1 AS one')).rows).toEqual([[1]]);
      await engine.close();
    });

    it('does not begin for a caller who has given up, stops for one who does, and at its time limit', async () => {
      const engine = await make();
      const gone = thrown(ask(engine, 'SELECT 1 AS one', { signal: AbortSignal.abort() }));
      expect(await gone).toBeInstanceOf(QueryCancelledError);
      const caller = new AbortController();
      const given = thrown(ask(engine, ENDLESS, { signal: caller.signal }));
      setTimeout(() => caller.abort(), 300);
      expect(await given).toBeInstanceOf(QueryCancelledError);
      const late = await thrown(ask(engine, ENDLESS, { timeoutMs: 400 }));
      expect(late).toBeInstanceOf(QueryCancelledError);
      expect((late as Error).message).toContain('400 ms');
      expect((await ask(engine, 'SELECT 1 AS one')).rows).toEqual([[1]]);
      await engine.close();
    });
  });
};

/** An engine that writes into a store. */
export interface UnloadingEngine {
  readonly engine: QueryEngine;
  readonly store: ObjectStore;
}

/** What every engine that writes files must do. */
export const unloadContract = (name: string, make: () => Promise<UnloadingEngine>): void => {
  const ROWS = `SELECT n, NULLIF(name, 'b') AS name, CASE WHEN n < 3 THEN 'AWS::A:/e' ELSE 'x' END AS kind
    FROM (VALUES (1, 'a'), (2, 'b'), (3, 'c')) AS t(n, name)`;
  const unload = async (
    { engine }: UnloadingEngine,
    sql: string,
    location: string,
    partitionedBy: string[],
  ) => {
    const snapshot = emptyLake();
    return engine.unload(checked(sql, snapshot, engine), { location, partitionedBy }, { snapshot });
  };
  const keysIn = async ({ store }: UnloadingEngine, prefix: string) =>
    (await store.list(prefix)).objects.map(({ key }) => key);

  describe(`${name} keeps the QueryEngine contract of unload`, () => {
    it('writes a folder a partition, and tells the files with their rows, bytes and statistics', async () => {
      const made = await make();
      const partitions = await unload(made, ROWS, 'out/1', ['kind']);
      const byKind = partitions.toSorted((left, right) =>
        (left.values.kind ?? '') < (right.values.kind ?? '') ? -1 : 1,
      );
      expect(
        byKind.map(({ values, files }) => [values, files.reduce((sum, { rows }) => sum + rows, 0)]),
      ).toEqual([
        [{ kind: 'AWS::A:/e' }, 2],
        [{ kind: 'x' }, 1],
      ]);
      const files = partitions.flatMap((partition) => partition.files);
      expect(files.map(({ key }) => key).sort()).toEqual(await keysIn(made, 'out/1/'));
      for (const { key, bytes } of files) expect((await made.store.head(key))?.size).toBe(bytes);
      expect(files.every(({ key }) => key.startsWith('out/1/kind='))).toBe(true);
      const first = byKind[0]?.files.map(({ columns }) => columns.n);
      expect(first?.every((column) => column?.nullCount === 0)).toBe(true);
      expect(first?.map((column) => Number(column?.min)).sort()[0]).toBe(1);
      await made.engine.close();
    });

    it('writes one place where there are no partitions, and no file for an empty result', async () => {
      const made = await make();
      const [whole, ...others] = await unload(made, ROWS, 'out/2', []);
      expect([whole?.values, others]).toEqual([{}, []]);
      expect(await unload(made, `SELECT * FROM (${ROWS}) WHERE n > 9`, 'out/3', ['kind'])).toEqual([]);
      expect(await keysIn(made, 'out/3/')).toEqual([]);
      await made.engine.close();
    });

    it('writes nothing into a place that holds something, and leaves nothing of a query that fails', async () => {
      const made = await make();
      await made.store.put('out/4/there', Buffer.from('before'));
      await expect(unload(made, ROWS, 'out/4', ['kind'])).rejects.toThrow(QueryFailedError);
      expect(await keysIn(made, 'out/4/')).toEqual(['out/4/there']);
      const failing = `SELECT 1 / (n - 2) AS x, kind FROM (${ROWS})`;
      await expect(unload(made, failing, 'out/5', ['kind'])).rejects.toThrow(QueryFailedError);
      expect(await keysIn(made, 'out/5/')).toEqual([]);
      await made.engine.close();
    });
  });
};
