import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import type {
  Comparison,
  Expression,
  FunctionCall,
  GroupingExpression,
  Span,
  Subscript,
  WindowSpecification,
} from '../tree/nodes.ts';
import { arrayOf, formatType, rowOf, type SqlType, types, varcharOf } from '../types.ts';
import { analyseCall } from './call.ts';

import { resolveName } from './name.ts';
import {
  arithmeticType,
  clockType,
  concatenated,
  likeType,
  negationType,
  numberType,
} from './operator-types.ts';
import type { NamedScope, Scope } from './scope.ts';
import { type AnalysisState, castHint, isBoolean } from './state.ts';
import { analyseSubquery, type QueryAnalyser } from './subquery.ts';
import { canCast, isComparable, isOrderable } from './traits.ts';

/** Where an expression stands and what may stand there. */
export interface ExpressionContext {
  readonly state: AnalysisState;
  readonly scope: Scope;
  readonly named: NamedScope | null;
  readonly analyseQuery: QueryAnalyser;
  /** For messages: "WHERE", "GROUP BY", "an aggregate" … */
  readonly clause: string;
  /** Collects the aggregates; null where they may not stand. */
  readonly aggregates: { readonly calls: FunctionCall[]; readonly groupings: GroupingExpression[] } | null;
  /** Named windows of the SELECT; null where window functions may not stand. */
  readonly windows: ReadonlyMap<string, WindowSpecification> | null;
  readonly inLambda: boolean;
}

/**
 * Finds the type of an expression and of everything in it.
 * @throws Refusal
 */
export function analyseExpression(node: Expression, context: ExpressionContext): SqlType {
  const type = typeOfNode(node, context);
  context.state.types.set(node, type);
  return type;
}

/** An expression that must be true or false. */
export function analyseCondition(node: Expression, context: ExpressionContext): void {
  const type = analyseExpression(node, context);
  if (!isBoolean(type)) {
    refuse('SQL_TYPE_MISMATCH', `${context.clause} needs a condition, not a ${formatType(type)}.`, node);
  }
  context.state.coerce(node, types.boolean, context.clause);
}

