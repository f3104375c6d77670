import type { Json, JsonObject } from './model.ts';

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first of the names that the object has with a value other than null. */
export function pick(object: JsonObject, ...names: readonly string[]): Json {
  for (const name of names) {
    const value = object[name];
    if (value !== undefined && value !== null) return value;
  }
  return null;
}

/** The same without regard to case, for keys that are camel in one type and Pascal in another. */
export function pickAnyCase(object: Json, name: string): Json {
  if (!isObject(object)) return null;
  const found = Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : (object[found] ?? null);
}

/** Text of a scalar; '' and whatever has no text are null. */
export function textOf(value: Json): string | null {
  if (typeof value === 'string') return value === '' ? null : value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return null;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|z|[+-]\d{2}:?\d{2})?$/;

/** Milliseconds of a time as AWS writes it: ISO with `Z`, `+0000` or nothing (UTC), epoch seconds or milliseconds. */
export function timeOf(value: Json): number | null {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return null;
    return Math.abs(value) < 1e11 ? Math.round(value * 1000) : Math.round(value);
  }
  if (isObject(value)) return recordedTime(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^-?\d+(\.\d+)?$/.test(text) && text.length >= 9) return timeOf(Number(text));
  const parts = ISO.exec(text);
  if (parts === null) return englishTime(text);
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = parts;
  const offset = /^z$/i.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${offset}`,
  );
  return Number.isNaN(ms) ? null : ms;
}

/** As recordings of API answers keep a time: its parts, in UTC. */
function recordedTime(value: JsonObject): number | null {
  if (value.__class__ !== 'datetime') return null;
  const [year, month, day, hour, minute, second, micros] = [
    'year',
    'month',
    'day',
    'hour',
    'minute',
    'second',
    'microsecond',
  ].map((part) => Number(value[part] ?? 0));
  const ms = Date.UTC(
    year ?? 0,
    (month ?? 1) - 1,
    day,
    hour,
    minute,
    second,
    Math.floor((micros ?? 0) / 1000),
  );
  return Number.isNaN(ms) ? null : ms;
}

/** As Java writes a date in English, always UTC: `Dec 30, 2024 6:11:40 PM`, `Dec 30, 2024, 6:11:40 PM`. */
function englishTime(text: string): number | null {
  if (!/^[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d{2}:\d{2}\s[AP]M$/.test(text)) return null;
  const ms = Date.parse(`${text} UTC`);
  return Number.isNaN(ms) ? null : ms;
}

/** `YYYY-MM-DD hh:mm:ss.sss`, UTC. */
export function timestampText(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

/** Object keys in order, so that equal values have equal text. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

const writtenAsText = new WeakSet<object>();

/** Whether `decodeNested` found this value in a text. */
export const isWrittenAsText = (value: Json): boolean =>
  typeof value === 'object' && value !== null && writtenAsText.has(value);

/** Rule 7: a string that is, perhaps URL-encoded, a JSON object or array is replaced by what it says, at any depth. */
export function decodeNested(value: Json): Json {
  if (typeof value === 'string') {
    const inner = jsonInText(value);
    if (inner === undefined) return value;
    const decoded = decodeNested(inner);
    if (typeof decoded === 'object' && decoded !== null) writtenAsText.add(decoded);
    return decoded;
  }
  if (Array.isArray(value)) return value.map(decodeNested);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, decodeNested(inner)]));
  return value;
}

function jsonInText(text: string): Json | undefined {
  const candidates = [text];
  if (/^\s*%(7B|5B)/i.test(text)) {
    try {
      candidates.push(decodeURIComponent(text));
    } catch {
      return undefined;
    }
  }
  for (const candidate of candidates) {
    if (!/^\s*[[{]/.test(candidate)) continue;
    try {
      const parsed = JSON.parse(candidate) as Json;
      if (typeof parsed === 'object' && parsed !== null) return parsed;
    } catch {
      // Not JSON after all: the text stays as it is.
    }
  }
  return undefined;
}
