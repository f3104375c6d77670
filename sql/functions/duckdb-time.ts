import type { SqlType } from '../types.ts';

/**
 * How values of time look in DuckDB: timestamp(p) is TIMESTAMP (p ≤ 6); timestamp with time zone is
 * STRUCT(t TIMESTAMP, z VARCHAR), the instant in UTC and the zone as Trino shows it; an interval day to second
 * is BIGINT milliseconds, an interval year to month BIGINT months.
 */
export const isZoned = (type: SqlType | undefined): boolean => type?.kind === 'timestamp' && type.zone;

/** The wall-clock TIMESTAMP (or DATE) of a value of time. */
export const localOf = (value: string, type: SqlType | undefined): string =>
  isZoned(type) ? `t_local(${value})` : value;

/** A wall-clock TIMESTAMP back in the type that `value` has. */
export function fromLocal(local: string, value: string, type: SqlType | undefined): string {
  if (isZoned(type)) return `t_zoned(${local}, (${value}).z)`;
  return type?.kind === 'date' ? `CAST(${local} AS DATE)` : `CAST(${local} AS TIMESTAMP)`;
}

/** The instant of a value of time, as a TIMESTAMP in UTC. */
export const instantOf = (value: string, type: SqlType | undefined): string =>
  isZoned(type) ? `(${value}).t` : value;
