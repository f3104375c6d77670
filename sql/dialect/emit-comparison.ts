import { refuse } from '../diagnostic.ts';
import type { ComparisonOperator, Expression, Span } from '../tree/nodes.ts';
import { formatType, type SqlType, types } from '../types.ts';
import { bindLarge } from './bind-large.ts';
import type { EmitState } from './emit-state.ts';

/** Types that DuckDB compares as Trino does. */
export const comparesAlike = (type: SqlType): boolean =>
  !['double', 'real', 'array', 'map', 'row', 'ipaddress'].includes(type.kind) &&
  !(type.kind === 'timestamp' && type.zone);

/** What a value is ordered, grouped and found again by. */
export const comparable = (text: string, type: SqlType): string =>
  type.kind === 'timestamp' && type.zone ? `(${text}).t` : text;

/**
 * `left <operator> right` of two values of one type. NaN equals nothing and is not greater than anything;
 * instants are compared, not zones; parts of rows and arrays decide one by one, NULL undecided.
 */
export function compareValues(
  operator: ComparisonOperator,
  left: string,
  right: string,
  type: SqlType,
  state: EmitState,
  at: Span,
): string {
  if (type.kind === 'timestamp' && type.zone) return `((${left}).t ${operator} (${right}).t)`;
  if (comparesAlike(type)) return `(${left} ${operator} ${right})`;
  return bindLarge(
    [left, right],
    () => state.fresh('v'),
    ([a = '', b = '']) => compareRepeated(operator, a, b, type, state, at),
  );
}

function compareRepeated(
  operator: ComparisonOperator,
  left: string,
  right: string,
  type: SqlType,
  state: EmitState,
  at: Span,
): string {
  if (type.kind === 'double' || type.kind === 'real') return compareFloats(operator, left, right);
  if (type.kind === 'row' || type.kind === 'array') {
    if (operator === '<>') return `(NOT ${equalParts(left, right, type, state, at)})`;
    if (operator === '=') return equalParts(left, right, type, state, at);
    return refuse('SQL_UNSUPPORTED_SYNTAX', `${formatType(type)} is not ordered on this engine.`, at);
  }
  if (type.kind === 'map' && (operator === '=' || operator === '<>')) {
    const equal = equalMaps(left, right, type, state, at);
    return operator === '=' ? equal : `(NOT ${equal})`;
  }
  if (type.kind === 'map' || (type.kind === 'ipaddress' && operator !== '=' && operator !== '<>')) {
    return refuse('SQL_UNSUPPORTED_SYNTAX', `${formatType(type)} is not compared on this engine.`, at);
  }
  return `(${left} ${operator} ${right})`;
}

const isPlainNumber = (text: string) => /^CAST\('[-0-9.eE+]+' AS (DOUBLE|FLOAT)\)$/.test(text);

function compareFloats(operator: ComparisonOperator, left: string, right: string): string {
  const guard = (text: string) => (isPlainNumber(text) ? '' : ` AND NOT isnan(${text})`);
  switch (operator) {
    case '=':
      return isPlainNumber(left) || isPlainNumber(right)
        ? `(${left} = ${right})`
        : `(${left} = ${right}${guard(left)})`;
    case '<>':
      return isPlainNumber(left) || isPlainNumber(right)
        ? `(${left} <> ${right})`
        : `(NOT (${left} = ${right}${guard(left)}))`;
    case '>':
    case '>=':
      return `(${left} ${operator} ${right}${guard(left)})`;
    default:
      return `(${left} ${operator} ${right}${guard(right)})`;
  }
}

function equalParts(left: string, right: string, type: SqlType, state: EmitState, at: Span): string {
  if (type.kind === 'row') {
    const parts = type.fields.map((field, index) =>
      compareValues('=', `(${left}).f${index}`, `(${right}).f${index}`, field.type, state, at),
    );
    const whole = parts.length === 1 ? (parts[0] ?? 'TRUE') : `(${parts.join(' AND ')})`;
    return `CASE WHEN ${left} IS NULL OR ${right} IS NULL THEN NULL ELSE ${whole} END`;
  }
  const element = type.kind === 'array' ? type.element : types.unknown;
  const index = state.fresh('v');
  const each = compareValues('=', `${left}[${index}]`, `${right}[${index}]`, element, state, at);
  return `CASE WHEN len(${left}) <> len(${right}) THEN FALSE ELSE t_all(list_transform(range(1, len(${left}) + 1), lambda ${index}: ${each})) END`;
}

function equalMaps(
  left: string,
  right: string,
  type: SqlType & { kind: 'map' },
  state: EmitState,
  at: Span,
): string {
  const key = state.fresh('v');
  const [a, b] = [`map_extract_value(${left}, ${key})`, `map_extract_value(${right}, ${key})`];
  const each = `CASE WHEN map_contains(${right}, ${key}) THEN ${compareValues('=', a, b, type.value, state, at)} ELSE FALSE END`;
  return `CASE WHEN cardinality(${left}) <> cardinality(${right}) THEN FALSE ELSE t_all(list_transform(map_keys(${left}), lambda ${key}: ${each})) END`;
}

/** Equality with one of several values, each already of the type. */
export function oneOf(
  value: string,
  items: readonly string[],
  type: SqlType,
  state: EmitState,
  node: Expression,
): string {
  if (comparesAlike(type) || type.kind === 'ipaddress') return `(${value} IN (${items.join(', ')}))`;
  return `(${items.map((item) => compareValues('=', value, item, type, state, node)).join(' OR ')})`;
}
