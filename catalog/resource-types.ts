import type { ColumnDefinition } from './define-table.ts';
import { dynamicObjects } from './facts/corrections.ts';
import { globalServices, globalTypes } from './facts/global-types.ts';
import { resourceSchema } from './generated/resource-schema.ts';
import { columnNamesOf, tableNameOf } from './naming.ts';
import {
  isTagList,
  type PropertyFact,
  type PropertyLetter,
  propertyOf,
  publishedProperties,
  titleOf,
} from './properties.ts';

export type { PropertyFact };

export interface ResourceTypeFacts {
  /** As published where it is, else as given. */
  readonly type: string;
  /** `EC2` of AWS::EC2::Instance; empty where the type has no service. */
  readonly service: string;
  /** Name of its typed table. */
  readonly table: string;
  /** The type in words: "EC2 security group". */
  readonly title: string;
  readonly isPublished: boolean;
  /** Config records it with Region `global`. */
  readonly isGlobal: boolean;
  /** Made when first read. */
  readonly properties: readonly PropertyFact[];
}

const published: readonly string[] = Object.keys(resourceSchema);
const typesByLowerCase = new Map(published.map((type) => [type.toLowerCase(), type]));
const memo = new Map<string, ResourceTypeFacts>();

/** The 413 types of the published schema, sorted. */
export function publishedResourceTypes(): readonly string[] {
  return published;
}

/** The published spelling of a type that differs from it in case alone (`AWS::EC2::VOLUME`); any other type as it is. */
export function canonicalType(type: string): string {
  return typesByLowerCase.get(type.toLowerCase()) ?? type;
}

/** Facts of any type. An unpublished one has a name and few properties or none: those are learned from items. */
export function resourceTypeFacts(type: string): ResourceTypeFacts {
  const canonical = canonicalType(type);
  const known = memo.get(canonical);
  if (known !== undefined) return known;
  const [, service = ''] = canonical.split('::');
  let properties: readonly PropertyFact[] | undefined;
  const facts: ResourceTypeFacts = {
    type: canonical,
    service,
    table: tableNameOf(canonical),
    title: titleOf(canonical),
    isPublished: resourceSchema[canonical] !== undefined,
    isGlobal: globalServices.has(service) || globalTypes.has(canonical),
    get properties() {
      properties ??= publishedProperties(canonical);
      return properties;
    },
  };
  if (facts.isPublished) memo.set(canonical, facts);
  return facts;
}

/** Whether a recorder's setting for global types decides about a type; CloudFront and the like it never leaves out. */
export function isGovernedGlobalType(type: string): boolean {
  return globalServices.has(resourceTypeFacts(type).service);
}

/** What a value met in an item is; `object` is one that is kept whole as JSON. */
export type LearnedKind = 'string' | 'integer' | 'float' | 'boolean' | 'array' | 'object';

const letterOfKind: Readonly<Record<LearnedKind, PropertyLetter>> = {
  string: 's',
  integer: 'i',
  float: 'f',
  boolean: 'b',
  array: 'a',
  object: 'j',
};

/**
 * The columns of paths met in one item that the published schema does not know. Names avoid the published ones; of several
 * new paths that ask for one name, the rule of columnNamesOf decides, so neither the order of keys nor that of items matters.
 * Lists of the resource's own tags are left out: every table has them in `tags`.
 */
export function learnedProperties(
  type: string,
  met: ReadonlyMap<string, LearnedKind>,
): readonly PropertyFact[] {
  const facts = resourceTypeFacts(type);
  const declared = new Set(facts.properties.map(({ path }) => path.toLowerCase()));
  const paths = [...met.keys()].filter((path) => !isTagList(path) && !declared.has(path.toLowerCase()));
  const names = columnNamesOf(paths, new Set(facts.properties.map(({ column }) => column)));
  const taken = new Set<string>();
  return paths.flatMap((path) => {
    const column = names.get(path.toLowerCase()) ?? '';
    const kind = met.get(path);
    if (kind === undefined || taken.has(column)) return [];
    taken.add(column);
    return [propertyOf(facts.type, { path, column, letter: letterOfKind[kind] })];
  });
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
