import { convertJson, type JsonShape, scalarOf } from './json-convert.ts';
import { JsonNumber, type JsonValue, numberToken, parseJson, quoteJson, writeJson } from './json-text.ts';
import { doubleText, javaDouble } from './numbers.ts';
import { fail, RuntimeError, runtime } from './runtime-function.ts';

/** undefined where the text is no JSON. */
function tryParse(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof RuntimeError) return undefined;
    throw error;
  }
}

/** Steps of a path in DuckDB's spelling, `$."a"[0]`, as the dialect writes it. */
function stepsOf(path: string): readonly (string | number)[] {
  return [...path.matchAll(/\."([^"]*)"|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? (name ?? '') : Number(index),
  );
}

/** The value at a path; undefined where there is none. */
function at(value: JsonValue | undefined, path: string): JsonValue | undefined {
  let found = value;
  for (const step of stepsOf(path)) {
    if (typeof step === 'number') found = Array.isArray(found) ? found[step] : undefined;
    else found = found instanceof Map ? found.get(step) : undefined;
  }
  return found;
}

/** The element of an array; a text is given without its quotes and null as NULL, as Trino has it. */
function arrayGet(text: string, index: bigint): string | null {
  const items = tryParse(text);
  if (!Array.isArray(items)) return null;
  const item = items.at(Number(index));
  if (item === undefined || item === null) return null;
  if (typeof item === 'string') return item;
  return numberToken(item) ?? writeJson(item, false);
}

function arrayContains(text: string, element: string, kind: string): boolean | null {
  const items = tryParse(text);
  if (!Array.isArray(items)) return null;
  return items.some((item) => {
    switch (kind) {
      case 'boolean':
        return typeof item === 'boolean' && String(item) === element;
      case 'bigint':
        if (item instanceof JsonNumber)
          return item.isInteger ? item.text() === element : Number(item.token) === Number(element);
        return typeof item === 'number' && String(item) === element;
      case 'double':
        return item instanceof JsonNumber && !item.isInteger && Number(item.token) === Number(element);
      default:
        return item === element;
    }
  });
}

const sizeOf = (value: JsonValue): bigint =>
  BigInt(value instanceof Map ? value.size : Array.isArray(value) ? value.length : 0);

function extract(text: string, path: string): string | null {
  const found = at(tryParse(text), path);
  return found === undefined ? null : writeJson(found, false);
}

function extractScalar(text: string, path: string): string | null {
  const found = at(tryParse(text), path);
  if (found === undefined || found === null || found instanceof Map || Array.isArray(found)) return null;
  return numberToken(found) ?? String(found);
}

/** Shapes come as text in the query; few are in use at a time. */
const shapes = new Map<string, JsonShape>();
function shapeOf(text: string): JsonShape {
  const known = shapes.get(text);
  if (known !== undefined) return known;
  const shape = JSON.parse(text) as JsonShape;
  shapes.set(text, shape);
  return shape;
}

export const jsonFunctions = [
  runtime('t_json_parse', ['VARCHAR'], 'VARCHAR', (text) => writeJson(parseJson(text), true)),
  // The slow and exact forms; the prelude asks DuckDB's own functions first where they agree.
  runtime('t_json_extract_exactly', ['VARCHAR', 'VARCHAR'], 'VARCHAR', extract),
  runtime('t_json_extract_scalar_exactly', ['VARCHAR', 'VARCHAR'], 'VARCHAR', extractScalar),
  runtime('t_json_size', ['VARCHAR', 'VARCHAR'], 'BIGINT', (text, path) => {
    const found = at(tryParse(text), path);
    return found === undefined ? null : sizeOf(found);
  }),
  runtime('t_json_array_length', ['VARCHAR'], 'BIGINT', (text) => {
    const items = tryParse(text);
    return Array.isArray(items) ? BigInt(items.length) : null;
  }),
  runtime('t_json_array_get', ['VARCHAR', 'BIGINT'], 'VARCHAR', arrayGet),
  runtime('t_json_array_contains', ['VARCHAR', 'VARCHAR', 'VARCHAR'], 'BOOLEAN', arrayContains),
  runtime('t_is_json_scalar', ['VARCHAR'], 'BOOLEAN', (text) => {
    const value = parseJson(text);
    return !(value instanceof Map || Array.isArray(value));
  }),
  runtime('t_parse_json_scalar', ['VARCHAR', 'VARCHAR'], 'VARCHAR', (text, type) =>
    scalarOf(parseJson(text), type),
  ),
  runtime('t_parse_json_shape', ['VARCHAR', 'VARCHAR'], 'VARCHAR', (text, shape) =>
    convertJson(parseJson(text), shapeOf(shape)),
  ),
  // A list can be given as it is; other shapes go through DuckDB's JSON.
  runtime('t_parse_json_items', ['VARCHAR', 'VARCHAR'], 'VARCHAR[]', (text, type) => {
    const items = parseJson(text);
    if (items === null) return null;
    if (!Array.isArray(items)) return fail('Cannot cast JSON to an array: expected a json array');
    return items.map((item) => (type === 'json' ? writeJson(item, true) : scalarOf(item, type)));
  }),
  runtime('t_json_text', ['VARCHAR'], 'VARCHAR', quoteJson),
  runtime('t_json_double', ['DOUBLE'], 'VARCHAR', (value) =>
    Number.isFinite(value) ? javaDouble(value) : `"${doubleText(value)}"`,
  ),
];
