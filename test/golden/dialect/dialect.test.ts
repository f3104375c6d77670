import { afterAll, describe, expect, it } from 'vitest';
import { allFunctions } from '#sql/functions/registry.ts';
import { type Golden, readCases, readGoldens, readKnownDifferences } from './cases.ts';
import { difference } from './compare.ts';
import { TablelessDuckdb } from './run-duckdb.ts';

const goldens = new Map(readGoldens().map((golden) => [golden.sql, golden]));
const known = readKnownDifferences();
const duckdb = new TablelessDuckdb();
afterAll(() => duckdb.close());

const goldenOf = (sql: string): Golden => {
  const golden = goldens.get(sql);
  if (golden === undefined)
    throw new Error(`no golden for ${sql}: record with npm run test:trino -- --record`);
  return golden;
};

describe('DuckDB gives what Trino gives', () => {
  const byTitle = new Map<string, string[]>();
  for (const { title, sql } of readCases()) byTitle.set(title, [...(byTitle.get(title) ?? []), sql]);

  it.each([...byTitle])('%s', async (_, queries) => {
    const problems: string[] = [];
    for (const sql of queries) {
      const found = difference(goldenOf(sql), await duckdb.run(sql));
      if ((found === undefined) === sql in known)
        problems.push(`${sql}\n    ${found ?? 'is listed as a known difference, but is none'}`);
    }
    expect(problems).toEqual([]);
  });

  it('has a case for every function that DuckDB runs, but those that give another value each time', () => {
    const text = readCases()
      .map((one) => one.sql.toLowerCase())
      .join('\n');
    const missing = allFunctions().filter(
      (one) =>
        one.refused === undefined &&
        typeof one.duckdb === 'function' &&
        !one.volatile &&
        !text.includes(`${one.name}(`),
    );
    expect(missing.map((one) => one.name)).toEqual([]);
  });

  it('has enough cases, each once, and no known difference that is no case', () => {
    const queries = readCases().map((one) => one.sql);
    expect(queries.length).toBeGreaterThan(800);
    expect(queries.filter((sql, index) => queries.indexOf(sql) !== index)).toEqual([]);
    expect(Object.keys(known).filter((sql) => !queries.includes(sql))).toEqual([]);
  });
});
