import type { ParserRuleContext } from 'antlr4ng';
import * as grammar from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { refuse } from '../diagnostic.ts';
import { buildCall, callBuilders } from './build-call.ts';
import { buildInterval, buildName, buildString } from './build-leaf.ts';
import type { BuildContext } from './builder.ts';
import { constructName } from './builder.ts';
import { binaryHex, numberText, typedLiteralType, writtenType } from './literals.ts';
import type { ComparisonOperator, Expression, Query, SortItem, Span } from './nodes.ts';

/** Builders of the parts that expressions and queries need of each other. */
export interface Builders {
  readonly context: BuildContext;
  query(context: grammar.QueryContext): Query;
  sortItem(context: grammar.SortItemContext): SortItem;
  window(context: grammar.OverContext): NonNullable<Extract<Expression, { kind: 'functionCall' }>['over']>;
  expression(context: ParserRuleContext): Expression;
}

type Builder = (context: never, builders: Builders, span: Span) => Expression;
type ContextClass<C> = abstract new (...parameters: never[]) => C;
const builderOf = new Map<unknown, Builder>();

function on<C extends ParserRuleContext>(
  contextClass: ContextClass<C>,
  build: (context: C, builders: Builders, span: Span) => Expression,
): void {
  builderOf.set(contextClass, build as Builder);
}

/** Builds any expression; a parse-tree class that is not registered here or in build-call.ts is refused. */
export function buildExpression(context: ParserRuleContext, builders: Builders): Expression {
  const inner = withoutWrappers(context, builders.context);
  const build = builderOf.get(inner.constructor);
  if (build === undefined) return builders.context.unsupported(inner, constructName(inner));
  builders.context.claim(inner);
  return builders.context.deeper(inner, () => build(inner as never, builders, builders.context.span(inner)));
}

/** Descends through the grammar's levels of precedence that add nothing. */
function withoutWrappers(outer: ParserRuleContext, build: BuildContext): ParserRuleContext {
  let context = outer;
  for (;;) {
    build.claim(context);
    if (context instanceof grammar.ExpressionContext) context = context.booleanExpression();
    else if (context instanceof grammar.ValueExpressionDefaultContext) context = context.primaryExpression();
    else if (context instanceof grammar.PredicatedContext && context.predicate() === null) {
      context = context.valueExpression();
    } else return context;
  }
}

on(grammar.PredicatedContext, (c, b, span) => {
  const predicate = c.predicate();
  const value = b.expression(c.valueExpression());
  if (predicate === null) throw new Error('a value without a predicate is a wrapper');
  return buildPredicate(predicate, value, b, span);
});
on(grammar.LogicalNotContext, (c, b, span) => ({
  kind: 'not',
  ...span,
  operand: b.expression(c.booleanExpression()),
}));
on(grammar.AndContext, (c, b, span) => ({
  kind: 'logical',
  operator: 'and',
  ...span,
  operands: chain(c, b, grammar.AndContext),
}));
on(grammar.OrContext, (c, b, span) => ({
  kind: 'logical',
  operator: 'or',
  ...span,
  operands: chain(c, b, grammar.OrContext),
}));

/** Operands of a chain of one left-associative operator, without recursion along the chain. */
function chain(
  root: grammar.AndContext | grammar.OrContext,
  builders: Builders,
  link: typeof grammar.AndContext | typeof grammar.OrContext,
): Expression[] {
  const operands: ParserRuleContext[] = [];
  let context: ParserRuleContext = root;
  while (context instanceof link) {
    builders.context.claim(context);
    const [left, right] = (context as grammar.AndContext).booleanExpression();
    if (left === undefined || right === undefined) throw new Error('a logical operator has no two operands');
    operands.push(right);
    context = left;
  }
  operands.push(context);
  return operands.reverse().map((operand) => builders.expression(operand));
}

on(grammar.ConcatenationContext, (c, b, span) => {
  const operands: ParserRuleContext[] = [];
  let context: ParserRuleContext = c;
  while (context instanceof grammar.ConcatenationContext) {
    b.context.claim(context);
    const [left, right] = context.valueExpression();
    if (left === undefined || right === undefined) throw new Error('a concatenation has no two operands');
    operands.push(right);
    context = left;
  }
  operands.push(context);
  return {
    kind: 'concatenation',
    ...span,
    operands: operands.reverse().map((operand) => b.expression(operand)),
  };
});

