import { javaDouble } from './numbers.ts';
import { RuntimeError } from './runtime-function.ts';

/** A JSON document. A number keeps its token, since 1.0 and 1 differ and integers may be of any size. */
export type JsonValue = null | boolean | string | JsonNumber | JsonValue[] | Map<string, JsonValue>;

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

/** @throws RuntimeError where the text is not exactly one JSON value */
export function parseJson(text: string): JsonValue {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

// Built from text, since a JSON text may hold no control character.
const TEXT = '"(?:[^"\\\\\\u0000-\\u001f]|\\\\.)*"';
const NUMBER = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';
const TOKEN = new RegExp(`[ \\t\\n\\r]*(?:([{}[\\],:])|(${TEXT})|(${NUMBER})|(true|false|null))`, 'y');

class Reader {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) return this.#fail();
    const token = this.#next();
    switch (token[0]) {
      case '{':
        return this.#object(depth);
      case '[':
        return this.#array(depth);
      case '"':
        return unquote(token);
      case 't':
        return true;
      case 'f':
        return false;
      case 'n':
        return null;
      default:
        return /^[-\d]/.test(token) ? new JsonNumber(token) : this.#fail();
    }
  }

  end(): void {
    if (this.#text.slice(this.#at).trim() !== '') this.#fail();
  }

  #object(depth: number): JsonValue {
    const members = new Map<string, JsonValue>();
    if (this.#skip('}')) return members;
    do {
      const key = this.#next();
      if (key[0] !== '"') this.#fail();
      if (this.#next() !== ':') this.#fail();
      members.set(unquote(key), this.value(depth + 1));
    } while (this.#skip(','));
    if (this.#next() !== '}') this.#fail();
    return members;
  }

  #array(depth: number): JsonValue {
    const items: JsonValue[] = [];
    if (this.#skip(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.#skip(','));
    if (this.#next() !== ']') this.#fail();
    return items;
  }

  #next(): string {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (match === null) return this.#fail();
    this.#at = TOKEN.lastIndex;
    return match[1] ?? match[2] ?? match[3] ?? match[4] ?? '';
  }

  #skip(token: string): boolean {
    TOKEN.lastIndex = this.#at;
    const match = TOKEN.exec(this.#text);
    if (match?.[1] !== token) return false;
    this.#at = TOKEN.lastIndex;
    return true;
  }

  #fail(): never {
    throw new RuntimeError(`Cannot convert value to JSON: '${this.#text.slice(0, 200)}'`);
  }
}

function unquote(token: string): string {
  if (!token.includes('\\')) return token.slice(1, -1);
  try {
    return JSON.parse(token) as string;
  } catch {
    throw new RuntimeError(`Cannot convert value to JSON: ${token.slice(0, 200)}`);
  }
}

/** Compact JSON text; `sorted` puts the keys in order, as json_parse does and json_extract does not. */
export function writeJson(value: JsonValue, sorted: boolean): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof JsonNumber) return value.text();
  if (Array.isArray(value)) return `[${value.map((item) => writeJson(item, sorted)).join(',')}]`;
  const entries = [...value];
  if (sorted) entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${writeJson(item, sorted)}`).join(',')}}`;
}
