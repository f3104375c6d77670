import type { NameResolution } from '../analyse/analysis.ts';
import { refuse } from '../diagnostic.ts';
import { concatMapping } from '../functions/definitions/strings.ts';
import { refuseUnknownZone } from '../functions/time-zone.ts';
import type {
  AtTimeZone,
  Concatenation,
  Expression,
  Identifier,
  Like,
  NameExpression,
  Subscript,
} from '../tree/nodes.ts';
import { type SqlType, types } from '../types.ts';
import { bindLarge } from './bind-large.ts';
import { castValue } from './cast.ts';
import { emitArithmetic } from './emit-arithmetic.ts';
import { emitCall } from './emit-call.ts';
import { comparesAlike, compareValues, oneOf } from './emit-comparison.ts';
import { emitLogical } from './emit-logical.ts';
import type { EmitState } from './emit-state.ts';
import { emitExists, emitInSubquery, emitQuantified, emitScalarSubquery } from './emit-subquery.ts';
import { isAggregate } from './is-aggregate.ts';
import { intervalLiteral, numberLiteral, textLiteral, typedLiteral } from './literals.ts';
import { mayFail } from './may-fail.ts';
import { hasOwnScope } from './own-scope.ts';

/**
 * DuckDB SQL of an expression with the implicit cast of the place where it stands. The text can stand as an
 * operand of any operator.
 */
export function emitExpression(node: Expression, state: EmitState): string {
  const text = emitUncast(node, state);
  const target = state.analysis.coercionOf(node);
  return target === undefined
    ? text
    : castValue(text, state.analysis.typeOf(node), target, state.castContext(node));
}

/** The same without that cast. Where keys and aggregates of a grouped SELECT are columns, those columns. */
export function emitUncast(node: Expression, state: EmitState): string {
  const innermost = state.grouped.at(-1);
  if (innermost === undefined) return emitPlain(node, state);
  if (node.kind === 'grouping' || (node.kind === 'functionCall' && isAggregate(node))) {
    return innermost.aggregate(state.within(state.grouped.slice(0, -1), () => emitPlain(node, state)));
  }
  if (!hasOwnScope(node)) {
    // A key of any grouped SELECT around: of its own, or of one that a correlated subquery looks out to.
    for (let at = state.grouped.length - 1; at >= 0; at--) {
      const text = state.within(state.grouped.slice(0, at), () => emitPlain(node, state));
      const key = state.grouped[at]?.key(text);
      if (key !== undefined) return key;
    }
  }
  return emitPlain(node, state);
}

