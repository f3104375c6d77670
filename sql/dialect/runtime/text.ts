import { distance } from 'fastest-levenshtein';
import { fail, runtime } from './runtime-function.ts';

/** Positions and lengths count code points, as in Trino. */
const points = (text: string): string[] => [...text];

/** Upper case of one code point; those whose upper case is longer (ß) stay. */
function upperPoint(character: string): string {
  const upper = character.toUpperCase();
  return points(upper).length === 1 ? upper : character;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII needs no look at each code point.
const isAscii = (text: string) => /^[\u0000-\u007f]*$/.test(text);

function positionOf(text: string, search: string, instance: bigint): bigint {
  if (instance === 0n) return fail("'instance' must not be zero");
  if (search === '') return 1n;
  const wanted = instance < 0n ? -instance : instance;
  let at = instance < 0n ? text.length : -1;
  for (let found = 0n; found < wanted; found++) {
    if (instance < 0n && at <= 0) return 0n;
    at = instance < 0n ? text.lastIndexOf(search, at - 1) : text.indexOf(search, at + 1);
    if (at < 0) return 0n;
  }
  return BigInt(points(text.slice(0, at)).length + 1);
}

function splitLimit(text: string, delimiter: string, limit: bigint): string[] {
  if (delimiter === '') return fail('The delimiter may not be the empty string');
  if (limit <= 0n || limit > 2_147_483_647n) return fail('Limit must be positive');
  const parts = text.split(delimiter);
  const kept = Number(limit) - 1;
  return parts.length <= kept + 1 ? parts : [...parts.slice(0, kept), parts.slice(kept).join(delimiter)];
}

function splitPart(text: string, delimiter: string, index: bigint): string | null {
  if (index <= 0n) return fail('Index must be greater than zero');
  const parts = delimiter === '' ? points(text) : text.split(delimiter);
  return parts[Number(index) - 1] ?? null;
}

function pad(text: string, length: bigint, padding: string, left: boolean): string {
  if (length < 0n || length > 2_147_483_647n)
    return fail('Target length must be in the range [0..2147483647]');
  if (padding === '') return fail('Padding string must not be empty');
  const have = points(text);
  const missing = Number(length) - have.length;
  if (missing <= 0) return have.slice(0, Number(length)).join('');
  const unit = points(padding);
  const filled = Array.from({ length: missing }, (_, index) => unit[index % unit.length]).join('');
  return left ? filled + text : text + filled;
}

function translate(text: string, from: string, to: string): string {
  const targets = points(to);
  const map = new Map<string, string>();
  for (const [index, character] of points(from).entries())
    if (!map.has(character)) map.set(character, targets[index] ?? '');
  return points(text)
    .map((character) => map.get(character) ?? character)
    .join('');
}

function hamming(left: string, right: string): bigint {
  const [a, b] = [points(left), points(right)];
  if (a.length !== b.length)
    return fail('The input strings to hamming_distance function must have the same length');
  return BigInt(a.filter((character, index) => character !== b[index]).length);
}

/** Edit distance in code points: each gets a character of its own where one has two units. */
function levenshtein(left: string, right: string): bigint {
  if (left.length === points(left).length && right.length === points(right).length)
    return BigInt(distance(left, right));
  const codes = new Map<string, string>();
  const single = (text: string) =>
    points(text)
      .map((character) => {
        const code = codes.get(character) ?? String.fromCharCode(codes.size + 1);
        codes.set(character, code);
        return code;
      })
      .join('');
  return BigInt(distance(single(left), single(right)));
}

function luhn(text: string): boolean {
  if (!/^\d*$/.test(text)) return fail('Input must be digits');
  const digits = points(text).reverse().map(Number);
  const total = digits.reduce(
    (sum, digit, index) => sum + (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)),
    0,
  );
  return total % 10 === 0;
}

