import { refuse } from '../diagnostic.ts';
import type { AllColumns, Expression, Select, SelectExpression, SortItem } from '../tree/nodes.ts';
import { formatType, type SqlType } from '../types.ts';
import type { Field } from './analysis.ts';
import {
  analyseCondition,
  analyseExpression,
  type ExpressionContext,
  requireComparable,
  requireOrderable,
} from './expression.ts';
import { checkGrouped } from './grouped.ts';
import { analyseGroupBy, type Grouping } from './grouping.ts';
import { resolveName } from './name.ts';
import { type BodyContext, ordinalOf } from './query.ts';
import { analyseRelation } from './relation.ts';
import { sameExpression } from './same-expression.ts';
import { isSuffix, type Scope, type SourceScope } from './scope.ts';
import type { QueryAnalyser } from './subquery.ts';
import { analyseWindowParts, namedWindows } from './window.ts';

/** An output column with the expression behind it; `*` stands for fields. */
export interface Output {
  readonly field: Field;
  readonly expression: Expression | null;
}

/** Analyses a SELECT and the ORDER BY that belongs to it; gives its output columns. */
export function analyseSelect(
  select: Select,
  body: BodyContext,
  orderBy: readonly SortItem[],
  analyseQuery: QueryAnalyser,
): readonly Field[] {
  const { state } = body;
  const base = {
    state,
    named: body.named,
    analyseQuery,
    aggregates: null,
    windows: null,
    inLambda: false,
  };
  const from = analyseFrom(select, {
    ...base,
    scope: { kind: 'source', fields: [], parent: body.outer },
    clause: 'FROM',
  });
  const scope: SourceScope = { kind: 'source', fields: from, parent: body.outer };
  const plain: ExpressionContext = { ...base, scope, clause: 'WHERE' };
  if (select.where !== null) analyseCondition(select.where, plain);

  const windows = namedWindows(select.windows);
  const aggregates = { calls: [], groupings: [] } as NonNullable<ExpressionContext['aggregates']>;
  const place: ExpressionContext = { ...base, scope, clause: 'SELECT', aggregates, windows };
  const lazy = body.use === 'lazy' && !select.distinct;
  const outputs = select.items.flatMap((item) =>
    item.kind === 'allColumns' ? expand(item, place) : [outputOf(item, place, lazy)],
  );
  if (!lazy) for (const output of outputs) state.use(output.field);
  const grouping =
    select.groupBy === null
      ? undefined
      : analyseGroupBy(select.groupBy, outputs, { ...plain, clause: 'GROUP BY' });
  if (select.having !== null) analyseCondition(select.having, { ...place, windows: null, clause: 'HAVING' });
  for (const window of windows.values())
    analyseWindowParts(window, { ...place, windows: null, clause: 'WINDOW' });
  const orderPlace: ExpressionContext = {
    ...place,
    scope: { kind: 'output', fields: outputs.map((output) => output.field), parent: scope },
    clause: 'ORDER BY',
  };
  const ordered = analyseOrderBy(orderBy, outputs, orderPlace);
  if (select.distinct) checkDistinct(select, outputs, ordered, orderPlace);

  const grouped =
    grouping !== undefined ||
    select.having !== null ||
    aggregates.calls.length > 0 ||
    aggregates.groupings.length > 0;
  if (grouped) {
    checkGroupingCalls(aggregates.groupings, grouping, place);
    checkAllGrouped(select, ordered, grouping, orderPlace);
  }
  return outputs.map((output) => output.field);
}

function analyseFrom(select: Select, context: ExpressionContext): readonly Field[] {
  let fields: readonly Field[] = [];
  for (const relation of select.from) fields = [...fields, ...analyseRelation(relation, context, fields)];
  return fields;
}

function outputOf(item: SelectExpression, context: ExpressionContext, lazy: boolean): Output {
  const { expression, alias } = item;
  let type: SqlType;
  if (expression.kind === 'name') {
    type = resolveName(expression, context, !lazy);
    context.state.types.set(expression, type);
  } else {
    type = analyseExpression(expression, context);
  }
  const resolution = expression.kind === 'name' ? context.state.resolutions.get(expression) : undefined;
  const origin =
    resolution?.kind === 'column' && resolution.path.length === 0 ? resolution.field.origin : null;
  if (lazy && origin === null && resolution?.kind === 'column') context.state.use(resolution.field);
  const name = alias?.name ?? (expression.kind === 'name' ? (expression.parts.at(-1)?.name ?? null) : null);
  return { field: { name, type, qualifier: null, path: [], origin }, expression };
}

function expand(item: AllColumns, context: ExpressionContext): Output[] {
  const fields = expandedFields(item, context);
  if (item.aliases !== null && item.aliases.length !== fields.length) {
    refuse('SQL_INVALID_QUERY', `${item.aliases.length} names are given for ${fields.length} columns.`, item);
  }
  context.state.expansions.set(item, fields);
  return fields.map((field, index) => ({
    field: { ...field, name: item.aliases?.[index]?.name ?? field.name, qualifier: null, path: [] },
    expression: null,
  }));
}

