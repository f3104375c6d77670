import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Random } from '#cli/sample/random.ts';
import { deliveriesIn, filesIn, onlyThese } from '#test/golden/lake/deliveries.ts';
import { TestLake } from '#test/golden/lake/test-lake.ts';
import { compareTables, describeDifferences } from '#test/oracle/compare.ts';
import type { OracleTables, Row } from '#test/oracle/model.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { SAMPLES_NOW, samples } from './samples.ts';

const tree = join(samples, 's3layout_derived');

describe('seven real snapshots of one account', async () => {
  const files = await filesIn(tree);
  const expected = oracle(await deliveriesIn(tree), { now: SAMPLES_NOW });
  let home: string;
  let lake: TestLake;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'stocktake-samples-'));
    lake = await TestLake.open(join(home, 'lake'), SAMPLES_NOW);
  });
  beforeEach(() => lake.clear());
  afterAll(async () => {
    await lake.close();
    await rm(home, { recursive: true, force: true });
  });

  const land = async (...runs: readonly (readonly string[])[]): Promise<void> => {
    for (const paths of runs) {
      await lake.ingest([tree], { openSource: onlyThese(paths) });
      await lake.compact();
    }
  };
  const everyTable = async (): Promise<OracleTables> => lake.tables(Object.keys(expected));
  /** Every table agrees with the oracle, so all orders and splits that do agree with each other. */
  const agrees = async (): Promise<void> =>
    expect(describeDifferences(compareTables(expected, await everyTable()))).toBe('');

  it('end at 259 resources in ap-northeast-1 and global, as the oracle says of every table', async () => {
    await land(files);
    const { resources = [], rejected_records } = await everyTable();
    expect(resources).toHaveLength(259);
    expect(new Set(resources.map(({ region }) => region))).toEqual(new Set(['ap-northeast-1', 'global']));
    expect(new Set(resources.map(({ account_id }) => account_id)).size).toBe(1);
    expect(rejected_records).toEqual([]);
    await agrees();
  });

  it('one after another, lose 24, then 44, then 35 resources, 13 of which return', async () => {
    const deletedBy: number[] = [];
    const present: number[] = [];
    for (const file of inTimeOrder(files)) {
      const before = deletions(await deletedSoFar()).size;
      await land([file]);
      deletedBy.push(deletions(await deletedSoFar()).size - before);
      present.push(Number((await lake.rows('SELECT count(*) AS n FROM resources'))[0]?.n));
    }
    expect(deletedBy.filter((count) => count > 0)).toEqual([24, 44, 35]);
    expect(present.at(-1)).toBe(259);
    const returned = await lake.rows(`
      SELECT DISTINCT d.resource_type, d.resource_id FROM resource_changes AS d
      JOIN resources AS r ON r.account_id = d.account_id AND r.region = d.region
        AND r.resource_type = d.resource_type AND r.resource_id = d.resource_id
      WHERE d.change_type = 'DELETE'`);
    expect(returned).toHaveLength(13);
    await agrees();
  });

  it('give the same tables when the tree comes twice', async () => {
    await land(files);
    const before = await everyTable();
    const summary = await lake.ingest([tree]);
    expect(summary).toMatchObject({ files: 0, known: files.length, items: 0 });
    expect(await lake.compact()).toBeNull();
    expect(await everyTable()).toEqual(before);
  });

  it('give the same tables in the opposite order, one file at a time', async () => {
    await land(
      ...inTimeOrder(files)
        .reverse()
        .map((file) => [file]),
    );
    await agrees();
  });

  it.each([1, 2, 3])('give the same tables dealt at random to runs (%i)', async (seed) => {
    const random = new Random(seed, 'samples');
    const runs: string[][] = [[], [], []];
    for (const file of random.some(files, files.length)) random.pick(runs).push(file);
    await land(...runs);
    await agrees();
  });

  /** A snapshot's name ends in its time and id. */
  function inTimeOrder(paths: readonly string[]): string[] {
    const timeOf = (path: string) => /_ConfigSnapshot_(\d{8}T\d{6}Z)_/.exec(path)?.[1] ?? '';
    return [...paths].sort((left, right) => (timeOf(left) < timeOf(right) ? -1 : 1));
  }

  async function deletedSoFar(): Promise<readonly Row[]> {
    if ((await lake.ask('SELECT 1')).status === 'failed') return [];
    return lake.rows(
      `SELECT account_id, region, resource_type, resource_id, changed_at FROM resource_changes WHERE change_type = 'DELETE'`,
    );
  }

  const deletions = (rows: readonly Row[]): ReadonlySet<string> =>
    new Set(rows.map((row) => Object.values(row).join('|')));
});