function typeOfNode(node: Expression, context: ExpressionContext): SqlType {
  const { state } = context;
  const analyse = (child: Expression) => analyseExpression(child, context);
  switch (node.kind) {
    case 'null':
      return types.unknown;
    case 'boolean':
      return types.boolean;
    case 'number':
      return numberType(node);
    case 'string':
      return varcharOf([...node.value].length);
    case 'binary':
      return types.varbinary;
    case 'typedLiteral':
      return node.type;
    case 'interval':
      return node.from === 'year' || node.from === 'month'
        ? types.intervalYearToMonth
        : types.intervalDayToSecond;
    case 'name':
      return resolveName(node, context);
    case 'dereference':
      return fieldType(analyse(node.base), node.field.name, node);
    case 'subscript':
      return subscriptType(node, analyse(node.base), analyse(node.index), context);
    case 'parenthesized':
      return analyse(node.expression);
    case 'logical':
      for (const operand of node.operands)
        analyseCondition(operand, { ...context, clause: node.operator.toUpperCase() });
      return types.boolean;
    case 'not':
      analyseCondition(node.operand, { ...context, clause: 'NOT' });
      return types.boolean;
    case 'comparison':
      analyse(node.left);
      analyse(node.right);
      return compare(node, context);
    case 'quantifiedComparison': {
      analyse(node.left);
      const right = analyseSubquery(node.query, context, 'values');
      return compareTypes(node, node.left, right, node.operator, context);
    }
    case 'between': {
      analyse(node.value);
      analyse(node.lower);
      analyse(node.upper);
      const common = state.unify([node.value, node.lower, node.upper], 'The operands of BETWEEN');
      requireOrderable(common, node);
      return types.boolean;
    }
    case 'inList': {
      for (const child of [node.value, ...node.items]) analyse(child);
      const common = state.unify([node.value, ...node.items], 'The values of IN');
      requireComparable(common, node);
      return types.boolean;
    }
    case 'inSubquery': {
      analyse(node.value);
      return compareTypes(node, node.value, analyseSubquery(node.query, context, 'values'), '=', context);
    }
    case 'like':
      analyse(node.value);
      analyse(node.pattern);
      if (node.escape !== null) analyse(node.escape);
      return likeType(node, state);
    case 'isNull':
      analyse(node.value);
      return types.boolean;
    case 'isDistinctFrom': {
      analyse(node.left);
      analyse(node.right);
      requireComparable(state.unify([node.left, node.right], 'The operands of IS DISTINCT FROM'), node);
      return types.boolean;
    }
    case 'arithmetic':
      analyse(node.left);
      analyse(node.right);
      return arithmeticType(node, state);
    case 'negation':
      return negationType(analyse(node.operand), node);
    case 'concatenation':
      return concatenationType(node, context);
    case 'atTimeZone': {
      const type = analyse(node.value);
      analyse(node.zone);
      if (type.kind !== 'timestamp')
        refuse('SQL_TYPE_MISMATCH', `AT TIME ZONE needs a timestamp, not ${formatType(type)}.`, node);
      return { ...type, zone: true };
    }
    case 'cast': {
      const from = analyse(node.operand);
      if (!canCast(from, node.type)) {
        refuse('SQL_TYPE_MISMATCH', `${formatType(from)} cannot be cast to ${formatType(node.type)}.`, node);
      }
      return node.type;
    }
    case 'case':
      return caseType(node, context);
    case 'functionCall':
      return analyseCall(node, context);
    case 'lambda':
      return refuse(
        'SQL_WRONG_ARGUMENTS',
        'A lambda can only be an argument of a function that takes one.',
        node,
      );
    case 'row': {
      const items = node.items.map(analyse);
      return rowOf(items.map((type) => ({ name: null, type })));
    }
    case 'array':
      for (const item of node.items) analyse(item);
      return arrayOf(state.unify(node.items, 'The elements of ARRAY'));
    case 'scalarSubquery':
      return analyseSubquery(node.query, context, 'scalar');
    case 'exists':
      analyseSubquery(node.query, context, 'exists');
      return types.boolean;
    case 'clock':
      return clockType(node.function, node.precision, node);
    case 'grouping': {
      if (context.aggregates === null)
        refuse('SQL_MISPLACED_AGGREGATE', `GROUPING cannot stand in ${context.clause}.`, node);
      for (const column of node.columns) analyse(column);
      context.aggregates.groupings.push(node);
      return node.columns.length > 31 ? types.bigint : types.integer;
    }
  }
}

/** Type of `row.field`. */
export function fieldType(type: SqlType, name: string, at: Span): SqlType {
  if (type.kind !== 'row') refuse('SQL_TYPE_MISMATCH', `${formatType(type)} has no fields.`, at);
  const matches = type.fields.filter((field) => field.name?.toLowerCase() === name.toLowerCase());
  const [match, second] = matches;
  if (match === undefined) refuse('SQL_UNKNOWN_COLUMN', `The row has no field ${name}.`, at);
  if (second !== undefined) refuse('SQL_AMBIGUOUS_COLUMN', `The row has several fields ${name}.`, at);
  return match.type;
}

