import { afterAll, describe, expect, it } from 'vitest';
import { difference } from '#test/golden/dialect/compare.ts';
import { TablelessDuckdb } from '#test/golden/dialect/run-duckdb.ts';
import { askTrino, trinoFromEnvironment } from './ask-trino.ts';
import { expressionKinds, sampleExpressions } from './expressions.ts';

const client = trinoFromEnvironment();
const duckdb = new TablelessDuckdb();
afterAll(() => duckdb.close());

/** Another seed each day finds other cases; the failure prints the query, which then becomes a golden. */
const seed = Number(process.env.FUZZ_SEED ?? Math.floor(Date.now() / 86_400_000));
const size = Number(process.env.FUZZ_SIZE ?? 150);

describe(`DuckDB and Trino agree on random expressions (seed ${seed})`, () => {
  it.each(Object.keys(expressionKinds))('%s', async (kind) => {
    const problems: string[] = [];
    for (const expression of sampleExpressions(kind, size, seed)) {
      const sql = `SELECT ${expression}`;
      const found = difference(await askTrino(client, sql), await duckdb.run(sql));
      if (found !== undefined) problems.push(`${sql}\n    ${found}`);
    }
    expect(problems).toEqual([]);
  });
});
