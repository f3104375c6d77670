import { DuckDBListValue, DuckDBMapValue, DuckDBStructValue, type DuckDBValue } from '@duckdb/node-api';
import type { ResultValue } from '../ports/query-engine.ts';

/**
 * A value of a translated query in answer-JSON form. The translation has made texts of all that Trino spells in
 * its own way (times, decimals, binaries), so numbers, lists, maps and rows are left: a row whose fields are
 * called `n:name` is an object, one whose fields are f0, f1 … an array.
 */
export function resultValue(value: DuckDBValue): ResultValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return numberValue(value);
  if (typeof value === 'bigint') return bigintValue(value);
  if (value instanceof DuckDBListValue) return value.items.map(resultValue);
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map(({ key, value: item }) => [String(key), resultValue(item)]));
  }
  if (value instanceof DuckDBStructValue) return rowValue(value);
  throw new Error(
    `a result holds a DuckDB value of a kind that the translation never gives: ${String(value)}`,
  );
}

function numberValue(value: number): ResultValue {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  return value;
}

const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER) + 1n;

function bigintValue(value: bigint): ResultValue {
  return value > MAX_EXACT || value < -MAX_EXACT ? value.toString() : Number(value);
}

function rowValue(value: DuckDBStructValue): ResultValue {
  const entries = Object.entries(value.entries);
  if (entries.some(([name]) => !name.startsWith('n:'))) return entries.map(([, item]) => resultValue(item));
  return Object.fromEntries(entries.map(([name, item]) => [name.slice(2), resultValue(item)]));
}
