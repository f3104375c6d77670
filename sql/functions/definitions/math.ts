import { decimalOf, type SqlType } from '../../types.ts';
import { call, scalar, template, withAliases } from '../define.ts';
import type { DuckdbMapping, FunctionDefinition } from '../definition.ts';
import { duckdbArithmetic } from '../duckdb-numbers.ts';
import { resolveArithmetic } from '../operators.ts';
import type { Bindings } from '../pattern.ts';

const precisionOf = (bindings: Bindings) => bindings.numbers.get('p') ?? 38;
const scaleOf = (bindings: Bindings) => bindings.numbers.get('s') ?? 0;
/** The whole part, with one digit more where a fraction may carry into it. */
const wholePart = (bindings: Bindings) =>
  decimalOf(precisionOf(bindings) - scaleOf(bindings) + Math.min(1, scaleOf(bindings)), 0);
const oneDigitMore = (bindings: Bindings) =>
  decimalOf(Math.min(38, precisionOf(bindings) + 1), scaleOf(bindings));

const integers = ['tinyint', 'smallint', 'integer', 'bigint'];
const sameForIntegers = integers.map((type) => `(${type}) -> ${type}`);
const isExactInteger = (type: SqlType | undefined) => type !== undefined && integers.includes(type.kind);

/** Integers are their own ceiling, floor and whole rounding. */
const unlessInteger =
  (name: string): DuckdbMapping =>
  ({ arguments: [value = ''], argumentTypes: [type], resultType, typeName }) =>
    isExactInteger(type) ? value : `CAST(${name}(${value}) AS ${typeName(resultType)})`;

const roundMapping: DuckdbMapping = (context) => {
  const [value = '', digits] = context.arguments;
  const [type] = context.argumentTypes;
  if (isExactInteger(type)) {
    if (digits === undefined) return value;
    return `CAST(t_round_integer(CAST(${value} AS BIGINT), CAST(${digits} AS BIGINT)) AS ${context.typeName(context.resultType)})`;
  }
  const places = digits ?? '0';
  if (type?.kind === 'decimal') {
    return `CAST(t_round_decimal(CAST(${value} AS VARCHAR), CAST(${places} AS BIGINT)) AS ${context.typeName(context.resultType)})`;
  }
  return `CAST(t_round(CAST(${value} AS DOUBLE), CAST(${places} AS BIGINT)) AS ${context.typeName(context.resultType)})`;
};

const truncateMapping: DuckdbMapping = (context) => {
  const [value = '', digits = '0'] = context.arguments;
  const [type] = context.argumentTypes;
  if (type?.kind === 'decimal') {
    return `CAST(t_truncate_decimal(CAST(${value} AS VARCHAR), CAST(${digits} AS BIGINT)) AS ${context.typeName(context.resultType)})`;
  }
  return `trunc(${value})`;
};

/** NULL where any argument is NULL, unlike DuckDB's; NaN only where there is nothing else. */
const extremum =
  (name: 'greatest' | 'least'): DuckdbMapping =>
  ({ arguments: values, resultType }) => {
    if (resultType.kind === 'double' || resultType.kind === 'real') {
      return `t_number_${name === 'greatest' ? 'max' : 'min'}([${values.join(', ')}])`;
    }
    return `CASE WHEN ${values.map((value) => `${value} IS NULL`).join(' OR ')} THEN NULL ELSE ${name}(${values.join(', ')}) END`;
  };

const modMapping: DuckdbMapping = ({
  arguments: [left = '', right = ''],
  argumentTypes: [leftType, rightType],
  resultType,
}) => {
  const types = leftType && rightType && resolveArithmetic('%', leftType, rightType);
  if (types === undefined) throw new Error('mod was resolved to types that have no remainder');
  return duckdbArithmetic('%', left, right, { ...types, result: resultType });
};

const modResult = (bindings: Bindings): SqlType => {
  const number = (name: string) => bindings.numbers.get(name) ?? 0;
  const left = decimalOf(number('p'), number('s'));
  const right = decimalOf(number('q'), number('t'));
  return resolveArithmetic('%', left, right)?.result ?? left;
};

const doubles = (names: readonly string[]): readonly FunctionDefinition[] =>
  names.map((name) => scalar(name, ['(double) -> double'], call(name)));
const shift = (name: string): FunctionDefinition =>
  scalar(
    name,
    [
      '(tinyint, integer) -> tinyint',
      '(smallint, integer) -> smallint',
      '(integer, integer) -> integer',
      '(bigint, integer) -> bigint',
    ],
    (context) => {
      const [value = '', bits = ''] = context.arguments;
      const width = { tinyint: 8, smallint: 16, integer: 32 }[context.resultType.kind as string] ?? 64;
      return `CAST(t_${name}(CAST(${value} AS BIGINT), CAST(${bits} AS BIGINT), CAST(${width} AS BIGINT)) AS ${context.typeName(context.resultType)})`;
    },
  );

