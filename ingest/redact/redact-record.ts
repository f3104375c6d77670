import { REDACTED } from '#catalog/secrets.ts';
import {
  ExactNumber,
  isObject,
  type JsonObject,
  type JsonValue,
  jsonText,
  textField,
} from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import { cleanDocument, redactAll } from '../normalise/clean-document.ts';
import { nestedDocument } from '../normalise/nested-json.ts';
import { isKnownSecretKey, secretRules } from './secret-rules.ts';

/**
 * A record that cannot land, made fit for the dead letters: items in it, however wrapped, are redacted by the rules of their
 * type, everything else by the names of its keys, and what a diff says a property was or became is left out. Changes the value.
 */
export function redactRecord(value: JsonValue): JsonValue {
  try {
    return redactWithin(value, 0);
  } catch (error) {
    // Too deep to walk is too deep to keep.
    if (error instanceof Error) return REDACTED;
    throw error;
  }
}

const MOST_LEVELS = 100;

function redactWithin(value: JsonValue, level: number): JsonValue {
  if (level > MOST_LEVELS) throw new RangeError('the record nests too deep');
  if (typeof value === 'string') {
    const document = nestedDocument(value);
    return document === undefined ? value : redactWithin(document, level + 1);
  }
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (Array.isArray(value)) return value.map((each) => redactWithin(each, level + 1));
  const type = textField(value, 'resourceType');
  for (const key of Object.keys(value)) value[key] = redactField(value, key, type, level);
  return value;
}

function redactField(holder: JsonObject, key: string, type: string | null, level: number): JsonValue {
  const value = holder[key] ?? null;
  if (key === 'changedProperties') return isObject(value) ? Object.keys(value) : REDACTED;
  if (key === 'configuration' || key === 'supplementaryConfiguration') {
    const document = typeof value === 'string' ? parsed(value) : value;
    // Without its type nobody knows which of its places are secret.
    if (type === null) return redactAll(document);
    return cleanDocument(document, secretRules(type)?.children.get(key.toLowerCase()), new WeakSet());
  }
  if (isKnownSecretKey(key) && typeof value === 'string') return REDACTED;
  return redactWithin(value, level + 1);
}

/** A configuration in a text that cannot be read cannot be redacted either. */
function parsed(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return text.trim() === '' ? text : REDACTED;
  }
}

/** A record of which not even the kind is known, made fit likewise: only what identifies it stays. */
export function redactUnknown(value: JsonValue, key = ''): JsonValue {
  if (Array.isArray(value)) return value.map((each) => redactUnknown(each, key));
  if (!isObject(value)) return value === null || PLAIN_KEYS.has(key) ? value : REDACTED;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, redactUnknown(each, name)]));
}

/** Facts of a record that help to find it and are no secret. */
const PLAIN_KEYS: ReadonlySet<string> = new Set([
  'resourceType',
  'resourceId',
  'awsAccountId',
  'accountId',
  'awsRegion',
  'region',
  'account',
  'messageType',
  'source',
  'detail-type',
  'id',
  'time',
  'configurationItemCaptureTime',
  'configurationItemStatus',
  'configSnapshotId',
  'fileVersion',
  'arn',
  'ARN',
  'MessageId',
  'Type',
  'eventName',
  'eventSource',
]);
const TEXT_TOKEN = /"(?:[^"\\]|\\.)*("|$)/g;
const ASSIGNED_SECRET = /([\w-]*(?:pass|secret|token|credential|key)[\w-]*["']?\s*[=:]\s*)\S+/gi;
const MOST_CHARACTERS = 4_000;

/**
 * The beginning of a text that is no JSON, or stops being it. What can be read as JSON up to the break is redacted as such; otherwise
 * every text in it goes but for facts that identify a record.
 */
export function redactText(text: string): string {
  const head = text.slice(0, MOST_CHARACTERS);
  const readable = readableStart(head);
  if (readable !== undefined) return jsonText(redactRecord(readable));
  if (!/"\s*:/.test(head)) return head.replace(ASSIGNED_SECRET, `$1${REDACTED}`);
  let key = '';
  return head.replace(TEXT_TOKEN, (token: string, _end: string, at: number) => {
    if (/^\s*:/.test(head.slice(at + token.length))) {
      key = token.slice(1, -1);
      return token;
    }
    return PLAIN_KEYS.has(key) ? token : `"${REDACTED}"`;
  });
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
