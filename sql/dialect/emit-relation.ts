import type { Field } from '../analyse/analysis.ts';
import { commonType } from '../functions/coercion.ts';
import { quoteName } from '../text.ts';
import type { JoinRelation, Relation, UnnestRelation } from '../tree/nodes.ts';
import { type SqlType, types } from '../types.ts';
import { castValue } from './cast.ts';
import { compareValues } from './emit-comparison.ts';
import { emitExpression, typeInPlace } from './emit-expression.ts';
import { emitQuery } from './emit-query.ts';
import type { EmitState } from './emit-state.ts';

interface EmittedRelation {
  readonly text: string;
  /** Text of each column, in the order of the analysis. */
  readonly columns: readonly string[];
}

/** DuckDB SQL of an entry of FROM; its columns are known by their text from here on. */
export function emitRelation(relation: Relation, state: EmitState): EmittedRelation {
  const emitted = emitUnnoted(relation, state);
  for (const [index, field] of state.analysis.fieldsOf(relation).entries())
    state.columns.set(field, emitted.columns[index] ?? 'NULL');
  return emitted;
}

function emitUnnoted(relation: Relation, state: EmitState): EmittedRelation {
  const fields = state.analysis.fieldsOf(relation);
  switch (relation.kind) {
    case 'table': {
      const alias = state.fresh('r');
      const named = state.analysis.namedQueryOf(relation);
      if (named !== undefined)
        return {
          text: `${state.namedQueries.get(named)} AS ${alias}`,
          columns: numbered(alias, fields.length),
        };
      const name = relation.parts.at(-1)?.key ?? '';
      state.tableAliases.set(alias, name);
      return {
        text: `${quoteName(name)} AS ${alias}`,
        columns: fields.map((field) => `${alias}.${quoteName(field.name ?? '')}`),
      };
    }
    case 'aliased':
      return emitRelation(relation.relation, state);
    case 'parenthesizedRelation': {
      const inner = emitRelation(relation.relation, state);
      return { ...inner, text: relation.relation.kind === 'join' ? `(${inner.text})` : inner.text };
    }
    case 'subqueryRelation':
    case 'lateral': {
      const text = emitQuery(relation.query, state);
      const alias = state.fresh('r');
      return {
        text: `${relation.kind === 'lateral' ? 'LATERAL ' : ''}(${text}) AS ${alias}`,
        columns: numbered(alias, fields.length),
      };
    }
    case 'unnest':
      return emitUnnest(relation, fields, state);
    case 'join':
      return emitJoin(relation, fields, state);
  }
}

const numbered = (alias: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${alias}.c${index}`);

function emitJoin(node: JoinRelation, fields: readonly Field[], state: EmitState): EmittedRelation {
  const left = emitRelation(node.left, state);
  const right = emitRelation(node.right, state);
  if (node.type === 'cross')
    return { text: `${left.text} CROSS JOIN ${right.text}`, columns: [...left.columns, ...right.columns] };
  const word = `${node.type.toUpperCase()} JOIN`;
  if (node.using === null) {
    const columns = [...left.columns, ...right.columns];
    // Fields of the join are those of its sides, so the condition finds them.
    const condition = node.on === null ? 'TRUE' : emitExpression(node.on, state);
    return { text: `${left.text} ${word} ${right.text} ON (${condition})`, columns };
  }
  return emitUsing(node, word, left, right, fields, state);
}

function emitUsing(
  node: JoinRelation,
  word: string,
  left: EmittedRelation,
  right: EmittedRelation,
  fields: readonly Field[],
  state: EmitState,
): EmittedRelation {
  const keys = (node.using ?? []).map((name) => {
    const side = (relation: Relation, emitted: EmittedRelation) => {
      const all = state.analysis.fieldsOf(relation);
      const index = all.findIndex((field) => field.name?.toLowerCase() === name.key);
      return { text: emitted.columns[index] ?? 'NULL', type: all[index]?.type ?? types.unknown };
    };
    const [a, b] = [side(node.left, left), side(node.right, right)];
    const type = commonType(a.type, b.type) ?? a.type;
    const cast = (one: { text: string; type: SqlType }) =>
      castValue(one.text, one.type, type, state.castContext(node));
    return { a, b, left: cast(a), right: cast(b), type };
  });
  const on = keys.map((key) => compareValues('=', key.left, key.right, key.type, state, node)).join(' AND ');
  const joined = keys.map((key) =>
    node.type === 'full'
      ? `coalesce(${key.left}, ${key.right})`
      : node.type === 'right'
        ? key.right
        : key.left,
  );
  const used = new Set(keys.flatMap((key) => [key.a.text, key.b.text]));
  const rest = [...left.columns, ...right.columns].filter((text) => !used.has(text));
  const columns = [...joined, ...rest];
  if (columns.length !== fields.length) throw new Error('USING gives other columns than the analysis knows');
  return { text: `${left.text} ${word} ${right.text} ON (${on})`, columns };
}

/** UNNEST: lists side by side, padded with NULL; rows and maps become several columns. */
function emitUnnest(node: UnnestRelation, fields: readonly Field[], state: EmitState): EmittedRelation {
  const alias = state.fresh('r');
  const inner: string[] = [];
  const outer: string[] = [];
  const lengths: string[] = [];
  for (const [index, expression] of node.expressions.entries()) {
    const type = typeInPlace(expression, state);
    const value = emitExpression(expression, state);
    const list = type.kind === 'map' ? `map_entries(${value})` : value;
    inner.push(`unnest(${list}) AS s${index}`);
    lengths.push(`coalesce(len(${list}), 0)`);
    if (type.kind === 'map') outer.push(`(u.s${index}).key`, `(u.s${index}).value`);
    else if (type.kind === 'array' && type.element.kind === 'row')
      outer.push(...type.element.fields.map((_, field) => `(u.s${index}).f${field}`));
    else outer.push(`u.s${index}`);
  }
  if (node.ordinality) {
    inner.push(
      `unnest(range(1, ${lengths.length === 1 ? lengths[0] : `greatest(${lengths.join(', ')})`} + 1)) AS o`,
    );
    outer.push('u.o');
  }
  const items = outer.map((text, index) => `${text} AS c${index}`).join(', ');
  return {
    text: `LATERAL (SELECT ${items} FROM (SELECT ${inner.join(', ')}) AS u) AS ${alias}`,
    columns: numbered(alias, fields.length),
  };
}
