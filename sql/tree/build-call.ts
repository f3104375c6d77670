import type { ParserRuleContext } from 'antlr4ng';
import * as grammar from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { refuse } from '../diagnostic.ts';
import type { Builders } from './build-expression.ts';
import { buildString } from './build-leaf.ts';
import type { Expression, FunctionCall, Span } from './nodes.ts';

const plainCall = (
  name: string,
  nameSpan: Span,
  span: Span,
  parameters: readonly Expression[],
): FunctionCall => ({
  kind: 'functionCall',
  ...span,
  name,
  nameSpan,
  arguments: parameters,
  star: false,
  distinct: false,
  orderBy: [],
  filter: null,
  nulls: null,
  over: null,
});

/** `name([DISTINCT] a, b [ORDER BY …]) [FILTER (…)] [IGNORE NULLS] [OVER …]`. */
export function buildCall(
  context: grammar.FunctionCallContext,
  builders: Builders,
  span: Span,
): FunctionCall {
  const { context: build } = builders;
  const mode = context.processingMode();
  if (mode !== null) build.unsupported(mode, 'RUNNING or FINAL');
  if (context.identifier() !== null) build.unsupported(context, 'A qualified * in a call', 'Write count(*).');
  const name = build.claim(build.claim(context.functionName()).qualifiedName());
  const [part, more] = name.identifier().map((identifier) => build.identifier(identifier));
  const nameSpan = build.span(name);
  if (part === undefined || more !== undefined) {
    refuse('SQL_UNSUPPORTED_FUNCTION', `The function ${build.textOf(nameSpan)} does not exist.`, nameSpan);
  }
  const nulls = context.nullTreatment();
  const quantifier = context.setQuantifier();
  const over = context.over();
  return {
    ...plainCall(part.key, nameSpan, span, context.expression().map(builders.expression)),
    star: context.ASTERISK() !== null,
    distinct: quantifier !== null && build.claim(quantifier).KW_DISTINCT() !== null,
    orderBy: context.sortItem().map(builders.sortItem),
    filter: buildFilter(context.filter(), builders),
    nulls: nulls === null ? null : build.claim(nulls).KW_IGNORE() === null ? 'respect' : 'ignore',
    over: over === null ? null : builders.window(over),
  };
}

function buildFilter(context: grammar.FilterContext | null, builders: Builders): Expression | null {
  if (context === null) return null;
  const where = builders.context.claim(builders.context.claim(context).whereClause());
  return builders.expression(where.booleanExpression());
}

/** EXTRACT's fields and the functions that are the same. */
const extractFunctions: Readonly<Record<string, string>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  week: 'week',
  day: 'day',
  day_of_month: 'day_of_month',
  day_of_week: 'day_of_week',
  dow: 'day_of_week',
  day_of_year: 'day_of_year',
  doy: 'day_of_year',
  year_of_week: 'year_of_week',
  yow: 'year_of_week',
  hour: 'hour',
  minute: 'minute',
  second: 'second',
  timezone_hour: 'timezone_hour',
  timezone_minute: 'timezone_minute',
};

type CallBuilder = (context: never, builders: Builders, span: Span) => Expression;
/** Builders of the special call forms, by parse-tree class. */
export const callBuilders: [unknown, CallBuilder][] = [];
const on = <C extends ParserRuleContext>(
  contextClass: abstract new (...parameters: never[]) => C,
  build: (context: C, builders: Builders, span: Span) => Expression,
): void => {
  callBuilders.push([contextClass, build as CallBuilder]);
};
const wordSpan = (span: Span, word: string): Span => ({ start: span.start, end: span.start + word.length });

on(grammar.CoalesceContext, (c, b, span) =>
  plainCall('coalesce', wordSpan(span, 'coalesce'), span, c.expression().map(b.expression)),
);
on(grammar.PositionContext, (c, b, span) => {
  const [part, whole] = c.valueExpression().map(b.expression);
  if (part === undefined || whole === undefined) throw new Error('POSITION has no two operands');
  return plainCall('strpos', wordSpan(span, 'position'), span, [whole, part]);
});
on(grammar.SubstringContext, (c, b, span) =>
  plainCall('substring', wordSpan(span, 'substring'), span, c.valueExpression().map(b.expression)),
);
on(grammar.ExtractContext, (c, b, span) => {
  const field = b.context.identifier(c.identifier());
  const name = extractFunctions[field.key];
  if (name === undefined || field.quoted)
    refuse('SQL_UNSUPPORTED_SYNTAX', `EXTRACT has no field ${field.name}.`, field);
  return plainCall(name, wordSpan(span, 'extract'), span, [b.expression(c.valueExpression())]);
});
on(grammar.TrimContext, (c, b, span) => {
  const specification = c.trimsSpecification();
  if (specification !== null) b.context.claim(specification);
  const name =
    specification === null || specification.KW_BOTH() !== null
      ? 'trim'
      : specification.KW_LEADING() !== null
        ? 'ltrim'
        : 'rtrim';
  const source = c._trimSource;
  if (source === undefined) throw new Error('TRIM has no source');
  const parameters = [
    b.expression(source),
    ...(c._trimChar === undefined ? [] : [b.expression(c._trimChar)]),
  ];
  return plainCall(name, wordSpan(span, 'trim'), span, parameters);
});
on(grammar.NormalizeContext, (c, b, span) => {
  const form = c.normalForm();
  const parameters: Expression[] = [b.expression(c.valueExpression())];
  if (form !== null)
    parameters.push({
      kind: 'string',
      ...b.context.span(b.context.claim(form)),
      value: form.getText().toUpperCase(),
    });
  return plainCall('normalize', wordSpan(span, 'normalize'), span, parameters);
});
on(grammar.ListAggContext, (c, b, span) => {
  const overflow = c.listAggOverflowBehavior();
  if (overflow !== null) b.context.unsupported(overflow, 'ON OVERFLOW');
  const quantifier = c.setQuantifier();
  const separator = c.string();
  const parameters = [
    b.expression(c.expression()),
    ...(separator === null ? [] : [buildString(separator, b.context)]),
  ];
  return {
    ...plainCall('listagg', wordSpan(span, 'listagg'), span, parameters),
    distinct: quantifier !== null && b.context.claim(quantifier).KW_DISTINCT() !== null,
    orderBy: c.sortItem().map(b.sortItem),
    filter: buildFilter(c.filter(), b),
  };
});
