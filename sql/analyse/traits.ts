import { canCoerce, isNumeric } from '../functions/coercion.ts';
import type { SqlType } from '../types.ts';

/** Whether `=` and DISTINCT work on a type. */
export function isComparable(type: SqlType): boolean {
  switch (type.kind) {
    case 'function':
      return false;
    case 'array':
      return isComparable(type.element);
    case 'map':
      return isComparable(type.key) && isComparable(type.value);
    case 'row':
      return type.fields.every((field) => isComparable(field.type));
    default:
      return true;
  }
}

/** Whether `<` and ORDER BY work on a type. */
export function isOrderable(type: SqlType): boolean {
  switch (type.kind) {
    case 'function':
    case 'map':
    case 'json':
      return false;
    case 'array':
      return isOrderable(type.element);
    case 'row':
      return type.fields.every((field) => isOrderable(field.type));
    default:
      return true;
  }
}

const isText = (type: SqlType): boolean => type.kind === 'varchar' || type.kind === 'char';
const isInterval = (type: SqlType): boolean =>
  type.kind === 'intervalDayToSecond' || type.kind === 'intervalYearToMonth';
const isStamp = (type: SqlType): boolean => type.kind === 'timestamp' || type.kind === 'date';

/** Whether Trino has an explicit cast between two types. */
export function canCast(from: SqlType, to: SqlType): boolean {
  if (from.kind === 'unknown' || canCoerce(from, to)) return true;
  if (from.kind === 'array' && to.kind === 'array') return canCast(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map')
    return canCast(from.key, to.key) && canCast(from.value, to.value);
  if (from.kind === 'row' && to.kind === 'row') {
    const fields = to.fields;
    return (
      from.fields.length === fields.length &&
      from.fields.every((field, index) => canCastField(field, fields[index]))
    );
  }
  if (from.kind === 'json') return canCastJson(to);
  if (to.kind === 'json') return canCastToJson(from);
  return canCastScalar(from, to);
}

const canCastField = (from: { type: SqlType }, to: { type: SqlType } | undefined): boolean =>
  to !== undefined && canCast(from.type, to.type);

function canCastScalar(from: SqlType, to: SqlType): boolean {
  const isNumber = (type: SqlType) => isNumeric(type) || type.kind === 'boolean';
  if (isText(from)) {
    return (
      isText(to) ||
      isNumber(to) ||
      isStamp(to) ||
      to.kind === 'time' ||
      to.kind === 'uuid' ||
      to.kind === 'ipaddress'
    );
  }
  if (isText(to)) {
    return (
      isNumber(from) || isStamp(from) || isInterval(from) || ['time', 'uuid', 'ipaddress'].includes(from.kind)
    );
  }
  if (isNumber(from)) return isNumber(to);
  if (from.kind === 'date') return isStamp(to);
  if (from.kind === 'timestamp') return isStamp(to) || to.kind === 'time';
  if (from.kind === 'time') return to.kind === 'time' || to.kind === 'timestamp';
  if (from.kind === 'uuid' || from.kind === 'ipaddress') return to.kind === 'varbinary';
  return from.kind === 'varbinary' && (to.kind === 'uuid' || to.kind === 'ipaddress');
}

function canCastJson(to: SqlType): boolean {
  if (to.kind === 'array') return canCastJson(to.element) || to.element.kind === 'json';
  if (to.kind === 'map') return isText(to.key) || isNumeric(to.key) || to.key.kind === 'boolean';
  if (to.kind === 'row') return to.fields.every((field) => canCastJson(field.type));
  return to.kind === 'json' || to.kind === 'varchar' || isNumeric(to) || to.kind === 'boolean';
}

function canCastToJson(from: SqlType): boolean {
  if (from.kind === 'array') return canCastToJson(from.element);
  if (from.kind === 'map')
    return (from.key.kind === 'varchar' || isNumeric(from.key)) && canCastToJson(from.value);
  if (from.kind === 'row') return from.fields.every((field) => canCastToJson(field.type));
  return isText(from) || isNumeric(from) || isStamp(from) || from.kind === 'boolean' || from.kind === 'json';
}
