import { javaDouble } from './numbers.ts';
import { RuntimeError } from './runtime-function.ts';

/** A JSON document. A number keeps its token, since 1.0 and 1 differ and integers may be of any size. */
export type JsonValue = null | boolean | string | number | JsonNumber | JsonValue[] | Map<string, JsonValue>;

/** A number whose text matters: with a fraction, an exponent, or more digits than a double holds. */
export class JsonNumber {
  readonly token: string;
  constructor(token: string) {
    this.token = token;
  }
  get isInteger(): boolean {
    return !/[.eE]/.test(this.token);
  }
  /** Trino's spelling: integers as they are, the rest as Java's doubles. */
  text(): string {
    if (this.isInteger) return BigInt(this.token).toString();
    const text = javaDouble(Number(this.token));
    return text.endsWith('Infinity') ? `"${text}"` : text;
  }
}

const MAX_DEPTH = 1000;

const notJson = (text: string): RuntimeError =>
  new RuntimeError(`Cannot convert value to JSON: '${text.slice(0, 200)}'`);

/** @throws RuntimeError where the text is not exactly one JSON value */
export function parseJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 34;
const BACKSLASH = 92;

class Reader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) return this.#fail();
    this.#space();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return this.#string();
      case 't':
        return this.#word('true', true);
      case 'f':
        return this.#word('false', false);
      case 'n':
        return this.#word('null', null);
      default:
        return this.#number();
    }
  }

  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.#fail();
  }

  #object(depth: number): JsonValue {
    const members = new Map<string, JsonValue>();
    this.#at++;
    if (this.#skip('}')) return members;
    do {
      this.#space();
      const key = this.#string();
      if (!this.#skip(':')) this.#fail();
      members.set(key, this.value(depth + 1));
    } while (this.#skip(','));
    if (!this.#skip('}')) this.#fail();
    return members;
  }

  #array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    this.#at++;
    if (this.#skip(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#skip(','));
    if (!this.#skip(']')) this.#fail();
    return items;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at;
    if (text.charCodeAt(start) !== QUOTE) return this.#fail();
    let end = start;
    do {
      end = text.indexOf('"', end + 1);
      if (end < 0) return this.#fail();
    } while (isEscaped(text, end));
    this.#at = end + 1;
    const inner = text.slice(start + 1, end);
    // Escapes and control characters are JSON.parse's to judge; most texts have none.
    if (!/[\\\p{Cc}]/u.test(inner)) return inner;
    try {
      return JSON.parse(text.slice(start, end + 1)) as string;
    } catch {
      return this.#fail();
    }
  }

  #number(): JsonValue {
    NUMBER.lastIndex = this.#at;
    const token = NUMBER.exec(this.#text)?.[0];
    if (token === undefined) return this.#fail();
    this.#at = NUMBER.lastIndex;
    const isPlain = token.length < 16 && token !== '-0' && !/[.eE]/.test(token);
    return isPlain ? Number(token) : new JsonNumber(token);
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) return this.#fail();
    this.#at += word.length;
    return value;
  }

  #skip(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.#at++;
    }
  }

  #fail(): never {
    throw notJson(this.#text);
  }
}

/** Whether an odd number of backslashes stands before a position. */
function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

/** A text as Trino's JSON writer has it: capital hex digits, and escapes for what lies beyond the first plane. */
export function quoteJson(text: string): string {
  const quoted = JSON.stringify(text);
  if (!/[\ud800-\udfff]|\\u/.test(quoted)) return quoted;
  const hex = (unit: string) => `\\u${unit.toUpperCase().padStart(4, '0')}`;
  return quoted
    .replace(/\\(?:u([0-9a-f]{4})|.)/g, (whole, unit: string | undefined) =>
      unit === undefined ? whole : hex(unit),
    )
    .replace(/[\ud800-\udfff]/g, (unit) => hex(unit.charCodeAt(0).toString(16)));
}

/** Compact JSON text; `sorted` puts the keys in order, as json_parse does and json_extract does not. */
export function writeJson(value: JsonValue, sorted: boolean): string {
  if (typeof value === 'string') return quoteJson(value);
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (value instanceof JsonNumber) return value.text();
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item, sorted)).join(',')}]`;
  const entries = [...value];
  if (sorted && entries.length > 1) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${quoteJson(key)}:${writeJson(item, sorted)}`).join(',')}}`;
}

/** Token of a number, undefined for any other value. */
export const numberToken = (value: JsonValue): string | undefined =>
  value instanceof JsonNumber ? value.token : typeof value === 'number' ? String(value) : undefined;
