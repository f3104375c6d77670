import type { Golden } from './cases.ts';
import type { Outcome } from './run-duckdb.ts';

/** Why an outcome is not what Trino answered; undefined where it is. */
export function difference(golden: Golden, outcome: Outcome): string | undefined {
  if ('error' in golden)
    return outcome.kind === 'rows'
      ? `Trino fails with ${golden.error}, DuckDB gives ${text(outcome.rows)}`
      : undefined;
  if (outcome.kind === 'refused') return `refused: ${outcome.message}`;
  if (outcome.kind === 'failed') return `DuckDB fails: ${outcome.message}`;
  if (text(golden.types) !== text(outcome.types))
    return `the types are ${text(outcome.types)}, not ${text(golden.types)}`;
  const isOrdered = /\bORDER BY\b(?![^(]*\))/i.test(golden.sql);
  const [expected, actual] = [golden.rows, outcome.rows].map((rows) =>
    isOrdered ? rows.map(text) : rows.map(text).sort(),
  );
  return text(expected) === text(actual)
    ? undefined
    : `the rows are ${text(outcome.rows)}, not ${text(golden.rows)}`;
}

/** JSON with the keys of objects in order: maps have none. Doubles count to 14 digits: sums differ in the last. */
function text(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(text).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${text(item)}`).join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(14)));
  return JSON.stringify(value) ?? 'null';
}
