import { canonicalType } from '#catalog/resource-types.ts';
import { isSecretKey, secretPlaces } from '#catalog/secrets.ts';

/** Marked places of a type as a tree of keys in lower case, so that an item is walked once. */
export interface SecretNode {
  readonly isSecret: boolean;
  readonly unless: readonly { readonly key: string; readonly values: readonly string[] }[];
  readonly children: ReadonlyMap<string, SecretNode>;
  /** Keys that hold a `*`. */
  readonly patterns: readonly { readonly pattern: RegExp; readonly node: SecretNode }[];
}

interface GrowingNode {
  isSecret: boolean;
  readonly unless: { key: string; values: readonly string[] }[];
  readonly children: Map<string, GrowingNode>;
  readonly patterns: { pattern: RegExp; node: GrowingNode }[];
}

const emptyNode = (): GrowingNode => ({ isSecret: false, unless: [], children: new Map(), patterns: [] });
const rules = new Map<string, SecretNode | undefined>();

/** The marked places of a type; undefined where only the names of keys decide. */
export function secretRules(type: string): SecretNode | undefined {
  const canonical = canonicalType(type);
  if (!rules.has(canonical)) rules.set(canonical, compile(canonical));
  return rules.get(canonical);
}

function compile(type: string): SecretNode | undefined {
  const places = Object.hasOwn(secretPlaces, type) ? secretPlaces[type] : undefined;
  if (places === undefined) return undefined;
  const root = emptyNode();
  for (const { path, unless } of places) {
    let node = root;
    for (const key of path.toLowerCase().split('.')) node = childFor(node, key);
    node.isSecret = true;
    if (unless !== undefined) node.unless.push({ key: unless.key.toLowerCase(), values: unless.values });
  }
  return root;
}

function childFor(node: GrowingNode, key: string): GrowingNode {
  const known = node.children.get(key);
  if (known !== undefined) return known;
  const child = emptyNode();
  node.children.set(key, child);
  if (key.includes('*')) {
    const pattern = key
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    node.patterns.push({ pattern: new RegExp(`^${pattern}$`), node: child });
  }
  return child;
}

/** The rule for a key below a place; keys match without case. */
export function ruleBelow(node: SecretNode | undefined, key: string): SecretNode | undefined {
  if (node === undefined) return undefined;
  const lower = key.toLowerCase();
  return node.children.get(lower) ?? node.patterns.find(({ pattern }) => pattern.test(lower))?.node;
}

const MOST_KEYS = 50_000;
const secretKeys = new Map<string, boolean>();

/** isSecretKey, remembered: the same few thousand keys come in every item. */
export function isKnownSecretKey(key: string): boolean {
  const known = secretKeys.get(key);
  if (known !== undefined) return known;
  if (secretKeys.size >= MOST_KEYS) secretKeys.clear();
  const answer = isSecretKey(key);
  secretKeys.set(key, answer);
  return answer;
}
