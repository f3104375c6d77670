import { hash } from 'node:crypto';
import { isSecretKey, REDACTED, withoutSecretForms } from '#catalog/secret-keys.ts';
import { ExactNumber, isObject, type JsonValue, scalarText, textField } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import { cleanDocument } from '../normalise/clean-document.ts';
import { isBrokenDocument, nestedDocument } from '../normalise/nested-json.ts';
import { isTagKey } from '../normalise/tags.ts';
import { recordWords, wrapperWords } from './record-words.ts';
import { redactAll } from './redact-all.ts';
import { secretRules } from './secret-rules.ts';

/**
 * A record that cannot land, made fit for the dead letters. It fails closed: kept are scalars under the words that AWS Config and its
 * messengers use, the configuration and tags of an item as they would have landed, and all keys. Of a diff the names of what changed
 * stay, of a text that cannot be read its length and hash. Changes the value.
 */
export function redactRecord(value: JsonValue): JsonValue {
  return redactWithin(value, { key: '', type: null, level: 0 });
}

/** A record of which not even the kind is known, made fit likewise: without its type nobody knows which of its places are secret. */
export function redactUnknown(value: JsonValue): JsonValue {
  return redactWithin(value, { key: '', type: undefined, level: 0 });
}

/** A text that is kept by its length and hash alone: enough to find it again in its file. */
export function describeText(text: string): string {
  return `[unreadable: ${text.length} characters, sha256 ${hash('sha256', text)}]`;
}

/** Deeper than any message; what is below goes. */
const MOST_LEVELS = 40;

interface Around {
  /** The key that the value stands under, of lists the list's. */
  readonly key: string;
  /** Of the item around it; null outside of items, undefined where tags and configurations are not to be trusted. */
  readonly type: string | null | undefined;
  readonly level: number;
}

function redactWithin(value: JsonValue, around: Around): JsonValue {
  if (value === null || typeof value === 'boolean') return value;
  if (around.level > MOST_LEVELS) return REDACTED;
  const below = { ...around, level: around.level + 1 };
  if (typeof value === 'string') {
    const document = nestedDocument(value);
    return document === undefined ? redactScalar(value, around.key) : redactWithin(document, below);
  }
  if (typeof value === 'number' || value instanceof ExactNumber)
    return recordWords.has(around.key.toLowerCase()) ? value : REDACTED;
  if (Array.isArray(value)) return value.map((each) => redactWithin(each, below));
  const type = around.type === undefined ? undefined : (textField(value, 'resourceType') ?? null);
  for (const key of Object.keys(value))
    value[key] = redactField(value[key] ?? null, { key, type, level: below.level });
  return value;
}

function redactField(value: JsonValue, around: Around): JsonValue {
  const { key, type } = around;
  switch (key.toLowerCase()) {
    case 'changedproperties':
      return isObject(value)
        ? Object.fromEntries(Object.keys(value).map((path) => [path, REDACTED]))
        : redactAll(value);
    case 'previousvalue':
    case 'updatedvalue':
      return value === null ? null : REDACTED;
    case 'configuration':
    case 'supplementaryconfiguration':
      return redactConfiguration(value, key, type);
    default:
      if (typeof type === 'string' && isTagKey(key)) return tagsOf(value);
      // A name such as a rule's may sound like a secret, and its text is none.
      return isSecretKey(key) ? redactAll(value) : redactWithin(value, around);
  }
}

function redactConfiguration(value: JsonValue, key: string, type: string | null | undefined): JsonValue {
  const document = typeof value === 'string' ? parsed(value) : value;
  if (typeof type !== 'string') return redactAll(document);
  try {
    return cleanDocument(document, secretRules(type)?.children.get(key.toLowerCase()), new WeakSet());
  } catch {
    // Too deep to walk is too deep to keep.
    return REDACTED;
  }
}

/** A configuration in a text that cannot be read cannot be redacted either. */
function parsed(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    return text.trim() === '' ? text : describeText(text);
  }
}

/** Tags as an item would have landed with them: a map or a list of pairs. */
function tagsOf(value: JsonValue): JsonValue {
  const isTag = (tag: JsonValue): boolean =>
    isObject(tag)
      ? Object.values(tag).every((each) => each === null || scalarText(each) !== undefined)
      : false;
  const isKept = Array.isArray(value) ? value.every(isTag) : isTag(value);
  return isKept ? value : redactAll(value);
}

const LONGEST_KEPT = 2_000;

function redactScalar(text: string, key: string): JsonValue {
  if (text === '') return text;
  const lower = key.toLowerCase();
  if (!recordWords.has(lower)) return REDACTED;
  if (wrapperWords.has(lower) || isBrokenDocument(text) || text.length > LONGEST_KEPT)
    return describeText(text);
  return withoutSecretForms(text);
}

/** Facts of a broken record that help to find it, if they look like what they should be. */
export function redactFact(text: string, key: string): string | undefined {
  const isFact = recordWords.has(key.toLowerCase()) && !wrapperWords.has(key.toLowerCase());
  return isFact && /^[\w.:/+-]{0,256}$/.test(text) && withoutSecretForms(text) === text ? text : undefined;
}
