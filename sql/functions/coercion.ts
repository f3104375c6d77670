import { arrayOf, decimalOf, mapOf, rowOf, type SqlType, sameType, types, varcharOf } from '../types.ts';

/**
 * Trino's implicit casts (io.trino.type.TypeCoercion): what may stand where another type is asked for, and the
 * type that two branches, operands or elements meet in.
 */

/** The decimal that holds every value of an integer type. */
const integerDecimals: Readonly<Record<string, SqlType & { kind: 'decimal' }>> = {
  tinyint: { kind: 'decimal', precision: 3, scale: 0 },
  smallint: { kind: 'decimal', precision: 5, scale: 0 },
  integer: { kind: 'decimal', precision: 10, scale: 0 },
  bigint: { kind: 'decimal', precision: 19, scale: 0 },
};

/** Order of the numeric types without parameters: each coerces to those after it. */
const numericRank: Readonly<Record<string, number>> = {
  tinyint: 1,
  smallint: 2,
  integer: 3,
  bigint: 4,
  real: 6,
  double: 7,
};
const DECIMAL_RANK = 5;

const rankOf = (type: SqlType): number | undefined =>
  type.kind === 'decimal' ? DECIMAL_RANK : numericRank[type.kind];

export const isIntegral = (type: SqlType): boolean => type.kind in integerDecimals;
export const isNumeric = (type: SqlType): boolean => rankOf(type) !== undefined;

/** The exact decimal type of an integer type or a decimal; undefined for anything else. */
export function decimalFor(type: SqlType): (SqlType & { kind: 'decimal' }) | undefined {
  return type.kind === 'decimal' ? type : integerDecimals[type.kind];
}

/** The type both meet in by implicit casts alone; undefined where Trino finds none. */
export function commonType(left: SqlType, right: SqlType): SqlType | undefined {
  if (sameType(left, right)) return left;
  if (left.kind === 'unknown') return right;
  if (right.kind === 'unknown') return left;
  const leftRank = rankOf(left);
  const rightRank = rankOf(right);
  if (leftRank !== undefined && rightRank !== undefined)
    return commonNumber(left, right, leftRank, rightRank);
  if (left.kind === 'row' && right.kind === 'row') return commonRow(left, right);
  if (left.kind === 'array' && right.kind === 'array') {
    const element = commonType(left.element, right.element);
    return element && arrayOf(element);
  }
  if (left.kind === 'map' && right.kind === 'map') {
    const key = commonType(left.key, right.key);
    const value = commonType(left.value, right.value);
    return key && value && mapOf(key, value);
  }
  return commonText(left, right) ?? commonTime(left, right);
}

/** The type all meet in; undefined where there is none, `unknown` for an empty list. */
export function commonTypeOf(all: readonly SqlType[]): SqlType | undefined {
  let common: SqlType | undefined = types.unknown;
  for (const type of all) {
    common = common && commonType(common, type);
  }
  return common;
}

/** Whether Trino casts `from` to `to` by itself. */
export function canCoerce(from: SqlType, to: SqlType): boolean {
  if (sameType(from, to)) return true;
  const common = commonType(from, to);
  return common !== undefined && sameType(common, to);
}

function commonNumber(
  left: SqlType,
  right: SqlType,
  leftRank: number,
  rightRank: number,
): SqlType | undefined {
  if (left.kind === 'decimal' || right.kind === 'decimal') {
    const a = decimalFor(left);
    const b = decimalFor(right);
    if (a === undefined || b === undefined) return leftRank > rightRank ? left : right;
    const scale = Math.max(a.scale, b.scale);
    const precision = Math.max(a.precision - a.scale, b.precision - b.scale) + scale;
    return decimalOf(Math.min(38, precision), scale);
  }
  return leftRank > rightRank ? left : right;
}

function commonRow(left: SqlType & { kind: 'row' }, right: SqlType & { kind: 'row' }): SqlType | undefined {
  if (left.fields.length !== right.fields.length) return undefined;
  const fields = [];
  for (const [index, a] of left.fields.entries()) {
    const b = right.fields[index];
    const type = b && commonType(a.type, b.type);
    if (b === undefined || type === undefined) return undefined;
    fields.push({ name: a.name !== null && a.name === b.name ? a.name : null, type });
  }
  return rowOf(fields);
}

function commonText(left: SqlType, right: SqlType): SqlType | undefined {
  if (left.kind === 'varchar' && right.kind === 'varchar') {
    return varcharOf(
      left.length === null || right.length === null ? null : Math.max(left.length, right.length),
    );
  }
  if (left.kind === 'char' && right.kind === 'char') return left.length > right.length ? left : right;
  if (left.kind === 'char' && right.kind === 'varchar') return charAndVarchar(left, right);
  if (left.kind === 'varchar' && right.kind === 'char') return charAndVarchar(right, left);
  return undefined;
}

/** char meets varchar in char, since 2023: an unbounded varchar in the longest char there is. */
function charAndVarchar(char: SqlType & { kind: 'char' }, varchar: SqlType & { kind: 'varchar' }): SqlType {
  return { kind: 'char', length: Math.min(65_536, Math.max(char.length, varchar.length ?? 65_536)) };
}

function commonTime(left: SqlType, right: SqlType): SqlType | undefined {
  if (left.kind === 'date' && right.kind === 'timestamp') return right;
  if (left.kind === 'timestamp' && right.kind === 'date') return left;
  if (
    (left.kind === 'timestamp' && right.kind === 'timestamp') ||
    (left.kind === 'time' && right.kind === 'time')
  ) {
    return {
      kind: left.kind,
      precision: Math.max(left.precision, right.precision),
      zone: left.zone || right.zone,
    };
  }
  return undefined;
}
