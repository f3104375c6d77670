import {
  isEntryFact,
  isEnvironmentName,
  isNameKey,
  isSecretKey,
  isSecretValue,
  keyKindOf,
  REDACTED,
  referenceTypes,
  withoutSecretForms,
} from '#catalog/secret-keys.ts';
import { plainPlaces, type SecretPlace, secretPlaces } from '#catalog/secrets.ts';
import type { Json, JsonObject } from './model.ts';
import { isObject, pickAnyCase } from './values.ts';

/** Rule 28: a part of an item without its secrets; keys stay, values become the catalogue's mark. */
export function redact(resourceType: string, part: string, value: Json): Json {
  const marked = (secretPlaces[resourceType] ?? []).flatMap((place) => {
    const [first = '', ...steps] = place.path.split('.');
    return first.toLowerCase() === part.toLowerCase() ? [{ steps, place }] : [];
  });
  const plain = (plainPlaces[resourceType] ?? []).map((path) => path.toLowerCase());
  return marked.reduce(
    (redacted, { steps, place }) => withoutMarked(redacted, steps, place),
    withoutNamed(value, part.toLowerCase(), plain),
  );
}

const TAGS = /^(tags|taglist|tagset|tagslist|filesystemtags|hostedzonetags)$/i;

/** What a key names as a secret, or as variables of an environment, goes wherever it stands. */
function withoutNamed(value: Json, path: string, plain: readonly string[]): Json {
  if (typeof value === 'string') return withoutSecretForms(value);
  if (Array.isArray(value)) return sameIfSame(value, (element) => withoutNamed(element, path, plain));
  if (!isObject(value)) return value;
  const holder = value;
  return mapKeys(holder, (key, inner) => {
    const at = `${path}.${key.toLowerCase()}`;
    if (TAGS.test(key)) return inner;
    const kind = keyKindOf(key);
    if (kind === 'secret' || (kind === 'value' && namesSecret(holder)))
      return withoutSecret(inner, at, plain);
    if (kind !== 'variables' && kind !== 'environment') return withoutNamed(inner, at, plain);
    if (kind === 'environment' && typeof inner === 'string' && isEnvironmentName(inner)) return inner;
    return withoutVariables(inner, at, plain);
  });
}

const namesSecret = (holder: JsonObject): boolean =>
  Object.entries(holder).some(([key, name]) => isNameKey(key) && isSecretKey(String(name)));

function withoutSecret(value: Json, path: string, plain: readonly string[]): Json {
  if (Array.isArray(value)) return sameIfSame(value, (element) => withoutSecret(element, path, plain));
  if (!isObject(value)) return isSecretValue(value) ? REDACTED : value;
  const rest = withoutNamed(value, path, plain) as JsonObject;
  return mapKeys(value, (key, inner) =>
    keyKindOf(key) === 'value' ? withoutSecret(inner, path, plain) : (rest[key] ?? null),
  );
}

/** Names of variables stay, values go. */
function withoutVariables(value: Json, path: string, plain: readonly string[]): Json {
  if (value === null || value === '') return value;
  if (Array.isArray(value))
    return value.map((element) => {
      const [name] = typeof element === 'string' ? (/^[A-Za-z_][\w.-]{0,127}=/.exec(element) ?? []) : [];
      return name === undefined ? withoutVariables(element, path, plain) : name + REDACTED;
    });
  if (!isObject(value)) return REDACTED;
  const keys = Object.keys(value);
  const isEntry =
    keys.some(isNameKey) && keys.some((key) => keyKindOf(key) === 'value' || /valuefrom/i.test(key));
  const type = value.type ?? value.Type ?? null;
  return mapKeys(value, (key, inner) => {
    const at = `${path}.${key.toLowerCase()}`;
    if (plain.includes(at)) return withoutNamed(inner, at, plain);
    const isReference =
      typeof type === 'string' && referenceTypes.has(type) && keyKindOf(key) === 'value' && !isObject(inner);
    const isFact = isEntry && (isEntryFact(key) || isReference) && typeof inner !== 'object';
    return isFact ? inner : withoutVariables(inner, at, plain);
  });
}

/** An array without secrets stays the same array: how it was written is known of that alone. */
function sameIfSame(value: readonly Json[], change: (element: Json) => Json): Json {
  const elements = value.map(change);
  return elements.every((element, index) => element === value[index]) ? value : elements;
}

const mapKeys = (object: JsonObject, change: (key: string, value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));

/** What stands at a marked path goes whole; arrays are entered without a step, `*` stands for any text in a key. */
function withoutMarked(value: Json, steps: readonly string[], place: SecretPlace): Json {
  if (Array.isArray(value)) return value.map((element) => withoutMarked(element, steps, place));
  if (!isObject(value)) return value;
  const [step = '', ...rest] = steps;
  const matches = new RegExp(`^${step.split('*').map(literal).join('.*')}$`, 'i');
  return mapKeys(value, (key, inner) => {
    if (!matches.test(key) || inner === null) return inner;
    if (rest.length > 0) return withoutMarked(inner, rest, place);
    return inner === '' || isExcepted(value, place) ? inner : whole(inner);
  });
}

/** Every scalar below goes, keys stay. */
function whole(value: Json): Json {
  if (value === null || value === '') return value;
  if (Array.isArray(value)) return value.map(whole);
  return isObject(value) ? mapKeys(value, (_key, inner) => whole(inner)) : REDACTED;
}

function isExcepted(holder: Json, { unless, only }: SecretPlace): boolean {
  const holds = (condition: NonNullable<SecretPlace['only']>): boolean => {
    const word = pickAnyCase(holder, condition.key);
    return typeof word === 'string' && condition.values.includes(word);
  };
  return (unless !== undefined && holds(unless)) || (only !== undefined && !holds(only));
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
