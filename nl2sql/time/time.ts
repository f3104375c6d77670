import { DateTime } from 'luxon';
import type { Atom } from '../lex/atoms.ts';
import { isoDate, monthName, quarter, weekday } from './absolute.ts';
import { match, type Reader, type TimeMatch, type TimeSetting, whole, wordAt } from './reader.ts';
import { ago, named, relative } from './relative.ts';

/** Reads one time expression at `index` without its preposition: yesterday, last 7 days, March 2026, Q3, 2026-03-01, 3 weeks ago. */
export function timeAt(atoms: readonly Atom[], index: number, setting: TimeSetting): TimeMatch | undefined {
  const now = DateTime.fromJSDate(setting.now, { zone: setting.zone });
  const reader: Reader = { atoms, now, word: (offset) => wordAt(atoms, index + offset) };
  for (const read of [named, relative, ago, isoDate, monthName, quarter, weekday, edge]) {
    const found = read(reader, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** the start of this year, the end of last month: that day. */
function edge(reader: Reader, index: number): TimeMatch | undefined {
  const at = reader.word(0) === 'the' ? 1 : 0;
  const which = reader.word(at);
  if (!['start', 'beginning', 'end'].includes(which) || reader.word(at + 1) !== 'of') return undefined;
  const inner = timeAt(reader.atoms, index + at + 2, {
    now: reader.now.toJSDate(),
    zone: reader.now.zoneName ?? 'UTC',
  });
  if (inner?.range.from == null || inner.range.to === null) return undefined;
  const zone = { zone: reader.now.zoneName ?? 'UTC' };
  const start =
    which === 'end'
      ? DateTime.fromJSDate(inner.range.to, zone).minus({ days: 1 })
      : DateTime.fromJSDate(inner.range.from, zone);
  return match(
    ...whole(start, 'day', 0),
    `the ${which} of ${inner.range.text.split(' (')[0]}`,
    at + 2 + inner.length,
  );
}
