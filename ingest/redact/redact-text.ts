import { REDACTED } from '#catalog/secret-keys.ts';
import { type JsonValue, jsonText } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import { describeText, redactFact, redactRecord } from './redact-record.ts';

const MOST_CHARACTERS = 4_000;

/**
 * The beginning of a text that is no JSON, or stops being it. What can be read as JSON up to the break is redacted as such; of a text
 * with keys its structure stays, and the facts that identify a record; of any other its length and hash.
 */
export function redactText(text: string): string {
  const head = text.slice(0, MOST_CHARACTERS);
  const readable = readableStart(head);
  if (readable !== undefined) return jsonText(redactRecord(readable));
  if (head === '' || !/"\s*:/.test(head)) return head === '' ? '' : describeText(text);
  return structureOf(head);
}

const TOKEN = /"(?:[^"\\]|\\.)*(?:"|$)|[{}[\],:]+|\s+|[^"{}[\],:\s]+/g;
const MOST_KEY_CHARACTERS = 100;

/** Brackets and keys as they stand; of the values those that are facts of a record under their key. */
function structureOf(head: string): string {
  let key = '';
  let text = '';
  for (const match of head.matchAll(TOKEN)) {
    const [token] = match;
    if (/^[{}[\],:\s]/.test(token)) {
      // A key speaks for the one value after it.
      if (/[{}[\],]/.test(token)) key = '';
      text += token;
      continue;
    }
    const isQuoted = token.startsWith('"');
    const inner = isQuoted ? token.slice(1, token.length > 1 && token.endsWith('"') ? -1 : undefined) : '';
    const isKey =
      isQuoted && /^\s*:/.test(head.slice(match.index + token.length, match.index + token.length + 20));
    if (isKey && /^[\w.:-]*$/.test(inner) && inner.length <= MOST_KEY_CHARACTERS) {
      key = inner;
      text += token;
      continue;
    }
    const fact = isQuoted && !isKey ? redactFact(inner, key) : undefined;
    const isWord = /^(null|true|false)$/.test(token);
    key = '';
    text += isWord ? token : `"${fact ?? REDACTED}"`;
  }
  return text.replaceAll(/"\[redacted\]"(?:\s*"\[redacted\]")+/g, `"${REDACTED}"`);
}

/** The value that a broken-off JSON text begins, closed where it was last whole; undefined where it is no such text. */
function readableStart(text: string): JsonValue | undefined {
  const closers: string[] = [];
  let cut = 0;
  let closing = '';
  // A piece from the middle of a value does not say what its keys stand under.
  const start = text.length - text.trimStart().length;
  let at = start;
  if (!/[{[]/.test(text[at] ?? '')) return undefined;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      const end = endOfText(text, at);
      if (end === undefined) break;
      at = end;
      continue;
    }
    if (character === '{' || character === '[') closers.push(character === '{' ? '}' : ']');
    if (character === '}' || character === ']') if (closers.pop() !== character) return undefined;
    at += 1;
    if (
      character === ',' ||
      character === '{' ||
      character === '[' ||
      character === '}' ||
      character === ']'
    ) {
      cut = character === ',' ? at - 1 : at;
      closing = [...closers].reverse().join('');
    }
    if (closers.length === 0) break;
  }
  try {
    return parseJson(text.slice(start, cut) + closing);
  } catch {
    return undefined;
  }
}

function endOfText(text: string, quote: number): number | undefined {
  for (let at = quote + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