function expandedFields(item: AllColumns, context: ExpressionContext): readonly Field[] {
  const { target } = item;
  const { scope } = context;
  if (scope.kind !== 'source') throw new Error('* is only written in SELECT');
  if (target === null) {
    if (scope.fields.length === 0) refuse('SQL_INVALID_QUERY', 'SELECT * needs a FROM.', item);
    return scope.fields;
  }
  if (target.kind === 'name') {
    for (let at: Scope | null = scope; at !== null; at = at.parent) {
      if (at.kind === 'lambda') continue;
      const fields = at.fields.filter((field) => field.path.length > 0 && isSuffix(target.parts, field.path));
      if (fields.length > 0) return fields;
    }
  }
  if (
    target.kind === 'name' &&
    target.parts.length === 1 &&
    !scope.fields.some((field) => field.name?.toLowerCase() === target.parts[0]?.key)
  ) {
    const names = [...new Set(scope.fields.flatMap((field) => field.qualifier ?? []))];
    refuse(
      'SQL_UNKNOWN_TABLE',
      `FROM has no relation ${target.parts[0]?.name}.`,
      target,
      names.length === 0 ? null : `It has ${names.join(', ')}.`,
    );
  }
  const type = analyseExpression(target, context);
  if (type.kind !== 'row') refuse('SQL_TYPE_MISMATCH', `${formatType(type)} has no fields for .*`, target);
  return type.fields.map((field) => ({
    name: field.name,
    type: field.type,
    qualifier: null,
    path: [],
    origin: null,
  }));
}

/** Sort expressions; an ordinal gives the expression of its column. */
function analyseOrderBy(
  orderBy: readonly SortItem[],
  outputs: readonly Output[],
  context: ExpressionContext,
): readonly SortItem[] {
  const ordered: SortItem[] = [];
  for (const item of orderBy) {
    const position = ordinalOf(item, outputs.length);
    if (position === undefined) {
      requireOrderable(analyseExpression(item.expression, context), item);
      ordered.push(item);
      continue;
    }
    const output = outputs[position - 1];
    if (output === undefined) throw new Error('an ordinal out of range');
    requireOrderable(output.field.type, item);
    context.state.types.set(item.expression, output.field.type);
    context.state.use(output.field);
  }
  return ordered;
}

function checkDistinct(
  select: Select,
  outputs: readonly Output[],
  ordered: readonly SortItem[],
  context: ExpressionContext,
): void {
  for (const output of outputs) requireComparable(output.field.type, output.expression ?? select);
  for (const item of ordered) {
    const isOutput = outputs.some((output) => isOutputExpression(item.expression, output, context));
    if (!isOutput) {
      refuse('SQL_INVALID_QUERY', 'With SELECT DISTINCT, ORDER BY may only name selected columns.', item);
    }
  }
}

function isOutputExpression(expression: Expression, output: Output, context: ExpressionContext): boolean {
  if (expression.kind === 'name') {
    const resolution = context.state.resolutions.get(expression);
    if (resolution?.kind === 'output') return true;
    if (output.expression === null && resolution?.kind === 'column') {
      return (
        resolution.field.origin !== null &&
        resolution.field.origin.column === output.field.origin?.column &&
        resolution.field.origin.reference === output.field.origin.reference
      );
    }
  }
  return output.expression !== null && sameExpression(expression, output.expression, context.state);
}

/** GROUPING takes only columns of GROUP BY. */
function checkGroupingCalls(
  calls: NonNullable<ExpressionContext['aggregates']>['groupings'],
  grouping: Grouping | undefined,
  context: ExpressionContext,
): void {
  for (const call of calls) {
    for (const column of call.columns) {
      const isKey = grouping?.expressions.some((key) => sameExpression(column, key, context.state)) ?? false;
      if (!isKey) refuse('SQL_NOT_GROUPED', 'GROUPING takes columns of GROUP BY.', column);
    }
  }
}

function checkAllGrouped(
  select: Select,
  ordered: readonly SortItem[],
  grouping: Grouping | undefined,
  context: ExpressionContext,
): void {
  const { scope } = context;
  if (scope.kind !== 'output') throw new Error('ORDER BY has an output scope');
  const keys = grouping ?? { expressions: [], fields: new Set<Field>() };
  const check = (expression: Expression) => checkGrouped(expression, keys, scope.parent, context.state);
  for (const item of select.items) {
    if (item.kind === 'selectExpression') {
      check(item.expression);
      continue;
    }
    for (const field of context.state.expansions.get(item) ?? []) {
      if (item.target !== null && field.path.length === 0) check(item.target);
      else if (!keys.fields.has(field)) refuseUngrouped(field, item);
    }
  }
  if (select.having !== null) check(select.having);
  for (const item of ordered) check(item.expression);
}

function refuseUngrouped(field: Field, at: AllColumns): never {
  refuse('SQL_NOT_GROUPED', `The column ${field.name ?? '*'} is neither grouped nor aggregated.`, at);
}
