import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import type { FunctionKind } from '../functions/definition.ts';
import { allFunctions, definitionOf } from '../functions/registry.ts';
import { type CallArgument, resolveFunction } from '../functions/resolve.ts';
import type { Expression, FunctionCall, Lambda } from '../tree/nodes.ts';
import { formatType, type SqlType, types } from '../types.ts';
import {
  analyseCondition,
  analyseExpression,
  type ExpressionContext,
  requireComparable,
  requireOrderable,
} from './expression.ts';
import { didYouMean } from './scope.ts';
import { castHint } from './state.ts';
import { analyseWindow } from './window.ts';

const NULL_TREATED = new Set(['lag', 'lead', 'first_value', 'last_value', 'nth_value']);

/** Resolves a call, checks where it stands, and gives its type. */
export function analyseCall(node: FunctionCall, context: ExpressionContext): SqlType {
  const clock = clockCall(node, context);
  if (clock !== undefined) return clock;
  const kind = kindOf(node);
  checkForm(node, kind);
  const inner = placeOf(node, kind, context);
  for (const argument of node.arguments) if (argument.kind !== 'lambda') analyseExpression(argument, inner);
  if (node.filter !== null) analyseCondition(node.filter, { ...inner, clause: 'FILTER' });
  const resolved = resolveSpecial(node, inner) ?? resolveOrdinary(node, inner);
  for (const [index, argument] of node.arguments.entries()) {
    const type = resolved.argumentTypes[index];
    if (argument.kind !== 'lambda' && type !== undefined) context.state.coerce(argument, type, 'An argument');
  }
  context.state.calls.set(node, resolved);
  for (const item of node.orderBy) requireOrderable(analyseExpression(item.expression, inner), item);
  if (node.distinct)
    for (const argument of node.arguments) requireComparable(context.state.typeOf(argument), argument);
  if (node.over !== null) analyseWindow(node, context);
  return resolved.resultType;
}

/** Functions that ask the clock: checked text has literals in their place. */
function clockCall(node: FunctionCall, context: ExpressionContext): SqlType | undefined {
  const resultType =
    node.name === 'now' ? types.timestamp3Zone : node.name === 'current_timezone' ? types.varchar : undefined;
  if (resultType === undefined) return undefined;
  if (node.arguments.length > 0) refuse('SQL_WRONG_ARGUMENTS', `${node.name} takes no arguments.`, node);
  checkForm(node, 'scalar');
  context.state.calls.set(node, { argumentTypes: [], resultType });
  return resultType;
}

function kindOf(node: FunctionCall): FunctionKind {
  const definition = definitionOf(node.name);
  if (definition !== undefined) return definition.kind;
  return refuse(
    'SQL_UNSUPPORTED_FUNCTION',
    `The function ${node.name} is not one of those that may be used.`,
    node.nameSpan,
    didYouMean(
      node.name,
      allFunctions()
        .filter((known) => known.refused === undefined)
        .map((known) => known.name),
    ),
  );
}

function checkForm(node: FunctionCall, kind: FunctionKind): void {
  if (node.star && node.name !== 'count')
    refuse('SQL_WRONG_ARGUMENTS', `${node.name}(*) does not exist.`, node);
  if (kind !== 'aggregate') {
    if (node.distinct)
      refuse('SQL_WRONG_ARGUMENTS', `DISTINCT needs an aggregate; ${node.name} is none.`, node);
    if (node.filter !== null)
      refuse('SQL_WRONG_ARGUMENTS', `FILTER needs an aggregate; ${node.name} is none.`, node);
    if (node.orderBy.length > 0)
      refuse('SQL_WRONG_ARGUMENTS', `ORDER BY needs an aggregate; ${node.name} is none.`, node);
  }
  if (kind === 'scalar' && node.over !== null) {
    refuse(
      'SQL_MISPLACED_WINDOW',
      `OVER needs an aggregate or a window function; ${node.name} is none.`,
      node,
    );
  }
  if (kind === 'window' && node.over === null) {
    refuse('SQL_MISPLACED_WINDOW', `The window function ${node.name} needs OVER (…).`, node);
  }
  if (node.over !== null && (node.distinct || node.orderBy.length > 0)) {
    refuse('SQL_UNSUPPORTED_SYNTAX', 'DISTINCT and ORDER BY inside a windowed call are not supported.', node);
  }
  if (node.nulls !== null && !NULL_TREATED.has(node.name)) {
    refuse('SQL_WRONG_ARGUMENTS', `IGNORE NULLS and RESPECT NULLS do not go with ${node.name}.`, node);
  }
}

