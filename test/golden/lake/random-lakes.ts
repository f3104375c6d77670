import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '#cli/sample/random.ts';
import { RANDOM_NOW, randomOrganization } from '#cli/sample/shapes/random-organization.ts';
import { writeOrganization } from '#cli/sample/write-sample.ts';
import { compareTables, describeDifferences } from '#test/oracle/compare.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { deliveriesIn, filesIn, onlyThese } from './deliveries.ts';
import { TestLake } from './test-lake.ts';

/** Organizations tried; all seeds from 1 on. */
export const ORGANIZATIONS = process.env.STOCKTAKE_FULL === '1' ? 200 : 50;

const MOST_RUNS = 3;
const now = new Date(RANDOM_NOW);

/**
 * One test for each seed: the deliveries of a random organization, dealt at random to one to three runs of ingest and
 * compaction and shuffled within each, must give the tables that the oracle reads from all of them at once.
 */
export function agreesOnRandomOrganizations(seeds: readonly number[]): void {
  let home: string;
  let lake: TestLake;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'stocktake-random-'));
    lake = await TestLake.open(join(home, 'lake'), now);
  });
  afterAll(async () => {
    await lake.close();
    await rm(home, { recursive: true, force: true });
  });

  it.each(seeds)(
    'seed %i',
    async (seed) => {
      const tree = join(home, 'deliveries');
      await rm(tree, { recursive: true, force: true });
      await writeOrganization(randomOrganization(seed), tree);
      await lake.clear();
      for (const paths of dealt(await filesIn(tree), seed)) {
        await lake.ingest([tree], { openSource: onlyThese(paths) });
        await lake.compact();
      }
      const expected = oracle(await deliveriesIn(tree), { now });
      const actual = await lake.tables(Object.keys(expected));
      expect(describeDifferences(compareTables(expected, actual))).toBe('');
    },
    120_000,
  );
}

/** The files dealt to runs at random, each run shuffled. */
function dealt(files: readonly string[], seed: number): readonly (readonly string[])[] {
  const random = new Random(seed, 'dealt');
  const runs = Array.from({ length: random.int(1, MOST_RUNS) }, (): string[] => []);
  for (const file of random.some(files, files.length)) random.pick(runs).push(file);
  return runs;
}
