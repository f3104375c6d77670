import type { SqlType } from '../../types.ts';
import { varcharOf } from '../../types.ts';
import { call, scalar, template, withAliases } from '../define.ts';
import type { CallContext, DuckdbMapping, FunctionDefinition } from '../definition.ts';
import { formatMapping } from '../duckdb-format.ts';
import type { Bindings } from '../pattern.ts';

const MAX_LENGTH = 2_147_483_647;
const lengthOf = (bindings: Bindings, name: string) => bindings.numbers.get(name) ?? null;

/** replace(x, y, z): every position may become z. */
const replacedLength = (bindings: Bindings): SqlType => {
  const [x, z] = [lengthOf(bindings, 'x'), lengthOf(bindings, 'z')];
  if (x === null || z === null) return varcharOf(null);
  const length = Math.min(MAX_LENGTH, x + z * (x + 1));
  return varcharOf(length === MAX_LENGTH ? null : length);
};

/** What Trino trims: the whitespace of Unicode without its no-break spaces. */
const WHITESPACE =
  "'\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000'";

const trim =
  (name: string): DuckdbMapping =>
  ({ arguments: [value = '', characters = WHITESPACE] }) =>
    `${name}(${value}, ${characters})`;
const trimSignatures = ['(varchar(x)) -> varchar(x)', '(varchar(x), varchar) -> varchar(x)'];

const isPositive = (text: string | undefined) => text !== undefined && /^[1-9]\d{0,8}$/.test(text);
const isCount = (text: string | undefined) => text !== undefined && /^\d{1,9}$/.test(text);

const substrMapping: DuckdbMapping = (context) => {
  const [value = '', start = '', length] = context.arguments;
  const simple = isPositive(context.literal(1)) && (length === undefined || isCount(context.literal(2)));
  if (simple) return `substring(${[value, start, ...(length === undefined ? [] : [length])].join(', ')})`;
  return length === undefined
    ? `t_substr(${value}, ${start})`
    : `t_substr_length(${value}, ${start}, ${length})`;
};

const splitPartMapping: DuckdbMapping = (context) => {
  const [value = '', delimiter = '', index = ''] = context.arguments;
  const isPlain = isPositive(context.literal(2)) && (context.literal(1) ?? '') !== '';
  return isPlain
    ? `string_split(${value}, ${delimiter})[${index}]`
    : `t_split_part(${value}, ${delimiter}, ${index})`;
};

const replaceMapping: DuckdbMapping = (context) => {
  const [value = '', search = '', replacement = "''"] = context.arguments;
  const name = (context.literal(1) ?? '') === '' ? 't_replace' : 'replace';
  return `${name}(${value}, ${search}, ${replacement})`;
};

/** Strings and arrays: NULL where any operand is NULL, as `||` gives. */
export const concatMapping = ({
  arguments: values,
  argumentTypes,
  resultType,
}: Pick<CallContext, 'arguments' | 'argumentTypes' | 'resultType'>): string => {
  if (resultType.kind !== 'array') return `(${values.join(' || ')})`;
  const lists = values.map((value, index) => (argumentTypes[index]?.kind === 'array' ? value : `[${value}]`));
  return lists.reduce((left, right) => `t_concat_lists(${left}, ${right})`);
};

const concatWsMapping: DuckdbMapping = ({ arguments: [separator = '', ...values], argumentTypes }) =>
  argumentTypes[1]?.kind === 'array'
    ? `t_join(${values[0] ?? ''}, ${separator})`
    : `concat_ws(${[separator, ...values].join(', ')})`;

