import { isObject, type JsonValue, scalarText } from '../decode/json-value.ts';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;
/** `Feb 13, 2026 4:40:53 AM`, in UTC: how some services' items write their dates. */
const JAVA = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})\s([AP]M)$/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Epoch seconds of the year 5138; a larger number counts milliseconds. */
const MOST_SECONDS = 1e11;
/** Years 0001 to 9999: what every engine can show. */
const EARLIEST = -62_135_596_800_000;
const LATEST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Epoch milliseconds of a time in any form that Config and its API use: ISO with `Z`, `+0000`, `+00:00` or no zone
 * (UTC), a date alone, epoch seconds (with fractions) or milliseconds as number or text, and the parts that recordings of boto3
 * keep; also the date text of Java that some services write. Digits beyond milliseconds are cut off. Undefined where it is none, or outside the years 1 to 9999.
 */
export function timeOf(value: JsonValue | undefined): number | undefined {
  if (value === undefined || value === null || typeof value === 'boolean') return undefined;
  if (isObject(value)) return fromParts(value);
  const text = scalarText(value)?.trim();
  if (text === undefined || text === '') return undefined;
  const millis = NUMBER.test(text) ? fromEpoch(Number(text)) : (fromIso(text) ?? fromJava(text));
  return millis === undefined || Number.isNaN(millis) || millis < EARLIEST || millis > LATEST
    ? undefined
    : millis;
}

const fromEpoch = (epoch: number): number =>
  Math.floor(Math.abs(epoch) < MOST_SECONDS ? epoch * 1000 + 1e-4 : epoch);

function fromIso(text: string): number | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone = 'Z'] = match;
  const millis = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (millis === undefined) return undefined;
  return millis + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetOf(zone);
}

function fromJava(text: string): number | undefined {
  const match = JAVA.exec(text);
  if (match === null) return undefined;
  const [, month = '', day, year, hour, minute, second, half] = match;
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  return utc(Number(year), MONTHS.indexOf(month) + 1, Number(day), hours, Number(minute), Number(second));
}

function utc(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  if (hour > 24 || minute > 59 || second > 60) return undefined;
  const date = new Date(0);
  if (month < 1) return undefined;
  date.setUTCFullYear(year, month - 1, day);
  // The calendar must know the day: 31 February rolls over to March.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000;
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}

function fromParts(value: { readonly [key: string]: JsonValue }): number | undefined {
  if (value.__class__ !== 'datetime') return undefined;
  const part = (name: string) => (typeof value[name] === 'number' ? (value[name] as number) : 0);
  const millis = utc(part('year'), part('month'), part('day'), part('hour'), part('minute'), part('second'));
  return millis === undefined ? undefined : millis + Math.floor(part('microsecond') / 1000);
}

/** `YYYY-MM-DD hh:mm:ss.sss`, the canonical text of a timestamp in the lake. */
export function timestampText(millis: number): string {
  return new Date(millis).toISOString().slice(0, 23).replace('T', ' ');
}