on(grammar.ArithmeticBinaryContext, (c, b, span) => {
  const [left, right] = c.valueExpression();
  const operator = c._operator?.text;
  if (left === undefined || right === undefined)
    throw new Error('an arithmetic operator has no two operands');
  if (operator !== '+' && operator !== '-' && operator !== '*' && operator !== '/' && operator !== '%') {
    throw new Error(`unknown arithmetic operator ${operator}`);
  }
  return { kind: 'arithmetic', ...span, operator, left: b.expression(left), right: b.expression(right) };
});
on(grammar.ArithmeticUnaryContext, (c, b, span) => ({
  kind: 'negation',
  ...span,
  operator: c.MINUS() === null ? '+' : '-',
  operand: b.expression(c.valueExpression()),
}));
on(grammar.AtTimeZoneContext, (c, b, span) => {
  const specifier = b.context.claim(c.timeZoneSpecifier());
  const value = b.expression(c.valueExpression());
  if (specifier instanceof grammar.TimeZoneStringContext) {
    return { kind: 'atTimeZone', ...span, value, zone: buildString(specifier.string(), b.context) };
  }
  if (specifier instanceof grammar.TimeZoneIntervalContext) {
    return { kind: 'atTimeZone', ...span, value, zone: buildInterval(specifier.interval(), b.context) };
  }
  return b.context.unsupported(specifier, constructName(specifier));
});

on(grammar.NullLiteralContext, (_, __, span) => ({ kind: 'null', ...span }));
on(grammar.BooleanLiteralContext, (c, b, span) => ({
  kind: 'boolean',
  ...span,
  value: b.context.claim(c.booleanValue()).KW_TRUE() !== null,
}));
on(grammar.NumericLiteralContext, (c, b, span) => {
  const number = b.context.claim(c.number());
  const text = numberText(b.context.textOf(span));
  if (number instanceof grammar.IntegerLiteralContext)
    return { kind: 'number', form: 'integer', ...span, text };
  if (number instanceof grammar.DecimalLiteralContext)
    return { kind: 'number', form: 'decimal', ...span, text };
  if (number instanceof grammar.DoubleLiteralContext)
    return { kind: 'number', form: 'double', ...span, text };
  return b.context.unsupported(number, constructName(number));
});
on(grammar.StringLiteralContext, (c, b) => buildString(c.string(), b.context));
on(grammar.BinaryLiteralContext, (_, b, span) => ({
  kind: 'binary',
  ...span,
  hex: binaryHex(b.context.textOf(span), span),
}));
on(grammar.TypeConstructorContext, (c, b, span) => {
  const identifier = c.identifier();
  const name = identifier === null ? 'double' : b.context.identifier(identifier).key;
  const { value } = buildString(c.string(), b.context);
  return { kind: 'typedLiteral', ...span, type: typedLiteralType(name, value, span), value };
});
on(grammar.IntervalLiteralContext, (c, b) => buildInterval(c.interval(), b.context));

on(grammar.ColumnReferenceContext, (c, b) =>
  buildName(b.context.claim(c.columnName()).qualifiedName(), b.context),
);
on(grammar.ColumnRefContext, (c, b, span) => {
  const name = c.qualifiedName();
  return name === null ? refuse('SQL_PARSE', 'A column is missing.', span) : buildName(name, b.context);
});
on(grammar.DereferenceContext, (c, b, span) => ({
  kind: 'dereference',
  ...span,
  base: b.expression(c.primaryExpression()),
  field: b.context.identifier(c.identifier()),
}));
on(grammar.SubscriptContext, (c, b, span) => ({
  kind: 'subscript',
  ...span,
  base: b.expression(c.primaryExpression()),
  index: b.expression(c.valueExpression()),
}));
on(grammar.ParenthesizedExpressionContext, (c, b, span) => ({
  kind: 'parenthesized',
  ...span,
  expression: b.expression(c.expression()),
}));
on(grammar.RowConstructorContext, (c, b, span) => ({
  kind: 'row',
  ...span,
  items: c.expression().map(b.expression),
}));
on(grammar.ArrayConstructorContext, (c, b, span) => ({
  kind: 'array',
  ...span,
  items: c.expression().map(b.expression),
}));
on(grammar.SubqueryExpressionContext, (c, b, span) => ({
  kind: 'scalarSubquery',
  ...span,
  query: b.query(c.query()),
}));
on(grammar.ExistsContext, (c, b, span) => ({ kind: 'exists', ...span, query: b.query(c.query()) }));
on(grammar.LambdaContext, (c, b, span) => ({
  kind: 'lambda',
  ...span,
  parameters: c.identifier().map((parameter) => b.context.identifier(parameter)),
  body: b.expression(c.expression()),
}));
on(grammar.CastContext, (c, b, span) => {
  const type = c.type();
  claimAll(type, b.context);
  const typeSpan = b.context.span(type);
  return {
    kind: 'cast',
    ...span,
    safe: c.KW_TRY_CAST() !== null,
    operand: b.expression(c.expression()),
    type: writtenType(b.context.textOf(typeSpan), typeSpan),
  };
});
on(grammar.SimpleCaseContext, (c, b, span) => {
  const [operand, otherwise = null] = c.expression();
  if (operand === undefined) throw new Error('a simple CASE has no operand');
  return {
    kind: 'case',
    ...span,
    operand: b.expression(operand),
    branches: c.whenClause().map((when) => buildWhen(when, b)),
    otherwise: otherwise === null ? null : b.expression(otherwise),
  };
});
on(grammar.SearchedCaseContext, (c, b, span) => {
  const otherwise = c.expression();
  return {
    kind: 'case',
    ...span,
    operand: null,
    branches: c.whenClause().map((when) => buildWhen(when, b)),
    otherwise: otherwise === null ? null : b.expression(otherwise),
  };
});
on(grammar.GroupingOperationContext, (c, b, span) => ({
  kind: 'grouping',
  ...span,
  columns: c.qualifiedName().map((name) => buildName(name, b.context)),
}));
on(grammar.FunctionCallContext, (c, b, span) => buildCall(c, b, span));
for (const [contextClass, build] of callBuilders) builderOf.set(contextClass, build as Builder);

