import type { ColumnTypeName } from './column-types.ts';
import type { ColumnDefinition, Sensitivity } from './define-table.ts';
import { arrayPaths } from './facts/array-paths.ts';
import { corrections, dynamicObjects } from './facts/corrections.ts';
import { globalServices, globalTypes } from './facts/global-types.ts';
import { resourceSchema } from './generated/resource-schema.ts';
import { columnNamesOf, tableNameOf, wordsOf } from './naming.ts';
import { leavesOf, parseSchemaTree } from './schema-tree.ts';
import { isSecretKey } from './secrets.ts';

/** One typed column of a resource type: where it is read from and what it is. */
export interface PropertyFact {
  /** Path in the item, as published or as seen; keys match without case. An array's path is the array itself. */
  readonly path: string;
  /** A second place to look where the first holds nothing that fits: items write `state` where the schema says `state.value`. */
  readonly alsoAt?: string;
  readonly column: string;
  readonly type: ColumnTypeName;
  /** The column is the JSON text of an array. */
  readonly isArray: boolean;
  /** The column is JSON text (an array, or an object or document kept whole). */
  readonly json: boolean;
  readonly sensitivity: Sensitivity;
  readonly description: string;
}

export interface ResourceTypeFacts {
  /** As published where it is, else as given. */
  readonly type: string;
  /** `EC2` of AWS::EC2::Instance; empty where the type has no service. */
  readonly service: string;
  /** Name of its typed table. */
  readonly table: string;
  /** "EC2 security group": the type in words. */
  readonly title: string;
  readonly isPublished: boolean;
  /** Config records it with Region `global`. */
  readonly isGlobal: boolean;
  readonly properties: readonly PropertyFact[];
}

const typesByLowerCase = new Map(Object.keys(resourceSchema).map((type) => [type.toLowerCase(), type]));
const published: readonly string[] = Object.keys(resourceSchema);
const memo = new Map<string, ResourceTypeFacts>();

/** The 413 types of the published schema, sorted. */
export function publishedResourceTypes(): readonly string[] {
  return published;
}

/** The published spelling of a type that differs from it in case alone (`AWS::EC2::VOLUME`); any other type as it is. */
export function canonicalType(type: string): string {
  return typesByLowerCase.get(type.toLowerCase()) ?? type;
}

/** Facts of any type. An unpublished one has a name and no properties: those are learned from items. */
export function resourceTypeFacts(type: string): ResourceTypeFacts {
  const canonical = canonicalType(type);
  const known = memo.get(canonical);
  if (known !== undefined) return known;
  const [, service = '', kind = canonical] = canonical.split('::');
  const facts: ResourceTypeFacts = {
    type: canonical,
    service,
    table: tableNameOf(canonical),
    title: `${service === '' ? '' : `${service} `}${wordsOf(kind).join(' ')}`,
    isPublished: resourceSchema[canonical] !== undefined,
    isGlobal: globalServices.has(service) || globalTypes.has(canonical),
    properties: propertiesOf(canonical),
  };
  if (facts.isPublished) memo.set(canonical, facts);
  return facts;
}

const columnTypeOfLetter: Readonly<Record<string, ColumnTypeName>> = {
  s: 'varchar',
  p: 'varchar',
  r: 'varchar',
  i: 'bigint',
  f: 'double',
  b: 'boolean',
  d: 'timestamp',
  j: 'varchar',
  a: 'varchar',
};

const fullPath = (short: string): string =>
  short.startsWith('+') ? `supplementaryConfiguration.${short.slice(1)}` : `configuration.${short}`;

interface Place {
  readonly path: string;
  readonly letter: string;
  readonly alsoAt?: string;
}

function propertiesOf(type: string): readonly PropertyFact[] {
  const places = oncePerPath(withArrays(type, withoutValueKeys(correctedLeaves(type))));
  const names = columnNamesOf(places.map(({ path }) => path));
  return places.map(({ path, letter, alsoAt }) => {
    const column = names.get(path.toLowerCase()) ?? '';
    return { path, ...(alsoAt === undefined ? {} : { alsoAt }), ...propertyOf(type, path, column, letter) };
  });
}

