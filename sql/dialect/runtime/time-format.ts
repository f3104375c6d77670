import { fail, runtime } from './runtime-function.ts';
import { offsetAt } from './time.ts';

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

export const MONTHS = [
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
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
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
export const JODA = /'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g;

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

export const unquoted = (inner: string) => (inner === '' ? "'" : inner.replaceAll("''", "'"));

export function formatDatetime(wall: bigint, format: string, zone: string, instant: bigint): string {
  const parts = partsOf(wall);
  return format.replace(JODA, (run, quoted: string | undefined) => {
    if (quoted !== undefined) return unquoted(quoted);
    return /^[A-Za-z]/.test(run) ? jodaField(run, parts, zone, instant) : run;
  });
}

export const timeFormatFunctions = [
  runtime('t_date_format', ['BIGINT', 'VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR', (wall, format) =>
    dateFormat(wall, format),
  ),
  runtime('t_format_datetime', ['BIGINT', 'VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR', formatDatetime),
];
