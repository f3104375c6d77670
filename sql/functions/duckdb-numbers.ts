import { decimalOf, type SqlType } from '../types.ts';
import { isIntegral } from './coercion.ts';

/**
 * Trino's arithmetic as DuckDB SQL. Operands already have the types of the operator's resolution; the result
 * has exactly `result`, or the query fails as Trino's does (overflow, division by zero).
 */
export function duckdbArithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  left: string,
  right: string,
  types: { readonly left: SqlType; readonly right: SqlType; readonly result: SqlType },
): string {
  const { result } = types;
  if (result.kind === 'decimal') return decimalArithmetic(operator, left, right, { ...types, result });
  if (isIntegral(result)) {
    if (operator === '/')
      return isNonZeroLiteral(right) ? `(${left} // ${right})` : `t_divide(${left}, ${right})`;
    if (operator === '%')
      return isNonZeroLiteral(right) ? `(${left} % ${right})` : `t_modulo(${left}, ${right})`;
    return `(${left} ${operator} ${right})`;
  }
  return `(${left} ${operator} ${right})`;
}

/** An emitted integer literal other than 0 and -1 (which may overflow): neither can fail. */
const isNonZeroLiteral = (text: string) =>
  /^CAST\((?!0 |-1 )-?\d+ AS (TINYINT|SMALLINT|INTEGER|BIGINT)\)$/.test(text);

type DecimalTypes = {
  readonly left: SqlType;
  readonly right: SqlType;
  readonly result: SqlType & { kind: 'decimal' };
};

function decimalArithmetic(operator: string, left: string, right: string, types: DecimalTypes): string {
  const { result } = types;
  const name = decimalName(result);
  const widened = decimalName(decimalOf(38, result.scale));
  if (operator === '+' || operator === '-')
    return `CAST(CAST(${left} AS ${widened}) ${operator} CAST(${right} AS ${widened}) AS ${name})`;
  if (operator === '*') return `CAST(${left} * ${right} AS ${name})`;
  const scaled = operator === '/' ? 't_decimal_divide' : 't_decimal_modulo';
  return `CAST(${scaled}(CAST(${left} AS VARCHAR), CAST(${right} AS VARCHAR), ${result.scale}) AS ${name})`;
}

const decimalName = (type: SqlType) =>
  type.kind === 'decimal' ? `DECIMAL(${type.precision}, ${type.scale})` : 'DOUBLE';
