import type { LandingValue } from './column-buffer.ts';
import type { LandingRow } from './row-buffer.ts';

/** A landing row as JSON, for a row that has to wait: maps and whole numbers are marked. */
export type StoredRow = Readonly<Record<string, StoredValue>>;
type StoredValue =
  | string
  | number
  | boolean
  | null
  | readonly (string | null)[]
  | { readonly map: readonly (readonly [string, string | null])[] }
  | { readonly whole: string };

export function storedRow(row: LandingRow): StoredRow {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, stored(value)]));
}

function stored(value: LandingValue): StoredValue {
  if (typeof value === 'bigint') return { whole: String(value) };
  if (value instanceof Map) return { map: [...(value as ReadonlyMap<string, string | null>)] };
  return value as StoredValue;
}

/** The row again, value for value. */
export function landingRowOf(row: StoredRow): LandingRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, LandingValue] => {
      if (typeof value !== 'object' || value === null || isList(value)) return [name, value];
      return [name, 'map' in value ? new Map<string, string | null>(value.map) : BigInt(value.whole)];
    }),
  );
}

const isList = (value: StoredValue): value is readonly (string | null)[] => Array.isArray(value);
