import { canCoerce, isIntegral } from '../functions/coercion.ts';
import type { Cast, Expression, FunctionCall } from '../tree/nodes.ts';
import { childrenOf } from './children.ts';
import { typeInPlace } from './emit-expression.ts';
import type { EmitState } from './emit-state.ts';

/** Functions that fail on some values of their arguments' types. */
const FAILING = new Set([
  'json_parse',
  'is_json_scalar',
  'date_parse',
  'parse_datetime',
  'parse_duration',
  'from_iso8601_timestamp',
  'from_iso8601_date',
  'from_hex',
  'from_base64',
  'from_base',
  'to_base',
  'url_decode',
  'split_to_map',
  'chr',
  'luhn_check',
  'hamming_distance',
  'sequence',
  'repeat',
  'slice',
  'trim_array',
  'map',
  'map_from_entries',
  'transform_keys',
  'width_bucket',
  'bit_count',
  'mod',
]);

/** Functions that fail on some values of their later arguments, which are mostly literals. */
const FAILING_BY_LATER = new Set(['split', 'split_part', 'lpad', 'rpad', 'element_at', 'contains', 'date']);

/**
 * Whether an expression may fail on some rows: then what stands before it in AND, OR, CASE or coalesce has to be
 * decided first. Overflows are not counted: that would be every sum.
 */
export function mayFail(node: Expression, state: EmitState): boolean {
  switch (node.kind) {
    case 'cast':
      if (!node.safe && castMayFail(node, state)) return true;
      break;
    case 'arithmetic':
      if (
        (node.operator === '/' || node.operator === '%') &&
        isExact(node.right, state) &&
        !isNonZero(node.right)
      )
        return true;
      break;
    case 'subscript':
      if (typeInPlace(node.base, state).kind !== 'row') return true;
      break;
    case 'scalarSubquery':
      return true;
    case 'functionCall':
      if (FAILING.has(node.name)) return true;
      if (FAILING_BY_LATER.has(node.name) && laterMayFail(node, state)) return true;
      if (node.name === 'try') return false;
      break;
  }
  return childrenOf(node).some((child) => mayFail(child, state));
}

function castMayFail(node: Cast, state: EmitState): boolean {
  const from = typeInPlace(node.operand, state);
  if (canCoerce(from, node.type) || from.kind === 'unknown') return false;
  const isText = node.type.kind === 'varchar' && node.type.length === null && from.kind !== 'json';
  const isTime =
    (from.kind === 'timestamp' || from.kind === 'date') &&
    (node.type.kind === 'timestamp' || node.type.kind === 'date');
  return !isText && !isTime;
}

function laterMayFail(node: FunctionCall, state: EmitState): boolean {
  const [first, ...later] = node.arguments;
  const kind = first === undefined ? undefined : typeInPlace(first, state).kind;
  if (node.name === 'date') return kind === 'varchar';
  if (node.name === 'contains') return kind === 'varchar';
  if (node.name === 'element_at' && kind === 'map') return false;
  return !later.every((argument) => argument.kind === 'string' || argument.kind === 'number');
}

const isExact = (node: Expression, state: EmitState): boolean => {
  const type = typeInPlace(node, state);
  return isIntegral(type) || type.kind === 'decimal';
};

const isNonZero = (node: Expression): boolean =>
  node.kind === 'parenthesized'
    ? isNonZero(node.expression)
    : node.kind === 'number' && Number(node.text) !== 0;
