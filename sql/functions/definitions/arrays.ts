import { type SqlType, types } from '../../types.ts';
import { call, scalar } from '../define.ts';
import type { DuckdbMapping, FunctionDefinition } from '../definition.ts';
import { isZoned } from '../duckdb-time.ts';

const isPositive = (text: string | undefined) => text !== undefined && /^[1-9]\d{0,8}$/.test(text);

const elementAt: DuckdbMapping = (context) => {
  const [value = '', key = ''] = context.arguments;
  if (context.argumentTypes[0]?.kind === 'map') return `map_extract_value(${value}, ${key})`;
  return isPositive(context.literal(1)) ? `${value}[${key}]` : `t_element_at(${value}, ${key})`;
};

/** A list function over the results of the lambda for each element. */
const matching =
  (name: string): DuckdbMapping =>
  (context) => {
    const element = context.fresh();
    return `${name}(list_transform(${context.arguments[0] ?? ''}, lambda ${element}: ${context.lambda(1, [element])}))`;
  };

const reduceMapping: DuckdbMapping = (context) => {
  const [list = '', initial = ''] = context.arguments;
  const [state, element, last] = [context.fresh(), context.fresh(), context.fresh()];
  const stateType = context.argumentTypes[1] ?? types.unknown;
  const step = context.lambda(2, [state, element]);
  const reduced = `list_reduce(${list}, lambda ${state}, ${element}: CAST(${step} AS ${context.typeName(stateType)}), ${initial})`;
  return `list_transform([${reduced}], lambda ${last}: ${context.lambda(3, [last])})[1]`;
};

const joinMapping: DuckdbMapping = (context) => {
  const [list = '', separator = '', forNull] = context.arguments;
  const element =
    context.argumentTypes[0]?.kind === 'array' ? context.argumentTypes[0].element : types.varchar;
  const name = context.fresh();
  const texts =
    element.kind === 'varchar'
      ? list
      : `list_transform(${list}, lambda ${name}: ${context.cast(name, element, types.varchar)})`;
  return forNull === undefined
    ? `t_join(${texts}, ${separator})`
    : `t_join_nulls(${texts}, ${separator}, ${forNull})`;
};

const zipMapping: DuckdbMapping = (context) => {
  const index = context.fresh();
  const fields = context.arguments.map((list, at) => `f${at} := ${list}[${index}]`);
  return `list_transform(${indexes(context.arguments)}, lambda ${index}: struct_pack(${fields.join(', ')}))`;
};

const zipWithMapping: DuckdbMapping = (context) => {
  const index = context.fresh();
  const [left = '', right = ''] = context.arguments;
  return `list_transform(${indexes([left, right])}, lambda ${index}: ${context.lambda(2, [`${left}[${index}]`, `${right}[${index}]`])})`;
};

/** 1 to the length of the longest list; NULL where one is NULL. */
const indexes = (lists: readonly string[]) =>
  `CASE WHEN ${lists.map((list) => `${list} IS NULL`).join(' OR ')} THEN NULL ELSE range(1, greatest(${lists.map((list) => `len(${list})`).join(', ')}) + 1) END`;

const sequenceMapping: DuckdbMapping = (context) => {
  const [from = '', to = '', step] = context.arguments;
  const [type, , stepType] = context.argumentTypes;
  if (type?.kind === 'bigint')
    return `t_sequence(${from}, ${to}, ${step ?? `CASE WHEN ${from} <= ${to} THEN 1 ELSE -1 END`})`;
  const isDate = type?.kind === 'date';
  if (isZoned(type)) return context.refuse('it takes no timestamp with time zone');
  const ends = `CAST(${from} AS TIMESTAMP), CAST(${to} AS TIMESTAMP)`;
  let series = `t_time_sequence(${ends}, CASE WHEN ${from} <= ${to} THEN to_days(1) ELSE to_days(-1) END)`;
  if (step !== undefined) {
    series =
      stepType?.kind === 'intervalYearToMonth'
        ? `t_month_sequence(${ends}, ${step})`
        : `t_time_sequence(${ends}, to_microseconds(${step} * 1000))`;
  }
  return isDate ? `CAST(${series} AS DATE[])` : series;
};

/** NaN is in no list, whatever the list holds. */
const unlessNaN = (found: string, value: string, type: SqlType | undefined, otherwise: string): string =>
  type?.kind === 'double' || type?.kind === 'real'
    ? `CASE WHEN isnan(${value}) THEN ${otherwise} ELSE ${found} END`
    : found;

/** NaN is neither the greatest nor the least, unless there is nothing else. */
const ofNumbers =
  (name: 'max' | 'min'): DuckdbMapping =>
  ({ arguments: [list = ''], resultType }) =>
    `${resultType.kind === 'double' || resultType.kind === 'real' ? 't_number' : 't_array'}_${name}(${list})`;

const sortMapping: DuckdbMapping = (context) => {
  if (context.arguments.length > 1)
    return context.refuse(
      'sorting by a function is not alike on every engine',
      'Sort rows with array_agg(x ORDER BY y).',
    );
  return `list_sort(${context.arguments[0] ?? ''}, 'ASC', 'NULLS LAST')`;
};

