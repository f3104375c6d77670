import { IANAZone } from 'luxon';
import { canonicalZone } from '../../functions/time-zone.ts';
import { fail, runtime } from './runtime-function.ts';

/** Microseconds since 1970-01-01 00:00 of a calendar date and time, without any zone. */
export function microsOf(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  micro = 0,
): bigint {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return BigInt(date.getTime()) * 1000n + BigInt(micro);
}

const MINUTE = 60_000_000n;
const DAY = 86_400_000_000n;

/** Minutes that a zone is ahead of UTC at an instant. */
export function offsetAt(zone: string, instant: bigint): number {
  if (zone === 'UTC') return 0;
  const fixed = /^([+-])(\d{2}):(\d{2})$/.exec(zone);
  if (fixed !== null) return (fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 60 + Number(fixed[3]));
  return IANAZone.create(zone).offset(Number(instant / 1000n));
}

/** The instant of a wall-clock time, as java.time has it: the earlier one where there are two, later where there is none. */
export function instantOf(local: bigint, zone: string): bigint {
  if (zone === 'UTC') return local;
  const before = offsetAt(zone, local - DAY);
  const after = offsetAt(zone, local + DAY);
  const candidate = local - BigInt(before) * MINUTE;
  if (before === after || offsetAt(zone, candidate) === before) return candidate;
  const second = local - BigInt(after) * MINUTE;
  return offsetAt(zone, second) === after ? second : candidate;
}

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();

/** Whether a calendar has the date. */
export const isDate = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

const DATE = /^\s*([+-]?\d{4,6})-(\d{1,2})-(\d{1,2})\s*$/;

/** Days since 1970-01-01; undefined where the text is no date. */
export function parseDate(text: string): bigint | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return isDate(year, month, day) ? microsOf(year, month, day) / DAY : undefined;
}

const TIMESTAMP =
  /^\s*([+-]?\d{4,6})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d+))?)?)?\s*(.*?)\s*$/;

export interface ParsedTimestamp {
  /** The wall-clock time as microseconds. */
  readonly wall: bigint;
  /** As written; undefined where none is. */
  readonly zone: string | undefined;
}

/** A timestamp as Trino's casts and literals read it, rounded to `precision` digits; undefined where it is none. */
export function parseTimestamp(text: string, precision: number): ParsedTimestamp | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', written = ''] = match;
  const isClock = Number(hour) <= 23 && Number(minute) <= 59 && Number(second) <= 59;
  if (!isDate(Number(year), Number(month), Number(day)) || !isClock || fraction.length > 12) return undefined;
  const zone = written === '' ? undefined : canonicalZone(written);
  if (written !== '' && zone === undefined) return undefined;
  const start = microsOf(
    Number(year),
    Number(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return { wall: start + fractionMicros(fraction, precision), zone };
}

/** Digits after the second as microseconds, half rounded up at `precision`. */
function fractionMicros(digits: string, precision: number): bigint {
  if (digits === '') return 0n;
  const picos = BigInt(digits.padEnd(12, '0'));
  const unit = 10n ** BigInt(12 - Math.min(precision, 6));
  return (((picos + unit / 2n) / unit) * unit) / 1_000_000n;
}

const zoned = (instant: bigint, zone: string) => `${instant}|${zone}`;

/** Years, months, days … of Duration: `1.50d`. */
function parseDuration(text: string): bigint {
  const match = /^\s*(\d+(?:\.\d+)?)\s*(ns|us|ms|s|m|h|d)\s*$/.exec(text);
  const size = { ns: 1e-6, us: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 }[match?.[2] ?? ''];
  if (match === null || size === undefined)
    return fail(`duration is not a valid data duration string: ${text}`);
  return BigInt(Math.round(Number(match[1]) * size));
}

export const timeFunctions = [
  runtime(
    't_parse_date',
    ['VARCHAR'],
    'BIGINT',
    (text) => parseDate(text) ?? fail(`Value cannot be cast to date: ${text}`),
  ),
  runtime('t_parse_timestamp', ['VARCHAR', 'BIGINT'], 'VARCHAR', (text, precision) => {
    const parsed =
      parseTimestamp(text, Number(precision)) ?? fail(`Value cannot be cast to timestamp: ${text}`);
    const zone = parsed.zone ?? 'UTC';
    return `${zoned(instantOf(parsed.wall, zone), zone)}|${parsed.wall}`;
  }),
  runtime('t_offset_minutes', ['BIGINT', 'VARCHAR'], 'BIGINT', (instant, zone) =>
    BigInt(offsetAt(zone, instant)),
  ),
  runtime('t_instant_micros', ['BIGINT', 'VARCHAR'], 'BIGINT', instantOf),
  runtime('t_parse_duration', ['VARCHAR'], 'BIGINT', parseDuration),
];
