import type { ParserRuleContext } from 'antlr4ng';
import * as grammar from 'dt-sql-parser/dist/lib/trino/TrinoSqlParser.js';
import { refuse } from '../diagnostic.ts';
import { type Builders, buildExpression } from './build-expression.ts';
import { buildAliases } from './build-leaf.ts';
import { buildRelation } from './build-relation.ts';
import { BuildContext, constructName } from './builder.ts';
import type { Lexed } from './lex.ts';
import type {
  FrameBound,
  GroupBy,
  GroupingElement,
  Limit,
  NamedQuery,
  Query,
  QueryBody,
  RowCount,
  Select,
  SelectItem,
  SortItem,
  WindowFrame,
  WindowSpecification,
} from './nodes.ts';

/**
 * Builds the tree of the query in a statement's parse tree.
 * @throws Refusal for every construct that has no node
 */
export function buildTree(root: grammar.SingleStatementContext, lexed: Lexed): Query {
  const context = new BuildContext(lexed);
  const builders: Builders = {
    context,
    query: (query) => buildQuery(query, builders),
    sortItem: (item) => buildSortItem(item, builders),
    window: (over) => {
      context.claim(over);
      const name = over.identifier();
      const specification = over.windowSpecification();
      if (name !== null) return context.identifier(name);
      if (specification === null) throw new Error('OVER has neither a name nor a window');
      return buildWindow(specification, builders, { ...context.span(over) });
    },
    expression: (expression) => buildExpression(expression, builders),
  };
  const statement = root.statement();
  if (!(statement instanceof grammar.StatementDefaultContext)) {
    refuse(
      'SQL_NOT_READ_ONLY',
      `${(statement.start?.text ?? 'This statement').toUpperCase()} is not a query.`,
      context.span(statement),
      'Stocktake only reads: write SELECT, VALUES or WITH.',
    );
  }
  const rootQuery = statement.rootQuery();
  const [withFunction] = [rootQuery.withFunction()].flat();
  if (withFunction !== null && withFunction !== undefined) context.unsupported(withFunction, 'WITH FUNCTION');
  for (const wrapper of [root, statement, rootQuery]) context.claim(wrapper);
  const query = buildQuery(rootQuery.query(), builders);
  context.finish(root);
  return query;
}

function buildQuery(context: grammar.QueryContext, builders: Builders): Query {
  if (!(context instanceof grammar.QueryStatementContext)) {
    return builders.context.unsupported(context, constructName(context));
  }
  builders.context.claim(context);
  return builders.context.deeper(context, () => {
    const names = context.with();
    const query = buildQueryNoWith(context.queryNoWith(), builders);
    return {
      ...query,
      ...builders.context.span(context),
      with: names === null ? [] : buildWith(names, builders),
    };
  });
}

function buildWith(context: grammar.WithContext, builders: Builders): NamedQuery[] {
  if (context.KW_RECURSIVE() !== null) {
    builders.context.unsupported(context, 'WITH RECURSIVE', 'A recursive query has no bound.');
  }
  builders.context.claim(context);
  return context.namedQuery().map((named) => {
    builders.context.claim(named);
    return {
      kind: 'namedQuery',
      ...builders.context.span(named),
      name: builders.context.identifier(named.identifier()),
      columns: buildAliases(named.columnAliases(), builders.context),
      query: builders.query(named.query()),
    };
  });
}

function buildQueryNoWith(context: grammar.QueryNoWithContext, builders: Builders): Query {
  const { context: build } = builders;
  build.claim(context);
  return {
    kind: 'query',
    ...build.span(context),
    with: [],
    body: buildTerm(context.queryTerm(), builders),
    orderBy: context.sortItem().map(builders.sortItem),
    offset: context._offset === undefined ? null : buildRowCount(context._offset, build),
    limit: buildLimit(context, build),
  };
}

function buildRowCount(context: grammar.RowCountContext, build: BuildContext): RowCount {
  build.claim(context);
  const span = build.span(context);
  if (context.INTEGER_VALUE() === null) build.unsupported(context, 'A parameter (?)');
  const value = BigInt(build.textOf(span).replaceAll('_', '').toLowerCase());
  if (value > 9_223_372_036_854_775_807n)
    refuse('SQL_INVALID_LITERAL', 'A number of rows is too large.', span);
  return { ...span, value };
}

