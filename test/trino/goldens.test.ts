import { describe, expect, it } from 'vitest';
import { readCases, readGoldens } from '#test/golden/dialect/cases.ts';
import { askTrino, trinoFromEnvironment } from './ask-trino.ts';

const client = trinoFromEnvironment();
const goldens = readGoldens();

describe('the goldens are what Trino answers', () => {
  it('covers every case', () => {
    expect(goldens.map((golden) => golden.sql)).toEqual(readCases().map((one) => one.sql));
  });

  const size = 100;
  const batches = Array.from({ length: Math.ceil(goldens.length / size) }, (_, index) => index * size);
  it.each(batches)('from case %i on', async (from) => {
    for (const golden of goldens.slice(from, from + size))
      expect(sortedIfFree(await askTrino(client, golden.sql))).toEqual(sortedIfFree(golden));
  });
});

/** Rows of a query without ORDER BY come in any order. */
function sortedIfFree(golden: Awaited<ReturnType<typeof askTrino>>): unknown {
  if ('error' in golden || /\bORDER BY\b/i.test(golden.sql)) return golden;
  return { ...golden, rows: golden.rows.map((row) => JSON.stringify(row)).sort() };
}