function emitPlain(node: Expression, state: EmitState): string {
  // Refuses types that DuckDB would keep with less: char, time, more than microseconds.
  state.typeName(state.analysis.typeOf(node), node);
  const { analysis } = state;
  const emit = (child: Expression) => emitExpression(child, state);
  switch (node.kind) {
    case 'null':
      return 'NULL';
    case 'boolean':
      return node.value ? 'TRUE' : 'FALSE';
    case 'number': {
      const type = analysis.typeOf(node);
      return numberLiteral(node, type, state.typeName(type, node));
    }
    case 'string':
      return textLiteral(node.value);
    case 'binary':
      return `unhex('${node.hex}')`;
    case 'typedLiteral':
      return typedLiteral(node, state);
    case 'interval':
      return intervalLiteral(node);
    case 'name':
      return emitName(node, state);
    case 'dereference':
      return fieldOf(emit(node.base), analysis.typeOf(node.base), node.field);
    case 'subscript':
      return emitSubscript(node, state);
    case 'parenthesized':
      return emit(node.expression);
    case 'logical':
      return emitLogical(node, state);
    case 'not':
      return `(NOT ${emit(node.operand)})`;
    case 'comparison':
      return compareValues(
        node.operator,
        emit(node.left),
        emit(node.right),
        typeInPlace(node.left, state),
        state,
        node,
      );
    case 'between': {
      const type = typeInPlace(node.value, state);
      const inside = comparesAlike(type)
        ? `(${emit(node.value)} BETWEEN ${emit(node.lower)} AND ${emit(node.upper)})`
        : bindLarge(
            [node.value, node.lower, node.upper].map(emit),
            () => state.fresh('v'),
            ([value = '', lower = '', upper = '']) =>
              `(${compareValues('>=', value, lower, type, state, node)} AND ${compareValues('<=', value, upper, type, state, node)})`,
          );
      return node.negated ? `(NOT ${inside})` : inside;
    }
    case 'inList': {
      const inside = oneOf(
        emit(node.value),
        node.items.map(emit),
        typeInPlace(node.value, state),
        state,
        node,
      );
      return node.negated ? `(NOT ${inside})` : inside;
    }
    case 'inSubquery':
      return emitInSubquery(node, state);
    case 'quantifiedComparison':
      return emitQuantified(node, state);
    case 'like':
      return emitLike(node, state);
    case 'isNull':
      return `(${emit(node.value)} IS ${node.negated ? 'NOT ' : ''}NULL)`;
    case 'isDistinctFrom': {
      const zoned = (child: Expression) => {
        const type = typeInPlace(child, state);
        return type.kind === 'timestamp' && type.zone ? `(${emit(child)}).t` : emit(child);
      };
      return `(${zoned(node.left)} IS ${node.negated ? 'NOT ' : ''}DISTINCT FROM ${zoned(node.right)})`;
    }
    case 'arithmetic':
      return emitArithmetic(node, state);
    case 'negation': {
      const operand = emit(node.operand);
      return node.operator === '-' ? `(-${operand})` : operand;
    }
    case 'concatenation':
      return emitConcatenation(node, state);
    case 'atTimeZone':
      return emitAtTimeZone(node, state);
    case 'cast': {
      // CAST(json_parse(x) AS …) reads x once: the cast of json reads any JSON text.
      const { operand } = node;
      const text =
        !node.safe &&
        operand.kind === 'functionCall' &&
        operand.name === 'json_parse' &&
        node.type.kind !== 'json'
          ? operand.arguments[0]
          : undefined;
      const value = emit(text ?? operand);
      const from = typeInPlace(operand, state);
      const cast = castValue(value, from, node.type, state.castContext(node), node.safe);
      // Only the cast itself is tried, not what it casts.
      if (cast.startsWith('TRY(') && mayFail(operand, state)) {
        return refuse(
          'SQL_UNSUPPORTED_SYNTAX',
          'TRY_CAST of a value that may itself fail is not supported on this engine.',
          node,
          'Compute the value in a subquery first.',
        );
      }
      return cast;
    }
    case 'case':
      return emitCase(node, state);
    case 'functionCall':
      return emitCall(node, state);
    case 'lambda':
      throw new Error('a lambda is emitted by the call that takes it');
    case 'row':
      return `struct_pack(${node.items.map((item, index) => `f${index} := ${typedNull(item, emit(item), state)}`).join(', ')})`;
    case 'array':
      return `CAST([${node.items.map(emit).join(', ')}] AS ${state.typeName(analysis.typeOf(node), node)})`;
    case 'scalarSubquery':
      return emitScalarSubquery(node.query, state);
    case 'exists':
      return emitExists(node.query, state);
    case 'grouping':
      return `CAST(GROUPING(${node.columns.map(emit).join(', ')}) AS ${state.typeName(analysis.typeOf(node), node)})`;
    case 'clock':
      return refuse(
        'SQL_UNSUPPORTED_SYNTAX',
        `${node.function} must be replaced by the time it stands for.`,
        node,
      );
  }
}

/** The type of an expression where it stands: after the implicit cast. */
export function typeInPlace(node: Expression, state: EmitState): SqlType {
  return state.analysis.coercionOf(node) ?? state.analysis.typeOf(node);
}

/** A bare NULL needs a type where DuckDB would guess one. */
const typedNull = (node: Expression, text: string, state: EmitState): string =>
  text === 'NULL' ? `CAST(NULL AS ${state.typeName(typeInPlace(node, state), node)})` : text;

function emitName(node: NameExpression, state: EmitState): string {
  const resolution = state.analysis.resolutionOf(node);
  const { text, type } = baseOf(resolution, state);
  let value = text;
  let at = type;
  for (const part of resolution.path) {
    value = fieldOf(value, at, part);
    at = fieldTypeOf(at, part);
  }
  return value;
}

function baseOf(
  resolution: NameResolution,
  state: EmitState,
): { readonly text: string; readonly type: SqlType } {
  const known = (text: string | undefined): string => {
    if (text === undefined) throw new Error('a name that the analysis knows was never emitted');
    return text;
  };
  switch (resolution.kind) {
    case 'column':
      return { text: known(state.columns.get(resolution.field)), type: resolution.field.type };
    case 'lambda':
      return { text: known(state.parameters.get(resolution.parameter)), type: resolution.type };
    case 'output':
      return {
        text: known(state.outputs.at(-1)?.[resolution.index]),
        type: state.outputTypes.at(-1)?.[resolution.index] ?? types.unknown,
      };
  }
}

const indexOfField = (type: SqlType, field: Identifier): number =>
  type.kind === 'row' ? type.fields.findIndex((one) => one.name?.toLowerCase() === field.key) : -1;