function buildLimit(context: grammar.QueryNoWithContext, build: BuildContext): Limit | null {
  if (context.KW_TIES() !== null) build.unsupported(context, 'WITH TIES');
  const limit = context.limitRowCount();
  if (limit !== null) {
    build.claim(limit);
    const rows = limit.rowCount();
    const span = build.span(limit);
    return rows === null
      ? { ...span, form: 'all', count: null }
      : { ...span, form: 'limit', count: buildRowCount(rows, build) };
  }
  const fetch = context.KW_FETCH();
  const only = context.KW_ONLY();
  if (fetch === null || only === null) return null;
  const rows = context._fetchFirst;
  return {
    start: build.spanOf(fetch.symbol).start,
    end: build.spanOf(only.symbol).end,
    form: 'fetch',
    count: rows === undefined ? null : buildRowCount(rows, build),
  };
}

function buildTerm(context: grammar.QueryTermContext, builders: Builders): QueryBody {
  const { context: build } = builders;
  build.claim(context);
  return build.deeper(context, () => {
    if (context instanceof grammar.QueryTermDefaultContext)
      return buildPrimary(context.queryPrimary(), builders);
    if (!(context instanceof grammar.SetOperationContext))
      return build.unsupported(context, constructName(context));
    const [left, right] = context.queryTerm();
    if (left === undefined || right === undefined) throw new Error('a set operation has no two sides');
    const quantifier = context.setQuantifier();
    const distinct = quantifier === null || build.claim(quantifier).KW_ALL() === null;
    const operator =
      context.KW_UNION() !== null ? 'union' : context.KW_INTERSECT() !== null ? 'intersect' : 'except';
    return {
      kind: 'setOperation',
      ...build.span(context),
      operator,
      distinct,
      left: buildTerm(left, builders),
      right: buildTerm(right, builders),
    };
  });
}

function buildPrimary(context: grammar.QueryPrimaryContext, builders: Builders): QueryBody {
  const { context: build } = builders;
  if (context instanceof grammar.QueryPrimaryDefaultContext) {
    build.claim(context);
    return buildSelect(context.querySpecification(), builders);
  }
  if (context instanceof grammar.InlineTableContext) {
    build.claim(context);
    return { kind: 'values', ...build.span(context), rows: context.expression().map(builders.expression) };
  }
  if (context instanceof grammar.SubqueryContext) {
    build.claim(context);
    return {
      kind: 'parenthesizedQuery',
      ...build.span(context),
      query: buildQueryNoWith(context.queryNoWith(), builders),
    };
  }
  if (context instanceof grammar.TableContext)
    build.unsupported(context, 'TABLE', 'Write SELECT * FROM the table.');
  return build.unsupported(context, constructName(context));
}

function buildSelect(context: grammar.QuerySpecificationContext, builders: Builders): Select {
  const { context: build } = builders;
  build.claim(context);
  const quantifier = context.setQuantifier();
  const where = context.whereClause();
  const having = context.havingClause();
  const groupBy = context.groupBy();
  return {
    kind: 'select',
    ...build.span(context),
    distinct: quantifier !== null && build.claim(quantifier).KW_DISTINCT() !== null,
    items: build
      .claim(context.selectList())
      .selectItem()
      .map((item) => buildSelectItem(item, builders)),
    from: context.relation().map((relation) => buildRelation(relation, builders)),
    where: where === null ? null : builders.expression(build.claim(where).booleanExpression()),
    groupBy: groupBy === null ? null : buildGroupBy(groupBy, builders),
    having: having === null ? null : builders.expression(build.claim(having).booleanExpression()),
    windows: context.windowDefinition().map((definition) => {
      build.claim(definition);
      return {
        kind: 'windowDefinition',
        ...build.span(definition),
        name: build.identifier(definition.identifier()),
        window: buildWindow(definition.windowSpecification(), builders, build.span(definition)),
      };
    }),
  };
}

function buildSelectItem(context: grammar.SelectItemContext, builders: Builders): SelectItem {
  const { context: build } = builders;
  build.claim(context);
  const span = build.span(context);
  const all = context.selectAllWithoutTable();
  if (all !== null) {
    build.claim(all);
    return { kind: 'allColumns', ...span, target: null, aliases: null };
  }
  const ofTable = context.tableAllColumns();
  if (ofTable !== null) {
    build.claim(ofTable);
    const aliases = buildAliases(context.columnAliases(), build);
    return { kind: 'allColumns', ...span, target: builders.expression(ofTable.primaryExpression()), aliases };
  }
  const literal = context.selectLiteralColumnName();
  const expression = context.selectExpressionColumnName();
  const inner = literal === null ? expression?.expression() : literal.columnRef();
  if (inner === undefined) return build.unsupported(context, constructName(context));
  if (literal !== null) build.claim(literal);
  if (expression !== null) build.claim(expression);
  const alias = context.identifier();
  return {
    kind: 'selectExpression',
    ...span,
    expression: builders.expression(inner),
    alias: alias === null ? null : build.identifier(alias),
  };
}

