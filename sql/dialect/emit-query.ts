import { refuse } from '../diagnostic.ts';
import { commonType } from '../functions/coercion.ts';
import type { Expression, Limit, Query, QueryBody, SetOperation, SortItem, Values } from '../tree/nodes.ts';
import { formatType, type SqlType, sameType, types } from '../types.ts';
import { castValue } from './cast.ts';
import { emitSortItems, sortKey } from './emit-call.ts';
import { emitExpression } from './emit-expression.ts';
import { emitSelect } from './emit-select.ts';
import type { EmitState } from './emit-state.ts';

/** DuckDB SQL of a query; its columns are called c0, c1 … */
export function emitQuery(query: Query, state: EmitState): string {
  const named = query.with.map((one) => {
    const text = emitQuery(one.query, state);
    const name = state.fresh('q');
    state.namedQueries.set(one, name);
    return `${name} AS (${text})`;
  });
  const prefix = named.length === 0 ? '' : `WITH ${named.join(', ')} `;
  return `${prefix}${emitOrdered(query, state)}${limitOf(query)}`;
}

function emitOrdered(query: Query, state: EmitState): string {
  const { body, orderBy } = query;
  if (body.kind === 'select') return emitSelect(body, orderBy, state).text;
  const emitted = emitBody(body, state);
  if (orderBy.length === 0)
    return query.limit === null && query.offset === null ? emitted.text : wrapped(emitted.text, state).text;
  const { text, alias } = wrapped(emitted.text, state);
  const outputs = emitted.types.map((_, index) => `${alias}.c${index}`);
  return `${text} ORDER BY ${emitOutputOrder(orderBy, outputs, emitted.types, state)}`;
}

function wrapped(text: string, state: EmitState): { readonly text: string; readonly alias: string } {
  const alias = state.fresh('r');
  return { text: `SELECT * FROM (${text}) AS ${alias}`, alias };
}

/** ORDER BY where names and positions mean output columns. */
export function emitOutputOrder(
  orderBy: readonly SortItem[],
  outputs: readonly string[],
  outputTypes: readonly SqlType[],
  state: EmitState,
): string {
  state.outputs.push(outputs);
  state.outputTypes.push(outputTypes);
  try {
    return orderBy
      .map((item) => {
        const position = ordinalOf(item.expression);
        return position === undefined
          ? emitSortItems([item], state)
          : sortKey(sortable(outputs[position - 1] ?? 'NULL', outputTypes[position - 1]), item);
      })
      .join(', ');
  } finally {
    state.outputs.pop();
    state.outputTypes.pop();
  }
}

const sortable = (text: string, type: SqlType | undefined) =>
  type?.kind === 'timestamp' && type.zone ? `(${text}).t` : text;

/** Position from 1 where ORDER BY or GROUP BY holds a bare integer. */
export const ordinalOf = (node: Expression): number | undefined =>
  node.kind === 'number' && node.form === 'integer' ? Number(node.text) : undefined;

function limitOf(query: Query): string {
  const limit = countOf(query.limit);
  return `${limit === null ? '' : ` LIMIT ${limit}`}${query.offset === null ? '' : ` OFFSET ${query.offset.value}`}`;
}

function countOf(limit: Limit | null): bigint | null {
  if (limit === null || limit.form === 'all') return null;
  return limit.count?.value ?? 1n;
}

export interface EmittedBody {
  readonly text: string;
  readonly types: readonly SqlType[];
}

export function emitBody(body: QueryBody, state: EmitState): EmittedBody {
  switch (body.kind) {
    case 'select':
      return emitSelect(body, [], state);
    case 'values':
      return emitValues(body, state);
    case 'setOperation':
      return emitSetOperation(body, state);
    case 'parenthesizedQuery':
      return {
        text: emitQuery(body.query, state),
        types: state.analysis.outputOf(body.query).map((field) => field.type),
      };
  }
}

function emitSetOperation(body: SetOperation, state: EmitState): EmittedBody {
  const [left, right] = [emitBody(body.left, state), emitBody(body.right, state)];
  const columnTypes = left.types.map((type, index) => commonType(type, right.types[index] ?? type) ?? type);
  const isSet = body.distinct || body.operator !== 'union';
  for (const type of columnTypes) {
    if (isSet && type.kind === 'timestamp' && type.zone) refuseZoned(type, body);
  }
  const operator = `${body.operator.toUpperCase()}${body.distinct ? '' : ' ALL'}`;
  const side = (emitted: EmittedBody) => `(${converted(emitted, columnTypes, state, body)})`;
  return { text: `${side(left)} ${operator} ${side(right)}`, types: columnTypes };
}

export function refuseZoned(type: SqlType, at: { readonly start: number; readonly end: number }): never {
  refuse(
    'SQL_UNSUPPORTED_SYNTAX',
    `Rows with ${formatType(type)} cannot be made distinct on this engine.`,
    at,
    'Cast the column to timestamp.',
  );
}

/** The same columns in other types. */
function converted(
  emitted: EmittedBody,
  targets: readonly SqlType[],
  state: EmitState,
  at: SetOperation,
): string {
  if (emitted.types.every((type, index) => sameType(type, targets[index] ?? type))) return emitted.text;
  const alias = state.fresh('r');
  const items = emitted.types.map((type, index) => {
    const target = targets[index] ?? type;
    return `${castValue(`${alias}.c${index}`, type, target, state.castContext(at))} AS c${index}`;
  });
  return `SELECT ${items.join(', ')} FROM (${emitted.text}) AS ${alias}`;
}

function emitValues(body: Values, state: EmitState): EmittedBody {
  const rows = body.rows.map((row) => {
    if (row.kind === 'row')
      return row.items.map((item) => ({
        text: emitExpression(item, state),
        type: state.analysis.coercionOf(item) ?? state.analysis.typeOf(item),
      }));
    const type = state.analysis.coercionOf(row) ?? state.analysis.typeOf(row);
    const text = emitExpression(row, state);
    return type.kind === 'row'
      ? type.fields.map((field, index) => ({ text: `(${text}).f${index}`, type: field.type }))
      : [{ text, type }];
  });
  const columnTypes = (rows[0] ?? []).map((_, column) =>
    rows.reduce<SqlType>(
      (common, row) => commonType(common, row[column]?.type ?? types.unknown) ?? common,
      types.unknown,
    ),
  );
  const lines = rows.map((row) => {
    const items = row.map((item, column) => {
      const target = columnTypes[column] ?? item.type;
      const text = castValue(item.text, item.type, target, state.castContext(body));
      return text === 'NULL' ? `CAST(NULL AS ${state.typeName(target, body)})` : text;
    });
    return `(${items.join(', ')})`;
  });
  const alias = state.fresh('r');
  return {
    text: `SELECT * FROM (VALUES ${lines.join(', ')}) AS ${alias}(${columnTypes.map((_, index) => `c${index}`).join(', ')})`,
    types: columnTypes,
  };
}
