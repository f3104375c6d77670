import { AppError } from '#catalog/errors.ts';
import { isNameKey, isSecretKey, isSecretValue, REDACTED, withoutSecretForms } from '#catalog/secret-keys.ts';
import {
  ExactNumber,
  isObject,
  type JsonObject,
  type JsonValue,
  jsonText,
  scalarText,
} from '../decode/json-value.ts';
import { redactAll } from '../redact/redact-all.ts';
import { redactVariables, type VariablesWalk } from '../redact/redact-variables.ts';
import { appliesTo, knownKeyKind, ruleBelow, type SecretNode } from '../redact/secret-rules.ts';
import { isBrokenDocument, nestedDocument, quotedDocument } from './nested-json.ts';
import { isTagKey } from './tags.ts';

/** Deeper than any configuration; beyond it the walks of an item would not be safe. */
const MOST_LEVELS = 200;

/** An item nests deeper than it may. */
export class NestingTooDeepError extends AppError {
  override readonly name = 'NestingTooDeepError';
  readonly code = 'ingest.nesting_too_deep';
  readonly retryable = false;
}

/** Documents that were texts as delivered: a typed text column keeps them as JSON text, which is no fault. */
export type DecodedDocuments = WeakSet<object>;

/**
 * Makes a configuration fit to be kept, in place: values that are secret become `[redacted]` with their keys kept, and
 * documents hidden in texts are decoded (and redacted likewise). Values of tags stay as their owner wrote them.
 * Returns the value to keep instead of the one given.
 * @param rule the marked places below this value, of the item's type
 */
export function cleanDocument(
  value: JsonValue,
  rule: SecretNode | undefined,
  decoded: DecodedDocuments,
  level = 0,
): JsonValue {
  if (typeof value === 'string') {
    const document = nestedDocument(value);
    if (document === undefined) return cleanText(value, rule, level);
    decoded.add(document as object);
    return cleanDocument(document, rule, decoded, level);
  }
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (level > MOST_LEVELS) throw tooDeep();
  if (Array.isArray(value)) {
    const below = ruleBelow(rule, '*') ?? rule;
    for (let index = 0; index < value.length; index += 1)
      value[index] = cleanDocument(value[index] ?? null, below, decoded, level + 1);
    return value;
  }
  for (const key of Object.keys(value)) {
    const present = value[key] ?? null;
    const kept = cleanField(value, key, present, ruleBelow(rule, key), decoded, level);
    if (kept !== present) value[key] = kept;
  }
  return value;
}

function cleanField(
  holder: JsonObject,
  key: string,
  value: JsonValue,
  rule: SecretNode | undefined,
  decoded: DecodedDocuments,
  level: number,
): JsonValue {
  if (rule?.isSecret === true && appliesTo(rule, holder)) return redactAll(value, level + 1);
  const kind = knownKeyKind(key);
  switch (kind) {
    case 'secret':
      return redactNamed(value, rule, decoded, level);
    case 'variables':
    case 'environment':
      return redactVariables(value, rule, walkOf(decoded), level + 1, kind === 'environment');
    case 'value':
      return isNamedSecret(holder)
        ? redactNamed(value, rule, decoded, level)
        : cleanDocument(value, rule, decoded, level + 1);
    case 'plain':
      return isTagKey(key) ? cleanTags(value, level + 1) : cleanDocument(value, rule, decoded, level + 1);
  }
}

const walkOf = (decoded: DecodedDocuments): VariablesWalk => ({
  decoded,
  clean: (value, rule, level) => cleanDocument(value, rule, decoded, level),
});

/** A document that a text holds but that cannot be read may hold anything. One in a text in a text stays a text. */
function cleanText(text: string, rule: SecretNode | undefined, level: number): string {
  const quoted = quotedDocument(text);
  if (quoted === undefined) return isBrokenDocument(text) ? REDACTED : withoutSecretForms(text);
  const before = jsonText(quoted);
  const after = jsonText(cleanDocument(quoted, rule, new WeakSet(), level));
  return after === before ? text : JSON.stringify(after);
}

/** `{name: "DB_PASSWORD", value: …}`: the name beside a value says what it is. */
const isNamedSecret = (holder: JsonObject): boolean =>
  Object.keys(holder).some((key) => isNameKey(key) && isSecretKey(scalarText(holder[key]) ?? ''));

/** A list of tags may come as a text; what is inside stays as it is. */
function cleanTags(value: JsonValue, level: number): JsonValue {
  const tags = typeof value === 'string' ? (nestedDocument(value) ?? value) : value;
  checkDepth(tags, level);
  return tags;
}

/** @throws NestingTooDeepError */
function checkDepth(value: JsonValue, level: number): void {
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return;
  if (level > MOST_LEVELS) throw tooDeep();
  for (const each of Array.isArray(value) ? value : Object.values(value)) checkDepth(each, level + 1);
}

const tooDeep = () => new NestingTooDeepError(`The item nests more than ${MOST_LEVELS} levels.`);

/**
 * Under a key that sounds like a secret, texts and numbers go unless they say where the secret is kept; of an object, its value
 * (`password: {type, default}`).
 */
function redactNamed(
  value: JsonValue,
  rule: SecretNode | undefined,
  decoded: DecodedDocuments,
  level: number,
): JsonValue {
  if (level > MOST_LEVELS) throw tooDeep();
  if (Array.isArray(value)) return value.map((each) => redactNamed(each, rule, decoded, level + 1));
  if (value instanceof ExactNumber) return REDACTED;
  if (!isObject(value)) return isSecretValue(value) ? REDACTED : value;
  for (const key of Object.keys(value))
    if (knownKeyKind(key) === 'value')
      value[key] = redactNamed(value[key] ?? null, ruleBelow(rule, key), decoded, level + 1);
  return cleanDocument(value, rule, decoded, level + 1);
}
