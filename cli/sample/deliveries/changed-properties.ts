import type { Draft, Json, JsonObject } from '../item.ts';

const isObject = (value: Json | undefined): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const capital = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
const same = (left: Json | undefined, right: Json | undefined): boolean =>
  JSON.stringify(left) === JSON.stringify(right);

/**
 * The changed properties of a change message: keyed by path with capitals (`Configuration.State.Name`,
 * `Tags.2`, `Relationships.0`), each with its values; list elements are compared as a whole. Empty for a creation.
 */
export function changedProperties(before: Draft | null, after: Draft | null): JsonObject {
  const changes: JsonObject = {};
  if (before === null) return changes;
  if (after === null) {
    changes.Configuration = { previousValue: before.configuration, updatedValue: null, changeType: 'DELETE' };
    compareLists('Relationships', edges(before), [], changes);
    return changes;
  }
  compareObjects('Configuration', before.configuration, after.configuration, changes);
  compareObjects('SupplementaryConfiguration', before.supplementary, after.supplementary, changes);
  compareLists(
    'Tags',
    Object.entries(before.tags).map(tagText),
    Object.entries(after.tags).map(tagText),
    changes,
  );
  compareLists('Relationships', edges(before), edges(after), changes);
  return changes;
}

const tagText = ([key, value]: [string, string]): JsonObject => ({ key, value });
const edges = (draft: Draft): JsonObject[] => draft.relationships.map((edge) => ({ ...edge }));

function compareObjects(path: string, before: JsonObject, after: JsonObject, changes: JsonObject): void {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const left = before[name];
    const right = after[name];
    const place = `${path}.${capital(name)}`;
    if (isObject(left) && isObject(right)) compareObjects(place, left, right, changes);
    else if (Array.isArray(left) && Array.isArray(right)) compareLists(place, left, right, changes);
    else if (!same(left, right)) changes[place] = change(left, right);
  }
}

/** Elements that only one side has, numbered in the order found. */
function compareLists(
  path: string,
  before: readonly Json[],
  after: readonly Json[],
  changes: JsonObject,
): void {
  const old = new Set(before.map((element) => JSON.stringify(element)));
  const young = new Set(after.map((element) => JSON.stringify(element)));
  let number = 0;
  for (const element of before) {
    if (young.has(JSON.stringify(element))) continue;
    changes[`${path}.${number}`] = change(element, undefined);
    number += 1;
  }
  for (const element of after) {
    if (old.has(JSON.stringify(element))) continue;
    changes[`${path}.${number}`] = change(undefined, element);
    number += 1;
  }
}

function change(previous: Json | undefined, updated: Json | undefined): JsonObject {
  const changeType = previous === undefined ? 'CREATE' : updated === undefined ? 'DELETE' : 'UPDATE';
  return { previousValue: previous ?? null, updatedValue: updated ?? null, changeType };
}
