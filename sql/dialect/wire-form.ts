import type { ResultValue } from '#platform/ports/query-engine.ts';
import type { SqlType } from '../types.ts';

/** Reads one value of a result from the text that it travels as. */
export type ReadValue = (text: string) => ResultValue;

/**
 * Athena and Trino's clients write lists, maps and rows as text that cannot be read back, and binaries each in their own
 * way. So these leave the engine as texts of ours: JSON of nested lists, whose scalars are the texts of `CAST(… AS
 * varchar)`; a map is a list of [key, value], a row a list of its fields. Null: the value may travel as it is.
 */
export function wireForm(value: string, type: SqlType): string | null {
  if (isFlat(type)) return null;
  return type.kind === 'varbinary' ? `to_base64(${value})` : `json_format(${jsonOf(value, type, 0)})`;
}

/** What the engine's own text of a value says whole. */
const isFlat = (type: SqlType): boolean => !['array', 'map', 'row', 'varbinary'].includes(type.kind);

/** An expression of type json for a value. */
function jsonOf(value: string, type: SqlType, depth: number): string {
  const element = `e${depth}`;
  switch (type.kind) {
    case 'array':
      if (type.element.kind === 'varchar') return `CAST(${value} AS json)`;
      return `CAST(transform(${value}, ${element} -> ${jsonOf(element, type.element, depth + 1)}) AS json)`;
    case 'map': {
      const pair = [
        jsonOf(`${element}[1]`, type.key, depth + 1),
        jsonOf(`${element}[2]`, type.value, depth + 1),
      ];
      return `CAST(transform(map_entries(${value}), ${element} -> ${listOf(pair)}) AS json)`;
    }
    case 'row': {
      const fields = type.fields.map((field, index) => jsonOf(`${value}[${index + 1}]`, field.type, depth));
      return `CASE WHEN ${value} IS NULL THEN NULL ELSE ${listOf(fields)} END`;
    }
    case 'varchar':
      return `CAST(${value} AS json)`;
    case 'varbinary':
      return `CAST(to_base64(${value}) AS json)`;
    case 'json':
      return `CAST(json_format(${value}) AS json)`;
    default:
      return `CAST(CAST(${value} AS varchar) AS json)`;
  }
}

const listOf = (items: readonly string[]): string => `CAST(ARRAY[${items.join(', ')}] AS json)`;

/** How a column's values are read from their texts. */
export function reader(type: SqlType): ReadValue {
  if (isFlat(type) || type.kind === 'varbinary') return (text) => scalar(text, type);
  return (text) => nested(JSON.parse(text), type);
}

/** A list or a text of the JSON above. The engine wrote it from our expression, so its shape is the type's. */
function nested(value: unknown, type: SqlType): ResultValue {
  if (value === null) return null;
  if (typeof value === 'string') return scalar(value, type);
  const items = value as readonly unknown[];
  switch (type.kind) {
    case 'array':
      return items.map((item) => nested(item, type.element));
    case 'map':
      return Object.fromEntries(
        (items as readonly (readonly unknown[])[]).map(([key, item]) => [
          String(key),
          nested(item, type.value),
        ]),
      );
    case 'row': {
      const fields = type.fields.map((field, index) => nested(items[index], field.type));
      const names = type.fields.map(({ name }) => name);
      const isNamed = !names.includes(null) && new Set(names).size === names.length;
      return isNamed ? Object.fromEntries(fields.map((field, index) => [names[index], field])) : fields;
    }
    default:
      throw new Error(`a value of type ${type.kind} arrived as a list`);
  }
}

const MOST_EXACT = BigInt(Number.MAX_SAFE_INTEGER) + 1n;

function scalar(text: string, type: SqlType): ResultValue {
  switch (type.kind) {
    case 'boolean':
      return text === 'true';
    case 'tinyint':
    case 'smallint':
    case 'integer':
    case 'bigint': {
      const value = BigInt(text);
      return value > MOST_EXACT || value < -MOST_EXACT ? text : Number(value);
    }
    case 'double':
    case 'real':
      return ['NaN', 'Infinity', '-Infinity'].includes(text) ? text : Number(text);
    case 'timestamp':
      return withMilliseconds(text);
    default:
      return text;
  }
}

/** At least milliseconds, whatever the type's precision. */
const withMilliseconds = (text: string): string =>
  text.replace(
    /^(\S+ \d{2}:\d{2}:\d{2})(?:\.(\d+))?/,
    (_, clock: string, fraction = '') => `${clock}.${String(fraction).padEnd(3, '0')}`,
  );
