import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import type { InSubquery, QuantifiedComparison, Query } from '../tree/nodes.ts';
import { formatType, type SqlType, sameType, types } from '../types.ts';
import { castValue } from './cast.ts';
import { comparable, comparesAlike, compareValues } from './emit-comparison.ts';
import { emitExpression, typeInPlace } from './emit-expression.ts';
import { emitQuery } from './emit-query.ts';
import type { EmitState } from './emit-state.ts';

export const emitScalarSubquery = (query: Query, state: EmitState): string => `(${emitQuery(query, state)})`;

export const emitExists = (query: Query, state: EmitState): string => `EXISTS (${emitQuery(query, state)})`;

/** Type in which a value meets the columns of a subquery. */
function meetingType(value: SqlType, query: Query, state: EmitState): SqlType {
  const columns = state.analysis.outputOf(query);
  const [only] = columns;
  const right =
    columns.length === 1 && only !== undefined
      ? only.type
      : { kind: 'row' as const, fields: columns.map(({ name, type }) => ({ name, type })) };
  return commonType(value, right) ?? value;
}

/** The subquery's one column in another type, as DuckDB compares it. */
function columnAs(query: Query, type: SqlType, state: EmitState): string {
  const [column] = state.analysis.outputOf(query);
  const text = emitQuery(query, state);
  const from = column?.type ?? types.unknown;
  if (sameType(from, type) && comparable('x', type) === 'x') return text;
  const alias = state.fresh('r');
  return `SELECT ${comparable(castValue(`${alias}.c0`, from, type, state.castContext(query)), type)} AS c0 FROM (${text}) AS ${alias}`;
}

export function emitInSubquery(node: InSubquery, state: EmitState): string {
  const value = emitExpression(node.value, state);
  const type = meetingType(typeInPlace(node.value, state), node.query, state);
  const isSimple = comparesAlike(type) || (type.kind === 'timestamp' && type.zone);
  const left = castValue(value, typeInPlace(node.value, state), type, state.castContext(node));
  const inside = isSimple
    ? `(${comparable(left, type)} IN (${columnAs(node.query, type, state)}))`
    : inRows(left, type, node, state);
  return node.negated ? `(NOT ${inside})` : inside;
}

/** IN by equality one by one: true if any is, NULL if none is and one is undecided. */
function inRows(left: string, type: SqlType, node: InSubquery, state: EmitState): string {
  const alias = state.fresh('r');
  const columns = state.analysis.outputOf(node.query);
  const [only] = columns;
  const right =
    type.kind === 'row' && (columns.length > 1 || only?.type.kind !== 'row')
      ? `struct_pack(${columns.map((column, index) => `f${index} := ${castValue(`${alias}.c${index}`, column.type, type.fields[index]?.type ?? column.type, state.castContext(node))}`).join(', ')})`
      : castValue(`${alias}.c0`, only?.type ?? type, type, state.castContext(node));
  const equal = compareValues('=', left, right, type, state, node);
  return `(SELECT CASE WHEN bool_or(${equal}) THEN TRUE WHEN bool_or((${equal}) IS NULL) THEN NULL ELSE FALSE END FROM (${emitQuery(node.query, state)}) AS ${alias})`;
}

export function emitQuantified(node: QuantifiedComparison, state: EmitState): string {
  const type = meetingType(typeInPlace(node.left, state), node.query, state);
  if (!comparesAlike(type) && !(type.kind === 'timestamp' && type.zone)) {
    return refuse(
      'SQL_UNSUPPORTED_SYNTAX',
      `${node.quantifier.toUpperCase()} over ${formatType(type)} is not supported on this engine.`,
      node,
    );
  }
  const left = castValue(
    emitExpression(node.left, state),
    typeInPlace(node.left, state),
    type,
    state.castContext(node),
  );
  return `(${comparable(left, type)} ${node.operator} ${node.quantifier.toUpperCase()} (${columnAs(node.query, type, state)}))`;
}
