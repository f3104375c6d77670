import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTables } from '#test/oracle/compare.ts';
import { type Delivery, oracle } from '#test/oracle/oracle.ts';
import { NOW } from '#test/unit/oracle/deliver.ts';
import { TestLake } from './lake.ts';
import { inRuns, organization } from './random-organization.ts';

/** Differences between the oracle and a lake made of these runs. */
async function differences(
  tree: readonly Delivery[],
  runs: readonly (readonly Delivery[])[],
): Promise<string> {
  const lake = await TestLake.open(NOW);
  try {
    // Every other run sorts its landing by type first, as large ones do.
    for (const [index, run] of runs.entries())
      await lake.ingest(run, { sortFromBytes: index % 2 === 0 ? 0 : Number.POSITIVE_INFINITY });
    const expected = oracle(tree, { now: NOW });
    const found = compareTables(expected, await lake.tables(Object.keys(expected)));
    return found.map(({ table, lines }) => `${table}\n${lines.join('\n')}`).join('\n');
  } finally {
    await lake.close();
  }
}

describe('a lake made of any deliveries, in any order, in any number of runs', () => {
  it('holds what the oracle says', async () => {
    const organizations = organization.chain((tree) => fc.tuple(fc.constant(tree), inRuns(tree)));
    await fc.assert(
      fc.asyncProperty(organizations, async ([tree, runs]) => {
        expect(await differences(tree, runs)).toBe('');
      }),
      { numRuns: process.argv.includes('--full') ? 200 : 6, endOnFailure: true },
    );
  }, 1_800_000);
});
