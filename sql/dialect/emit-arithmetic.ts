import { refuse } from '../diagnostic.ts';
import { isIntegral } from '../functions/coercion.ts';
import { duckdbArithmetic } from '../functions/duckdb-numbers.ts';
import { fromLocal, localOf } from '../functions/duckdb-time.ts';
import { resolveArithmetic } from '../functions/operators.ts';
import type { Arithmetic } from '../tree/nodes.ts';
import type { SqlType } from '../types.ts';
import { bindLarge } from './bind-large.ts';
import { emitExpression, typeInPlace } from './emit-expression.ts';
import type { EmitState } from './emit-state.ts';

/** Arithmetic of numbers, times and intervals, with Trino's result types and failures. */
export function emitArithmetic(node: Arithmetic, state: EmitState): string {
  const [left, right] = [emitExpression(node.left, state), emitExpression(node.right, state)];
  const [leftType, rightType] = [typeInPlace(node.left, state), typeInPlace(node.right, state)];
  const resolved = resolveArithmetic(node.operator, leftType, rightType);
  if (resolved === undefined) throw new Error('arithmetic that the analysis let through has no operator');
  const kinds = [leftType.kind, rightType.kind];
  const interval = kinds.find((kind) => kind.startsWith('interval'));
  const time = kinds.find((kind) => kind === 'date' || kind === 'timestamp');
  if (interval === undefined && time === undefined) {
    const isRepeated = node.operator === '/' || node.operator === '%';
    const emit = ([a = '', b = '']: readonly string[]) => duckdbArithmetic(node.operator, a, b, resolved);
    return isRepeated ? bindLarge([left, right], () => state.fresh('v'), emit) : emit([left, right]);
  }
  if (interval === undefined) return timeDifference(left, right, leftType);
  if (time === undefined) return intervalArithmetic(node.operator, left, right, [leftType, rightType]);
  const leftIsTime = leftType.kind === 'date' || leftType.kind === 'timestamp';
  const [value, valueType, amount] = leftIsTime ? [left, leftType, right] : [right, rightType, left];
  return shifted(value, valueType, node.operator, amount, leftIsTime ? rightType : leftType, node);
}

function shifted(
  value: string,
  type: SqlType,
  operator: string,
  amount: string,
  interval: SqlType,
  at: Arithmetic,
): string {
  if (interval.kind === 'intervalYearToMonth') {
    return fromLocal(
      `(${localOf(value, type)} ${operator} to_months(CAST(${amount} AS INTEGER)))`,
      value,
      type,
    );
  }
  if (type.kind === 'date') {
    if (interval.kind !== 'intervalDayToSecond')
      return refuse('SQL_UNSUPPORTED_SYNTAX', 'A date takes no such interval.', at);
    return `t_shift_date(${value}, ${operator === '-' ? `(-${amount})` : amount})`;
  }
  const micros = `to_microseconds(${amount} * 1000)`;
  return type.kind === 'timestamp' && type.zone
    ? `t_pack((${value}).t ${operator} ${micros}, (${value}).z)`
    : `(${value} ${operator} ${micros})`;
}

/** Milliseconds between two values of one type of time. */
function timeDifference(left: string, right: string, type: SqlType): string {
  if (type.kind === 'date') return `((${left} - ${right}) * 86400000)`;
  if (type.kind === 'timestamp' && type.zone) return `t_milliseconds_between((${right}).t, (${left}).t)`;
  return `t_milliseconds_between(${right}, ${left})`;
}

function intervalArithmetic(
  operator: string,
  left: string,
  right: string,
  operands: readonly [SqlType, SqlType],
): string {
  if (operator === '+' || operator === '-') return `(${left} ${operator} ${right})`;
  const factor = operands[0].kind.startsWith('interval') ? operands[1] : operands[0];
  if (isIntegral(factor)) return operator === '*' ? `(${left} * ${right})` : `t_divide(${left}, ${right})`;
  return `CAST(trunc(CAST(${left} AS DOUBLE) ${operator} CAST(${right} AS DOUBLE)) AS BIGINT)`;
}
