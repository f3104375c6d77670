import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import type { Identifier, Query, QueryBody, SetOperation, SortItem, Span, Values } from '../tree/nodes.ts';
import { formatType, type SqlType } from '../types.ts';
import type { Field } from './analysis.ts';
import {
  analyseExpression,
  type ExpressionContext,
  requireComparable,
  requireOrderable,
} from './expression.ts';
import type { NamedScope, Scope } from './scope.ts';
import { analyseSelect } from './select.ts';
import { type AnalysisState, castHint } from './state.ts';
import type { OutputUse } from './subquery.ts';

/** Analyses a query with its WITH, set operations and order; gives its output columns. */
export function analyseQuery(
  query: Query,
  state: AnalysisState,
  named: NamedScope | null,
  outer: Scope | null,
  use: OutputUse,
): readonly Field[] {
  let scope = named;
  const seen = new Set<string>();
  for (const one of query.with) {
    if (seen.has(one.name.key))
      refuse('SQL_DUPLICATE_NAME', `The name ${one.name.name} is used twice in WITH.`, one.name);
    seen.add(one.name.key);
    const fields = analyseQuery(one.query, state, scope, outer, 'lazy');
    scope = { query: one, fields: renamed(fields, one.columns, one.name.key, one.name), parent: scope };
  }
  const surroundings: BodyContext = { state, named: scope, outer, use };
  const fields = analyseBody(query.body, surroundings, query.orderBy);
  if (query.limit?.form === 'fetch' && query.limit.count?.value === 0n) {
    refuse('SQL_INVALID_QUERY', 'FETCH FIRST needs a number above 0.', query.limit);
  }
  state.outputs.set(query, fields);
  if (use === 'all') for (const field of fields) state.use(field);
  return fields;
}

export interface BodyContext {
  readonly state: AnalysisState;
  readonly named: NamedScope | null;
  readonly outer: Scope | null;
  readonly use: OutputUse;
}

function analyseBody(body: QueryBody, context: BodyContext, orderBy: readonly SortItem[]): readonly Field[] {
  switch (body.kind) {
    case 'select':
      return analyseSelect(body, context, orderBy, analyseQuery);
    case 'parenthesizedQuery': {
      const fields = analyseQuery(
        body.query,
        context.state,
        context.named,
        context.outer,
        orderBy.length > 0 ? 'all' : context.use,
      );
      orderByOutput(orderBy, fields, context);
      return fields;
    }
    case 'values': {
      const fields = analyseValues(body, context);
      orderByOutput(orderBy, fields, context);
      return fields;
    }
    case 'setOperation': {
      const fields = analyseSetOperation(body, context);
      orderByOutput(orderBy, fields, context);
      return fields;
    }
  }
}

function analyseSetOperation(body: SetOperation, context: BodyContext): readonly Field[] {
  const all = { ...context, use: 'all' as const };
  const left = analyseBody(body.left, all, []);
  const right = analyseBody(body.right, all, []);
  for (const field of [...left, ...right]) context.state.use(field);
  const name = body.operator.toUpperCase();
  if (left.length !== right.length) {
    refuse(
      'SQL_INVALID_QUERY',
      `The sides of ${name} have ${left.length} and ${right.length} columns.`,
      body,
    );
  }
  return left.map((field, index) => {
    const other = right[index] ?? field;
    const type = commonType(field.type, other.type);
    if (type === undefined) {
      const types = `${formatType(field.type)} and ${formatType(other.type)}`;
      const hint = castHint(other.type, field.type);
      refuse('SQL_TYPE_MISMATCH', `Column ${index + 1} of ${name} is ${types}.`, body.right, hint);
    }
    if (body.distinct) requireComparable(type, body);
    return { name: field.name, type, qualifier: null, path: [], origin: null };
  });
}

function analyseValues(body: Values, context: BodyContext): readonly Field[] {
  const place: ExpressionContext = {
    state: context.state,
    scope: { kind: 'source', fields: [], parent: context.outer },
    named: context.named,
    analyseQuery,
    clause: 'VALUES',
    aggregates: null,
    windows: null,
    inLambda: false,
  };
  const rows = body.rows.map((row) => {
    const type = analyseExpression(row, place);
    if (row.kind === 'row') return row.items.map((item) => context.state.typeOf(item));
    return type.kind === 'row' ? type.fields.map((field) => field.type) : [type];
  });
  const [first = []] = rows;
  const types: SqlType[] = [...first];
  for (const [index, row] of rows.entries()) {
    const at = body.rows[index] ?? body;
    if (row.length !== types.length) {
      refuse('SQL_INVALID_QUERY', `The rows of VALUES have ${types.length} and ${row.length} columns.`, at);
    }
    for (const [column, type] of row.entries()) {
      const known = types[column] ?? type;
      const common = commonType(known, type);
      if (common === undefined) {
        const message = `Column ${column + 1} of VALUES is ${formatType(known)} and ${formatType(type)}.`;
        refuse('SQL_TYPE_MISMATCH', message, at, castHint(type, known));
      }
      types[column] = common;
    }
  }
  for (const row of body.rows) {
    const items = row.kind === 'row' ? row.items : [row];
    for (const [column, item] of items.entries()) {
      const type = types[column];
      if (type !== undefined && (row.kind === 'row' || types.length === 1))
        context.state.coerce(item, type, 'A value');
    }
  }
  return types.map((type) => ({ name: null, type, qualifier: null, path: [], origin: null }));
}

/** ORDER BY after something that is no SELECT knows only the output. */
function orderByOutput(orderBy: readonly SortItem[], fields: readonly Field[], context: BodyContext): void {
  for (const item of orderBy) {
    if (ordinalOf(item, fields.length) !== undefined) {
      const field = fields[Number(item.expression.kind === 'number' ? item.expression.text : 0) - 1];
      if (field !== undefined) {
        context.state.types.set(item.expression, field.type);
        requireOrderable(field.type, item);
      }
      continue;
    }
    const source = { kind: 'source' as const, fields: [], parent: context.outer };
    const type = analyseExpression(item.expression, {
      state: context.state,
      scope: { kind: 'output', fields, parent: source },
      named: context.named,
      analyseQuery,
      clause: 'ORDER BY',
      aggregates: null,
      windows: null,
      inLambda: false,
    });
    requireOrderable(type, item);
  }
}

/** Position from 1 that an ORDER BY item means; undefined where it is an expression. */
export function ordinalOf(
  item: { readonly expression: SortItem['expression'] },
  count: number,
): number | undefined {
  const { expression } = item;
  if (expression.kind !== 'number' || expression.form !== 'integer') return undefined;
  const position = Number(expression.text);
  if (position < 1 || position > count) {
    refuse(
      'SQL_INVALID_ORDINAL',
      `There is no column ${expression.text}; the query has ${count}.`,
      expression,
    );
  }
  return position;
}

/** Fields under a new qualifier, and new names where a list gives them. */
export function renamed(
  fields: readonly Field[],
  names: readonly Identifier[] | null,
  qualifier: string,
  at: Span,
): readonly Field[] {
  if (names !== null && names.length !== fields.length) {
    refuse('SQL_INVALID_QUERY', `${names.length} column names are given for ${fields.length} columns.`, at);
  }
  return fields.map((field, index) => ({
    ...field,
    name: names?.[index]?.name ?? field.name,
    qualifier,
    path: [qualifier.toLowerCase()],
  }));
}
