import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerReport } from '#answer/answer-report.ts';
import { answerSql } from '#answer/answer-sql.ts';
import { AnswerSchema } from '#answer/contract.ts';
import { type OpenLake, openLake } from '#cli/open-lake.ts';
import { writeSample } from '#cli/sample/write-sample.ts';
import { compactLake } from '#ingest/compact/compact.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { BytesCutoffError } from '#platform/aws/athena-errors.ts';
import { ParquetQueryLog } from '#platform/local/parquet-query-log.ts';
import type { QueryEngine, ResultValue } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { readReports } from '#sql/reports/read-reports.ts';
import { schemaOf } from '#sql/schema.ts';
import { AwsLake } from '#test/athena/aws-lake.ts';
import { athenaEngine, checked, trinoEngine } from '#test/athena/engines.ts';
import { filesIn, onlyThese } from '#test/golden/lake/deliveries.ts';

const NOW = new Date('2026-03-01T12:00:00Z');
/** Fewer resources have far fewer types, and compaction runs some statements a type; LANE_RESOURCES=150 has 65 types. */
const accounts = Number(process.env.LANE_ACCOUNTS ?? 2);
const resources = Number(process.env.LANE_RESOURCES ?? 30);

const folder = await mkdtemp(join(tmpdir(), 'stocktake-lanes-'));
const bucket = `lake-${Date.now()}`;
let local: OpenLake;
let aws: AwsLake;

/** The newest day's deliveries come second, so that the second run merges into what the first one made. */
async function landInTwo(when: 'first' | 'second', deliveries: string): Promise<void> {
  const files = await filesIn(deliveries);
  const isLate = (path: string) => /2026-02-2[78]|2026\/2\/2[78]\//.test(path);
  const held = files.filter((path) => isLate(path) === (when === 'second') || path.includes('accounts.json'));
  await ingestPaths([deliveries], local, { openSource: onlyThese(held) });
}

const compactLocally = () => compactLake({ ...local, catalogue: local.storedCatalogue });

beforeAll(async () => {
  const deliveries = join(folder, 'deliveries');
  await writeSample({ out: deliveries, now: new Date('2026-03-01T00:00:00Z'), accounts, resources });
  local = await openLake({ lake: join(folder, 'lake'), now: NOW });
  aws = await AwsLake.open(bucket, NOW);

  await landInTwo('first', deliveries);
  await new ParquetQueryLog(local.store).append({
    id: 'q-1',
    askedAt: new Date('2026-02-28T10:00:00.123Z'),
    userId: 'ann',
    question: 'it\'s "so"',
    sql: null,
    status: 'ok',
    engine: 'duckdb',
    bytesScanned: 9_007_199_254_740_991,
    rowCount: 3,
    elapsedMs: 5,
    modelTokens: 0,
    costUsd: 0.25,
  });
  await compactLocally();
  await aws.takeLanding(local.root);
  await aws.compact();

  await landInTwo('second', deliveries);
  await compactLocally();
  await aws.takeLanding(local.root);
}, 900_000);

afterAll(async () => {
  await local?.close();
  await rm(folder, { recursive: true, force: true });
});

type Rows = readonly (readonly ResultValue[])[];

async function rowsOf(sql: string, engine: QueryEngine, snapshot: CatalogueSnapshot): Promise<Rows> {
  return (await engine.run(checked(sql, snapshot, engine), { snapshot })).rows;
}

/** Rows in an order of their own; keys of maps too. */
const inOrder = (rows: Rows): readonly string[] => rows.map((row) => JSON.stringify(row.map(sorted))).sort();

function sorted(value: ResultValue): ResultValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** When a row landed differs from lake to lake. */
function allColumns(table: string, snapshot: CatalogueSnapshot): string {
  const columns = schemaOf(snapshot).table(table)?.columns ?? [];
  return columns
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('ingested_'))
    .map((name) => `"${name}"`)
    .join(', ');
}

