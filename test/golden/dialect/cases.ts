import { readFileSync } from 'node:fs';

export interface Case {
  readonly title: string;
  readonly sql: string;
}

/** What a real Trino answered: rows in answer-JSON form, or the name of its error. */
export type Golden =
  | {
      readonly sql: string;
      readonly types: readonly string[];
      readonly rows: readonly (readonly unknown[])[];
    }
  | { readonly sql: string; readonly error: string };

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The lines of cases.txt; an expression becomes a query. */
export function readCases(): readonly Case[] {
  const cases: Case[] = [];
  let title = '';
  for (const line of read('cases.txt').split('\n')) {
    if (line.startsWith('#')) title = line.slice(1).trim();
    else if (line.trim() !== '')
      cases.push({ title, sql: /^(?:SELECT|WITH|VALUES|\(SELECT)\b/.test(line) ? line : `SELECT ${line}` });
  }
  return cases;
}

export const readGoldens = (): readonly Golden[] => JSON.parse(read('golden.json')) as Golden[];

/** Cases where DuckDB refuses by name, or is allowed to differ, each with its reason. */
export const readKnownDifferences = (): Readonly<Record<string, string>> =>
  JSON.parse(read('known-differences.json')) as Record<string, string>;
