import { isObject, type JsonObject, type JsonValue } from '../decode/json-value.ts';
import { lowerKey } from './property-tree.ts';

/** The value at a dotted path; keys match without case. `''` is the value itself; undefined where there is nothing. */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  if (path === '') return value;
  let at = value;
  for (const key of path.split('.')) {
    if (!isObject(at)) return undefined;
    at = at[key] ?? at[ownKey(at, key)];
  }
  return at;
}

function ownKey(object: JsonObject, key: string): string {
  const lower = lowerKey(key);
  return Object.keys(object).find((each) => lowerKey(each) === lower) ?? key;
}

/** Elements at a path: those of an array, a single object as one, nothing as none. */
export function elementsAt(value: JsonValue | undefined, path: string): readonly JsonValue[] {
  const at = valueAt(value, path);
  if (at === undefined || at === null) return [];
  return Array.isArray(at) ? at : [at];
}
