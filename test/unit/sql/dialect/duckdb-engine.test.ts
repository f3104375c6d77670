import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ColumnDefinition } from '#catalog/define-table.ts';
import { DuckdbQueryEngine } from '#platform/local/duckdb-query-engine.ts';
import { QueryCancelledError, QueryFailedError } from '#platform/ports/errors.ts';
import type { CheckedSql, UnloadedPartition } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot, TablePartition } from '#platform/ports/table-catalogue.ts';
import { analyseOrRefuse } from '#sql/analyse/analyse.ts';
import { PRELUDE } from '#sql/dialect/prelude.ts';
import { translateWith } from '#sql/dialect/to-duckdb.ts';
import { parseOrRefuse } from '#sql/parse.ts';
import { type SqlTable, schemaFrom } from '#sql/schema.ts';

const column = (name: string, type: ColumnDefinition['type'] = 'varchar'): ColumnDefinition => ({
  name,
  type,
  description: name,
  sensitivity: 'internal',
});
const table = (
  name: string,
  columns: readonly ColumnDefinition[],
  more: Partial<SqlTable> = {},
): SqlTable => ({
  name,
  columns,
  description: name,
  visibility: 'analyst',
  domain: 'config',
  partitionKeys: [],
  storage: { kind: 'stored' },
  ...more,
});

const resources = table(
  'resources',
  [
    column('account_id'),
    column('region'),
    column('resource_type'),
    column('resource_id'),
    column('created_at', 'timestamp'),
    column('tags', 'varcharMap'),
  ],
  {
    partitionKeys: ['resource_type'],
  },
);
const bucket = table('s3_bucket', [...resources.columns, column('versioning'), column('size', 'bigint')], {
  partitionKeys: ['resource_type'],
  storage: { kind: 'slice', of: 'resources' },
  resourceTypes: ['AWS::S3::Bucket'],
});
const empty = table('accounts', [column('account_id'), column('joined_at', 'timestamp')]);
const schema = schemaFrom([resources, bucket, empty]);

const root = mkdtempSync(join(tmpdir(), 'engine-'));
const engine = new DuckdbQueryEngine({
  lakeRoot: root,
  prelude: PRELUDE,
  translate: (sql, _, form) => translateWith(sql, schema, form),
});

const checked = (text: string): CheckedSql =>
  ({
    text,
    tables: [],
    columns: analyseOrRefuse(parseOrRefuse(text).query, schema).columns,
  }) as unknown as CheckedSql;

function snapshotOf(partitions: readonly TablePartition[]): CatalogueSnapshot {
  return {
    generation: 'g1',
    committedAt: new Date(0),
    table: () => undefined,
    tables: () => [],
    partitions: (name) => (name === 'resources' ? partitions : []),
  };
}

const ROWS = `SELECT * FROM (VALUES
  ('222222222222', 'eu-west-1', 'i-2', TIMESTAMP '2024-05-06 07:08:09.123', MAP(ARRAY['env'], ARRAY['prod']), 'AWS::EC2::Instance'),
  ('111111111111', 'eu-west-1', 'i-1', NULL, NULL, 'AWS::EC2::Instance')) t(account_id, region, resource_id, created_at, tags, resource_type)`;
const BUCKETS = `SELECT * FROM (VALUES
  ('111111111111', 'eu-west-1', 'b-1', TIMESTAMP '2023-01-01 00:00:00', 'Enabled', BIGINT '9007199254740993', 'AWS::S3::Bucket'))
  t(account_id, region, resource_id, created_at, versioning, size, resource_type)`;

let snapshot = snapshotOf([]);
let unloaded: readonly UnloadedPartition[] = [];

const unload = async (sql: string, location: string): Promise<readonly TablePartition[]> => {
  unloaded = await engine.unload(
    checked(sql),
    { location, partitionedBy: ['resource_type'] },
    { snapshot: snapshotOf([]) },
  );
  return unloaded.map((partition) => ({ ...partition, location, generation: 'g1' }));
};

beforeAll(async () => {
  const buckets = await unload(BUCKETS, 'tables/resources/generation=b');
  snapshot = snapshotOf([...(await unload(ROWS, 'tables/resources/generation=a')), ...buckets]);
});
afterAll(async () => {
  await engine.close();
  await rm(root, { recursive: true, force: true });
});

const rowsOf = async (sql: string) => (await engine.run(checked(sql), { snapshot })).rows;

describe('UNLOAD', () => {
  it('writes a folder a partition, sorted by account, with the statistics of its footer', async () => {
    expect(unloaded.map((partition) => partition.values)).toEqual([{ resource_type: 'AWS::EC2::Instance' }]);
    const [file] = unloaded[0]!.files;
    expect(file).toMatchObject({
      key: 'tables/resources/generation=a/resource_type=AWS%3A%3AEC2%3A%3AInstance/data-0.parquet',
      rows: 2,
    });
    expect(file!.columns.account_id).toMatchObject({
      nullCount: 0,
      min: '111111111111',
      max: '222222222222',
    });
    expect(file!.columns.tags!.bytes).toBeGreaterThan(0);
    expect(file!.columns.resource_type).toBeUndefined();
    expect(
      await rowsOf("SELECT resource_id FROM resources WHERE resource_type = 'AWS::EC2::Instance'"),
    ).toEqual([['i-1'], ['i-2']]);
  });

  it('writes nothing for an empty result', async () => {
    const partitions = await engine.unload(
      checked('SELECT 1 AS a WHERE FALSE'),
      { location: 'tables/none', partitionedBy: [] },
      { snapshot },
    );
    expect(partitions).toEqual([]);
    expect(await readdir(join(root, 'tables'))).toEqual(['resources']);
  });

  it('refuses a target that holds something', async () => {
    const again = engine.unload(
      checked(ROWS),
      { location: 'tables/resources/generation=a', partitionedBy: ['resource_type'] },
      { snapshot },
    );
    await expect(again).rejects.toThrow(QueryFailedError);
  });
});

