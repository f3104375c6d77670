import { decimalOf, type SqlType } from '../../types.ts';
import { aggregate, withAliases } from '../define.ts';
import type { CallContext, DuckdbMapping, FunctionDefinition } from '../definition.ts';

/** DuckDB's aggregate, cast to the result type (its sums of integers are HUGEINT). */
const as =
  (name: string): DuckdbMapping =>
  (context) =>
    `CAST(${context.aggregate(name, context.arguments)} AS ${context.typeName(context.resultType)})`;
const same =
  (name: string): DuckdbMapping =>
  (context) =>
    context.aggregate(name, context.arguments);

const avgMapping: DuckdbMapping = (context) => {
  const [value = ''] = context.arguments;
  const [type] = context.argumentTypes;
  if (type?.kind === 'decimal') {
    const total = context.aggregate('sum', [
      `CAST(${value} AS ${context.typeName(decimalOf(38, type.scale))})`,
    ]);
    const count = context.aggregate('count', [value]);
    return `CAST(t_decimal_average(CAST(${total} AS VARCHAR), ${count}, ${type.scale}) AS ${context.typeName(context.resultType)})`;
  }
  if (type?.kind === 'intervalDayToSecond' || type?.kind === 'intervalYearToMonth') {
    return `CAST(round(${context.aggregate('avg', [value])}) AS BIGINT)`;
  }
  return `CAST(${context.aggregate('avg', [value])} AS ${context.typeName(context.resultType)})`;
};

const sumMapping: DuckdbMapping = (context) => {
  const [value = ''] = context.arguments;
  return `CAST(${context.aggregate('sum', [value])} AS ${context.typeName(context.resultType)})`;
};

const isFloat = (type: SqlType | undefined) => type?.kind === 'double' || type?.kind === 'real';

/** An aggregate that looks past NaN, unless there is nothing else. */
const pastNaN = (context: CallContext, key: number, name: string, values: readonly string[]): string => {
  const whole = context.aggregate(name, values);
  if (!isFloat(context.argumentTypes[key])) return whole;
  return `coalesce(${context.aggregate(name, values, `NOT isnan(${context.arguments[key] ?? ''})`)}, ${whole})`;
};

const extreme = (name: string): FunctionDefinition =>
  aggregate(name, ['(T) -> T', '(E, bigint) -> array(E)'], (context) => {
    if (context.arguments.length === 1) return pastNaN(context, 0, name, context.arguments);
    if (isFloat(context.argumentTypes[0]))
      return context.refuse('its form with a count does not take doubles on this engine');
    return context.aggregate(name, context.arguments);
  });

/** min_by(x, y): the x of the row with the least y, NULL x too; rows with y NULL do not count. */
const extremeBy = (name: string, native: string): FunctionDefinition =>
  aggregate(name, ['(V, K) -> V', '(V, K, bigint) -> array(V)'], (context) => {
    const [value = '', key = ''] = context.arguments;
    if (context.arguments.length === 3)
      return context.refuse(
        'its form with a count is not mapped to DuckDB',
        'Use row_number() over an order and filter by it.',
      );
    // A struct is never NULL, so that a NULL value keeps its place.
    return `(${pastNaN(context, 1, native, [`struct_pack(v := ${value})`, key])}).v`;
  });

const mapAgg: DuckdbMapping = (context) => {
  const [key = '', value = ''] = context.arguments;
  return `t_first_entries(${context.aggregate('list', [`struct_pack(k := ${key}, v := ${value})`], `${key} IS NOT NULL`)})`;
};

const multimapAgg: DuckdbMapping = (context) => {
  const [key = '', value = ''] = context.arguments;
  return `t_multimap(${context.aggregate('list', [`struct_pack(k := ${key}, v := ${value})`], `${key} IS NOT NULL`)})`;
};

/** The element at the fraction of the sorted values: what Trino's sketches give while they are exact. */
const percentile: DuckdbMapping = (context) => {
  if (context.argumentTypes[1]?.kind === 'double' && context.arguments.length > 2) {
    return context.refuse('weights are not mapped to DuckDB');
  }
  const [value = '', fraction = ''] = context.arguments;
  const values = context.aggregate('list', [value], `${value} IS NOT NULL`);
  if (context.argumentTypes[1]?.kind !== 'array') return `t_percentile(${values}, ${fraction})`;
  const name = context.fresh();
  return `list_transform(${fraction}, lambda ${name}: t_percentile(${values}, ${name}))`;
};