function subscriptType(node: Subscript, base: SqlType, index: SqlType, context: ExpressionContext): SqlType {
  const { state } = context;
  if (base.kind === 'array') {
    if (!['tinyint', 'smallint', 'integer', 'bigint'].includes(index.kind)) {
      refuse(
        'SQL_TYPE_MISMATCH',
        `The position in an array is a bigint, not ${formatType(index)}.`,
        node.index,
      );
    }
    state.coerce(node.index, types.bigint, 'The position in an array');
    return base.element;
  }
  if (base.kind === 'map') {
    state.coerce(node.index, base.key, 'The key of the map');
    return base.value;
  }
  if (base.kind === 'row') {
    const position =
      node.index.kind === 'number' && node.index.form === 'integer' ? Number(node.index.text) : undefined;
    if (position === undefined)
      refuse('SQL_TYPE_MISMATCH', 'The position in a row must be a number.', node.index);
    const field = base.fields[position - 1];
    return field?.type ?? refuse('SQL_INVALID_ORDINAL', `The row has no field ${position}.`, node.index);
  }
  const hint = base.kind === 'varchar' ? 'Read JSON text with json_extract_scalar.' : null;
  return refuse('SQL_TYPE_MISMATCH', `${formatType(base)} has no elements to take with [ ].`, node, hint);
}

const compare = (node: Comparison, context: ExpressionContext): SqlType => {
  const left = context.state.typeOf(node.left);
  const right = context.state.typeOf(node.right);
  const common = commonType(left, right);
  if (common === undefined) refuseComparison(node, node.operator, left, right);
  requireFor(node.operator, common, node);
  context.state.coerce(node.left, common, 'The left side');
  context.state.coerce(node.right, common, 'The right side');
  return types.boolean;
};

/** A value against the column of a subquery. */
function compareTypes(
  at: Span,
  left: Expression,
  right: SqlType,
  operator: Comparison['operator'],
  context: ExpressionContext,
) {
  const leftType = context.state.typeOf(left);
  const common = commonType(leftType, right);
  if (common === undefined) refuseComparison(at, operator, leftType, right);
  requireFor(operator, common, at);
  context.state.coerce(left, common, 'The left side');
  return types.boolean;
}

function refuseComparison(at: Span, operator: string, left: SqlType, right: SqlType): never {
  const hint = castHint(left, right);
  refuse(
    'SQL_TYPE_MISMATCH',
    `${formatType(left)} ${operator} ${formatType(right)} is not possible.`,
    at,
    hint,
  );
}

function requireFor(operator: Comparison['operator'], type: SqlType, at: Span): void {
  if (operator === '=' || operator === '<>') requireComparable(type, at);
  else requireOrderable(type, at);
}

export function requireComparable(type: SqlType, at: Span): void {
  if (!isComparable(type)) refuse('SQL_TYPE_MISMATCH', `${formatType(type)} cannot be compared.`, at);
}

export function requireOrderable(type: SqlType, at: Span): void {
  if (!isOrderable(type)) refuse('SQL_TYPE_MISMATCH', `${formatType(type)} has no order.`, at);
}

function concatenationType(
  node: Extract<Expression, { kind: 'concatenation' }>,
  context: ExpressionContext,
): SqlType {
  const operandTypes = node.operands.map((operand) => analyseExpression(operand, context));
  let result = operandTypes[0] ?? types.unknown;
  for (const [index, type] of operandTypes.entries()) {
    if (index === 0) continue;
    const operand = node.operands[index] ?? node;
    result =
      concatenated(result, type) ??
      refuse(
        'SQL_TYPE_MISMATCH',
        `${formatType(result)} || ${formatType(type)} is not possible.`,
        operand,
        castHint(type, types.varchar),
      );
  }
  return result;
}

function caseType(node: Extract<Expression, { kind: 'case' }>, context: ExpressionContext): SqlType {
  const { state } = context;
  if (node.operand !== null) {
    analyseExpression(node.operand, context);
    for (const branch of node.branches) analyseExpression(branch.when, context);
    const common = state.unify(
      [node.operand, ...node.branches.map((branch) => branch.when)],
      'The values of CASE',
    );
    requireComparable(common, node);
  } else {
    for (const branch of node.branches) analyseCondition(branch.when, { ...context, clause: 'WHEN' });
  }
  const results = [
    ...node.branches.map((branch) => branch.result),
    ...(node.otherwise === null ? [] : [node.otherwise]),
  ];
  for (const result of results) analyseExpression(result, context);
  return state.unify(results, 'The results of CASE');
}
