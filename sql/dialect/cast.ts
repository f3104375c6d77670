import { isIntegral } from '../functions/coercion.ts';
import { localOf } from '../functions/duckdb-time.ts';
import { quoteString } from '../text.ts';
import { formatType, type SqlType, sameType, types } from '../types.ts';
import { bindLarge } from './bind-large.ts';
import { duckdbType } from './duckdb-type.ts';
import { fromJson, toJson } from './json-cast.ts';

/** How a cast gets names for lambda parameters, and how it says what it cannot do. */
export interface CastContext {
  fresh(): string;
  /** Whether the cast stands inside TRY, where DuckDB's COALESCE must not. */
  readonly isTried: boolean;
  refuse(reason: string): never;
}

/**
 * CAST as Trino does it, in DuckDB SQL: strict in what a text may hold, half rounded away from zero, and an
 * error where Trino fails. `value` may be repeated in the result.
 */
export function castValue(
  value: string,
  from: SqlType,
  to: SqlType,
  context: CastContext,
  safe = false,
): string {
  // Readers of texts and JSON, and DuckDB's own casts of numbers, give NULL themselves where they are asked to.
  if (from.kind === 'varchar' && !isNested(to)) {
    return castStrictly(value, from, to, context, safe ? 't_try_parse' : 't_parse');
  }
  if (from.kind === 'json') return castStrictly(value, from, to, context, safe ? 't_try_parse' : 't_parse');
  const tried = safe ? { ...context, isTried: true } : context;
  const text = castStrictly(value, from, to, tried, safe && !isNested(to) ? 't_try_parse' : 't_parse');
  if (!safe || text === value) return text;
  if (!isNested(to) && text.startsWith('CAST(')) return text.replace('CAST(', 'TRY_CAST(');
  return `TRY(${text})`;
}

const isNested = (type: SqlType) => type.kind === 'array' || type.kind === 'map' || type.kind === 'row';

function castStrictly(
  value: string,
  from: SqlType,
  to: SqlType,
  context: CastContext,
  reader: string,
): string {
  if (sameType(from, to) || sameStorage(from, to)) return value;
  return bindLarge(
    [value],
    () => context.fresh(),
    ([one = '']) => castSmall(one, from, to, context, reader),
  );
}

function castSmall(value: string, from: SqlType, to: SqlType, context: CastContext, reader: string): string {
  const name = duckdbType(to) ?? context.refuse(`the type ${formatType(to)} is not kept`);
  if (sameType(from, to) || sameStorage(from, to)) return value;
  if (from.kind === 'unknown') return `CAST(${value} AS ${name})`;
  if (to.kind === 'json') return toJson(value, from, context);
  if (from.kind === 'json') return fromJson(value, to, name, context, reader);
  switch (to.kind) {
    case 'varchar':
      return limited(varcharFrom(value, from, context), from, to);
    case 'array':
      return from.kind === 'array'
        ? castArray(value, from.element, to.element, context)
        : impossible(from, to, context);
    case 'map':
      return from.kind === 'map' ? castMap(value, from, to, context) : impossible(from, to, context);
    case 'row':
      return from.kind === 'row' ? castRow(value, from, to, context) : impossible(from, to, context);
    case 'timestamp':
      return timestampFrom(value, from, to, context, reader);
    case 'date':
      if (from.kind === 'varchar')
        return firstOf(`t_quick_date(${value})`, `t_epoch_date(${reader}_date(${value}))`, context);
      return `CAST(${localOf(value, from)} AS DATE)`;
    case 'boolean':
      if (from.kind === 'varchar')
        return firstOf(`t_quick_boolean(${value})`, `${reader}_boolean(${value})`, context);
      return `(${value} <> 0)`;
    case 'ipaddress':
      return from.kind === 'varchar' ? `${reader}_address(${value})` : impossible(from, to, context);
    default:
      return numberFrom(value, from, to, name, context, reader);
  }
}

/**
 * The first of two that is not NULL. TRY over COALESCE reads memory that was never written (DuckDB 1.5): there
 * it is a CASE.
 */
const firstOf = (quick: string, exact: string, context: CastContext): string =>
  context.isTried
    ? `CASE WHEN ${quick} IS NULL THEN ${exact} ELSE ${quick} END`
    : `coalesce(${quick}, ${exact})`;

const impossible = (from: SqlType, to: SqlType, context: CastContext): never =>
  context.refuse(`a cast of ${formatType(from)} to ${formatType(to)} is not mapped to DuckDB`);

/** Types whose values look the same: varchar of any length that is not shorter, timestamps of fewer digits. */
function sameStorage(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'varchar' && to.kind === 'varchar')
    return to.length === null || (from.length !== null && from.length <= to.length);
  if (from.kind === 'timestamp' && to.kind === 'timestamp')
    return from.zone === to.zone && from.precision <= to.precision;
  if (from.kind === 'array' && to.kind === 'array')
    return sameType(from.element, to.element) || sameStorage(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') {
    const same = (a: SqlType, b: SqlType) => sameType(a, b) || sameStorage(a, b);
    return same(from.key, to.key) && same(from.value, to.value);
  }
  if (from.kind === 'row' && to.kind === 'row' && from.fields.length === to.fields.length) {
    return from.fields.every((field, index) => {
      const other = to.fields[index]?.type ?? types.unknown;
      return sameType(field.type, other) || sameStorage(field.type, other);
    });
  }
  return false;
}

