import { call, scalar, template } from '../define.ts';
import type { DuckdbMapping, FunctionDefinition } from '../definition.ts';
import { jsonPath } from '../json-path.ts';

const jsonOrText = ['json', 'varchar(x)'];

/** The path must be a literal in Trino's small dialect; it becomes DuckDB's. */
const pathed =
  (name: string): DuckdbMapping =>
  (context) => {
    const written = context.literal(1);
    if (written === undefined) return context.refuse('its path must be a literal');
    const path = jsonPath(written);
    if (path === undefined)
      return context.refuse(
        `${written} is not a path of Trino's json_extract`,
        "Write a path like '$.state.name' or '$.items[0]'.",
      );
    const [value = ''] = context.arguments;
    const checked = context.isJson(0) ? value : `t_json_or_null(${value})`;
    return `${name}(${checked}, '${path.replaceAll("'", "''")}')`;
  };

const textPattern = ['bigint', 'boolean', 'double', 'varchar(y)'];

export const json: readonly FunctionDefinition[] = [
  scalar('json_parse', ['(varchar(x)) -> json'], call('t_json_parse')),
  scalar('json_format', ['(json) -> varchar'], template('$0')),
  scalar(
    'json_extract',
    jsonOrText.map((type) => `(${type}, varchar) -> json`),
    pathed('t_json_extract'),
  ),
  scalar(
    'json_extract_scalar',
    ['(json, varchar) -> varchar', '(varchar(x), varchar) -> varchar(x)'],
    pathed('t_json_extract_scalar'),
  ),
  scalar(
    'json_size',
    jsonOrText.map((type) => `(${type}, varchar) -> bigint`),
    pathed('t_json_size'),
  ),
  scalar(
    'json_array_length',
    jsonOrText.map((type) => `(${type}) -> bigint`),
    call('t_json_array_length'),
  ),
  scalar(
    'json_array_get',
    jsonOrText.map((type) => `(${type}, bigint) -> json`),
    call('t_json_array_get'),
  ),
  scalar(
    'json_array_contains',
    jsonOrText.flatMap((type) => textPattern.map((value) => `(${type}, ${value}) -> boolean`)),
    (context) => {
      const [value = '', element = ''] = context.arguments;
      const kind = context.argumentTypes[1]?.kind ?? 'varchar';
      return `t_json_array_contains(${value}, CAST(${element} AS VARCHAR), '${kind}')`;
    },
  ),
  scalar(
    'is_json_scalar',
    jsonOrText.map((type) => `(${type}) -> boolean`),
    call('t_is_json_scalar'),
  ),
];
