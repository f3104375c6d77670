import type { ColumnTypeName } from '#catalog/column-types.ts';
import { ExactNumber, type JsonValue, jsonText, scalarText } from '../decode/json-value.ts';
import { timeOf, timestampText } from './time.ts';

const WHOLE = /^[+-]?\d+(?:\.0*)?$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const MOST_BIGINT = 2n ** 63n;

/**
 * Canonical text of a scalar in a column of the given type, read leniently: numbers and booleans held as text, times in any
 * form. Undefined where it does not fit; null where there is nothing (a missing value, or an empty text in a column that is
 * not of text).
 */
export function typedText(value: JsonValue, type: ColumnTypeName): string | null | undefined {
  if (value === null) return null;
  const text = scalarText(value);
  if (text === undefined) return undefined;
  if (type === 'varchar') return text;
  const trimmed = text.trim();
  if (trimmed === '') return null;
  switch (type) {
    case 'bigint':
      return wholeText(value, trimmed);
    case 'double':
      return typeof value !== 'boolean' && DECIMAL.test(trimmed) ? finiteText(trimmed) : undefined;
    case 'boolean':
      return /^(true|false)$/i.test(trimmed) ? trimmed.toLowerCase() : undefined;
    case 'timestamp': {
      const millis = timeOf(value);
      return millis === undefined ? undefined : timestampText(millis);
    }
    default:
      return undefined;
  }
}

function wholeText(value: JsonValue, text: string): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value === 'boolean' || !WHOLE.test(text)) return undefined;
  const whole = BigInt(text.replace(/\.0*$/, '').replace(/^\+/, ''));
  return whole >= -MOST_BIGINT && whole < MOST_BIGINT ? String(whole) : undefined;
}

function finiteText(text: string): string | undefined {
  const number = Number(text);
  return Number.isFinite(number) ? String(number) : undefined;
}

/** JSON text of a value for a column of JSON; null where there is nothing. */
export function jsonColumnText(value: JsonValue): string | null {
  return value === null ? null : jsonText(value);
}

/** Whether a number is written without a fraction. */
export function isWhole(value: number | ExactNumber): boolean {
  return value instanceof ExactNumber ? /^-?\d+$/.test(value.text) : Number.isInteger(value);
}