const clocks = [
  [grammar.CurrentDateContext, 'current_date'],
  [grammar.CurrentTimeContext, 'current_time'],
  [grammar.CurrentTimestampContext, 'current_timestamp'],
  [grammar.LocalTimeContext, 'localtime'],
  [grammar.LocalTimestampContext, 'localtimestamp'],
] as const;
for (const [contextClass, name] of clocks) {
  on(
    contextClass as ContextClass<ParserRuleContext & { _precision?: { text?: string | undefined } | null }>,
    (c, _, span) => ({
      kind: 'clock',
      ...span,
      function: name,
      precision: c._precision?.text === undefined ? null : Number(c._precision.text),
    }),
  );
}

function buildWhen(
  context: grammar.WhenClauseContext,
  builders: Builders,
): { when: Expression; result: Expression } {
  builders.context.claim(context);
  const [when, result] = context.expression();
  if (when === undefined || result === undefined) throw new Error('a WHEN has no two expressions');
  return { when: builders.expression(when), result: builders.expression(result) };
}

const operators: Readonly<Record<string, ComparisonOperator>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
};

function operatorOf(context: grammar.ComparisonOperatorContext, build: BuildContext): ComparisonOperator {
  const operator = operators[build.claim(context).getText()];
  if (operator === undefined) throw new Error('unknown comparison operator');
  return operator;
}

function buildPredicate(
  context: grammar.PredicateContext,
  value: Expression,
  b: Builders,
  span: Span,
): Expression {
  b.context.claim(context);
  if (context instanceof grammar.ComparisonContext) {
    const operator = operatorOf(context.comparisonOperator(), b.context);
    return {
      kind: 'comparison',
      ...span,
      operator,
      left: value,
      right: b.expression(context.valueExpression()),
    };
  }
  if (context instanceof grammar.QuantifiedComparisonContext) {
    const operator = operatorOf(context.comparisonOperator(), b.context);
    const quantifier = b.context.claim(context.comparisonQuantifier()).KW_ALL() === null ? 'any' : 'all';
    return {
      kind: 'quantifiedComparison',
      ...span,
      operator,
      quantifier,
      left: value,
      query: b.query(context.query()),
    };
  }
  if (context instanceof grammar.BetweenContext) {
    const [lower, upper] = context.valueExpression();
    if (lower === undefined || upper === undefined) throw new Error('a BETWEEN has no two bounds');
    const negated = context.KW_NOT() !== null;
    return {
      kind: 'between',
      ...span,
      negated,
      value,
      lower: b.expression(lower),
      upper: b.expression(upper),
    };
  }
  if (context instanceof grammar.InListContext) {
    return {
      kind: 'inList',
      ...span,
      negated: context.KW_NOT() !== null,
      value,
      items: context.expression().map(b.expression),
    };
  }
  if (context instanceof grammar.InSubqueryContext) {
    return {
      kind: 'inSubquery',
      ...span,
      negated: context.KW_NOT() !== null,
      value,
      query: b.query(context.query()),
    };
  }
  if (context instanceof grammar.LikeContext) {
    const [pattern, escaped = null] = context.valueExpression();
    if (pattern === undefined) throw new Error('a LIKE has no pattern');
    return {
      kind: 'like',
      ...span,
      negated: context.KW_NOT() !== null,
      value,
      pattern: b.expression(pattern),
      escape: escaped === null ? null : b.expression(escaped),
    };
  }
  if (context instanceof grammar.NullPredicateContext) {
    return { kind: 'isNull', ...span, negated: context.KW_NOT() !== null, value };
  }
  if (context instanceof grammar.DistinctFromContext) {
    const right = b.expression(context.valueExpression());
    return { kind: 'isDistinctFrom', ...span, negated: context.KW_NOT() !== null, left: value, right };
  }
  return b.context.unsupported(context, constructName(context));
}

/** A type is read from its text by parseType, which knows every form it accepts. */
function claimAll(context: ParserRuleContext, build: BuildContext): void {
  build.claim(context);
  for (const child of context.children ?? [])
    if ('children' in child) claimAll(child as ParserRuleContext, build);
}
