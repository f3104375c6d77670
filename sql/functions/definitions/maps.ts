import { call, scalar } from '../define.ts';
import type { CallContext, DuckdbMapping, FunctionDefinition } from '../definition.ts';

/** The entries of a map rewritten one by one. */
const overEntries = (context: CallContext, rewrite: (entry: string) => string): string => {
  const entry = context.fresh();
  return `map_from_entries(list_transform(map_entries(${context.arguments[0] ?? ''}), lambda ${entry}: ${rewrite(entry)}))`;
};

const mapMapping: DuckdbMapping = ({ arguments: [keys, values] }) =>
  keys === undefined || values === undefined ? 'map()' : `t_map(${keys}, ${values})`;

const filterMapping: DuckdbMapping = (context) => {
  const entry = context.fresh();
  const test = context.lambda(1, [`${entry}.key`, `${entry}.value`]);
  return `map_from_entries(list_filter(map_entries(${context.arguments[0] ?? ''}), lambda ${entry}: ${test}))`;
};

export const maps: readonly FunctionDefinition[] = [
  scalar('map', ['(array(K), array(V)) -> map(K,V)', '() -> map(K,V)'], mapMapping),
  scalar('map_keys', ['(map(K,V)) -> array(K)'], call('map_keys')),
  scalar('map_values', ['(map(K,V)) -> array(V)'], call('map_values')),
  scalar('map_entries', ['(map(K,V)) -> array(row(K,V))'], (context) => {
    const entry = context.fresh();
    return `list_transform(map_entries(${context.arguments[0] ?? ''}), lambda ${entry}: struct_pack(f0 := ${entry}.key, f1 := ${entry}.value))`;
  }),
  scalar('map_from_entries', ['(array(row(K,V))) -> map(K,V)'], (context) => {
    const entry = context.fresh();
    return `map_from_entries(list_transform(${context.arguments[0] ?? ''}, lambda ${entry}: struct_pack(k := ${entry}.f0, v := ${entry}.f1)))`;
  }),
  scalar(
    'map_concat',
    ['(map(K,V), map(K,V)...) -> map(K,V)'],
    ({ arguments: values }) =>
      `CASE WHEN ${values.map((value) => `${value} IS NULL`).join(' OR ')} THEN NULL ELSE map_concat(${values.join(', ')}) END`,
  ),
  scalar('map_filter', ['(map(K,V), function(K,V,boolean)) -> map(K,V)'], filterMapping),
  scalar('transform_values', ['(map(K,V), function(K,V,U)) -> map(K,U)'], (context) =>
    overEntries(
      context,
      (entry) =>
        `struct_pack(k := ${entry}.key, v := ${context.lambda(1, [`${entry}.key`, `${entry}.value`])})`,
    ),
  ),
  scalar('transform_keys', ['(map(K,V), function(K,V,U)) -> map(U,V)'], (context) =>
    overEntries(
      context,
      (entry) =>
        `struct_pack(k := ${context.lambda(1, [`${entry}.key`, `${entry}.value`])}, v := ${entry}.value)`,
    ),
  ),
  scalar('map_zip_with', ['(map(K,V), map(K,W), function(K,V,W,R)) -> map(K,R)'], (context) => {
    const [left = '', right = ''] = context.arguments;
    const key = context.fresh();
    const body = context.lambda(2, [
      key,
      `map_extract_value(${left}, ${key})`,
      `map_extract_value(${right}, ${key})`,
    ]);
    return `map_from_entries(list_transform(list_distinct(list_concat(map_keys(${left}), map_keys(${right}))), lambda ${key}: struct_pack(k := ${key}, v := ${body})))`;
  }),
  scalar(
    'split_to_map',
    ['(varchar, varchar, varchar) -> map(varchar,varchar)'],
    ({ arguments: values }) => `t_pairs_map(t_split_to_pairs(${values.join(', ')}))`,
  ),
  scalar('split_to_multimap', ['(varchar, varchar, varchar) -> map(varchar,array(varchar))'], {
    refused: 'it is not mapped to DuckDB',
  }),
  scalar('multimap_from_entries', ['(array(row(K,V))) -> map(K,array(V))'], {
    refused: 'it is not mapped to DuckDB',
  }),
  scalar('array_histogram', ['(array(T)) -> map(T,bigint)'], { refused: 'it is not mapped to DuckDB' }),
];