const fieldOf = (value: string, type: SqlType, field: Identifier): string =>
  `(${value}).f${indexOfField(type, field)}`;

const fieldTypeOf = (type: SqlType, field: Identifier): SqlType =>
  type.kind === 'row' ? (type.fields[indexOfField(type, field)]?.type ?? types.unknown) : types.unknown;

function emitSubscript(node: Subscript, state: EmitState): string {
  const base = emitExpression(node.base, state);
  const type = typeInPlace(node.base, state);
  if (type.kind === 'row')
    return `(${base}).f${Number(node.index.kind === 'number' ? node.index.text : 0) - 1}`;
  const index = emitExpression(node.index, state);
  const name = type.kind === 'map' ? 't_map_subscript' : 't_subscript';
  return bindLarge(
    [base, index],
    () => state.fresh('v'),
    (values) => `${name}(${values.join(', ')})`,
  );
}

function emitLike(node: Like, state: EmitState): string {
  const [value, pattern] = [emitExpression(node.value, state), emitExpression(node.pattern, state)];
  let text = `(${value} LIKE ${pattern})`;
  if (node.escape !== null) {
    if (node.escape.kind !== 'string')
      return refuse('SQL_UNSUPPORTED_SYNTAX', 'The escape of LIKE must be a literal.', node.escape);
    const mark = node.escape.value;
    if ([...mark].length !== 1)
      return refuse('SQL_INVALID_LITERAL', 'The escape of LIKE is one character.', node.escape);
    if (node.pattern.kind !== 'string')
      return refuse(
        'SQL_UNSUPPORTED_SYNTAX',
        'With ESCAPE, the pattern of LIKE must be a literal.',
        node.pattern,
      );
    const rest = node.pattern.value
      .replaceAll(mark + mark, '')
      .replaceAll(`${mark}%`, '')
      .replaceAll(`${mark}_`, '');
    if (rest.includes(mark))
      return refuse(
        'SQL_INVALID_LITERAL',
        `The escape character must be followed by %, _ or itself.`,
        node.pattern,
      );
    text = `(${value} LIKE ${pattern} ESCAPE ${textLiteral(mark)})`;
  }
  return node.negated ? `(NOT ${text})` : text;
}

function emitConcatenation(node: Concatenation, state: EmitState): string {
  const resultType = state.analysis.typeOf(node);
  const element = resultType.kind === 'array' ? resultType.element : types.unknown;
  const operands = node.operands.map((operand) => {
    const text = emitExpression(operand, state);
    const type = typeInPlace(operand, state);
    const target =
      resultType.kind === 'array'
        ? type.kind === 'array' && element.kind !== 'array'
          ? resultType
          : type.kind === 'array'
            ? resultType
            : element
        : resultType;
    return { text: castValue(text, type, target, state.castContext(operand)), type: target };
  });
  return concatMapping({
    arguments: operands.map((operand) => operand.text),
    argumentTypes: operands.map((operand) => operand.type),
    resultType,
  });
}

function emitAtTimeZone(node: AtTimeZone, state: EmitState): string {
  const value = emitExpression(node.value, state);
  const type = typeInPlace(node.value, state);
  const instant = type.kind === 'timestamp' && type.zone ? `(${value}).t` : value;
  const zone =
    node.zone.kind === 'string'
      ? node.zone.value
      : offsetOf(BigInt(/-?\d+/.exec(intervalLiteral(node.zone))?.[0] ?? 0));
  return `t_pack(${instant}, ${refuseUnknownZone(zone, (reason, hint) => refuse('SQL_INVALID_LITERAL', `AT TIME ZONE: ${reason}.`, node.zone, hint))})`;
}

function offsetOf(milliseconds: bigint): string {
  const minutes = Number(milliseconds / 60_000n);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
}

function emitCase(node: Extract<Expression, { kind: 'case' }>, state: EmitState): string {
  const { operand } = node;
  const cases = (value: string): string => {
    const branches = node.branches.map((branch) => {
      const when =
        operand === null
          ? emitExpression(branch.when, state)
          : compareValues(
              '=',
              value,
              emitExpression(branch.when, state),
              typeInPlace(operand, state),
              state,
              node,
            );
      return `WHEN ${when} THEN ${emitExpression(branch.result, state)}`;
    });
    const otherwise = node.otherwise === null ? '' : ` ELSE ${emitExpression(node.otherwise, state)}`;
    return `CASE ${branches.join(' ')}${otherwise} END`;
  };
  if (operand === null) return cases('');
  return bindLarge(
    [emitExpression(operand, state)],
    () => state.fresh('v'),
    ([value = '']) => cases(value),
  );
}
