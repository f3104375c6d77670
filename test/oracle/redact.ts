import { isSecretKey, isSecretValue, REDACTED, type SecretPlace, secretPlaces } from '#catalog/secrets.ts';
import type { Json } from './model.ts';
import { isObject, pickAnyCase } from './values.ts';

/** Rule 28: a part of an item without its secrets; keys stay, values become the catalogue's mark. */
export function redact(resourceType: string, part: string, value: Json): Json {
  const marked = (secretPlaces[resourceType] ?? []).flatMap((place) => {
    const [first = '', ...steps] = place.path.split('.');
    return first.toLowerCase() === part.toLowerCase() ? [{ steps, place }] : [];
  });
  return marked.reduce(
    (redacted, { steps, place }) => withoutMarked(redacted, steps, place),
    withoutNamed(value),
  );
}

/** What stands under a key that names a secret goes wherever it stands. */
function withoutNamed(value: Json): Json {
  if (Array.isArray(value)) {
    const elements = value.map(withoutNamed);
    // An array without secrets stays the same array: how it was written is known of that alone.
    return elements.every((element, index) => element === value[index]) ? value : elements;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isSecretKey(key) && isSecretValue(inner) ? REDACTED : withoutNamed(inner),
    ]),
  );
}

/** What stands at a marked path goes whole; arrays are entered without a step, `*` stands for any text in a key. */
function withoutMarked(value: Json, steps: readonly string[], place: SecretPlace): Json {
  if (Array.isArray(value)) return value.map((element) => withoutMarked(element, steps, place));
  if (!isObject(value)) return value;
  const [step = '', ...rest] = steps;
  const matches = new RegExp(`^${step.split('*').map(literal).join('.*')}$`, 'i');
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (!matches.test(key) || inner === null) return [key, inner];
      if (rest.length > 0) return [key, withoutMarked(inner, rest, place)];
      return [key, inner === '' || isExcepted(value, place) ? inner : REDACTED];
    }),
  );
}

function isExcepted(holder: Json, { unless }: SecretPlace): boolean {
  const word = unless === undefined ? null : pickAnyCase(holder, unless.key);
  return typeof word === 'string' && unless?.values.includes(word) === true;
}

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
