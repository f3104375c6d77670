import { isEntryFact, isEnvironmentName, isNameKey, REDACTED, referenceTypes } from '#catalog/secret-keys.ts';
import { ExactNumber, isObject, type JsonObject, type JsonValue, scalarText } from '../decode/json-value.ts';
import { nestedDocument } from '../normalise/nested-json.ts';
import { redactAll } from './redact-all.ts';
import { knownKeyKind, ruleBelow, type SecretNode } from './secret-rules.ts';

/** What the walk around the variables does. */
export interface VariablesWalk {
  /** Documents that were texts. */
  readonly decoded: WeakSet<object>;
  /** Cleans what is no variable. */
  readonly clean: (value: JsonValue, rule: SecretNode | undefined, level: number) => JsonValue;
}

/**
 * Variables of an environment without their values, whatever form they come in: a map, entries `{name, value}`, texts `NAME=value`,
 * or JSON in a text. Their names stay. What cannot be told apart from a value goes.
 */
export function redactVariables(
  value: JsonValue,
  rule: SecretNode | undefined,
  walk: VariablesWalk,
  level: number,
  keepsName = false,
): JsonValue {
  if (typeof value === 'string') {
    const document = nestedDocument(value);
    if (document === undefined)
      return value === '' || (keepsName && isEnvironmentName(value)) ? value : REDACTED;
    walk.decoded.add(document as object);
    return redactVariables(document, rule, walk, level);
  }
  if (value === null || typeof value !== 'object' || value instanceof ExactNumber) return redactAll(value);
  if (level > MOST_LEVELS) return REDACTED;
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries())
      value[index] =
        typeof each === 'string'
          ? redactAssignment(each, rule, walk, level)
          : redactVariables(each, rule, walk, level + 1);
    return value;
  }
  const isEntry = isEntryOf(value);
  for (const [key, each] of Object.entries(value)) {
    const below = ruleBelow(rule, key);
    if (below?.isPlain === true) value[key] = walk.clean(each, below, level + 1);
    else if (!isEntry || !isFactOf(value, key, each))
      value[key] = redactVariables(each, below, walk, level + 1);
  }
  return value;
}

const MOST_LEVELS = 200;

const isScalar = (value: JsonValue): boolean => !Array.isArray(value) && !isObject(value);

const isEntryOf = (holder: JsonObject): boolean => {
  const keys = Object.keys(holder);
  return keys.some(isNameKey) && keys.some((key) => knownKeyKind(key) === 'value' || /valuefrom/i.test(key));
};

function isFactOf(entry: JsonObject, key: string, value: JsonValue): boolean {
  if (!isScalar(value)) return false;
  if (isEntryFact(key)) return true;
  const type = scalarText(entry.type ?? entry.Type);
  return type !== undefined && referenceTypes.has(type) && knownKeyKind(key) === 'value';
}

/** `NAME=value` keeps its name. */
function redactAssignment(
  text: string,
  rule: SecretNode | undefined,
  walk: VariablesWalk,
  level: number,
): JsonValue {
  const [, name] = /^([A-Za-z_][\w.-]{0,127}=)/.exec(text) ?? [];
  return name === undefined ? redactVariables(text, rule, walk, level + 1) : `${name}${REDACTED}`;
}
