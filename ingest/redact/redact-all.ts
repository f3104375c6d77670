import { REDACTED } from '#catalog/secret-keys.ts';
import { isObject, type JsonValue } from '../decode/json-value.ts';

const MOST_LEVELS = 200;

/** Every scalar at and below a place goes; keys stay. */
export function redactAll(value: JsonValue, level = 0): JsonValue {
  if (value === null || value === '') return value;
  if (level > MOST_LEVELS) return REDACTED;
  if (Array.isArray(value)) return value.map((each) => redactAll(each, level + 1));
  if (isObject(value))
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redactAll(each, level + 1)]));
  return REDACTED;
}
