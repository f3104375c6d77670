import { varcharOf } from '../../types.ts';
import { scalar } from '../define.ts';
import type { CallContext, DuckdbMapping, FunctionDefinition } from '../definition.ts';
import { type RegularPattern, readPattern, replacementFor } from '../regular-pattern.ts';

/** The pattern must be a literal of the common part of Joni's and RE2's syntax. */
function patternOf(context: CallContext): RegularPattern {
  const written = context.literal(1);
  if (written === undefined)
    return context.refuse(
      'its pattern must be a literal',
      'Use strpos or LIKE to look for text that is not fixed.',
    );
  const pattern = readPattern(written);
  if (!pattern.ok)
    return context.refuse(`its pattern has ${pattern.problem}, which is not alike on every engine`);
  return pattern.pattern;
}

/** The text to look in: one that ends in a newline fails where `$` would have to match before that newline. */
const subjectOf = (context: CallContext, pattern: RegularPattern): string => {
  const [value = ''] = context.arguments;
  return pattern.hasEnd ? `t_without_end(${value})` : value;
};

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

function groupOf(context: CallContext, pattern: RegularPattern): number {
  if (context.arguments.length < 3) return 0;
  const group = Number(context.literal(2) ?? 'NaN');
  if (!Number.isInteger(group) || group < 0) return context.refuse('its group must be a literal number');
  if (group > pattern.groups) return context.refuse(`its pattern has no group ${group}`);
  if (pattern.optionalGroups.has(group))
    return context.refuse(
      `group ${group} may not take part in a match`,
      'Make the group match an empty text instead.',
    );
  return group;
}

const like: DuckdbMapping = (context) => {
  const pattern = patternOf(context);
  return `regexp_matches(${context.arguments[0] ?? ''}, ${text(pattern.re2.replaceAll('\\z', '\\n?\\z'))})`;
};

const extract: DuckdbMapping = (context) => {
  const pattern = patternOf(context);
  const value = subjectOf(context, pattern);
  const re2 = text(pattern.re2);
  return `CASE WHEN regexp_matches(${value}, ${re2}) THEN regexp_extract(${value}, ${re2}, ${groupOf(context, pattern)}) END`;
};

const extractAll: DuckdbMapping = (context) => {
  const pattern = patternOf(context);
  if (pattern.matchesEmpty) return context.refuse('its pattern matches the empty text');
  return `regexp_extract_all(${subjectOf(context, pattern)}, ${text(pattern.re2)}, ${groupOf(context, pattern)})`;
};

const replace: DuckdbMapping = (context) => {
  const pattern = patternOf(context);
  if (pattern.matchesEmpty) return context.refuse('its pattern matches the empty text');
  const value = subjectOf(context, pattern);
  if (context.arguments.length === 2) return `regexp_replace(${value}, ${text(pattern.re2)}, '', 'g')`;
  const written = context.literal(2);
  if (written === undefined) return context.refuse('its replacement must be a literal');
  const replacement = replacementFor(written, pattern);
  if (replacement === undefined)
    return context.refuse(`its replacement ${written} names a group that is not there`);
  return `regexp_replace(${value}, ${text(pattern.re2)}, ${text(replacement)}, 'g')`;
};

const split: DuckdbMapping = (context) => {
  const pattern = patternOf(context);
  if (pattern.matchesEmpty) return context.refuse('its pattern matches the empty text');
  return `string_split_regex(${subjectOf(context, pattern)}, ${text(pattern.re2)})`;
};

const count: DuckdbMapping = (context) => {
  const pattern = patternOf(context);
  if (pattern.matchesEmpty) return context.refuse('its pattern matches the empty text');
  return `len(regexp_extract_all(${subjectOf(context, pattern)}, ${text(pattern.re2)}))`;
};

const replacedLength = (x: number | null, y: number | null) => {
  if (x === null || y === null) return varcharOf(null);
  const length = x + Math.max(Math.floor((x * y) / 2), y) * (x + 1);
  return varcharOf(length >= 2_147_483_647 ? null : length);
};

export const patterns: readonly FunctionDefinition[] = [
  scalar('regexp_like', ['(varchar(x), varchar) -> boolean'], like),
  scalar(
    'regexp_extract',
    ['(varchar(x), varchar) -> varchar(x)', '(varchar(x), varchar, bigint) -> varchar(x)'],
    extract,
  ),
  scalar(
    'regexp_extract_all',
    ['(varchar(x), varchar) -> array(varchar(x))', '(varchar(x), varchar, bigint) -> array(varchar(x))'],
    extractAll,
  ),
  scalar(
    'regexp_replace',
    [
      '(varchar(x), varchar) -> varchar(x)',
      [
        '(varchar(x), varchar, varchar(y))',
        ({ numbers }) => replacedLength(numbers.get('x') ?? null, numbers.get('y') ?? null),
      ],
      '(varchar, varchar, function(array(varchar),varchar)) -> varchar',
    ],
    replace,
  ),
  scalar('regexp_split', ['(varchar(x), varchar) -> array(varchar(x))'], split),
  scalar('regexp_count', ['(varchar(x), varchar) -> bigint'], count),
  scalar('regexp_position', ['(varchar(x), varchar) -> integer'], { refused: 'it is not mapped to DuckDB' }),
];
