import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import type { CallContext } from '../functions/definition.ts';
import { definitionOf } from '../functions/registry.ts';
import type {
  Expression,
  FrameBound,
  FunctionCall,
  SortItem,
  WindowFrame,
  WindowSpecification,
} from '../tree/nodes.ts';
import { formatType, types } from '../types.ts';
import { bindLarge } from './bind-large.ts';
import { castValue } from './cast.ts';
import { childrenOf } from './children.ts';
import { comparable, comparesAlike, compareValues } from './emit-comparison.ts';
import { emitExpression, typeInPlace } from './emit-expression.ts';
import type { EmitState } from './emit-state.ts';
import { textLiteral } from './literals.ts';
import { mayFail } from './may-fail.ts';

/** DuckDB SQL of a call, by the mapping that the registry declares for it. */
export function emitCall(node: FunctionCall, state: EmitState): string {
  const definition = definitionOf(node.name);
  if (definition === undefined) throw new Error(`the function ${node.name} was never declared`);
  if (typeof definition.duckdb !== 'function') {
    return refuse(
      'SQL_UNSUPPORTED_FUNCTION',
      `The function ${node.name} is not supported on this engine: ${definition.duckdb.refused}.`,
      node.nameSpan,
    );
  }
  if (node.name === 'nullif') return emitNullif(node, state);
  if (node.name === 'coalesce') return emitCoalesce(node, state);
  if (node.name === 'try') return emitTry(node, state);
  if (node.name === 'typeof')
    return textLiteral(formatType(state.analysis.typeOf(node.arguments[0] ?? node)));
  const { argumentTypes, resultType } = state.analysis.callOf(node);
  const values = node.arguments.map((argument) =>
    argument.kind === 'lambda' ? '' : emitExpression(argument, state),
  );
  const context: CallContext = {
    arguments: node.distinct
      ? values.map((value, index) => comparable(value, argumentTypes[index] ?? types.unknown))
      : values,
    argumentTypes,
    resultType,
    literal: (index) => literalOf(node.arguments[index]),
    isJson: (index) => isJson(node.arguments[index], state),
    lambda: (index, parameters) => emitLambda(node.arguments[index], parameters, state),
    fresh: () => state.fresh('v'),
    cast: (value, from, to) => castValue(value, from, to, state.castContext(node)),
    aggregate: (name, parts, condition) => emitAggregate(name, parts, condition, node, state),
    typeName: (type) => state.typeName(type, node),
    refuse: (reason, hint) =>
      refuse(
        'SQL_UNSUPPORTED_FUNCTION',
        `The function ${node.name} cannot be used so: ${reason}.`,
        node,
        hint ?? null,
      ),
  };
  const map = definition.duckdb;
  const isScalar =
    definition.kind === 'scalar' && !node.arguments.some((argument) => argument.kind === 'lambda');
  const text = isScalar ? bindRepeated(context, map, state) : map(context);
  if (definition.kind === 'window') return emitWindowFunction(text, node, state);
  return /^(?:\w+\(|\(|CASE |')/.test(text) ? text : `(${text})`;
}

/** Calls a mapping; large arguments that it would repeat, or that a macro may, are evaluated once. */
function bindRepeated(context: CallContext, map: (context: CallContext) => string, state: EmitState): string {
  const plain = map(context);
  if (plain.length < 100) return plain;
  const isRepeated = (argument: string) =>
    argument !== '' && plain.indexOf(argument) !== plain.lastIndexOf(argument);
  const outside = context.arguments.reduce(
    (text, argument) => (argument === '' ? text : text.replaceAll(argument, '')),
    plain,
  );
  if (!/\bt_/.test(outside) && !context.arguments.some(isRepeated)) return plain;
  return bindLarge(
    context.arguments,
    () => state.fresh('v'),
    (values) => map({ ...context, arguments: values }),
  );
}

function literalOf(node: Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'parenthesized') return literalOf(node.expression);
  if (node.kind === 'string') return node.value;
  return node.kind === 'number' ? node.text : undefined;
}

/** A CASE where a value after the first may fail, or where DuckDB's COALESCE is not to be trusted (in TRY). */
function emitCoalesce(node: FunctionCall, state: EmitState): string {
  const values = node.arguments.map((argument) => emitExpression(argument, state));
  const [, ...rest] = node.arguments;
  if (!state.isTried && !rest.some((argument) => mayFail(argument, state)))
    return `coalesce(${values.join(', ')})`;
  const fresh = () => state.fresh('v');
  return values.reduceRight((rest, value) =>
    bindLarge([value], fresh, ([one = '']) => `CASE WHEN ${one} IS NOT NULL THEN ${one} ELSE ${rest} END`),
  );
}

function emitTry(node: FunctionCall, state: EmitState): string {
  const [argument] = node.arguments;
  if (argument === undefined) throw new Error('try without its argument');
  if (holdsSubqueryOrWindow(argument)) {
    return refuse(
      'SQL_UNSUPPORTED_SYNTAX',
      'try over a subquery or a window function is not supported on this engine.',
      node,
      'Compute it in a subquery first.',
    );
  }
  const before = state.isTried;
  state.isTried = true;
  const text = emitExpression(argument, state);
  state.isTried = before;
  return `TRY(${text})`;
}

function holdsSubqueryOrWindow(node: Expression): boolean {
  if (['scalarSubquery', 'exists', 'inSubquery', 'quantifiedComparison'].includes(node.kind)) return true;
  if (node.kind === 'functionCall' && node.over !== null) return true;
  return childrenOf(node).some(holdsSubqueryOrWindow);
}

function isJson(node: Expression | undefined, state: EmitState): boolean {
  if (node === undefined) return false;
  if (node.kind === 'parenthesized') return isJson(node.expression, state);
  if (state.analysis.typeOf(node).kind === 'json') return true;
  if (node.kind !== 'name') return false;
  const resolution = state.analysis.resolutionOf(node);
  if (resolution.kind !== 'column' || resolution.path.length > 0 || resolution.field.origin === null)
    return false;
  const { reference, column } = resolution.field.origin;
  return reference.table.columns.find((one) => one.name === column)?.json === true;
}

function emitNullif(node: FunctionCall, state: EmitState): string {
  const [left, right] = node.arguments;
  if (left === undefined || right === undefined) throw new Error('nullif without two arguments');
  const [leftType, rightType] = [typeInPlace(left, state), typeInPlace(right, state)];
  const common = commonType(leftType, rightType) ?? leftType;
  const value = emitExpression(left, state);
  const cast = (text: string, type: typeof common, at: Expression) =>
    castValue(text, type, common, state.castContext(at));
  const equal = compareValues(
    '=',
    cast(value, leftType, left),
    cast(emitExpression(right, state), rightType, right),
    common,
    state,
    node,
  );
  return `CASE WHEN ${equal} THEN NULL ELSE ${value} END`;
}

function emitLambda(node: Expression | undefined, parameters: readonly string[], state: EmitState): string {
  if (node?.kind !== 'lambda') throw new Error('the argument is no lambda');
  for (const [index, parameter] of node.parameters.entries())
    state.parameters.set(parameter, parameters[index] ?? 'NULL');
  return emitExpression(node.body, state);
}

function emitAggregate(
  name: string,
  parts: readonly string[],
  condition: string | undefined,
  node: FunctionCall,
  state: EmitState,
): string {
  const order = node.orderBy.length === 0 ? '' : ` ORDER BY ${emitSortItems(node.orderBy, state)}`;
  const conditions = [
    node.filter === null ? undefined : emitExpression(node.filter, state),
    condition,
  ].filter((one) => one !== undefined);
  const filter = conditions.length === 0 ? '' : ` FILTER (WHERE ${conditions.join(' AND ')})`;
  const over = node.over === null ? '' : ` OVER (${emitWindow(state.analysis.windowOf(node), state, node)})`;
  return `${name}(${node.distinct ? 'DISTINCT ' : ''}${parts.join(', ')}${order})${filter}${over}`;
}

/** `lag(x, 1, y)` with IGNORE NULLS inside its parentheses, where DuckDB wants it, and OVER. */
function emitWindowFunction(text: string, node: FunctionCall, state: EmitState): string {
  const nulls = node.nulls === 'ignore' ? ' IGNORE NULLS' : '';
  return `${text.slice(0, -1)}${nulls}) OVER (${emitWindow(state.analysis.windowOf(node), state, node)})`;
}

/** Sort keys; NULL is last unless it is said otherwise, ascending or descending. */
export function emitSortItems(items: readonly SortItem[], state: EmitState): string {
  return items
    .map((item) =>
      sortKey(comparable(emitExpression(item.expression, state), typeInPlace(item.expression, state)), item),
    )
    .join(', ');
}

export const sortKey = (text: string, item: SortItem): string =>
  `${text} ${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nulls === 'first' ? 'FIRST' : 'LAST'}`;

function emitWindow(window: WindowSpecification | undefined, state: EmitState, at: FunctionCall): string {
  if (window === undefined) throw new Error('a call with OVER has no window');
  const parts: string[] = [];
  if (window.partitionBy.length > 0) {
    parts.push(
      `PARTITION BY ${window.partitionBy.map((key) => comparable(emitExpression(key, state), typeInPlace(key, state))).join(', ')}`,
    );
  }
  if (window.orderBy.length > 0) parts.push(`ORDER BY ${emitSortItems(window.orderBy, state)}`);
  if (window.frame !== null) parts.push(emitFrame(window.frame, window, state, at));
  return parts.join(' ');
}

function emitFrame(
  frame: WindowFrame,
  window: WindowSpecification,
  state: EmitState,
  at: FunctionCall,
): string {
  const bound = (one: FrameBound): string => {
    switch (one.form) {
      case 'unboundedPreceding':
        return 'UNBOUNDED PRECEDING';
      case 'unboundedFollowing':
        return 'UNBOUNDED FOLLOWING';
      case 'currentRow':
        return 'CURRENT ROW';
      default:
        return `${frameOffset(one, frame, window, state, at)} ${one.form === 'preceding' ? 'PRECEDING' : 'FOLLOWING'}`;
    }
  };
  const to = frame.to === null ? 'CURRENT ROW' : bound(frame.to);
  return `${frame.unit.toUpperCase()} BETWEEN ${bound(frame.from)} AND ${to}`;
}

function frameOffset(
  bound: FrameBound,
  frame: WindowFrame,
  window: WindowSpecification,
  state: EmitState,
  at: FunctionCall,
): string {
  if (bound.offset === null) throw new Error('a frame bound without its offset');
  const text = emitExpression(bound.offset, state);
  const type = typeInPlace(bound.offset, state);
  const [key] = window.orderBy;
  const keyType = key === undefined ? types.unknown : typeInPlace(key.expression, state);
  if (frame.unit !== 'range') return text;
  if (type.kind === 'intervalDayToSecond' && keyType.kind !== 'date')
    return `to_microseconds(${text} * 1000)`;
  if (type.kind === 'intervalDayToSecond') return `to_days(CAST(${text} // 86400000 AS INTEGER))`;
  if (type.kind === 'intervalYearToMonth') return `to_months(CAST(${text} AS INTEGER))`;
  if (!comparesAlike(keyType) && keyType.kind !== 'double') {
    return refuse(
      'SQL_UNSUPPORTED_SYNTAX',
      `RANGE with an offset is not supported over ${formatType(keyType)}.`,
      at,
    );
  }
  return text;
}
