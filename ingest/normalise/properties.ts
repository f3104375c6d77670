import {
  isDynamicObject,
  type LearnedKind,
  learnedProperties,
  type PropertyFact,
} from '#catalog/resource-types.ts';
import { ExactNumber, isObject, type JsonObject, type JsonValue } from '../decode/json-value.ts';
import type { DecodedDocuments } from './clean-document.ts';
import { lowerKey, type PropertyNode, propertyTree } from './property-tree.ts';
import { isTagKey } from './tags.ts';
import { isWhole, jsonColumnText, typedText } from './typed-text.ts';

/** The typed values of one item. */
export interface Properties {
  /** Column of the typed table → canonical text. */
  readonly values: ReadonlyMap<string, string>;
  /** Columns that the published schema does not know, with the places they were met at. */
  readonly learned: readonly PropertyFact[];
  /** Values that did not fit their declared column, and arrays where a scalar is declared. */
  readonly faults: number;
}

/** Of one item; the rest stays in the JSON. An object with more undeclared keys has keys of its owner's making. */
const MOST_LEARNED = 400;
const MOST_LEARNED_LEVELS = 6;
const MOST_FIXED_KEYS = 60;
const LONGEST_LEARNED_PATH = 300;

/** Keys that can be part of a structure; others are ids (`i-0ab12…`) or words of the owner. */
const STRUCTURAL_KEY = /^[A-Za-z_]\w{0,79}(?:-[A-Za-z]+){0,8}$/;

interface Walk {
  readonly values: Map<string, string>;
  readonly met: Map<string, LearnedKind>;
  readonly metValues: Map<string, JsonValue>;
  readonly decoded: DecodedDocuments;
  faults: number;
}

/**
 * Reads the typed columns of a type from a cleaned item: the declared properties wherever keys match without case, and the
 * scalars and arrays that no schema declares. A value that does not fit its column is left out and counted.
 */
export function propertiesOf(
  type: string,
  configuration: JsonValue,
  supplementary: JsonValue,
  decoded: DecodedDocuments,
): Properties {
  const walk: Walk = { values: new Map(), met: new Map(), metValues: new Map(), decoded, faults: 0 };
  const tree = propertyTree(type);
  if (isObject(configuration))
    walkObject(configuration, tree.children.get('configuration'), 'configuration', 1, walk);
  if (isObject(supplementary))
    walkObject(
      supplementary,
      tree.children.get('supplementaryconfiguration'),
      'supplementaryConfiguration',
      1,
      walk,
    );
  const learned = walk.met.size === 0 ? [] : learnedOf(type, walk.met);
  for (const fact of learned) keepLearned(fact, walk);
  return { values: walk.values, learned, faults: walk.faults };
}

function walkObject(
  object: JsonObject,
  node: PropertyNode | undefined,
  path: string,
  level: number,
  walk: Walk,
): void {
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || value === null) continue;
    const child = node?.children.get(lowerKey(key));
    if (child?.fact !== undefined) declared(value, child, child.fact, `${path}.${key}`, level, walk);
    else if (isObject(value)) inner(value, child, `${path}.${key}`, key, level, walk);
    else if (child !== undefined) walk.faults += 1;
    else if (!isTagKey(key)) learn(`${path}.${key}`, key, value, level, walk);
  }
}

/** A place with a column of its own. */
function declared(
  value: JsonValue,
  node: PropertyNode,
  fact: PropertyFact,
  path: string,
  level: number,
  walk: Walk,
): void {
  if (fact.json) {
    if (fact.isArray && !Array.isArray(value) && !isObject(value)) walk.faults += 1;
    else keep(fact, jsonColumnText(value), walk);
    return;
  }
  if (isObject(value)) {
    if (walk.decoded.has(value)) keep(fact, jsonColumnText(value), walk);
    else if (node.children.size > 0 || fact.type !== 'varchar') inner(value, node, path, '', level, walk);
    else walk.faults += 1;
    return;
  }
  if (Array.isArray(value) && walk.decoded.has(value)) {
    keep(fact, jsonColumnText(value), walk);
    return;
  }
  const text = typedText(value, fact.type);
  if (text === undefined) walk.faults += 1;
  else keep(fact, text, walk);
}

function keep(fact: PropertyFact, text: string | null, walk: Walk): void {
  if (text !== null && !walk.values.has(fact.column)) walk.values.set(fact.column, text);
}

function inner(
  value: JsonObject,
  node: PropertyNode | undefined,
  path: string,
  key: string,
  level: number,
  walk: Walk,
): void {
  if (node !== undefined) {
    walkObject(value, node, path, level + 1, walk);
    return;
  }
  const keys = Object.keys(value);
  if (keys.length === 0 || isTagKey(key)) return;
  const isOwners =
    walk.decoded.has(value) ||
    isDynamicObject(path) ||
    keys.length > MOST_FIXED_KEYS ||
    level >= MOST_LEARNED_LEVELS ||
    keys.some((each) => !STRUCTURAL_KEY.test(each));
  if (isOwners) learn(path, key, value, level, walk);
  else walkObject(value, undefined, path, level + 1, walk);
}

function learn(path: string, key: string, value: JsonValue, level: number, walk: Walk): void {
  if (walk.met.size >= MOST_LEARNED || level > MOST_LEARNED_LEVELS || path.length > LONGEST_LEARNED_PATH)
    return;
  if (!STRUCTURAL_KEY.test(key)) return;
  const kind = kindOf(value);
  if (kind === undefined) return;
  walk.met.set(path, kind);
  walk.metValues.set(path.toLowerCase(), value);
}

function kindOf(value: JsonValue): LearnedKind | undefined {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number' || value instanceof ExactNumber) return isWhole(value) ? 'integer' : 'float';
  if (Array.isArray(value)) return 'array';
  return isObject(value) ? 'object' : undefined;
}

function keepLearned(fact: PropertyFact, walk: Walk): void {
  const value = walk.metValues.get(fact.path.toLowerCase()) ?? null;
  const text = fact.json ? jsonColumnText(value) : typedText(value, fact.type);
  if (text !== null && text !== undefined && !walk.values.has(fact.column))
    walk.values.set(fact.column, text);
}

const MOST_SHAPES = 20_000;
const shapes = new Map<string, readonly PropertyFact[]>();

/** Items of a type mostly have the same undeclared keys, so their names are worked out once. */
function learnedOf(type: string, met: ReadonlyMap<string, LearnedKind>): readonly PropertyFact[] {
  const shape = `${type}\n${[...met].map(([path, kind]) => `${path} ${kind}`).join('\n')}`;
  const known = shapes.get(shape);
  if (known !== undefined) return known;
  if (shapes.size >= MOST_SHAPES) shapes.clear();
  const learned = learnedProperties(type, met);
  shapes.set(shape, learned);
  return learned;
}
