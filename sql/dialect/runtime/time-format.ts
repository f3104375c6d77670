import { canonicalZone } from '../../functions/time-zone.ts';
import { fail, runtime } from './runtime-function.ts';
import { instantOf, isDate, microsOf, offsetAt } from './time.ts';

/** A wall-clock time taken apart. */
interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly micro: number;
  /** 1 = Monday … 7 = Sunday. */
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly week: number;
  readonly weekYear: number;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const DAY_MS = 86_400_000;

function partsOf(wall: bigint): Parts {
  const micro = Number(((wall % 1_000_000n) + 1_000_000n) % 1_000_000n);
  const date = new Date(Number((wall - BigInt(micro)) / 1000n));
  const year = date.getUTCFullYear();
  const weekday = date.getUTCDay() === 0 ? 7 : date.getUTCDay();
  const start = new Date(0);
  start.setUTCFullYear(year, 0, 1);
  const dayOfYear = Math.floor((date.getTime() - start.getTime()) / DAY_MS) + 1;
  const thursday = new Date(date.getTime() + (4 - weekday) * DAY_MS);
  const yearStart = new Date(0);
  yearStart.setUTCFullYear(thursday.getUTCFullYear(), 0, 1);
  const week = Math.floor((thursday.getTime() - yearStart.getTime()) / DAY_MS / 7) + 1;
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    micro,
    weekday,
    dayOfYear,
    week,
    weekYear: thursday.getUTCFullYear(),
  };
}

const pad = (value: number, size: number) =>
  value < 0 ? `-${String(-value).padStart(size, '0')}` : String(value).padStart(size, '0');
const hour12 = (hour: number) => (hour % 12 === 0 ? 12 : hour % 12);
const half = (hour: number) => (hour < 12 ? 'AM' : 'PM');

/** date_format: MySQL's letters. */
const mysql: Readonly<Record<string, (parts: Parts) => string>> = {
  a: (p) => (DAYS[p.weekday - 1] ?? '').slice(0, 3),
  b: (p) => (MONTHS[p.month - 1] ?? '').slice(0, 3),
  c: (p) => String(p.month),
  d: (p) => pad(p.day, 2),
  e: (p) => String(p.day),
  f: (p) => `${pad(Math.floor(p.micro / 1000), 3)}000`,
  H: (p) => pad(p.hour, 2),
  h: (p) => pad(hour12(p.hour), 2),
  I: (p) => pad(hour12(p.hour), 2),
  i: (p) => pad(p.minute, 2),
  j: (p) => pad(p.dayOfYear, 3),
  k: (p) => String(p.hour),
  l: (p) => String(hour12(p.hour)),
  M: (p) => MONTHS[p.month - 1] ?? '',
  m: (p) => pad(p.month, 2),
  p: (p) => half(p.hour),
  r: (p) => `${pad(hour12(p.hour), 2)}:${pad(p.minute, 2)}:${pad(p.second, 2)} ${half(p.hour)}`,
  S: (p) => pad(p.second, 2),
  s: (p) => pad(p.second, 2),
  T: (p) => `${pad(p.hour, 2)}:${pad(p.minute, 2)}:${pad(p.second, 2)}`,
  v: (p) => pad(p.week, 2),
  W: (p) => DAYS[p.weekday - 1] ?? '',
  x: (p) => pad(p.weekYear, 4),
  Y: (p) => pad(p.year, 4),
  y: (p) => pad(((p.year % 100) + 100) % 100, 2),
};

export function dateFormat(wall: bigint, format: string): string {
  const parts = partsOf(wall);
  return format.replace(/%(.?)/gs, (_, letter: string) => {
    if (letter === '') return '%';
    const write = mysql[letter];
    if (write !== undefined) return write(parts);
    if (/[DUuVwX]/.test(letter)) return fail(`%${letter} not supported in date format string`);
    return letter;
  });
}

/** A run of one letter of Joda's patterns. */
const JODA = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