describe('the lake that Athena makes', () => {
  it('is committed and swapped by the next run where a run was killed between the two', async () => {
    const before = await aws.catalogue.snapshot();
    await expect(aws.compact(aws.withoutDocument(bucket))).rejects.toThrow('killed');
    const killed = await aws.catalogue.snapshot();
    expect(killed.generation).toBe(before.generation);
    const summary = await aws.compact();
    const healed = await aws.catalogue.snapshot();
    expect(summary.generation).toBeNull();
    expect(healed.generation).not.toBe(before.generation);
    expect(Number(healed.generation?.slice(0, 10))).toBe(Number(before.generation?.slice(0, 10)) + 1);
  }, 600_000);

  it('has the same tables as the local one', async () => {
    const [here, there] = [await local.storedCatalogue.snapshot(), await aws.catalogue.snapshot()];
    const shape = (snapshot: CatalogueSnapshot) =>
      Object.fromEntries(
        snapshot.tables().map(({ name, columns, partitionKeys }) => [
          name,
          {
            columns: columns.map((column) => `${column.name} ${column.type}`),
            partitionKeys,
            partitions: snapshot
              .partitions(name)
              .map(({ values, files }) => [values, files.reduce((sum, file) => sum + file.rows, 0)]),
          },
        ]),
      );
    expect(shape(there)).toEqual(shape(here));
  });

  it('holds the same rows, value by value, in every table', async () => {
    const [here, there] = [await local.storedCatalogue.snapshot(), await aws.catalogue.snapshot()];
    const types = new Set(here.partitions('resources').map(({ values }) => values.resource_type));
    const names = here
      .tables()
      .filter(
        ({ name, resourceTypes }) =>
          here.partitions(name).length > 0 || resourceTypes?.some((type) => types.has(type)),
      )
      .map(({ name }) => name);
    expect(names.length).toBeGreaterThan(30);
    for (const name of names) {
      const sql = `SELECT ${allColumns(name, here)} FROM "${name}"`;
      const expected = inOrder(await rowsOf(sql, local.engine, here));
      expect(inOrder(await rowsOf(sql, aws.engine, there)), name).toEqual(expected);
    }
  }, 600_000);

  it('gives the same rows for every saved report', async () => {
    const reports = await readReports(join(import.meta.dirname, '../../sql/reports'));
    const request = { caller: { userId: 'owner', policy: ownerPolicy }, isLogged: false };
    const deps = aws.answerDeps();
    for (const report of reports) {
      const expected = await answerReport(report, {}, request, local);
      const answer = await answerReport(report, {}, request, deps);
      expect(answer.status, `${report.name}: ${answer.text}`).toBe(expected.status);
      expect(inOrder(answer.rows), report.name).toEqual(inOrder(expected.rows));
      expect(answer.row_count, report.name).toBe(expected.row_count);
      expect(answer.verdict?.status, report.name).toBe(expected.verdict?.status);
    }
  }, 600_000);

  it('stops a query that would read more than its workgroup allows, in words for a person', async () => {
    const engine = athenaEngine('cutoff');
    const snapshot = await aws.catalogue.snapshot();
    const sql = checked('SELECT configuration FROM resources', snapshot, engine);
    const error = await engine.run(sql, { snapshot }).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(BytesCutoffError);
    expect(String(error)).toMatch(/had read \d+\.\d MB/);
  });

  it.each([['athena'], ['trino']])('is asked by the command with --engine %s', async (engine) => {
    const sql =
      'SELECT account_id, count(*) AS n, array_sort(array_agg(DISTINCT region)) AS regions FROM resources GROUP BY 1 ORDER BY 1';
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--import',
        'tsx',
        'cli/stocktake.ts',
        'sql',
        sql,
        '--engine',
        engine,
        '--lake',
        `s3://${bucket}`,
        '--workgroup',
        'primary',
        '--json',
        '--now',
        NOW.toISOString(),
      ],
      { cwd: join(import.meta.dirname, '../..'), env: { ...process.env, TRINO_USER: 'ann' } },
    );
    const answer = AnswerSchema.parse(JSON.parse(stdout));
    const caller = { userId: 'owner', policy: ownerPolicy };
    const expected = await answerSql({ sql, caller, isLogged: false }, local);
    expect(answer.engine).toBe(engine);
    expect(answer.rows).toEqual(expected.rows);
    expect(answer.verdict?.status).toBe(expected.verdict?.status);
  });

  it('gives Trino itself the same rows', async () => {
    const trino = trinoEngine();
    const [here, there] = [await local.storedCatalogue.snapshot(), await aws.catalogue.snapshot()];
    for (const name of ['resources', 'resource_changes', 'policy_statement', 'coverage_state', 'query_log']) {
      const sql = `SELECT ${allColumns(name, here)} FROM "${name}"`;
      const expected = inOrder(await rowsOf(sql, local.engine, here));
      expect(inOrder(await rowsOf(sql, trino, there)), name).toEqual(expected);
    }
  }, 180_000);
});
