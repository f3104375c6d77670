import { refuse } from '../diagnostic.ts';
import { decimalOf, parseType, type SqlType, types, UnknownTypeError, varcharOf } from '../types.ts';
import type { Span } from './nodes.ts';

/** `'it''s'` → `it's`. */
export const unquoteString = (text: string): string => text.slice(1, -1).replaceAll("''", "'");

/** Value of a `U&'…' [UESCAPE 'c']` literal. */
export function unicodeString(text: string, escapeCharacter: string, at: Span): string {
  if ([...escapeCharacter].length !== 1 || /[+'"\s0-9a-fA-F]/.test(escapeCharacter)) {
    refuse('SQL_INVALID_LITERAL', 'UESCAPE needs one character that is no digit, sign, quote or blank.', at);
  }
  const body = unquoteString(text.slice(2));
  let value = '';
  for (let index = 0; index < body.length; index++) {
    const character = body[index] as string;
    if (character !== escapeCharacter) {
      value += character;
      continue;
    }
    if (body[index + 1] === escapeCharacter) {
      value += escapeCharacter;
      index++;
      continue;
    }
    const long = body[index + 1] === '+';
    const digits = long ? body.slice(index + 2, index + 8) : body.slice(index + 1, index + 5);
    const code = Number.parseInt(digits, 16);
    const wellFormed = new RegExp(`^[0-9a-fA-F]{${long ? 6 : 4}}$`).test(digits);
    if (!wellFormed || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      refuse('SQL_INVALID_LITERAL', 'A Unicode escape is malformed.', at);
    }
    value += String.fromCodePoint(code);
    index += long ? 7 : 4;
  }
  return value;
}

/** Upper-case hex digits of `X'…'`. */
export function binaryHex(text: string, at: Span): string {
  const hex = text
    .slice(2, -1)
    .replaceAll(/[ \r\n\t]/g, '')
    .toUpperCase();
  if (!/^([0-9A-F]{2})*$/.test(hex)) {
    refuse('SQL_INVALID_LITERAL', 'A binary literal needs pairs of hexadecimal digits.', at);
  }
  return hex;
}

/** Digits of a number without underscores, hexadecimal and the like in decimal. Keeps a sign. */
export function numberText(text: string): string {
  const compact = text.replaceAll(/[_\s]/g, '');
  const sign = compact.startsWith('-') ? '-' : '';
  const digits = sign === '' ? compact : compact.slice(1);
  return sign + (/^0[xob]/i.test(digits) ? BigInt(digits.toLowerCase()).toString() : digits);
}

const DATE = /^\s*[+-]?(\d{4,6})-(\d{1,2})-(\d{1,2})\s*$/;
const TIMESTAMP =
  /^\s*[+-]?(\d{4,6})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,12}))?)?)?\s*(\S.*?)?\s*$/;
const TIME = /^\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,12}))?)?\s*([+-]\d{2}:\d{2}|Z|UTC)?\s*$/;

const isDay = (year: number, month: number, day: number): boolean => {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/**
 * Type of `NAME '…'`, from the name and, for timestamps, times and decimals, from the text as in Trino.
 * @throws Refusal SQL_UNSUPPORTED_TYPE, SQL_INVALID_LITERAL
 */
export function typedLiteralType(name: string, value: string, at: Span): SqlType {
  const invalid = (): never => refuse('SQL_INVALID_LITERAL', `'${value}' is not a valid ${name}.`, at);
  switch (name) {
    case 'date': {
      const match = DATE.exec(value) ?? invalid();
      return isDay(Number(match[1]), Number(match[2]), Number(match[3])) ? types.date : invalid();
    }
    case 'timestamp': {
      const match = TIMESTAMP.exec(value) ?? invalid();
      const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = match;
      const valid =
        isDay(Number(year), Number(month), Number(day)) &&
        Number(hour) < 24 &&
        Number(minute) < 60 &&
        Number(second) < 60 &&
        (zone === undefined || isZone(zone));
      return valid ? { kind: 'timestamp', precision: fraction.length, zone: zone !== undefined } : invalid();
    }
    case 'time': {
      const match = TIME.exec(value) ?? invalid();
      const valid = Number(match[1]) < 24 && Number(match[2]) < 60 && Number(match[3] ?? 0) < 60;
      return valid
        ? { kind: 'time', precision: match[4]?.length ?? 0, zone: match[5] !== undefined }
        : invalid();
    }
    case 'decimal': {
      const type = decimalTextType(value);
      return type ?? invalid();
    }
    case 'json':
      try {
        JSON.parse(value);
        return types.json;
      } catch {
        return invalid();
      }
    case 'varchar':
      return varcharOf([...value].length);
    case 'char':
      return { kind: 'char', length: [...value].length };
    case 'boolean':
      return /^(true|false|t|f|1|0)$/i.test(value) ? types.boolean : invalid();
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'int':
    case 'bigint':
      return /^[+-]?\d{1,19}$/.test(value) ? parseType(name) : invalid();
    case 'double':
    case 'real':
      return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$|^(NaN|[+-]?Infinity)$/i.test(value)
        ? parseType(name)
        : invalid();
    default:
      return refuse(
        'SQL_UNSUPPORTED_TYPE',
        `${name} is not a type of literal this SQL knows.`,
        at,
        'Text is quoted with single quotes, a name with double quotes.',
      );
  }
}

/** Names of zones and offsets, as Trino takes them. */
export function isZone(zone: string): boolean {
  if (/^(UTC|GMT|Z|UT)?([+-]\d{1,2}(:\d{2})?)?$/.test(zone) && zone !== '') return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** Type of a decimal written as text; undefined where it is none or has more than 38 digits. */
export function decimalTextType(text: string): SqlType | undefined {
  const match = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(text);
  if (match === null) return undefined;
  const whole = (match[1] ?? '').replace(/^0+/, '');
  const fraction = match[2] ?? '';
  if ((match[1] ?? '') === '' && fraction === '') return undefined;
  const precision = Math.max(whole.length + fraction.length, 1);
  return precision > 38 ? undefined : decimalOf(precision, fraction.length);
}

/** A type written in CAST. */
export function writtenType(spelling: string, at: Span): SqlType {
  try {
    return parseType(spelling);
  } catch (error) {
    if (!(error instanceof UnknownTypeError)) throw error;
    return refuse('SQL_UNSUPPORTED_TYPE', `${spelling} is not a type this SQL knows.`, at);
  }
}