export const math: readonly FunctionDefinition[] = [
  scalar(
    'abs',
    [...sameForIntegers, '(decimal(p,s)) -> decimal(p,s)', '(real) -> real', '(double) -> double'],
    call('abs'),
  ),
  ...withAliases(
    scalar(
      'ceiling',
      [...sameForIntegers, ['(decimal(p,s))', wholePart], '(real) -> real', '(double) -> double'],
      unlessInteger('ceil'),
    ),
    'ceil',
  ),
  scalar(
    'floor',
    [...sameForIntegers, ['(decimal(p,s))', wholePart], '(real) -> real', '(double) -> double'],
    unlessInteger('floor'),
  ),
  scalar(
    'round',
    [
      ...sameForIntegers,
      ...integers.map((type) => `(${type}, integer) -> ${type}`),
      ['(decimal(p,s))', wholePart],
      ['(decimal(p,s), integer)', oneDigitMore],
      '(real) -> real',
      '(real, integer) -> real',
      '(double) -> double',
      '(double, integer) -> double',
    ],
    roundMapping,
  ),
  scalar(
    'truncate',
    [
      ['(decimal(p,s))', (bindings) => decimalOf(Math.max(1, precisionOf(bindings) - scaleOf(bindings)), 0)],
      '(decimal(p,s), integer) -> decimal(p,s)',
      '(real) -> real',
      '(double) -> double',
    ],
    truncateMapping,
  ),
  scalar(
    'sign',
    [...sameForIntegers, '(decimal(p,s)) -> decimal(1,0)', '(real) -> real', '(double) -> double'],
    ({ arguments: [value = ''], resultType, typeName }) =>
      resultType.kind === 'double' || resultType.kind === 'real'
        ? `CASE WHEN isnan(${value}) THEN ${value} ELSE CAST(sign(${value}) AS ${typeName(resultType)}) END`
        : `CAST(sign(${value}) AS ${typeName(resultType)})`,
  ),
  scalar(
    'mod',
    [
      ...integers.map((type) => `(${type}, ${type}) -> ${type}`),
      ['(decimal(p,s), decimal(q,t))', modResult],
      '(real, real) -> real',
      '(double, double) -> double',
    ],
    modMapping,
  ),
  scalar('greatest', ['(E, E...) -> E'], extremum('greatest')),
  scalar('least', ['(E, E...) -> E'], extremum('least')),
  scalar('sqrt', ['(double) -> double'], call('t_sqrt')),
  scalar('ln', ['(double) -> double'], call('t_ln')),
  scalar('log', ['(double, double) -> double'], template('(t_ln($1) / t_ln($0))')),
  scalar('log2', ['(double) -> double'], template('(t_ln($0) / ln(CAST(2 AS DOUBLE)))')),
  scalar('log10', ['(double) -> double'], call('t_log10')),
  ...withAliases(scalar('power', ['(double, double) -> double'], call('pow')), 'pow'),
  ...doubles(['cbrt', 'exp', 'degrees', 'radians', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh']),
  scalar('acos', ['(double) -> double'], call('t_acos')),
  scalar('asin', ['(double) -> double'], call('t_asin')),
  scalar('atan2', ['(double, double) -> double'], call('atan2')),
  scalar('pi', ['() -> double'], call('pi')),
  scalar('e', ['() -> double'], () => 'CAST(2.718281828459045 AS DOUBLE)'),
  scalar('infinity', ['() -> double'], () => "CAST('Infinity' AS DOUBLE)"),
  scalar('nan', ['() -> double'], () => "CAST('NaN' AS DOUBLE)"),
  scalar('is_nan', ['(double) -> boolean', '(real) -> boolean'], call('isnan')),
  scalar('is_finite', ['(double) -> boolean'], call('isfinite')),
  scalar('is_infinite', ['(double) -> boolean'], call('isinf')),
  scalar('bitwise_and', ['(bigint, bigint) -> bigint'], template('($0 & $1)')),
  scalar('bitwise_or', ['(bigint, bigint) -> bigint'], template('($0 | $1)')),
  scalar('bitwise_xor', ['(bigint, bigint) -> bigint'], call('xor')),
  scalar('bitwise_not', ['(bigint) -> bigint'], template('(~$0)')),
  shift('bitwise_left_shift'),
  shift('bitwise_right_shift'),
  shift('bitwise_right_shift_arithmetic'),
  scalar('bit_count', ['(bigint, bigint) -> bigint'], call('t_bit_count')),
  scalar('from_base', ['(varchar, bigint) -> bigint'], call('t_from_base')),
  scalar('to_base', ['(bigint, bigint) -> varchar(64)'], call('t_to_base')),
  scalar('width_bucket', ['(double, double, double, bigint) -> bigint'], call('t_width_bucket')),
  ...['rand', 'random'].map((name) => ({
    ...scalar(name, ['() -> double'], call('random')),
    volatile: true,
  })),
];
