import { type PropertyFact, resourceTypeFacts } from '#catalog/resource-types.ts';
import type { Item, Json, Row } from './model.ts';
import { isObject, isWrittenAsText, timeOf, timestampText } from './values.ts';

/** Name of a published type's table, by the catalogue; null for a type that nobody published. */
export function typedTableOf(resourceType: string): string | null {
  const facts = resourceTypeFacts(resourceType);
  return facts.isPublished ? facts.table : null;
}

/** Columns that the catalogue declares for the item's type (rule 50). */
export function typedColumns(item: Item): Row {
  return Object.fromEntries(
    resourceTypeFacts(item.resourceType).properties.flatMap((property) => {
      const value = columnValue(item, property);
      return value === UNSAID ? [] : [[property.column, value]];
    }),
  );
}

/** Not for the oracle to say: a document in a column of text may be kept as it was written or as what it means. */
const UNSAID = undefined;

/** The first of the property's places that holds something that fits. */
function columnValue(item: Item, property: PropertyFact): Json | typeof UNSAID {
  for (const path of [property.path, ...(property.alsoAt === undefined ? [] : [property.alsoAt])]) {
    const value = read(property, valueAt(item, path));
    if (value !== null) return value;
  }
  return null;
}

function read(property: PropertyFact, value: Json): Json | typeof UNSAID {
  if (value === null) return null;
  if (property.isArray) return Array.isArray(value) ? value : null;
  if (property.json) return typeof value === 'object' ? value : UNSAID;
  switch (property.type) {
    case 'varchar':
      if (typeof value === 'object') return Array.isArray(value) && !isWrittenAsText(value) ? null : UNSAID;
      return String(value);
    case 'bigint':
      return integerOf(value);
    case 'double':
      return numberOf(value);
    case 'boolean':
      return booleanOf(value);
    case 'timestamp':
      return timestampText(timeOf(value));
    default:
      return UNSAID;
  }
}

const numberOf = (value: Json): number | null => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)) return null;
  return Number(value);
};

function integerOf(value: Json): Json {
  if (typeof value === 'string' && /^\s*-?\d+\s*$/.test(value)) {
    const integer = BigInt(value.trim());
    return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer.toString();
  }
  const number = numberOf(value);
  return number !== null && Number.isInteger(number) ? number : null;
}

function booleanOf(value: Json): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string' || !/^\s*(true|false)\s*$/i.test(value)) return null;
  return value.trim().toLowerCase() === 'true';
}

/** Follows a path of the catalogue; keys match exactly or else without case, and no array is crossed. */
function valueAt(item: Item, path: string): Json {
  const [part = '', ...keys] = path.split('.');
  let value: Json = part === 'configuration' ? item.configuration : item.supplementary;
  for (const key of keys) {
    if (!isObject(value)) return null;
    const object: { readonly [key: string]: Json } = value;
    const found = Object.hasOwn(object, key)
      ? key
      : Object.keys(object).find((candidate) => candidate.toLowerCase() === key.toLowerCase());
    value = found === undefined ? null : (object[found] ?? null);
  }
  return value;
}
