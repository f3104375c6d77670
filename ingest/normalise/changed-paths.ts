import { isObject, type JsonObject, type JsonValue } from '../decode/json-value.ts';

const ROOTS: Readonly<Record<string, string>> = {
  configuration: 'configuration',
  supplementaryconfiguration: 'supplementaryConfiguration',
  relationships: 'relationships',
  tags: 'tags',
};

/**
 * The paths of `configurationItemDiff.changedProperties`, like `configuration.state.name`. Config writes
 * `Configuration.State.Name`: the root is put in its own spelling, and each further key in the spelling that the item uses at that
 * place, where the item still has it.
 */
export function changedPathsOf(diff: JsonObject, item: JsonObject): readonly string[] | null {
  const changed = diff.changedProperties;
  if (!isObject(changed)) return null;
  return [...new Set(Object.keys(changed).map((path) => spelledLikeItem(path, item)))].sort();
}

/** No path of a configuration has more keys; a longer one is kept as it is written. */
const MOST_KEYS = 400;

function spelledLikeItem(path: string, item: JsonObject): string {
  const [first = '', ...rest] = path.split('.');
  if (rest.length > MOST_KEYS) return path;
  const root = ROOTS[first.toLowerCase()] ?? `${first.charAt(0).toLowerCase()}${first.slice(1)}`;
  const keys: string[] = [root];
  let value: JsonValue | undefined = item[root];
  let remaining = rest;
  while (remaining.length > 0) {
    const step: { readonly key: string; readonly used: number } = stepInto(value, remaining);
    keys.push(step.key);
    value = Array.isArray(value) ? value[Number(step.key)] : isObject(value) ? value[step.key] : undefined;
    remaining = remaining.slice(step.used);
  }
  return keys.join('.');
}

/** The key of an object that the next segments spell without case; a key may itself hold dots. */
function stepInto(
  value: JsonValue | undefined,
  segments: readonly string[],
): { readonly key: string; readonly used: number } {
  if (isObject(value)) {
    const names = new Map(Object.keys(value).map((key) => [key.toLowerCase(), key]));
    for (let used = 1; used <= segments.length; used += 1) {
      const key = names.get(segments.slice(0, used).join('.').toLowerCase());
      if (key !== undefined) return { key, used };
    }
  }
  return { key: segments[0] ?? '', used: 1 };
}
