import type { DateTime, DurationLikeObject } from 'luxon';
import type { Atom } from '../lex/atoms.ts';

/** A stretch of time as the question means it; `to` is exclusive. Null ends are open. */
export interface TimeRange {
  readonly from: Date | null;
  readonly to: Date | null;
  /** How an answer states it, e.g. "yesterday (2026-11-24, UTC)". */
  readonly text: string;
}

export interface TimeMatch {
  readonly range: TimeRange;
  readonly length: number;
  /** A calendar day or longer, or an exact instant (`2026-03-01T10:00`). */
  readonly isInstant: boolean;
}

export interface TimeSetting {
  readonly now: Date;
  readonly zone: string;
}

export type UnitName = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

export const UNITS: Readonly<Record<string, UnitName>> = {
  second: 'second',
  sec: 'second',
  minute: 'minute',
  min: 'minute',
  hour: 'hour',
  hr: 'hour',
  h: 'hour',
  day: 'day',
  d: 'day',
  week: 'week',
  w: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
  y: 'year',
};

export interface Reader {
  readonly atoms: readonly Atom[];
  readonly now: DateTime;
  word(offset: number): string;
}

export function wordAt(atoms: readonly Atom[], index: number): string {
  const atom = atoms[index];
  return atom === undefined || atom.kind === 'quoted' ? '' : atom.stem;
}

export function match(
  from: DateTime,
  to: DateTime | null,
  words: string,
  length: number,
  isInstant = false,
): TimeMatch {
  return {
    length,
    isInstant,
    range: { from: from.toJSDate(), to: to === null ? null : to.toJSDate(), text: spanText(from, to, words) },
  };
}

/** "yesterday (2026-11-24, UTC)": the words with the dates they were read as. */
function spanText(from: DateTime, to: DateTime | null, words: string): string {
  const zone = from.zoneName ?? 'UTC';
  const wholeDays = from.equals(from.startOf('day')) && (to === null || to.equals(to.startOf('day')));
  const show = (time: DateTime) => time.toFormat(wholeDays ? 'yyyy-MM-dd' : 'yyyy-MM-dd HH:mm');
  if (to === null) return `${words} (from ${show(from)}, ${zone})`;
  const last = wholeDays ? to.minus({ days: 1 }) : to;
  return show(from) === show(last)
    ? `${words} (${show(from)}, ${zone})`
    : `${words} (${show(from)} to ${show(last)}, ${zone})`;
}

export function whole(now: DateTime, unit: UnitName, offset: number): [DateTime, DateTime] {
  const start = now
    .startOf(unit)
    .plus({ [unit === 'quarter' ? 'quarters' : `${unit}s`]: offset } as DurationLikeObject);
  return [start, start.plus({ [unit === 'quarter' ? 'quarters' : `${unit}s`]: 1 } as DurationLikeObject)];
}
