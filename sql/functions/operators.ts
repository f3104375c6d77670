import { decimalOf, type SqlType, types } from '../types.ts';
import { commonType, decimalFor, isIntegral } from './coercion.ts';

export interface OperatorResolution {
  /** Operand types after implicit casts. Decimal operands keep their own precision and scale. */
  readonly left: SqlType;
  readonly right: SqlType;
  readonly result: SqlType;
}

/** Types of `left <operator> right`, or undefined where Trino has no such operator. */
export function resolveArithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  left: SqlType,
  right: SqlType,
): OperatorResolution | undefined {
  return numberArithmetic(operator, left, right) ?? timeArithmetic(operator, left, right);
}

function numberArithmetic(operator: string, left: SqlType, right: SqlType): OperatorResolution | undefined {
  if (left.kind === 'unknown' && right.kind === 'unknown') return undefined;
  // A bare NULL beside a decimal is the smallest decimal.
  const forNull = (other: SqlType): SqlType => (other.kind === 'decimal' ? decimalOf(1, 0) : other);
  if (left.kind === 'unknown') return numberArithmetic(operator, forNull(right), right);
  if (right.kind === 'unknown') return numberArithmetic(operator, left, forNull(left));
  const a = decimalFor(left);
  const b = decimalFor(right);
  if (a !== undefined && b !== undefined && !(isIntegral(left) && isIntegral(right))) {
    return { left: a, right: b, result: decimalResult(operator, a, b) };
  }
  const common = commonType(left, right);
  if (common === undefined || !(isIntegral(common) || common.kind === 'real' || common.kind === 'double'))
    return undefined;
  return { left: common, right: common, result: common };
}

type Decimal = SqlType & { kind: 'decimal' };

function decimalResult(operator: string, a: Decimal, b: Decimal): SqlType {
  const scale = Math.max(a.scale, b.scale);
  switch (operator) {
    case '*':
      return decimalOf(Math.min(38, a.precision + b.precision), a.scale + b.scale);
    case '/':
      return decimalOf(Math.min(38, a.precision + b.scale + Math.max(b.scale - a.scale, 0)), scale);
    case '%':
      return decimalOf(Math.min(b.precision - b.scale, a.precision - a.scale) + scale, scale);
    default:
      return decimalOf(
        Math.min(38, scale + Math.max(a.precision - a.scale, b.precision - b.scale) + 1),
        scale,
      );
  }
}

function timeArithmetic(operator: string, left: SqlType, right: SqlType): OperatorResolution | undefined {
  const isInterval = (type: SqlType) =>
    type.kind === 'intervalDayToSecond' || type.kind === 'intervalYearToMonth';
  const isTime = (type: SqlType) => type.kind === 'date' || type.kind === 'timestamp' || type.kind === 'time';
  if (operator === '+' || operator === '-') {
    if (isTime(left) && isInterval(right)) return { left, right, result: shifted(left, right) };
    if (operator === '+' && isInterval(left) && isTime(right))
      return { left, right, result: shifted(right, left) };
    if (isInterval(left) && left.kind === right.kind) return { left, right, result: left };
    if (operator === '-' && isTime(left) && isTime(right)) {
      const common = commonType(left, right);
      return common && { left: common, right: common, result: types.intervalDayToSecond };
    }
  }
  if ((operator === '*' || operator === '/') && isInterval(left) && isFactor(right))
    return scaled(left, right, true);
  if (operator === '*' && isFactor(left) && isInterval(right)) return scaled(right, left, false);
  return undefined;
}

/** A sum has at least the milliseconds of an interval of days. */
function shifted(time: SqlType, interval: SqlType): SqlType {
  if ((time.kind !== 'timestamp' && time.kind !== 'time') || interval.kind === 'intervalYearToMonth')
    return time;
  return { ...time, precision: Math.max(3, time.precision) };
}

const isFactor = (type: SqlType) =>
  isIntegral(type) || type.kind === 'decimal' || type.kind === 'real' || type.kind === 'double';

function scaled(interval: SqlType, factor: SqlType, intervalFirst: boolean): OperatorResolution {
  const number = isIntegral(factor) ? types.bigint : types.double;
  return intervalFirst
    ? { left: interval, right: number, result: interval }
    : { left: number, right: interval, result: interval };
}
