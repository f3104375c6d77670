import { fail, runtime } from './runtime-function.ts';
import { instantOf, isDate, microsOf } from './time.ts';

const DAY = 86_400_000_000n;
const DATE_PART = /^([+-]?\d{4,6})(?:-(?:W(\d{1,2})(?:-(\d))?|(\d{3})(?!\d)|(\d{1,2})(?:-(\d{1,2}))?))?/;
const TIME_PART = /^T(?:(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/** Monday of ISO week 1 of a year, in days since 1970. */
function firstMonday(year: number): bigint {
  const fourth = microsOf(year, 1, 4) / DAY;
  const weekday = (((Number(fourth % 7n) + 10) % 7) + 7) % 7;
  return fourth - BigInt(weekday);
}

/** Days since 1970 of the date at the start of a text, and what follows it; undefined where there is none. */
function readDate(text: string): { readonly days: bigint; readonly rest: string } | undefined {
  const match = DATE_PART.exec(text);
  if (match === null) return undefined;
  const [whole, yearText = '', week, weekday = '1', dayOfYear, month = '1', day = '1'] = match;
  const year = Number(yearText);
  const rest = text.slice(whole.length);
  if (week !== undefined) {
    if (Number(week) < 1 || Number(week) > 53 || Number(weekday) < 1 || Number(weekday) > 7) return undefined;
    return { days: firstMonday(year) + BigInt((Number(week) - 1) * 7 + Number(weekday) - 1), rest };
  }
  if (dayOfYear !== undefined) {
    const days = microsOf(year, 1, 1) / DAY + BigInt(Number(dayOfYear) - 1);
    return Number(dayOfYear) >= 1 && days < microsOf(year + 1, 1, 1) / DAY ? { days, rest } : undefined;
  }
  return isDate(year, Number(month), Number(day))
    ? { days: microsOf(year, Number(month), Number(day)) / DAY, rest }
    : undefined;
}

/** A zone's offset as Trino shows it. */
const zoneOf = (text: string | undefined): string => {
  if (text === undefined || text === 'Z') return 'UTC';
  const digits = text.slice(1).replace(':', '').padEnd(4, '0');
  return digits === '0000' ? 'UTC' : `${text[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
};

function fromTimestamp(text: string): string {
  const date = text.startsWith('T') ? { days: 0n, rest: text } : readDate(text);
  const time = date?.rest === '' ? ['', '0', '0', '0', '', undefined] : TIME_PART.exec(date?.rest ?? '');
  if (date === undefined || time === null) return fail(`Invalid format: "${text}"`);
  const [, hour = '0', minute = '0', second = '0', fraction = '', offset] = time;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return fail(`Cannot parse "${text}"`);
  const clock = microsOf(1970, 1, 1, Number(hour), Number(minute), Number(second));
  const milliseconds = BigInt(fraction.padEnd(3, '0').slice(0, 3));
  const zone = zoneOf(offset);
  return `${instantOf(date.days * DAY + clock + milliseconds * 1000n, zone)}|${zone}`;
}

function fromDate(text: string): bigint {
  const date = readDate(text);
  return date !== undefined && date.rest === '' ? date.days : fail(`Invalid format: "${text}"`);
}

export const isoFunctions = [
  runtime('t_from_iso8601_timestamp', ['VARCHAR'], 'VARCHAR', fromTimestamp),
  runtime('t_from_iso8601_date', ['VARCHAR'], 'BIGINT', fromDate),
];