/** Checks that the call may stand here; what its arguments may contain. */
function placeOf(node: FunctionCall, kind: FunctionKind, context: ExpressionContext): ExpressionContext {
  if (node.over !== null) {
    if (context.windows === null) {
      refuse(
        'SQL_MISPLACED_WINDOW',
        `A window function cannot stand in ${context.clause}.`,
        node,
        'Compute it in a subquery first.',
      );
    }
    return { ...context, windows: null, clause: 'another window function' };
  }
  if (kind !== 'aggregate') return context;
  if (context.aggregates === null) {
    const hint = context.clause === 'WHERE' ? 'Conditions on aggregates go into HAVING.' : null;
    refuse(
      'SQL_MISPLACED_AGGREGATE',
      `The aggregate ${node.name} cannot stand in ${context.clause}.`,
      node,
      hint,
    );
  }
  context.aggregates.calls.push(node);
  context.state.aggregates.add(node);
  return { ...context, aggregates: null, windows: null, clause: 'another aggregate' };
}

interface Resolved {
  readonly argumentTypes: readonly SqlType[];
  readonly resultType: SqlType;
}

/** Forms that Trino's analyser knows itself, because no signature says what they take. */
function resolveSpecial(node: FunctionCall, context: ExpressionContext): Resolved | undefined {
  const { state } = context;
  const [first, second, third] = node.arguments;
  const count = node.arguments.length;
  const wrong = (takes: string): never =>
    refuse('SQL_WRONG_ARGUMENTS', `${node.name} takes ${takes}, not ${count}.`, node);
  const noLambda = node.arguments.find((argument) => argument.kind === 'lambda');
  if (definitionOf(node.name)?.refused !== undefined) return undefined;
  const isSpecial = ['coalesce', 'nullif', 'if', 'try'].includes(node.name);
  if (isSpecial && noLambda !== undefined)
    refuse('SQL_WRONG_ARGUMENTS', `${node.name} takes no lambda.`, noLambda);
  switch (node.name) {
    case 'count':
      return node.star ? { argumentTypes: [], resultType: types.bigint } : undefined;
    case 'coalesce': {
      if (count < 2) wrong('at least two arguments');
      const common = state.unify(node.arguments, 'The arguments of coalesce');
      return { argumentTypes: node.arguments.map(() => common), resultType: common };
    }
    case 'nullif': {
      if (first === undefined || second === undefined || count > 2) return wrong('two arguments');
      const common = commonType(state.typeOf(first), state.typeOf(second));
      if (common === undefined) {
        const [a, b] = [state.typeOf(first), state.typeOf(second)];
        return refuse(
          'SQL_TYPE_MISMATCH',
          `nullif cannot compare ${formatType(a)} and ${formatType(b)}.`,
          node,
          castHint(b, a),
        );
      }
      requireComparable(common, node);
      return { argumentTypes: [state.typeOf(first), state.typeOf(second)], resultType: state.typeOf(first) };
    }
    case 'if': {
      if (first === undefined || second === undefined || count > 3) return wrong('two or three arguments');
      state.coerce(first, types.boolean, 'The condition of if');
      const branches: Expression[] = third === undefined ? [second] : [second, third];
      const common = state.unify(branches, 'The results of if');
      return { argumentTypes: [types.boolean, ...branches.map(() => common)], resultType: common };
    }
    case 'try':
      if (first === undefined || count > 1) return wrong('one argument');
      return { argumentTypes: [state.typeOf(first)], resultType: state.typeOf(first) };
    default:
      return undefined;
  }
}

function resolveOrdinary(node: FunctionCall, context: ExpressionContext): Resolved {
  const callArguments = node.arguments.map(
    (argument): CallArgument =>
      argument.kind === 'lambda'
        ? {
            kind: 'lambda',
            arity: argument.parameters.length,
            resultOf: (parameters) => analyseLambda(argument, parameters, context),
          }
        : { kind: 'type', type: context.state.typeOf(argument) },
  );
  const resolved = resolveFunction(node.name, callArguments);
  if (!resolved.ok) return refuse(resolved.code, resolved.message, node, resolved.hint);
  return { argumentTypes: resolved.argumentTypes, resultType: resolved.resultType };
}

function analyseLambda(
  node: Lambda,
  parameterTypes: readonly SqlType[],
  context: ExpressionContext,
): SqlType {
  const keys = new Set(node.parameters.map((parameter) => parameter.key));
  if (keys.size !== node.parameters.length)
    refuse('SQL_DUPLICATE_NAME', 'Two parameters of a lambda have one name.', node);
  const parameters = node.parameters.map((identifier, index) => ({
    identifier,
    type: parameterTypes[index] ?? types.unknown,
  }));
  const result = analyseExpression(node.body, {
    ...context,
    scope: { kind: 'lambda', parameters, parent: context.scope },
    aggregates: null,
    windows: null,
    inLambda: true,
    clause: 'a lambda',
  });
  context.state.lambdas.set(node, parameterTypes);
  context.state.types.set(node, { kind: 'function', parameters: parameterTypes, result });
  return result;
}