function jodaField(run: string, parts: Parts, zone: string, instant: bigint): string {
  const letter = run[0];
  const size = run.length;
  switch (letter) {
    case 'y':
    case 'Y':
      return size === 2 ? pad(((parts.year % 100) + 100) % 100, 2) : pad(parts.year, size);
    case 'x':
      return size === 2 ? pad(((parts.weekYear % 100) + 100) % 100, 2) : pad(parts.weekYear, size);
    case 'w':
      return pad(parts.week, size);
    case 'e':
      return pad(parts.weekday, size);
    case 'E':
      return size >= 4 ? (DAYS[parts.weekday - 1] ?? '') : (DAYS[parts.weekday - 1] ?? '').slice(0, 3);
    case 'D':
      return pad(parts.dayOfYear, size);
    case 'M':
      if (size >= 3)
        return size >= 4 ? (MONTHS[parts.month - 1] ?? '') : (MONTHS[parts.month - 1] ?? '').slice(0, 3);
      return pad(parts.month, size);
    case 'd':
      return pad(parts.day, size);
    case 'a':
      return half(parts.hour);
    case 'K':
      return pad(parts.hour % 12, size);
    case 'h':
      return pad(hour12(parts.hour), size);
    case 'H':
      return pad(parts.hour, size);
    case 'k':
      return pad(parts.hour === 0 ? 24 : parts.hour, size);
    case 'm':
      return pad(parts.minute, size);
    case 's':
      return pad(parts.second, size);
    case 'S':
      return pad(parts.micro - (parts.micro % 1000), 6)
        .padEnd(size, '0')
        .slice(0, size);
    case 'Z':
      if (zone === '')
        return fail(
          'format_datetime for TIMESTAMP type, cannot use Z nor z in format, as this type does not contain TZ information',
        );
      return offsetText(size, zone, instant);
    default:
      return fail(`Illegal pattern component: ${run}`);
  }
}

function offsetText(size: number, zone: string, instant: bigint): string {
  if (size >= 3) return zone;
  const minutes = offsetAt(zone, instant);
  const text = `${minutes < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(minutes) / 60), 2)}${size === 2 ? ':' : ''}${pad(Math.abs(minutes) % 60, 2)}`;
  return text;
}

const unquoted = (inner: string) => (inner === '' ? "'" : inner.replaceAll("''", "'"));

export function formatDatetime(wall: bigint, format: string, zone: string, instant: bigint): string {
  const parts = partsOf(wall);
  return format.replace(JODA, (run, quoted: string | undefined) => {
    if (quoted !== undefined) return unquoted(quoted);
    return /^[A-Za-z]/.test(run) ? jodaField(run, parts, zone, instant) : run;
  });
}

