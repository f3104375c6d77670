import { type PropertyFact, resourceTypeFacts } from '#catalog/resource-types.ts';

/** The declared properties of a type as a tree of keys in lower case. */
export interface PropertyNode {
  /** Set where a column is read from this very place. */
  readonly fact: PropertyFact | undefined;
  readonly children: ReadonlyMap<string, PropertyNode>;
}

interface GrowingNode {
  fact: PropertyFact | undefined;
  readonly children: Map<string, GrowingNode>;
}

const MOST_TYPES = 5_000;
const trees = new Map<string, PropertyNode>();

/** Declared properties below `configuration` and `supplementaryConfiguration`, for any type. */
export function propertyTree(type: string): PropertyNode {
  const known = trees.get(type);
  if (known !== undefined) return known;
  const root: GrowingNode = { fact: undefined, children: new Map() };
  for (const fact of resourceTypeFacts(type).properties) {
    place(root, fact.path, fact);
    if (fact.alsoAt !== undefined) place(root, fact.alsoAt, fact);
  }
  if (trees.size >= MOST_TYPES) trees.clear();
  trees.set(type, root);
  return root;
}

function place(root: GrowingNode, path: string, fact: PropertyFact): void {
  let node = root;
  for (const key of path.toLowerCase().split('.')) {
    let child = node.children.get(key);
    if (child === undefined) {
      child = { fact: undefined, children: new Map() };
      node.children.set(key, child);
    }
    node = child;
  }
  node.fact ??= fact;
}

const MOST_KEYS = 100_000;
const lowered = new Map<string, string>();

/** Lower case, remembered: keys repeat from item to item. */
export function lowerKey(key: string): string {
  const known = lowered.get(key);
  if (known !== undefined) return known;
  if (lowered.size >= MOST_KEYS) lowered.clear();
  const lower = key.toLowerCase();
  lowered.set(key, lower);
  return lower;
}
