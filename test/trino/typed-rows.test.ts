import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import { athenaEngine, checkedIfTaken, emptyLake, trinoEngine } from '#test/athena/engines.ts';
import { type Golden, readGoldens } from '#test/golden/dialect/cases.ts';
import { difference } from '#test/golden/dialect/compare.ts';

/** Types whose values could be misread; text, booleans and small integers are in every other query. */
const MISREAD = /array|map|row|varbinary|json|time|interval|decimal|double|real|bigint|unknown/;

const cases = readGoldens().filter(
  (golden): golden is Extract<Golden, { rows: unknown }> =>
    'rows' in golden && golden.types.some((type) => MISREAD.test(type)),
);

async function problemsOf(engine: QueryEngine): Promise<readonly string[]> {
  const snapshot = emptyLake();
  const limit = pLimit(4);
  let ran = 0;
  const found = await Promise.all(
    cases.map((golden) =>
      limit(async () => {
        const sql = checkedIfTaken(golden.sql, snapshot, engine, 10_000);
        // Some goldens record what Trino does with what this project refuses.
        if (typeof sql === 'string') return [];
        ran += 1;
        const { rows } = await engine.run(sql, { snapshot });
        const problem = difference(golden, { kind: 'rows', types: golden.types, rows });
        return problem === undefined ? [] : [`${golden.sql}\n    ${problem}`];
      }),
    ),
  );
  expect(ran).toBeGreaterThan(200);
  return found.flat();
}

describe('values come back as they are', () => {
  it.each([
    ['Athena', athenaEngine()],
    ['Trino', trinoEngine()],
  ])(
    'from %s',
    async (_, engine) => {
      expect(await problemsOf(engine)).toEqual([]);
    },
    300_000,
  );
});