describe('the tables of a snapshot', () => {
  it('reads the partition column from the folder and values in answer form', async () => {
    expect(
      await rowsOf('SELECT resource_type, resource_id, created_at, tags FROM resources ORDER BY resource_id'),
    ).toEqual([
      ['AWS::S3::Bucket', 'b-1', '2023-01-01 00:00:00.000', null],
      ['AWS::EC2::Instance', 'i-1', null, null],
      ['AWS::EC2::Instance', 'i-2', '2024-05-06 07:08:09.123', { env: 'prod' }],
    ]);
  });

  it('reads a typed table from its slice, big integers as text', async () => {
    expect(await rowsOf('SELECT resource_id, versioning, size, tags FROM s3_bucket')).toEqual([
      ['b-1', 'Enabled', '9007199254740993', null],
    ]);
  });

  it('gives an empty relation with the right types where there is no file', async () => {
    expect(await rowsOf('SELECT count(*), max(joined_at) FROM accounts')).toEqual([[0, null]]);
    expect(
      await rowsOf(
        "SELECT r.resource_id, a.account_id FROM resources r LEFT JOIN accounts a ON a.account_id = r.account_id WHERE r.resource_id = 'b-1'",
      ),
    ).toEqual([['b-1', null]]);
  });

  it('counts the bytes of the columns it uses, in the partitions that the conditions leave', async () => {
    const all = await engine.run(checked('SELECT resource_id FROM resources'), { snapshot });
    const one = await engine.run(
      checked("SELECT resource_id FROM resources WHERE resource_type = 'AWS::S3::Bucket'"),
      { snapshot },
    );
    const none = await engine.run(checked('SELECT count(*) FROM resources'), { snapshot });
    expect(none.bytesScanned).toBe(0);
    expect(one.bytesScanned).toBeGreaterThan(0);
    expect(all.bytesScanned).toBeGreaterThan(one.bytesScanned);
  });

  it('names its own common tables beside those of the query', async () => {
    expect(
      await rowsOf(
        'WITH q1 AS (SELECT count(*) AS n FROM resources), resources2 AS (SELECT n FROM q1) SELECT * FROM resources2',
      ),
    ).toEqual([[3]]);
    expect(await rowsOf('WITH resources AS (SELECT 1 AS x) SELECT x FROM resources')).toEqual([[1]]);
  });
});

describe('limits', () => {
  it('stops when the caller gives up', async () => {
    const controller = new AbortController();
    const endless = engine.run(
      checked(
        'SELECT count(*) FROM UNNEST(sequence(1, 9999)) a(x) CROSS JOIN UNNEST(sequence(1, 9999)) b(y) CROSS JOIN UNNEST(sequence(1, 9999)) c(z) WHERE x + y > z',
      ),
      { snapshot, signal: controller.signal },
    );
    setTimeout(() => controller.abort(), 100);
    await expect(endless).rejects.toThrow(QueryCancelledError);
    expect(await rowsOf('SELECT 1')).toEqual([[1]]);
  });

  it('stops after its time', async () => {
    const endless = engine.run(
      checked(
        'SELECT count(*) FROM UNNEST(sequence(1, 9999)) a(x) CROSS JOIN UNNEST(sequence(1, 9999)) b(y) CROSS JOIN UNNEST(sequence(1, 9999)) c(z) WHERE x + y > z',
      ),
      { snapshot, timeoutMs: 50 },
    );
    await expect(endless).rejects.toThrow(/longer than 50 ms/);
  });

  it('reads and writes nothing outside the lake, and changes no setting', async () => {
    const raw = (sql: string) => {
      const other = new DuckdbQueryEngine({
        lakeRoot: root,
        prelude: PRELUDE,
        translate: () => ({ sql, reads: [], hasTry: false }),
      });
      return other.run(checked('SELECT 1'), { snapshot }).finally(() => other.close());
    };
    await expect(raw("SELECT * FROM read_csv('/etc/passwd')")).rejects.toThrow(/disabled|permission/i);
    await expect(raw("SELECT * FROM read_text('/etc/hostname')")).rejects.toThrow(/disabled|permission/i);
    await expect(raw(`SELECT * FROM read_text('${root}/../../etc/hostname')`)).rejects.toThrow(
      /disabled|permission/i,
    );
    await expect(raw("COPY (SELECT 1) TO '/tmp/stolen.csv'")).rejects.toThrow(/disabled|permission/i);
    await expect(raw('SET enable_external_access = true')).rejects.toThrow(/locked/i);
    await expect(raw('INSTALL httpfs')).rejects.toThrow();
    await expect(raw("ATTACH '/tmp/x.duckdb'")).rejects.toThrow(/disabled|permission/i);
  });

  it('tells a failure without the translated text', async () => {
    await expect(rowsOf('SELECT CAST(resource_id AS bigint) FROM resources')).rejects.toThrow(
      /^Cannot cast '.-\d' to BIGINT$/,
    );
  });
});
