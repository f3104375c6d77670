/**
 * A JSON number that a double cannot hold (an integer beyond 2^53, 1e400), kept as it was written. Everything
 * else that JSON.parse reads is kept as it reads it.
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** JSON.stringify meets it as a marked string, which `jsonText` turns back into the number. */
  toJSON(): string {
    exactNumberMet = true;
    return MARK + this.text;
  }
}

export type JsonValue = null | boolean | number | string | ExactNumber | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

/** No delivered text can hold the mark: it differs from process to process. */
export const MARK = `\u0001${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}:`;
const MARKED = new RegExp(`"\\\\u0001${MARK.slice(1)}([^"]*)"`, 'g');

let exactNumberMet = false;

/** JSON text of a value; integers keep all their digits. */
export function jsonText(value: JsonValue): string {
  exactNumberMet = false;
  const text = JSON.stringify(value);
  return exactNumberMet ? text.replace(MARKED, '$1') : text;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

/** Text of a scalar as the lake keeps it; undefined for objects, arrays and null. */
export function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value instanceof ExactNumber ? value.text : undefined;
}

/** Text of the first of the fields that holds a scalar other than the empty string; null where none does. */
export function textField(object: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = scalarText(object[name]);
    if (text !== undefined && text !== '') return text;
  }
  return null;
}
