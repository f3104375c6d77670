import { parseDecimal } from './decimals.ts';
import { JsonNumber, type JsonValue, numberToken, writeJson } from './json-text.ts';
import { doubleText, parseDouble, parseInteger } from './numbers.ts';
import { fail } from './runtime-function.ts';

/** A type as the dialect spells it for the runtime: a scalar's name, or what it is made of. */
export type JsonShape =
  | string
  | { readonly array: JsonShape }
  | { readonly map: readonly [key: JsonShape, value: JsonShape] }
  | { readonly row: readonly (readonly [name: string | null, shape: JsonShape])[] };

/**
 * Rewrites a JSON value so that it has exactly the shape asked for, by the rules of Trino's CAST(json AS …):
 * scalars become texts that DuckDB converts without a choice, missing fields of rows become null.
 * @returns JSON text; null for a JSON null at the top
 */
export function convertJson(value: JsonValue, shape: JsonShape): string | null {
  const converted = convert(value, shape);
  return converted === null ? null : JSON.stringify(converted);
}

type Plain = null | string | Plain[] | { [key: string]: Plain };

function convert(value: JsonValue, shape: JsonShape): Plain {
  if (typeof shape === 'string') return shape === 'json' ? writeJson(value, true) : scalarOf(value, shape);
  if (value === null) return null;
  if ('array' in shape) {
    if (!Array.isArray(value)) return fail('Cannot cast JSON to an array: expected a json array');
    return value.map((item) => convert(item, shape.array));
  }
  if ('map' in shape) {
    const [keyShape, valueShape] = shape.map;
    if (!(value instanceof Map)) return fail('Cannot cast JSON to a map: expected a json object');
    const object: { [key: string]: Plain } = Object.create(null);
    for (const [key, item] of value) object[String(convert(key, keyShape))] = convert(item, valueShape);
    return object;
  }
  return convertRow(value, shape.row);
}

function convertRow(value: JsonValue, fields: readonly (readonly [string | null, JsonShape])[]): Plain {
  const object: { [key: string]: Plain } = {};
  if (Array.isArray(value)) {
    if (value.length !== fields.length)
      return fail(`Cannot cast JSON to a row: expected ${fields.length} fields`);
    for (const [index, [, shape]] of fields.entries())
      object[`f${index}`] = convert(value[index] ?? null, shape);
    return object;
  }
  if (!(value instanceof Map)) return fail('Cannot cast JSON to a row: expected a json array or object');
  const byName = new Map([...value].map(([key, item]) => [key.toLowerCase(), item]));
  for (const [index, [name, shape]] of fields.entries()) {
    object[`f${index}`] = convert(
      (name === null ? undefined : byName.get(name.toLowerCase())) ?? null,
      shape,
    );
  }
  return object;
}

/** One scalar as the text of a type; null for JSON null. */
export function scalarOf(value: JsonValue, type: string): string | null {
  if (value === null) return null;
  if (value instanceof Map || Array.isArray(value))
    return fail(`Cannot cast '${writeJson(value, true).slice(0, 100)}' to ${type}`);
  const wrong = (): never =>
    fail(`Cannot cast '${numberToken(value) ?? String(value)}' to ${type.toUpperCase()}`);
  const [name = ''] = type.split('(');
  switch (name) {
    case 'varchar':
      if (value instanceof JsonNumber)
        return value.isInteger ? value.text() : doubleText(Number(value.token));
      return String(value);
    case 'boolean':
      return booleanOf(value) ?? wrong();
    case 'double':
    case 'real':
      return doubleOf(value) ?? wrong();
    case 'decimal':
      return decimalOf(value, type) ?? wrong();
    default:
      return integerOf(value, name) ?? wrong();
  }
}

type Scalar = boolean | string | number | JsonNumber;

function booleanOf(value: Scalar): string | undefined {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return String(Number(numberToken(value)) !== 0);
  if (/^(?:t|true|1)$/i.test(value)) return 'true';
  return /^(?:f|false|0)$/i.test(value) ? 'false' : undefined;
}

function doubleOf(value: Scalar): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  const number = parseDouble(typeof value === 'string' ? value : (numberToken(value) ?? ''));
  return number === undefined ? undefined : String(number);
}

function decimalOf(value: Scalar, type: string): string | undefined {
  const scale = Number(/,\s*(\d+)\)/.exec(type)?.[1] ?? 0);
  if (typeof value === 'boolean') return value ? '1' : '0';
  return parseDecimal(typeof value === 'string' ? value : (numberToken(value) ?? ''), scale);
}

function integerOf(value: Scalar, kind: string): string | undefined {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'string') return parseInteger(value, kind)?.toString();
  if (typeof value === 'number') return parseInteger(String(value), kind)?.toString();
  if (value.isInteger) return parseInteger(value.text(), kind)?.toString();
  const number = Number(value.token);
  // Half away from zero, as a cast of a double.
  const rounded = Math.sign(number) * Math.round(Math.abs(number));
  return Number.isFinite(rounded) ? parseInteger(BigInt(rounded).toString(), kind)?.toString() : undefined;
}