export const arrays: readonly FunctionDefinition[] = [
  scalar('element_at', ['(array(E), bigint) -> E', '(map(K,V), K) -> V'], elementAt),
  scalar(
    'cardinality',
    ['(array(E)) -> bigint', '(map(K,V)) -> bigint'],
    ({ arguments: [value = ''], argumentTypes: [type] }) =>
      type?.kind === 'map' ? `CAST(cardinality(${value}) AS BIGINT)` : `len(${value})`,
  ),
  scalar(
    'contains',
    ['(array(T), T) -> boolean', '(varchar, ipaddress) -> boolean'],
    ({ arguments: [list = '', value = ''], argumentTypes: [type] }) =>
      type?.kind === 'array'
        ? unlessNaN(
            `t_contains(${list}, ${value})`,
            value,
            type.element,
            `CASE WHEN t_has_null(${list}) THEN NULL WHEN ${list} IS NOT NULL THEN FALSE END`,
          )
        : `t_network_contains(${list}, ${value})`,
  ),
  scalar(
    'array_position',
    ['(array(T), T) -> bigint'],
    ({ arguments: [list = '', value = ''], argumentTypes: [, type] }) =>
      unlessNaN(
        `t_array_position(${list}, ${value})`,
        value,
        type,
        `CASE WHEN ${list} IS NOT NULL THEN CAST(0 AS BIGINT) END`,
      ),
  ),
  scalar('array_distinct', ['(array(E)) -> array(E)'], call('t_array_distinct')),
  scalar(
    'array_sort',
    ['(array(E)) -> array(E)', '(array(T), function(T,T,integer)) -> array(T)'],
    sortMapping,
  ),
  scalar('array_max', ['(array(T)) -> T'], ofNumbers('max')),
  scalar('array_min', ['(array(T)) -> T'], ofNumbers('min')),
  scalar(
    'array_join',
    ['(array(E), varchar) -> varchar', '(array(E), varchar, varchar) -> varchar'],
    joinMapping,
  ),
  scalar('array_union', ['(array(E), array(E)) -> array(E)'], call('t_array_union')),
  scalar('array_intersect', ['(array(E), array(E)) -> array(E)'], call('t_array_intersect')),
  scalar('array_except', ['(array(E), array(E)) -> array(E)'], call('t_array_except')),
  scalar('arrays_overlap', ['(array(E), array(E)) -> boolean'], call('t_arrays_overlap')),
  scalar('array_remove', ['(array(E), E) -> array(E)'], call('t_array_remove')),
  scalar('slice', ['(array(E), bigint, bigint) -> array(E)'], call('t_slice')),
  scalar('trim_array', ['(array(E), bigint) -> array(E)'], call('t_trim_array')),
  scalar('flatten', ['(array(array(E))) -> array(E)'], call('t_flatten')),
  scalar('repeat', ['(T, integer) -> array(T)'], call('t_repeat')),
  scalar(
    'sequence',
    [
      '(bigint, bigint) -> array(bigint)',
      '(bigint, bigint, bigint) -> array(bigint)',
      '(date, date) -> array(date)',
      '(date, date, interval day to second) -> array(date)',
      '(date, date, interval year to month) -> array(date)',
      '(timestamp(p), timestamp(p), interval day to second) -> array(timestamp(p))',
      '(timestamp(p), timestamp(p), interval year to month) -> array(timestamp(p))',
    ],
    sequenceMapping,
  ),
  scalar(
    'zip',
    [2, 3, 4, 5].map((count) => {
      const variables = Array.from({ length: count }, (_, index) => `T${index + 1}`);
      return `(${variables.map((name) => `array(${name})`).join(', ')}) -> array(row(${variables.join(', ')}))`;
    }),
    zipMapping,
  ),
  scalar('zip_with', ['(array(T), array(U), function(T,U,R)) -> array(R)'], zipWithMapping),
  scalar('transform', ['(array(T), function(T,U)) -> array(U)'], matching('')),
  scalar('filter', ['(array(T), function(T,boolean)) -> array(T)'], (context) => {
    const element = context.fresh();
    return `list_filter(${context.arguments[0] ?? ''}, lambda ${element}: ${context.lambda(1, [element])})`;
  }),
  scalar('any_match', ['(array(T), function(T,boolean)) -> boolean'], matching('t_any')),
  scalar('all_match', ['(array(T), function(T,boolean)) -> boolean'], matching('t_all')),
  scalar('none_match', ['(array(T), function(T,boolean)) -> boolean'], matching('NOT t_any')),
  scalar('reduce', ['(array(T), S, function(S,T,S), function(S,R)) -> R'], reduceMapping),
  ...['shuffle', 'combinations', 'ngrams', 'contains_sequence'].map((name) =>
    scalar(
      name,
      [
        name === 'shuffle'
          ? '(array(E)) -> array(E)'
          : name === 'contains_sequence'
            ? '(array(T), array(T)) -> boolean'
            : '(array(T), integer) -> array(array(T))',
      ],
      { refused: 'it is not mapped to DuckDB' },
    ),
  ),
];
