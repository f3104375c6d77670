import { DateTime, type DurationLikeObject } from 'luxon';
import type { Atom } from '../lex/atoms.ts';
import { quantityAt } from '../lex/quantity.ts';

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

type UnitName = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';
const UNITS: Readonly<Record<string, UnitName>> = {
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
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

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

interface Reader {
  readonly atoms: readonly Atom[];
  readonly now: DateTime;
  word(offset: number): string;
}

function wordAt(atoms: readonly Atom[], index: number): string {
  const atom = atoms[index];
  return atom === undefined || atom.kind === 'quoted' ? '' : atom.stem;
}

function match(
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

function whole(now: DateTime, unit: UnitName, offset: number): [DateTime, DateTime] {
  const start = now
    .startOf(unit)
    .plus({ [unit === 'quarter' ? 'quarters' : `${unit}s`]: offset } as DurationLikeObject);
  return [start, start.plus({ [unit === 'quarter' ? 'quarters' : `${unit}s`]: 1 } as DurationLikeObject)];
}

const NAMED: readonly {
  readonly words: readonly string[];
  readonly read: (now: DateTime) => [DateTime, DateTime | null];
}[] = [
  { words: ['the', 'day', 'before', 'yesterday'], read: (now) => whole(now, 'day', -2) },
  { words: ['day', 'before', 'yesterday'], read: (now) => whole(now, 'day', -2) },
  { words: ['month', 'to', 'date'], read: (now) => [now.startOf('month'), now] },
  { words: ['year', 'to', 'date'], read: (now) => [now.startOf('year'), now] },
  { words: ['this', 'morning'], read: (now) => whole(now, 'day', 0) },
  {
    words: ['last', 'night'],
    read: (now) => [now.startOf('day').minus({ hours: 6 }), now.startOf('day').plus({ hours: 6 })],
  },
  {
    words: ['overnight'],
    read: (now) => [now.startOf('day').minus({ hours: 6 }), now.startOf('day').plus({ hours: 6 })],
  },
  { words: ['yesterday'], read: (now) => whole(now, 'day', -1) },
  { words: ['today'], read: (now) => whole(now, 'day', 0) },
  { words: ['tomorrow'], read: (now) => whole(now, 'day', 1) },
  { words: ['mtd'], read: (now) => [now.startOf('month'), now] },
  { words: ['ytd'], read: (now) => [now.startOf('year'), now] },
  { words: ['recently'], read: (now) => [now.minus({ days: 7 }), now] },
  { words: ['lately'], read: (now) => [now.minus({ days: 7 }), now] },
];

function named(reader: Reader): TimeMatch | undefined {
  for (const { words, read } of NAMED) {
    if (words.every((word, offset) => reader.word(offset) === word)) {
      const [from, to] = read(reader.now);
      return match(from, to, words.join(' '), words.length);
    }
  }
  return undefined;
}

const COUNT_WORDS: Readonly<Record<string, number>> = { a: 1, an: 1, couple: 2, few: 3, several: 5 };

/** this week · last month (calendar) · the past month, last 24 hours (rolling back from now) · next 30 days. */
function relative(reader: Reader, index: number): TimeMatch | undefined {
  let at = reader.word(0) === 'the' ? 1 : 0;
  const hasArticle = at === 1;
  const which = reader.word(at);
  if (!['this', 'last', 'past', 'previous', 'current', 'next', 'coming', 'prior', 'trailing'].includes(which))
    return undefined;
  at += 1;
  const counted = countAt(reader, index + at);
  if (counted !== undefined) {
    const words = `${which} ${counted.count} ${counted.unit}${counted.count === 1 ? '' : 's'}`;
    const span = spanOf(counted.count, counted.unit);
    return which === 'next' || which === 'coming'
      ? match(reader.now, reader.now.plus(span), words, at + counted.length)
      : match(reader.now.minus(span), reader.now, words, at + counted.length);
  }
  const unit = UNITS[reader.word(at)];
  if (unit === undefined) return undefined;
  const words = `${which} ${unit}`;
  if (which === 'this' || which === 'current') return match(...whole(reader.now, unit, 0), words, at + 1);
  if (which === 'next' || which === 'coming')
    return match(reader.now, reader.now.plus(spanOf(1, unit)), words, at + 1);
  const isRolling =
    which === 'past' ||
    which === 'trailing' ||
    (hasArticle && which === 'last') ||
    unit === 'hour' ||
    unit === 'minute';
  return isRolling
    ? match(reader.now.minus(spanOf(1, unit)), reader.now, words, at + 1)
    : match(...whole(reader.now, unit, -1), words, at + 1);
}

function spanOf(count: number, unit: UnitName): DurationLikeObject {
  return { [unit === 'quarter' ? 'quarters' : `${unit}s`]: count };
}

function countAt(
  reader: Reader,
  index: number,
): { count: number; unit: UnitName; length: number } | undefined {
  const atom = reader.atoms[index];
  if (atom === undefined) return undefined;
  const vague = COUNT_WORDS[atom.stem];
  if (vague !== undefined) {
    let next = index + 1;
    if (wordAt(reader.atoms, next) === 'couple') return countAt(reader, next);
    if (wordAt(reader.atoms, next) === 'of') next += 1;
    const unit = UNITS[wordAt(reader.atoms, next)];
    return unit === undefined ? undefined : { count: vague, unit, length: next - index + 1 };
  }
  const quantity = quantityAt(reader.atoms, index);
  if (quantity === undefined) return undefined;
  const unitWord = wordAt(reader.atoms, index + quantity.length - (quantity.unit === undefined ? 0 : 1));
  const glued = /[a-z]+$/i.exec(atom.raw)?.[0] ?? '';
  const unit = UNITS[unitWord] ?? (atom.kind === 'name' ? UNITS[glued.toLowerCase()] : undefined);
  if (unit === undefined) return undefined;
  return {
    count: quantity.value,
    unit,
    length: quantity.unit === undefined ? quantity.length + 1 : quantity.length,
  };
}

/** 3 weeks ago, a month ago: that whole day (or hour). */
function ago(reader: Reader, index: number): TimeMatch | undefined {
  const counted = countAt(reader, index);
  if (counted === undefined || reader.word(counted.length) !== 'ago') return undefined;
  const then = reader.now.minus(spanOf(counted.count, counted.unit));
  const grain =
    counted.unit === 'hour' || counted.unit === 'minute' || counted.unit === 'second' ? counted.unit : 'day';
  const words = `${counted.count} ${counted.unit}${counted.count === 1 ? '' : 's'} ago`;
  return match(...whole(then, grain, 0), words, counted.length + 1);
}

function isoDate(reader: Reader, index: number): TimeMatch | undefined {
  const atom = reader.atoms[index];
  if (atom?.kind !== 'date') return undefined;
  const zone = atom.raw.endsWith('Z') ? 'UTC' : (reader.now.zoneName ?? 'UTC');
  const parsed = DateTime.fromISO(atom.raw.replaceAll('/', '-').replace(' ', 'T'), { zone });
  if (!parsed.isValid) return undefined;
  if (atom.raw.length > 10) return match(parsed, parsed.plus({ minutes: 1 }), atom.raw, 1, true);
  return match(...whole(parsed, atom.raw.length > 7 ? 'day' : 'month', 0), atom.raw, 1);
}

function monthIndex(word: string): number {
  if (word.length < 3 || word === 'mar' || word === 'may') return word === 'mar' ? 3 : word === 'may' ? 5 : 0;
  return (
    MONTHS.findIndex(
      (month) =>
        month === word ||
        (word.length === 3 && month.startsWith(word)) ||
        (word === 'sept' && month === 'september'),
    ) + 1
  );
}

const dayNumber = (word: string): number => Number(/^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word)?.[1] ?? 0);
const yearNumber = (word: string): number => (/^20\d\d$/.test(word) ? Number(word) : 0);

/** March · March 2026 · March 3 · March 3rd, 2026 · 3 March 2026; without a year the latest that is not in the future. */
function monthName(reader: Reader): TimeMatch | undefined {
  let at = 0;
  let day = dayNumber(reader.word(0));
  if (day > 0) at = reader.word(1) === 'of' ? 2 : 1;
  const month = monthIndex(reader.word(at));
  if (month === 0) return undefined;
  at += 1;
  if (day === 0 && dayNumber(reader.word(at)) > 0) {
    day = dayNumber(reader.word(at));
    at += 1;
  }
  const comma = reader.word(at) === ',' ? 1 : 0;
  const year = yearNumber(reader.word(at + comma));
  if (year > 0) at += comma + 1;
  let start = DateTime.fromObject(
    { year: year || reader.now.year, month, day: day || 1 },
    { zone: reader.now.zoneName ?? 'UTC' },
  );
  if (!start.isValid) return undefined;
  if (year === 0 && start > reader.now) start = start.minus({ years: 1 });
  const words = start.toFormat(day > 0 ? 'd LLLL yyyy' : 'LLLL yyyy');
  return match(...whole(start, day > 0 ? 'day' : 'month', 0), words, at);
}

function quarter(reader: Reader): TimeMatch | undefined {
  const number = Number(/^q([1-4])$/.exec(reader.word(0))?.[1] ?? 0);
  if (number === 0) return undefined;
  const year = yearNumber(reader.word(1));
  let start = DateTime.fromObject(
    { year: year || reader.now.year, month: number * 3 - 2 },
    { zone: reader.now.zoneName ?? 'UTC' },
  );
  if (year === 0 && start > reader.now) start = start.minus({ years: 1 });
  return match(...whole(start, 'quarter', 0), `Q${number} ${start.year}`, year > 0 ? 2 : 1);
}

/** Monday, last Monday: the latest one before today. */
function weekday(reader: Reader): TimeMatch | undefined {
  const at = ['last', 'this', 'on'].includes(reader.word(0)) ? 1 : 0;
  const number = WEEKDAYS.indexOf(reader.word(at)) + 1;
  if (number === 0) return undefined;
  const back = (reader.now.weekday - number + 7) % 7 || 7;
  return match(...whole(reader.now.minus({ days: back }), 'day', 0), `${WEEKDAYS[number - 1]}`, at + 1);
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