function buildGroupBy(context: grammar.GroupByContext, builders: Builders): GroupBy {
  const { context: build } = builders;
  build.claim(context);
  const quantifier = context.setQuantifier();
  return {
    kind: 'groupBy',
    ...build.span(context),
    distinct: quantifier !== null && build.claim(quantifier).KW_DISTINCT() !== null,
    elements: context.groupingElement().map((element) => buildGroupingElement(element, builders)),
  };
}

function buildGroupingElement(context: grammar.GroupingElementContext, builders: Builders): GroupingElement {
  const { context: build } = builders;
  build.claim(context);
  const span = build.span(context);
  const set = (grouping: grammar.GroupingSetContext) =>
    build
      .claim(grouping)
      .groupingTerm()
      .map((term) => {
        const inner: ParserRuleContext | null = build.claim(term).columnRef() ?? term.expression();
        return inner === null ? build.unsupported(term, constructName(term)) : builders.expression(inner);
      });
  if (context instanceof grammar.SingleGroupingSetContext) {
    return { kind: 'groupingElement', ...span, form: 'simple', sets: [set(context.groupingSet())] };
  }
  if (context instanceof grammar.RollupContext) {
    return { kind: 'groupingElement', ...span, form: 'rollup', sets: context.groupingSet().map(set) };
  }
  if (context instanceof grammar.CubeContext) {
    return { kind: 'groupingElement', ...span, form: 'cube', sets: context.groupingSet().map(set) };
  }
  if (context instanceof grammar.MultipleGroupingSetsContext) {
    return { kind: 'groupingElement', ...span, form: 'sets', sets: context.groupingSet().map(set) };
  }
  return build.unsupported(context, constructName(context));
}

function buildSortItem(context: grammar.SortItemContext, builders: Builders): SortItem {
  const { context: build } = builders;
  build.claim(context);
  const inner: ParserRuleContext | null = context.columnRef() ?? context.expression();
  if (inner === null) return build.unsupported(context, constructName(context));
  return {
    kind: 'sortItem',
    ...build.span(context),
    expression: builders.expression(inner),
    descending: context.KW_DESC() !== null,
    nulls: context.KW_NULLS() === null ? null : context.KW_FIRST() !== null ? 'first' : 'last',
  };
}

function buildWindow(
  context: grammar.WindowSpecificationContext,
  builders: Builders,
  span: { start: number; end: number },
): WindowSpecification {
  const { context: build } = builders;
  build.claim(context);
  const existing = context.identifier();
  const partition = context.partitionBy();
  const frame = context.windowFrame();
  return {
    kind: 'window',
    ...span,
    existing: existing === null ? null : build.identifier(existing),
    partitionBy: partition === null ? [] : build.claim(partition).expression().map(builders.expression),
    orderBy: context.sortItem().map(builders.sortItem),
    frame: frame === null ? null : buildFrame(frame, builders),
  };
}

function buildFrame(context: grammar.WindowFrameContext, builders: Builders): WindowFrame {
  const { context: build } = builders;
  const extent = context.frameExtent();
  if (context.children?.length !== 1) build.unsupported(context, 'Row pattern recognition');
  build.claim(context);
  build.claim(extent);
  const [from, to = null] = extent.frameBound();
  if (from === undefined) throw new Error('a frame has no bound');
  return {
    ...build.span(extent),
    unit: extent.KW_RANGE() !== null ? 'range' : extent.KW_ROWS() !== null ? 'rows' : 'groups',
    from: buildBound(from, builders),
    to: to === null ? null : buildBound(to, builders),
  };
}

function buildBound(context: grammar.FrameBoundContext, builders: Builders): FrameBound {
  const { context: build } = builders;
  build.claim(context);
  const span = build.span(context);
  if (context instanceof grammar.UnboundedFrameContext) {
    const form = context.KW_PRECEDING() === null ? 'unboundedFollowing' : 'unboundedPreceding';
    return { ...span, form, offset: null };
  }
  if (context instanceof grammar.CurrentRowBoundContext) return { ...span, form: 'currentRow', offset: null };
  if (context instanceof grammar.BoundedFrameContext) {
    const form = context.KW_PRECEDING() === null ? 'following' : 'preceding';
    return { ...span, form, offset: builders.expression(context.expression()) };
  }
  return build.unsupported(context, constructName(context));
}