/** One piece of a format as a regular expression, and the field it reads. */
interface Piece {
  readonly pattern: string;
  readonly field?: string;
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const names = (list: readonly string[], short: boolean) =>
  list.map((name) => (short ? name.slice(0, 3) : name)).join('|');

const mysqlPieces: Readonly<Record<string, Piece>> = {
  Y: { pattern: '-?\\d{1,4}', field: 'year' },
  y: { pattern: '\\d{2}', field: 'shortYear' },
  m: { pattern: '\\d{1,2}', field: 'month' },
  c: { pattern: '\\d{1,2}', field: 'month' },
  d: { pattern: '\\d{1,2}', field: 'day' },
  e: { pattern: '\\d{1,2}', field: 'day' },
  H: { pattern: '\\d{1,2}', field: 'hour' },
  k: { pattern: '\\d{1,2}', field: 'hour' },
  h: { pattern: '\\d{1,2}', field: 'hour12' },
  I: { pattern: '\\d{1,2}', field: 'hour12' },
  l: { pattern: '\\d{1,2}', field: 'hour12' },
  i: { pattern: '\\d{1,2}', field: 'minute' },
  s: { pattern: '\\d{1,2}', field: 'second' },
  S: { pattern: '\\d{1,2}', field: 'second' },
  f: { pattern: '\\d{1,9}', field: 'fraction' },
  p: { pattern: 'AM|PM', field: 'half' },
  b: { pattern: names(MONTHS, true), field: 'monthName' },
  M: { pattern: names(MONTHS, false), field: 'monthName' },
  a: { pattern: names(DAYS, true) },
  W: { pattern: names(DAYS, false) },
  j: { pattern: '\\d{1,3}', field: 'dayOfYear' },
};

function mysqlReader(format: string): Reader {
  const pieces: Piece[] = [];
  for (let at = 0; at < format.length; at++) {
    const character = format[at] ?? '';
    if (character !== '%') {
      pieces.push({ pattern: escaped(character) });
      continue;
    }
    const letter = format[++at] ?? '%';
    if (letter === 'T')
      pieces.push(
        ...[...'H:i:s'].map((one) => (one === ':' ? { pattern: ':' } : (mysqlPieces[one] as Piece))),
      );
    else if (letter === 'r') return fail('%r not supported for parsing');
    else if (/[DUuVwXvx]/.test(letter)) return fail(`%${letter} not supported in date format string`);
    else pieces.push(mysqlPieces[letter] ?? { pattern: escaped(letter) });
  }
  return readerOf(pieces);
}

const jodaPieces: Readonly<Record<string, (size: number) => Piece>> = {
  y: (size) =>
    size === 2 ? { pattern: '\\d{2}', field: 'shortYear' } : { pattern: '-?\\d{1,9}', field: 'year' },
  Y: (size) =>
    size === 2 ? { pattern: '\\d{2}', field: 'shortYear' } : { pattern: '-?\\d{1,9}', field: 'year' },
  M: (size) =>
    size >= 3
      ? { pattern: `${names(MONTHS, false)}|${names(MONTHS, true)}`, field: 'monthName' }
      : { pattern: '\\d{1,2}', field: 'month' },
  d: () => ({ pattern: '\\d{1,2}', field: 'day' }),
  D: () => ({ pattern: '\\d{1,3}', field: 'dayOfYear' }),
  E: () => ({ pattern: `${names(DAYS, false)}|${names(DAYS, true)}` }),
  H: () => ({ pattern: '\\d{1,2}', field: 'hour' }),
  h: () => ({ pattern: '\\d{1,2}', field: 'hour12' }),
  m: () => ({ pattern: '\\d{1,2}', field: 'minute' }),
  s: () => ({ pattern: '\\d{1,2}', field: 'second' }),
  S: (size) => ({ pattern: `\\d{1,${size}}`, field: 'fraction' }),
  a: () => ({ pattern: 'AM|PM', field: 'half' }),
  Z: (size) => ({
    pattern: size >= 3 ? '[A-Za-z_]+(?:/[A-Za-z_+-]+)*|[+-]\\d{2}:\\d{2}' : 'Z|[+-]\\d{2}:?\\d{2}',
    field: 'zone',
  }),
};

/** Letters whose neighbours would decide how many digits they take. */
function jodaReader(format: string): Reader {
  const pieces: Piece[] = [];
  let digitsBefore = false;
  let previousSize = 0;
  for (const [run, quoted] of format.matchAll(JODA)) {
    const isField = quoted === undefined && /^[A-Za-z]/.test(run);
    if (!isField) {
      pieces.push({ pattern: escaped(quoted === undefined ? run : unquoted(quoted)) });
      digitsBefore = false;
      continue;
    }
    const piece = jodaPieces[run[0] ?? '']?.(run.length);
    if (piece === undefined) return fail(`Illegal pattern component: ${run}`);
    const isDigits = piece.pattern.includes('\\d');
    // Joda reads adjacent numbers with exactly as many digits as letters.
    const previous = pieces.at(-1);
    if (isDigits && digitsBefore && previous?.field !== undefined) {
      pieces[pieces.length - 1] = {
        ...previous,
        pattern: previous.pattern.replace(/\\d\{1,\d+\}|-\?\\d\{1,9\}/, `\\d{${previousSize}}`),
      };
    }
    pieces.push(piece);
    digitsBefore = isDigits && piece.field !== 'zone';
    previousSize = run.length;
  }
  return readerOf(pieces);
}

interface Reader {
  readonly pattern: RegExp;
  readonly fields: readonly string[];
}

function readerOf(pieces: readonly Piece[]): Reader {
  const source = pieces
    .map((piece) => (piece.field === undefined ? `(?:${piece.pattern})` : `(${piece.pattern})`))
    .join('');
  return { pattern: new RegExp(`^${source}$`, 'i'), fields: pieces.flatMap((piece) => piece.field ?? []) };
}

/** Formats repeat for every row. */
const readers = new Map<string, Reader>();
function cached(key: string, make: () => Reader): Reader {
  const known = readers.get(key);
  if (known !== undefined) return known;
  if (readers.size > 200) readers.clear();
  const made = make();
  readers.set(key, made);
  return made;
}

/** The wall-clock time that a text holds, and the zone it names. */
function read(text: string, reader: Reader): { readonly wall: bigint; readonly zone: string | undefined } {
  const match = reader.pattern.exec(text);
  if (match === null) return fail(`Invalid format: "${text}"`);
  const values = new Map<string, string>();
  for (const [index, field] of reader.fields.entries()) values.set(field, match[index + 1] ?? '');
  const number = (field: string, otherwise: number) => Number(values.get(field) ?? otherwise);
  const shortYear = values.get('shortYear');
  const year =
    shortYear === undefined
      ? number('year', 1970)
      : Number(shortYear) + (Number(shortYear) < 70 ? 2000 : 1900);
  const monthName = values.get('monthName')?.slice(0, 3).toLowerCase();
  const month =
    monthName === undefined
      ? number('month', 1)
      : MONTHS.findIndex((name) => name.slice(0, 3).toLowerCase() === monthName) + 1;
  const isAfternoon = values.get('half')?.toUpperCase() === 'PM';
  const hour = values.has('hour12')
    ? (number('hour12', 12) % 12) + (isAfternoon ? 12 : 0)
    : number('hour', 0);
  const [minute, second] = [number('minute', 0), number('second', 0)];
  const dayOfYear = values.get('dayOfYear');
  const day = dayOfYear === undefined ? number('day', 1) : 1;
  const isHour12 = !values.has('hour12') || (number('hour12', 12) >= 1 && number('hour12', 12) <= 12);
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59 || !isHour12)
    return fail(`Cannot parse "${text}"`);
  const milliseconds = Number((values.get('fraction') ?? '').padEnd(3, '0').slice(0, 3));
  let wall = microsOf(year, month, day, hour, minute, second, milliseconds * 1000);
  if (dayOfYear !== undefined) wall += BigInt(Number(dayOfYear) - 1) * 86_400_000_000n;
  return { wall, zone: values.get('zone') };
}

function zoneNamed(text: string | undefined): string {
  if (text === undefined || text === 'Z') return 'UTC';
  const offset = /^([+-]\d{2}):?(\d{2})$/.exec(text);
  return (
    canonicalZone(offset === null ? text : `${offset[1]}:${offset[2]}`) ??
    fail(`Invalid format: zone ${text}`)
  );
}

export const timeFormatFunctions = [
  runtime('t_date_format', ['BIGINT', 'VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR', (wall, format) =>
    dateFormat(wall, format),
  ),
  runtime('t_format_datetime', ['BIGINT', 'VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR', formatDatetime),
  runtime(
    't_date_parse',
    ['VARCHAR', 'VARCHAR'],
    'BIGINT',
    (text, format) =>
      read(
        text,
        cached(`%${format}`, () => mysqlReader(format)),
      ).wall,
  ),
  runtime('t_parse_datetime', ['VARCHAR', 'VARCHAR'], 'VARCHAR', (text, format) => {
    const parsed = read(
      text,
      cached(format, () => jodaReader(format)),
    );
    const zone = zoneNamed(parsed.zone);
    return `${instantOf(parsed.wall, zone)}|${zone}`;
  }),
];