/** Keys match without case: of paths that differ in case alone (the schema has some), the first stays. */
function oncePerPath(places: readonly Place[]): readonly Place[] {
  const seen = new Set<string>();
  return places.filter(({ path }) => {
    const key = path.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function propertyOf(
  type: string,
  path: string,
  column: string,
  letter: string,
): Omit<PropertyFact, 'path' | 'alsoAt'> {
  const isArray = letter === 'a';
  const json = isArray || letter === 'j';
  return {
    column,
    type: columnTypeOfLetter[letter] ?? 'varchar',
    isArray,
    json,
    sensitivity: sensitivityOf(path),
    description: describe(type, path, letter),
  };
}

function correctedLeaves(type: string): readonly Place[] {
  const correction = corrections[type];
  const without = new Set((correction?.without ?? []).map(fullPath));
  const leaves = leavesOf(parseSchemaTree(resourceSchema[type] ?? '')).filter(([path]) => !without.has(path));
  const seen = new Set(leaves.map(([path]) => path.toLowerCase()));
  const added = Object.entries(correction?.with ?? {})
    .map(([short, letter]) => [fullPath(short), letter] as const)
    .filter(([path]) => !seen.has(path.toLowerCase()));
  return [...leaves, ...added].map(([path, letter]) => ({ path, letter }));
}

/**
 * Where the schema knows nothing of x but `x.value`, items hold the scalar at x itself (all 27 places that the samples show), so
 * the column is x; an item that does hold `x.value` is read there.
 */
function withoutValueKeys(places: readonly Place[]): readonly Place[] {
  const parentOf = (path: string) => path.slice(0, path.lastIndexOf('.'));
  const under = new Map<string, number>();
  for (const { path } of places) {
    const keys = path.split('.');
    for (let depth = 1; depth < keys.length; depth += 1) {
      const parent = keys.slice(0, depth).join('.');
      under.set(parent, (under.get(parent) ?? 0) + 1);
    }
  }
  return places.map((place) => {
    const parent = parentOf(place.path);
    const isOnly = place.path.endsWith('.value') && under.get(parent) === 1 && parent.includes('.');
    return isOnly ? { path: parent, letter: place.letter, alsoAt: place.path } : place;
  });
}

/** Paths that cross an array, and the array itself, become one JSON-text column at the outermost array. */
function withArrays(type: string, places: readonly Place[]): readonly Place[] {
  const arrays = (arrayPaths[type] ?? '')
    .split(' ')
    .filter((short) => short !== '')
    .map(fullPath);
  const crosses = (path: string) => {
    const lower = path.toLowerCase();
    return arrays.some(
      (array) => lower === array.toLowerCase() || lower.startsWith(`${array.toLowerCase()}.`),
    );
  };
  return [...places.filter(({ path }) => !crosses(path)), ...arrays.map((path) => ({ path, letter: 'a' }))];
}

const PERSONAL =
  /(email|username|principal|phonenumber|ipaddress(es)?|publicip|privateip|cidr|accesskeyid|publickey|fingerprint)$/i;

function sensitivityOf(path: string): Sensitivity {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (isSecretKey(last)) return 'secret';
  return PERSONAL.test(last) ? 'sensitive' : 'internal';
}

const letterText: Readonly<Record<string, string>> = {
  s: 'text',
  p: 'IP address',
  r: 'CIDR block',
  i: 'whole number',
  f: 'number',
  b: 'true or false',
  d: 'time in UTC',
  j: 'JSON text',
  a: 'array as JSON text',
};

function describe(type: string, path: string, letter: string): string {
  const [, service = '', kind = type] = type.split('::');
  const words = path.split('.').slice(1).flatMap(wordsOf).join(' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} of the ${service} ${wordsOf(kind).join(' ')} (${letterText[letter] ?? 'text'}), as AWS Config records it at ${path}.`;
}

/** What a value met in an item is; `object` is one kept whole as JSON. */
export type LearnedKind = 'string' | 'integer' | 'float' | 'boolean' | 'array' | 'object';

const letterOfKind: Readonly<Record<LearnedKind, string>> = {
  string: 's',
  integer: 'i',
  float: 'f',
  boolean: 'b',
  array: 'a',
  object: 'j',
};

/**
 * The columns of paths met in one item that the published schema does not know. Names avoid the published ones; of several new
 * paths that ask for one name, the rule of columnNamesOf decides, so the order of keys and of items does not matter.
 */
export function learnedColumns(type: string, met: ReadonlyMap<string, LearnedKind>): readonly PropertyFact[] {
  const facts = resourceTypeFacts(type);
  const names = columnNamesOf([...met.keys()], new Set(facts.properties.map(({ column }) => column)));
  return [...met].map(([path, kind]) => ({
    path,
    ...propertyOf(facts.type, path, names.get(path.toLowerCase()) ?? '', letterOfKind[kind]),
  }));
}

/** Whether an object's keys are the owner's own words, so that it stays one JSON column instead of a column a key. */
export function isDynamicObject(path: string): boolean {
  return dynamicObjects.has(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}

/** The column definition of a property. */
export function columnOfProperty(property: PropertyFact): ColumnDefinition {
  return {
    name: property.column,
    type: property.type,
    description: property.description,
    sensitivity: property.sensitivity,
    path: property.path,
    ...(property.json ? { json: true } : {}),
  };
}