const listagg: DuckdbMapping = (context) =>
  context.aggregate('string_agg', [context.arguments[0] ?? '', context.arguments[1] ?? "''"]);

const statistics = (
  name: string,
  native: string,
  ...more: readonly string[]
): readonly FunctionDefinition[] =>
  withAliases(
    aggregate(name, ['(bigint) -> double', '(double) -> double'], (context: CallContext) =>
      context.aggregate(
        native,
        context.arguments.map((value) => `CAST(${value} AS DOUBLE)`),
      ),
    ),
    ...more,
  );

const pairs = (name: string): FunctionDefinition =>
  aggregate(name, ['(double, double) -> double', '(real, real) -> real'], as(name));

export const aggregates: readonly FunctionDefinition[] = [
  aggregate('count', ['() -> bigint', '(T) -> bigint'], (context) =>
    context.aggregate('count', context.arguments.length === 0 ? ['*'] : context.arguments),
  ),
  aggregate('count_if', ['(boolean) -> bigint'], (context) =>
    context.aggregate('count', ['*'], context.arguments[0]),
  ),
  aggregate(
    'sum',
    [
      '(bigint) -> bigint',
      ['(decimal(p,s))', ({ numbers }) => decimalOf(38, numbers.get('s') ?? 0)],
      '(real) -> real',
      '(double) -> double',
      '(interval day to second) -> interval day to second',
      '(interval year to month) -> interval year to month',
    ],
    sumMapping,
  ),
  aggregate(
    'avg',
    [
      '(bigint) -> double',
      '(double) -> double',
      '(decimal(p,s)) -> decimal(p,s)',
      '(real) -> real',
      '(interval day to second) -> interval day to second',
      '(interval year to month) -> interval year to month',
    ],
    avgMapping,
  ),
  extreme('min'),
  extreme('max'),
  extremeBy('min_by', 'arg_min'),
  extremeBy('max_by', 'arg_max'),
  ...withAliases(aggregate('arbitrary', ['(T) -> T'], same('any_value')), 'any_value'),
  ...withAliases(aggregate('bool_and', ['(boolean) -> boolean'], same('bool_and')), 'every'),
  aggregate('bool_or', ['(boolean) -> boolean'], same('bool_or')),
  aggregate('array_agg', ['(T) -> array(T)'], same('list')),
  aggregate('map_agg', ['(K, V) -> map(K,V)'], mapAgg),
  aggregate('multimap_agg', ['(K, V) -> map(K,array(V))'], multimapAgg),
  aggregate(
    'histogram',
    ['(T) -> map(T,bigint)'],
    (context) =>
      `t_histogram(${context.aggregate('list', context.arguments, `${context.arguments[0]} IS NOT NULL`)})`,
  ),
  aggregate('approx_distinct', ['(any) -> bigint', '(any, double) -> bigint'], (context) => {
    const [value = ''] = context.arguments;
    return context.aggregate('count', [`DISTINCT ${value}`]);
  }),
  aggregate(
    'approx_percentile',
    ['bigint', 'double', 'real'].flatMap((type) => [
      `(${type}, double) -> ${type}`,
      `(${type}, array(double)) -> array(${type})`,
      `(${type}, double, double) -> ${type}`,
    ]),
    percentile,
  ),
  aggregate('listagg', ['(varchar(x)) -> varchar', '(varchar(x), varchar(y)) -> varchar'], listagg),
  ...statistics('stddev', 'stddev_samp', 'stddev_samp'),
  ...statistics('stddev_pop', 'stddev_pop'),
  ...statistics('variance', 'var_samp', 'var_samp'),
  ...statistics('var_pop', 'var_pop'),
  ...['geometric_mean', 'skewness', 'kurtosis'].map((name) =>
    aggregate(name, ['(bigint) -> double', '(double) -> double'], {
      refused: 'its formula is not the same in DuckDB',
    }),
  ),
  ...['corr', 'covar_pop', 'covar_samp', 'regr_slope', 'regr_intercept'].map(pairs),
  aggregate('bitwise_and_agg', ['(bigint) -> bigint'], same('bit_and')),
  aggregate('bitwise_or_agg', ['(bigint) -> bigint'], same('bit_or')),
];