export const strings: readonly FunctionDefinition[] = [
  scalar(
    'length',
    ['(varchar(x)) -> bigint', '(varbinary) -> bigint'],
    ({ arguments: [value = ''], argumentTypes: [type] }) =>
      type?.kind === 'varbinary' ? `octet_length(${value})` : `length(${value})`,
  ),
  scalar('lower', ['(varchar(x)) -> varchar(x)'], call('lower')),
  scalar('upper', ['(varchar(x)) -> varchar(x)'], call('t_upper')),
  ...withAliases(
    scalar(
      'substr',
      ['(varchar(x), bigint) -> varchar(x)', '(varchar(x), bigint, bigint) -> varchar(x)'],
      substrMapping,
    ),
    'substring',
  ),
  scalar(
    'strpos',
    ['(varchar(x), varchar(y)) -> bigint', '(varchar(x), varchar(y), bigint) -> bigint'],
    ({ arguments: [value = '', search = '', instance] }) =>
      instance === undefined
        ? `t_strpos(${value}, ${search})`
        : `t_strpos_instance(${value}, ${search}, ${instance})`,
  ),
  scalar(
    'split',
    [
      '(varchar(x), varchar(y)) -> array(varchar(x))',
      '(varchar(x), varchar(y), bigint) -> array(varchar(x))',
    ],
    (context) => {
      const [value = '', delimiter = '', limit] = context.arguments;
      if (limit !== undefined) return `t_split_limit(${value}, ${delimiter}, ${limit})`;
      return (context.literal(1) ?? '') === ''
        ? `t_split(${value}, ${delimiter})`
        : `string_split(${value}, ${delimiter})`;
    },
  ),
  scalar('split_part', ['(varchar(x), varchar(y), bigint) -> varchar(x)'], splitPartMapping),
  scalar(
    'replace',
    ['(varchar(x), varchar(y)) -> varchar(x)', ['(varchar(x), varchar(y), varchar(z))', replacedLength]],
    replaceMapping,
  ),
  scalar('trim', trimSignatures, trim('trim')),
  scalar('ltrim', trimSignatures, trim('ltrim')),
  scalar('rtrim', trimSignatures, trim('rtrim')),
  scalar('lpad', ['(varchar(x), bigint, varchar(y)) -> varchar'], call('t_lpad')),
  scalar('rpad', ['(varchar(x), bigint, varchar(y)) -> varchar'], call('t_rpad')),
  scalar(
    'concat',
    [
      '(varchar, varchar...) -> varchar',
      '(array(E), array(E)...) -> array(E)',
      '(array(E), E) -> array(E)',
      '(E, array(E)) -> array(E)',
      '(varbinary, varbinary...) -> varbinary',
    ],
    concatMapping,
  ),
  scalar(
    'concat_ws',
    ['(varchar, varchar...) -> varchar', '(varchar, array(varchar)) -> varchar'],
    concatWsMapping,
  ),
  scalar(
    'reverse',
    ['(varchar(x)) -> varchar(x)', '(array(E)) -> array(E)'],
    ({ arguments: [value = ''], resultType }) =>
      resultType.kind === 'array' ? `list_reverse(${value})` : `t_reverse(${value})`,
  ),
  scalar('starts_with', ['(varchar(x), varchar(y)) -> boolean'], call('starts_with')),
  scalar('levenshtein_distance', ['(varchar(x), varchar(y)) -> bigint'], call('t_levenshtein_distance')),
  scalar('hamming_distance', ['(varchar(x), varchar(y)) -> bigint'], call('t_hamming_distance')),
  scalar('translate', ['(varchar(x), varchar(y), varchar(z)) -> varchar'], call('t_translate')),
  scalar(
    'normalize',
    ['(varchar(x)) -> varchar', '(varchar(x), varchar(y)) -> varchar'],
    ({ arguments: [value = '', form = "'NFC'"] }) => `t_normalize(${value}, ${form})`,
  ),
  scalar('chr', ['(bigint) -> varchar(1)'], call('t_chr')),
  scalar('codepoint', ['(varchar(1)) -> integer'], template('CAST(unicode($0) AS INTEGER)')),
  scalar('luhn_check', ['(varchar) -> boolean'], call('t_luhn_check')),
  scalar('format', ['(varchar, any...) -> varchar'], formatMapping),
  scalar('typeof', ['(any) -> varchar'], (context) =>
    context.refuse('its result is known when the query is written'),
  ),
];