function splitToPairs(text: string, entryDelimiter: string, keyDelimiter: string): string[] {
  if (entryDelimiter === '' || keyDelimiter === '') return fail('The delimiter may not be the empty string');
  if (entryDelimiter === keyDelimiter)
    return fail('entryDelimiter and keyValueDelimiter must not be the same');
  const flat: string[] = [];
  const seen = new Set<string>();
  const entries = text === '' ? [] : text.split(entryDelimiter);
  if (entries.length > 1 && entries.at(-1) === '') entries.pop();
  for (const entry of entries) {
    const parts = entry.split(keyDelimiter);
    const [key = '', value] = parts;
    if (value === undefined || parts.length > 2)
      return fail(`Key-value delimiter must appear exactly once in each entry. Bad input: '${entry}'`);
    if (seen.has(key))
      return fail(
        `Duplicate keys (${key}) are not allowed. Specifying a lambda to resolve conflicts can avoid this error`,
      );
    seen.add(key);
    flat.push(key, value);
  }
  return flat;
}

export const textFunctions = [
  runtime('t_upper', ['VARCHAR'], 'VARCHAR', (text) =>
    isAscii(text) ? text.toUpperCase() : points(text).map(upperPoint).join(''),
  ),
  runtime('t_reverse', ['VARCHAR'], 'VARCHAR', (text) => points(text).reverse().join('')),
  runtime('t_strpos_instance', ['VARCHAR', 'VARCHAR', 'BIGINT'], 'BIGINT', positionOf),
  runtime('t_split', ['VARCHAR', 'VARCHAR'], 'VARCHAR[]', (text, delimiter) =>
    delimiter === '' ? fail('The delimiter may not be the empty string') : text.split(delimiter),
  ),
  runtime('t_split_limit', ['VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR[]', splitLimit),
  runtime('t_split_part', ['VARCHAR', 'VARCHAR', 'BIGINT'], 'VARCHAR', splitPart),
  runtime('t_split_to_pairs', ['VARCHAR', 'VARCHAR', 'VARCHAR'], 'VARCHAR[]', splitToPairs),
  runtime('t_replace', ['VARCHAR', 'VARCHAR', 'VARCHAR'], 'VARCHAR', (text, search, replacement) =>
    search === ''
      ? ['', ...points(text)].map((character) => character + replacement).join('')
      : text.replaceAll(search, () => replacement),
  ),
  runtime('t_lpad', ['VARCHAR', 'BIGINT', 'VARCHAR'], 'VARCHAR', (text, length, padding) =>
    pad(text, length, padding, true),
  ),
  runtime('t_rpad', ['VARCHAR', 'BIGINT', 'VARCHAR'], 'VARCHAR', (text, length, padding) =>
    pad(text, length, padding, false),
  ),
  runtime('t_levenshtein_distance', ['VARCHAR', 'VARCHAR'], 'BIGINT', levenshtein),
  runtime('t_hamming_distance', ['VARCHAR', 'VARCHAR'], 'BIGINT', hamming),
  runtime('t_translate', ['VARCHAR', 'VARCHAR', 'VARCHAR'], 'VARCHAR', translate),
  runtime('t_normalize', ['VARCHAR', 'VARCHAR'], 'VARCHAR', (text, form) => text.normalize(form)),
  runtime('t_chr', ['BIGINT'], 'VARCHAR', (code) =>
    code < 0n || code > 0x10ffffn || (code >= 0xd800n && code <= 0xdfffn)
      ? fail(`Not a valid Unicode code point: ${code}`)
      : String.fromCodePoint(Number(code)),
  ),
  runtime('t_luhn_check', ['VARCHAR'], 'BOOLEAN', luhn),
  runtime('t_fitting', ['VARCHAR', 'BIGINT'], 'VARCHAR', (text, length) =>
    BigInt(points(text).length) <= length
      ? text
      : fail(`Value ${text} cannot be represented as varchar(${length})`),
  ),
  runtime('t_parse_boolean', ['VARCHAR'], 'BOOLEAN', (text) => {
    if (/^(?:t|true|1)$/i.test(text)) return true;
    return /^(?:f|false|0)$/i.test(text) ? false : fail(`Cannot cast '${text}' to BOOLEAN`);
  }),
];
