import * as grammar from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import type { Builders } from './build-expression.ts';
import { buildAliases } from './build-leaf.ts';
import { constructName } from './builder.ts';
import type { Identifier, JoinRelation, Relation, Span } from './nodes.ts';

/** Builds one entry of FROM. */
export function buildRelation(context: grammar.RelationContext, builders: Builders): Relation {
  const { context: build } = builders;
  build.claim(context);
  return build.deeper(context, () => {
    if (context instanceof grammar.RelationDefaultContext)
      return buildSampled(context.sampledRelation(), builders);
    if (context instanceof grammar.JoinRelationContext) return buildJoin(context, builders);
    return build.unsupported(context, constructName(context));
  });
}

function buildJoin(context: grammar.JoinRelationContext, builders: Builders): JoinRelation {
  const { context: build } = builders;
  const span = build.span(context);
  if (context.KW_NATURAL() !== null)
    build.unsupported(context, 'NATURAL JOIN', 'Name the columns with USING.');
  const [left, joined] = context.relation();
  if (left === undefined) throw new Error('a join has no left side');
  if (context.KW_CROSS() !== null) {
    const right = context.sampledRelation();
    if (right === null) throw new Error('a cross join has no right side');
    return join(span, 'cross', buildRelation(left, builders), buildSampled(right, builders), {});
  }
  const criteria = context.joinCriteria();
  const typeContext = context.joinType();
  if (joined === undefined || criteria === null || typeContext === null)
    throw new Error('a join has no condition');
  build.claim(typeContext);
  build.claim(criteria);
  const type =
    typeContext.KW_LEFT() !== null
      ? 'left'
      : typeContext.KW_RIGHT() !== null
        ? 'right'
        : typeContext.KW_FULL() !== null
          ? 'full'
          : 'inner';
  const condition = criteria.booleanExpression();
  const leftRelation = buildRelation(left, builders);
  const rightRelation = buildRelation(joined, builders);
  return condition === null
    ? join(span, type, leftRelation, rightRelation, {
        using: criteria.identifier().map((name) => build.identifier(name)),
      })
    : join(span, type, leftRelation, rightRelation, { on: builders.expression(condition) });
}

const join = (
  span: Span,
  type: JoinRelation['type'],
  left: Relation,
  right: Relation,
  criteria: { on?: JoinRelation['on']; using?: readonly Identifier[] },
): JoinRelation => ({
  kind: 'join',
  ...span,
  type,
  left,
  right,
  on: criteria.on ?? null,
  using: criteria.using ?? null,
});

function buildSampled(context: grammar.SampledRelationContext, builders: Builders): Relation {
  const { context: build } = builders;
  if (context.KW_TABLESAMPLE() !== null) build.unsupported(context, 'TABLESAMPLE');
  const pattern = build.claim(build.claim(context).patternRecognition());
  if (pattern.KW_MATCH_RECOGNIZE() !== null) build.unsupported(pattern, 'MATCH_RECOGNIZE');
  const aliased = build.claim(pattern.aliasedRelation());
  const relation = buildPrimary(aliased.relationPrimary(), builders);
  const alias = aliased.identifier();
  if (alias === null) return relation;
  return {
    kind: 'aliased',
    ...build.span(aliased),
    relation,
    alias: build.identifier(alias),
    columns: buildAliases(aliased.columnAliases(), build),
  };
}

function buildPrimary(context: grammar.RelationPrimaryContext, builders: Builders): Relation {
  const { context: build } = builders;
  const span = build.span(context);
  if (context instanceof grammar.ParenthesizedRelationContext) {
    build.claim(context);
    return { kind: 'parenthesizedRelation', ...span, relation: buildRelation(context.relation(), builders) };
  }
  if (context instanceof grammar.TableNameContext) {
    const period = context.queryPeriod();
    if (period !== null) {
      build.unsupported(
        period,
        'FOR … AS OF',
        'Earlier states are rows of resource_history: filter valid_from and valid_to.',
      );
    }
    const name = build.claim(build.claim(context).tableOrViewName());
    const reference = name.tableRef() ?? name.viewRef();
    if (reference === null) return build.unsupported(name, constructName(name));
    build.claim(reference);
    return { kind: 'table', ...span, parts: reference.identifier().map((part) => build.identifier(part)) };
  }
  if (!(context instanceof grammar.ExpressionSourceTableContext)) {
    return build.unsupported(context, constructName(context));
  }
  build.claim(context);
  const source = context.relationSourceTable();
  if (source instanceof grammar.SubqueryRelationContext) {
    build.claim(source);
    return { kind: 'subqueryRelation', ...span, query: builders.query(source.query()) };
  }
  if (source instanceof grammar.LateralContext) {
    build.claim(source);
    return { kind: 'lateral', ...span, query: builders.query(source.query()) };
  }
  if (source instanceof grammar.UnnestContext) {
    build.claim(source);
    const expressions = source.expression().map(builders.expression);
    return { kind: 'unnest', ...span, expressions, ordinality: source.KW_ORDINALITY() !== null };
  }
  return build.unsupported(source, constructName(source));
}
