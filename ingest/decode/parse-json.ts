import { ExactNumber, type JsonValue, MARK } from './json-value.ts';

/**
 * What JSON.parse would lose or let through: integers of 16 digits and more, exponents beyond a double, NUL and
 * lone surrogates. The test is cheap and may say yes too often; the careful way reads everything right.
 */
const HAZARD = /[:[,\s]-?(?:\d{16}|\d[\d.]*[eE]\+?\d{3})|\\u0000|\\u[dD][89a-fA-F]/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;
const NUMBER = /-?\d[\d.eE+-]*/g;
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * JSON.parse with two rules of the lake: a number that a double cannot hold keeps its digits (ExactNumber), and
 * characters that engines disagree about (NUL, surrogates without their partner) become U+FFFD, in keys and values.
 * Of duplicate keys the last wins. Throws SyntaxError.
 */
export function parseJson(text: string): JsonValue {
  if (!HAZARD.test(text)) return JSON.parse(text) as JsonValue;
  return restore(JSON.parse(markNumbers(text)) as JsonValue);
}

/** Puts the numbers that would lose digits into marked strings; text inside strings is left alone. */
function markNumbers(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const outside = quote < 0 ? text.slice(at) : text.slice(at, quote);
    parts.push(outside.replace(NUMBER, markNumber));
    if (quote < 0) break;
    const end = endOfString(text, quote);
    parts.push(text.slice(quote, end));
    at = end;
  }
  return parts.join('');
}

function endOfString(text: string, quote: number): number {
  let from = quote + 1;
  for (;;) {
    const end = text.indexOf('"', from);
    if (end < 0) return text.length;
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
    from = end + 1;
  }
}

function markNumber(token: string): string {
  if (!JSON_NUMBER.test(token)) return token;
  const value = Number(token);
  const isInteger = /^-?\d+$/.test(token);
  const isLossy = isInteger ? !Number.isSafeInteger(value) : !Number.isFinite(value);
  return isLossy ? `"${MARK.replace('\u0001', '\\u0001')}${token}"` : token;
}

/** Deeper than any record that lands; what is below is never kept, so it may stay as it is. */
const MOST_LEVELS = 400;

function restore(value: JsonValue, level = 0): JsonValue {
  if (typeof value === 'string')
    return value.startsWith(MARK) ? new ExactNumber(value.slice(MARK.length)) : cleanText(value);
  if (typeof value !== 'object' || value === null || level > MOST_LEVELS) return value;
  if (Array.isArray(value)) return value.map((each) => restore(each, level + 1));
  // fromEntries defines own properties, so a key `__proto__` stays a key.
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [cleanText(key), restore(each, level + 1)]),
  );
}

/** NUL and lone surrogates become U+FFFD. */
export function cleanText(text: string): string {
  return text.replace(LONE_SURROGATE, '\uFFFD').replaceAll('\u0000', '\uFFFD');
}