/** The text of a value as Trino writes it. */
function varcharFrom(value: string, from: SqlType, context: CastContext): string {
  switch (from.kind) {
    case 'varchar':
    case 'ipaddress':
      return value;
    case 'double':
      return `t_double_text(${value})`;
    case 'real':
      return `t_real_text(CAST(${value} AS VARCHAR))`;
    case 'timestamp':
      return from.zone
        ? `t_zoned_text(${value}, ${from.precision})`
        : `t_timestamp_text(${value}, ${from.precision})`;
    case 'intervalDayToSecond':
      return `t_day_interval_text(${value})`;
    case 'intervalYearToMonth':
      return `t_month_interval_text(${value})`;
    case 'decimal':
      // DuckDB leaves out the zero before the point where the type has no digit for it.
      return from.precision === from.scale ? `t_decimal_text(${value})` : `CAST(${value} AS VARCHAR)`;
    case 'boolean':
    case 'date':
      return `CAST(${value} AS VARCHAR)`;
    default:
      return isIntegral(from) ? `CAST(${value} AS VARCHAR)` : impossible(from, types.varchar, context);
  }
}

/** A text that is cut to its length; of anything but text, one that does not fit is an error. */
function limited(text: string, from: SqlType, to: SqlType & { kind: 'varchar' }): string {
  if (to.length === null) return text;
  return from.kind === 'varchar' ? `substring(${text}, 1, ${to.length})` : `t_fitting(${text}, ${to.length})`;
}

function numberFrom(
  value: string,
  from: SqlType,
  to: SqlType,
  name: string,
  context: CastContext,
  reader: string,
): string {
  if (from.kind === 'varchar') {
    if (isIntegral(to))
      return to.kind === 'bigint'
        ? firstOf(`t_quick_integer(${value})`, `${reader}_integer(${value}, 'bigint')`, context)
        : `CAST(${reader}_integer(${value}, ${quoteString(to.kind)}) AS ${name})`;
    if (to.kind === 'decimal')
      return `CAST(${reader}_decimal(${value}, ${to.precision}, ${to.scale}) AS ${name})`;
    if (to.kind === 'double' || to.kind === 'real')
      return `CAST(${firstOf(`t_quick_double(${value})`, `${reader}_double(${value})`, context)} AS ${name})`;
    return impossible(from, to, context);
  }
  const isFloat = from.kind === 'double' || from.kind === 'real';
  if (from.kind === 'boolean' || isIntegral(from)) return `CAST(${value} AS ${name})`;
  if (from.kind === 'decimal') {
    if (isIntegral(to) || to.kind === 'decimal' || to.kind === 'double' || to.kind === 'real')
      return `CAST(${value} AS ${name})`;
    return impossible(from, to, context);
  }
  if (isFloat && isIntegral(to)) return `CAST(round(${value}) AS ${name})`;
  if (isFloat && to.kind === 'decimal')
    return `CAST(${reader}_double_decimal(CAST(${value} AS DOUBLE), ${to.scale}) AS ${name})`;
  if (isFloat && (to.kind === 'double' || to.kind === 'real')) return `CAST(${value} AS ${name})`;
  return impossible(from, to, context);
}

function timestampFrom(
  value: string,
  from: SqlType,
  to: Extract<SqlType, { precision: number; zone: boolean }>,
  context: CastContext,
  reader: string,
): string {
  if (from.kind === 'varchar') {
    const parsed = `${reader}_timestamp(${value}, ${to.precision})`;
    if (to.zone) return `t_zone_text(${parsed})`;
    return to.precision < 3
      ? `t_wall_text(${parsed})`
      : firstOf(`t_quick_timestamp(${value})`, `t_wall_text(${parsed})`, context);
  }
  if (from.kind === 'date') {
    const midnight = `CAST(${value} AS TIMESTAMP)`;
    return to.zone ? `t_utc(${midnight})` : midnight;
  }
  if (from.kind !== 'timestamp') return impossible(from, to, context);
  const rounded = (text: string) =>
    to.precision < from.precision ? `t_round_timestamp(${text}, ${to.precision})` : text;
  if (from.zone && to.zone) return `t_pack(${rounded(`(${value}).t`)}, (${value}).z)`;
  if (to.zone) return `t_utc(${rounded(value)})`;
  return rounded(localOf(value, from));
}

function castArray(value: string, from: SqlType, to: SqlType, context: CastContext): string {
  const element = context.fresh();
  return `list_transform(${value}, lambda ${element}: ${castValue(element, from, to, context)})`;
}

function castMap(
  value: string,
  from: SqlType & { kind: 'map' },
  to: SqlType & { kind: 'map' },
  context: CastContext,
): string {
  const entry = context.fresh();
  const key = castValue(`${entry}.key`, from.key, to.key, context);
  const inner = castValue(`${entry}.value`, from.value, to.value, context);
  return `map_from_entries(list_transform(map_entries(${value}), lambda ${entry}: struct_pack(k := ${key}, v := ${inner})))`;
}

function castRow(
  value: string,
  from: SqlType & { kind: 'row' },
  to: SqlType & { kind: 'row' },
  context: CastContext,
): string {
  const fields = from.fields.map((field, index) => {
    const target = to.fields[index]?.type ?? types.unknown;
    return `f${index} := ${castValue(`(${value}).f${index}`, field.type, target, context)}`;
  });
  return `CASE WHEN ${value} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
}
