import { isIntegral } from '../functions/coercion.ts';
import { quoteString } from '../text.ts';
import { formatType, type SqlType, types } from '../types.ts';
import { type CastContext, castValue } from './cast.ts';
import { duckdbType } from './duckdb-type.ts';
import { quoteJson } from './runtime/json-text.ts';

/**
 * json is kept as its canonical text (keys sorted, numbers as Trino prints them). `CAST(x AS json)` writes that
 * text; JSON null and SQL NULL differ, so a NULL inside becomes `null` while a NULL outside stays one.
 */
export function toJson(value: string, from: SqlType, context: CastContext): string {
  switch (from.kind) {
    case 'varchar':
      return `t_json_text(${value})`;
    case 'decimal':
      return castValue(value, from, types.varchar, context);
    case 'boolean':
      return `CAST(${value} AS VARCHAR)`;
    case 'double':
      return `t_json_double(${value})`;
    case 'real':
      return `t_json_double(CAST(CAST(${value} AS VARCHAR) AS DOUBLE))`;
    case 'date':
    case 'timestamp':
      return `t_json_text(${castValue(value, from, types.varchar, context)})`;
    case 'array': {
      const element = context.fresh();
      const items = `list_transform(${value}, lambda ${element}: ${orNull(inner(element, from.element, context))})`;
      return `('[' || array_to_string(${items}, ',') || ']')`;
    }
    case 'map': {
      const entry = context.fresh();
      const key = castValue(`${entry}.key`, from.key, types.varchar, context);
      const item = `struct_pack(k := ${key}, v := ${orNull(inner(`${entry}.value`, from.value, context))})`;
      return `t_json_object(list_transform(map_entries(${value}), lambda ${entry}: ${item}))`;
    }
    case 'row': {
      const fields = from.fields.map(
        (field, index) =>
          `${quoteString(`${quoteJson(field.name ?? '')}:`)} || ${orNull(inner(`(${value}).f${index}`, field.type, context))}`,
      );
      return `CASE WHEN ${value} IS NOT NULL THEN '{' || ${fields.join(" || ',' || ")} || '}' END`;
    }
    default:
      return isIntegral(from)
        ? `CAST(${value} AS VARCHAR)`
        : context.refuse(`a cast of ${formatType(from)} to json is not mapped to DuckDB`);
  }
}

/** JSON null for NULL. */
const orNull = (text: string) => `CASE WHEN ${text} IS NULL THEN 'null' ELSE ${text} END`;

const inner = (value: string, from: SqlType, context: CastContext) =>
  from.kind === 'json' ? value : toJson(value, from, context);

/**
 * `CAST(json AS x)`: the runtime checks and converts every part by Trino's rules, and hands the result over as
 * JSON in which DuckDB's own conversion has nothing left to decide.
 */
export function fromJson(
  value: string,
  to: SqlType,
  name: string,
  context: CastContext,
  reader: string,
): string {
  if (to.kind === 'varchar') {
    const text = `${reader}_json_scalar(${value}, 'varchar')`;
    return to.length === null ? text : `t_fitting(${text}, ${to.length})`;
  }
  if (to.kind === 'array' || to.kind === 'map' || to.kind === 'row') {
    checkTarget(to, context);
    if (to.kind === 'array' && (to.element.kind === 'json' || to.element.kind === 'varchar')) {
      return `${reader}_json_items(${value}, ${quoteString(to.element.kind)})`;
    }
    const converted = `${reader}_json_shape(${value}, ${quoteString(JSON.stringify(shapeOf(to)))})`;
    return `CAST(CAST(${converted} AS JSON) AS ${name})`;
  }
  return `CAST(${reader}_json_scalar(${value}, ${quoteString(formatType(to))}) AS ${name})`;
}

function checkTarget(to: SqlType, context: CastContext): void {
  const parts =
    to.kind === 'array'
      ? [to.element]
      : to.kind === 'map'
        ? [to.key, to.value]
        : to.kind === 'row'
          ? to.fields.map((field) => field.type)
          : [];
  for (const part of parts) checkTarget(part, context);
  const isScalar =
    isIntegral(to) || ['varchar', 'boolean', 'double', 'real', 'decimal', 'json'].includes(to.kind);
  if (parts.length === 0 && (!isScalar || duckdbType(to) === undefined))
    context.refuse(`a cast of json to ${formatType(to)} is not mapped to DuckDB`);
}

/** What the runtime needs to know of a type. */
export type JsonShape =
  | string
  | { readonly array: JsonShape }
  | { readonly map: readonly [JsonShape, JsonShape] }
  | { readonly row: readonly (readonly [string | null, JsonShape])[] };

function shapeOf(type: SqlType): JsonShape {
  switch (type.kind) {
    case 'array':
      return { array: shapeOf(type.element) };
    case 'map':
      return { map: [shapeOf(type.key), shapeOf(type.value)] };
    case 'row':
      return { row: type.fields.map((field) => [field.name, shapeOf(field.type)] as const) };
    default:
      return formatType(type);
  }
}
