import type { Item, Json } from './model.ts';
import { canonicalText, isObject } from './values.ts';

/**
 * Rule 19: paths at which two versions differ, like `configuration.state.name`; objects are entered, an array
 * is compared whole. Parts: configuration, supplementaryConfiguration, tags.
 */
export function changedPaths(before: Item, after: Item): readonly string[] {
  return [
    ...differences('configuration', before.configuration, after.configuration),
    ...differences('supplementaryConfiguration', before.supplementary, after.supplementary),
    ...differences('tags', before.tags, after.tags),
  ].sort();
}

function differences(path: string, before: Json, after: Json): readonly string[] {
  if (isObject(before) && isObject(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => differences(`${path}.${key}`, before[key] ?? null, after[key] ?? null));
  }
  return canonicalText(before) === canonicalText(after) ? [] : [path];
}
