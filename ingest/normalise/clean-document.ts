import { AppError } from '#catalog/errors.ts';
import { isSecretValue, REDACTED } from '#catalog/secrets.ts';
import { ExactNumber, isObject, type JsonObject, type JsonValue, scalarText } from '../decode/json-value.ts';
import { isKnownSecretKey, ruleBelow, type SecretNode } from '../redact/secret-rules.ts';
import { nestedDocument } from './nested-json.ts';
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
    if (document === undefined) return value;
    decoded.add(document as object);
    return cleanDocument(document, rule, decoded, level);
  }
  if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return value;
  if (level > MOST_LEVELS) throw new NestingTooDeepError(`The item nests more than ${MOST_LEVELS} levels.`);
  if (Array.isArray(value)) {
    const below = ruleBelow(rule, '*') ?? rule;
    for (let index = 0; index < value.length; index += 1)
      value[index] = cleanDocument(value[index] ?? null, below, decoded, level + 1);
    return value;
  }
  for (const key of Object.keys(value)) {
    const present = value[key] ?? null;
    const below = ruleBelow(rule, key);
    const kept =
      below?.isSecret === true && appliesTo(below, value)
        ? redactAll(present)
        : isKnownSecretKey(key)
          ? redactNamed(present, below, decoded, level)
          : isTagKey(key)
            ? cleanTags(present)
            : cleanDocument(present, below, decoded, level + 1);
    if (kept !== present) value[key] = kept;
  }
  return value;
}

/** A list of tags may come as a text; what is inside stays as it is. */
function cleanTags(value: JsonValue): JsonValue {
  return typeof value === 'string' ? (nestedDocument(value) ?? value) : value;
}

function appliesTo(rule: SecretNode, holder: JsonObject): boolean {
  return !rule.unless.some(({ key, values }) =>
    Object.keys(holder).some(
      (name) => name.toLowerCase() === key && values.includes(scalarText(holder[name]) ?? ''),
    ),
  );
}

/** Every scalar at and below a marked place goes; keys stay. */
export function redactAll(value: JsonValue): JsonValue {
  if (value === null || value === '') return value;
  if (Array.isArray(value)) return value.map(redactAll);
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactAll(each)]));
  return REDACTED;
}

/** Under a key that sounds like a secret, texts go unless they say where the secret is kept. */
function redactNamed(
  value: JsonValue,
  rule: SecretNode | undefined,
  decoded: DecodedDocuments,
  level: number,
): JsonValue {
  if (Array.isArray(value)) return value.map((each) => redactNamed(each, rule, decoded, level + 1));
  if (typeof value === 'string') return isSecretValue(value) ? REDACTED : value;
  return cleanDocument(value, rule, decoded, level + 1);
}
