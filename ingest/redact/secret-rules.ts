import { canonicalType } from '#catalog/resource-types.ts';
import { type KeyKind, keyKindOf } from '#catalog/secret-keys.ts';
import { plainPlaces, type SecretPlace, secretPlaces } from '#catalog/secrets.ts';
import { type JsonObject, scalarText } from '../decode/json-value.ts';

/** Marked places of a type as a tree of keys in lower case, so that an item is walked once. */
export interface SecretNode {
  readonly isSecret: boolean;
  /** Holds no variable, though an environment is around it. */
  readonly isPlain: boolean;
  /** It is secret where one of these places applies. */
  readonly places: readonly Pick<SecretPlace, 'unless' | 'only'>[];
  readonly children: ReadonlyMap<string, SecretNode>;
  /** Keys that hold a `*`. */
  readonly patterns: readonly { readonly pattern: RegExp; readonly node: SecretNode }[];
}

interface GrowingNode {
  isSecret: boolean;
  isPlain: boolean;
  readonly places: Pick<SecretPlace, 'unless' | 'only'>[];
  readonly children: Map<string, GrowingNode>;
  readonly patterns: { pattern: RegExp; node: GrowingNode }[];
}

const emptyNode = (): GrowingNode => ({
  isSecret: false,
  isPlain: false,
  places: [],
  children: new Map(),
  patterns: [],
});
const rules = new Map<string, SecretNode | undefined>();

/** The marked places of a type; undefined where only the names of keys decide. */
export function secretRules(type: string): SecretNode | undefined {
  const canonical = canonicalType(type);
  if (!rules.has(canonical)) rules.set(canonical, compile(canonical));
  return rules.get(canonical);
}

function compile(type: string): SecretNode | undefined {
  const places = Object.hasOwn(secretPlaces, type) ? secretPlaces[type] : undefined;
  const plain = Object.hasOwn(plainPlaces, type) ? plainPlaces[type] : undefined;
  if (places === undefined && plain === undefined) return undefined;
  const root = emptyNode();
  for (const place of places ?? []) {
    const node = nodeAt(root, place.path);
    node.isSecret = true;
    node.places.push(place);
  }
  for (const path of plain ?? []) nodeAt(root, path).isPlain = true;
  return root;
}

function nodeAt(root: GrowingNode, path: string): GrowingNode {
  let node = root;
  for (const key of path.toLowerCase().split('.')) node = childFor(node, key);
  return node;
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

/** Whether a marked place holds a secret in this very object. */
export function appliesTo(node: SecretNode, holder: JsonObject): boolean {
  return node.places.some(
    ({ unless, only }) =>
      (unless === undefined || !holds(holder, unless)) && (only === undefined || holds(holder, only)),
  );
}

function holds(holder: JsonObject, { key, values }: NonNullable<SecretPlace['only']>): boolean {
  const lower = key.toLowerCase();
  return Object.keys(holder).some(
    (name) => name.toLowerCase() === lower && values.includes(scalarText(holder[name]) ?? ''),
  );
}

const MOST_KEYS = 50_000;
const kinds = new Map<string, KeyKind>();

/** keyKindOf, remembered: the same few thousand keys come in every item. */
export function knownKeyKind(key: string): KeyKind {
  const known = kinds.get(key);
  if (known !== undefined) return known;
  if (kinds.size >= MOST_KEYS) kinds.clear();
  const kind = keyKindOf(key);
  kinds.set(key, kind);
  return kind;
}
