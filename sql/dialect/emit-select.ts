import { refuse } from '../diagnostic.ts';
import type { AllColumns, Expression, GroupBy, Select, SortItem } from '../tree/nodes.ts';
import type { SqlType } from '../types.ts';
import { childrenOf } from './children.ts';
import { comparable } from './emit-comparison.ts';
import { emitExpression, emitUncast } from './emit-expression.ts';
import { emitWhere } from './emit-logical.ts';
import { type EmittedBody, emitOutputOrder, ordinalOf, refuseZoned } from './emit-query.ts';
import { emitRelation } from './emit-relation.ts';
import type { EmitState } from './emit-state.ts';
import { Grouped } from './grouped.ts';
import { isAggregate } from './is-aggregate.ts';

interface Output {
  readonly type: SqlType;
  emit(): string;
}

/** DuckDB SQL of a SELECT with the ORDER BY that belongs to it. */
export function emitSelect(select: Select, orderBy: readonly SortItem[], state: EmitState): EmittedBody {
  const from = select.from.map((relation) => emitRelation(relation, state).text);
  const where = select.where === null ? null : emitWhere(select.where, state);
  const source = `${from.length === 0 ? '' : ` FROM ${from.join(', ')}`}${where === null ? '' : ` WHERE ${where}`}`;
  const outputs = select.items.flatMap((item): Output[] =>
    item.kind === 'allColumns'
      ? expand(item, state)
      : [
          {
            type: state.analysis.typeOf(item.expression),
            emit: () =>
              typed(
                emitUncast(item.expression, state),
                state.analysis.typeOf(item.expression),
                item.expression,
                state,
              ),
          },
        ],
  );
  const columnTypes = outputs.map((output) => output.type);
  if (select.distinct)
    for (const type of columnTypes) if (type.kind === 'timestamp' && type.zone) refuseZoned(type, select);
  if (!isGrouped(select, orderBy)) {
    const text = emitItems(select, outputs, orderBy, source, null, state);
    return { text, types: columnTypes };
  }
  return { text: emitGrouped(select, outputs, orderBy, source, state), types: columnTypes };
}

/** The SELECT list over a source, with ORDER BY. */
function emitItems(
  select: Select,
  outputs: readonly Output[],
  orderBy: readonly SortItem[],
  source: string,
  having: string | null,
  state: EmitState,
): string {
  const texts = outputs.map((output) => output.emit());
  const items = texts.map((text, index) => `${text} AS c${index}`).join(', ');
  const head = `SELECT ${select.distinct ? 'DISTINCT ' : ''}${items}${source}${having === null ? '' : ` WHERE ${having}`}`;
  if (orderBy.length === 0) return head;
  const columnTypes = outputs.map((output) => output.type);
  // After DISTINCT, DuckDB sorts by what is selected only if it finds the same text: so by position.
  if (select.distinct)
    return `${head} ORDER BY ${orderBy.map((item) => distinctOrder(item, texts, state)).join(', ')}`;
  return `${head} ORDER BY ${emitOutputOrder(orderBy, texts, columnTypes, state)}`;
}

function distinctOrder(item: SortItem, texts: readonly string[], state: EmitState): string {
  const direction = `${item.descending ? 'DESC' : 'ASC'} NULLS ${item.nulls === 'first' ? 'FIRST' : 'LAST'}`;
  const position = ordinalOf(item.expression);
  if (position !== undefined) return `${position} ${direction}`;
  if (item.expression.kind === 'name') {
    const resolution = state.analysis.resolutionOf(item.expression);
    if (resolution.kind === 'output' && resolution.path.length === 0)
      return `${resolution.index + 1} ${direction}`;
  }
  state.outputs.push(texts);
  state.outputTypes.push([]);
  const text = emitExpression(item.expression, state);
  state.outputs.pop();
  state.outputTypes.pop();
  const index = texts.indexOf(text);
  return index < 0 ? `${text} ${direction}` : `${index + 1} ${direction}`;
}

/** A bare NULL gets the type that DuckDB would guess otherwise. */
const typed = (text: string, type: SqlType, at: Expression, state: EmitState): string =>
  text === 'NULL' ? `CAST(NULL AS ${state.typeName(type, at)})` : text;

function expand(item: AllColumns, state: EmitState): Output[] {
  const fields = state.analysis.expansionOf(item);
  return fields.map((field, index) => ({
    type: field.type,
    emit: () => {
      const known = state.columns.get(field);
      if (known !== undefined) return state.grouped.at(-1)?.key(known) ?? known;
      if (item.target === null) throw new Error('a column of * was never emitted');
      return `(${emitExpression(item.target, state)}).f${index}`;
    },
  }));
}

function isGrouped(select: Select, orderBy: readonly SortItem[]): boolean {
  if (select.groupBy !== null || select.having !== null) return true;
  const items = select.items.flatMap((item) => (item.kind === 'selectExpression' ? [item.expression] : []));
  return [...items, ...orderBy.map((item) => item.expression)].some(hasAggregate);
}

/** An aggregate anywhere in an expression, its window and filter included, subqueries not. */
function hasAggregate(node: Expression): boolean {
  if (node.kind === 'grouping') return true;
  if (node.kind === 'functionCall') {
    if (isAggregate(node)) return true;
    const { over } = node;
    const inWindow =
      over !== null &&
      'kind' in over &&
      [...over.partitionBy, ...over.orderBy.map((item) => item.expression)].some(hasAggregate);
    if (inWindow) return true;
  }
  return childrenOf(node).some(hasAggregate);
}

/**
 * A grouped SELECT in two levels: the inner one makes a column of each key and each aggregate, the outer one
 * computes with those columns. So no two engines can disagree on what counts as the same expression.
 */
function emitGrouped(
  select: Select,
  outputs: readonly Output[],
  orderBy: readonly SortItem[],
  source: string,
  state: EmitState,
): string {
  const grouped = new Grouped(state.fresh('r'));
  const clause = select.groupBy === null ? '' : emitGroupBy(select.groupBy, outputs, grouped, state);
  const outer = state.within([...state.grouped, grouped], () => {
    const having = select.having === null ? null : emitWhere(select.having, state);
    return emitItems(select, outputs, orderBy, '\u0000', having, state);
  });
  const columns = [...grouped.columns].map(([text, name]) => `${text} AS ${name}`);
  const inner = `SELECT ${columns.length === 0 ? 'count(*) AS g0' : columns.join(', ')}${source}${clause}`;
  return outer.replace('\u0000', () => ` FROM (${inner}) AS ${grouped.alias}`);
}

function emitGroupBy(
  groupBy: GroupBy,
  outputs: readonly Output[],
  grouped: Grouped,
  state: EmitState,
): string {
  if (groupBy.distinct)
    return refuse('SQL_UNSUPPORTED_SYNTAX', 'GROUP BY DISTINCT is not supported on this engine.', groupBy);
  const key = (expression: Expression, isSimple: boolean): string => {
    const position = isSimple ? ordinalOf(expression) : undefined;
    const output = position === undefined ? undefined : outputs[position - 1];
    const text = output === undefined ? emitUncast(expression, state) : output.emit();
    const type = output?.type ?? state.analysis.typeOf(expression);
    const compared = comparable(text, type);
    if (compared === text) grouped.addKey(text);
    else grouped.addKey(text, `t_pack(${compared}, any_value((${text}).z))`);
    // A constant alone would be read as a position.
    return /^(?:'|NULL|TRUE|FALSE|-?\d)/.test(compared) ? `coalesce(${compared}, NULL)` : compared;
  };
  const elements = groupBy.elements.map((element) => {
    const sets = element.sets.map((set) =>
      set.map((expression) => key(expression, element.form === 'simple')),
    );
    if (element.form === 'simple')
      return (sets[0] ?? []).length === 1
        ? (sets[0]?.[0] ?? '()')
        : sets[0]?.length === 0
          ? '()'
          : (sets[0] ?? []).join(', ');
    const list = sets.map((set) => `(${set.join(', ')})`).join(', ');
    return element.form === 'sets' ? `GROUPING SETS (${list})` : `${element.form.toUpperCase()} (${list})`;
  });
  return ` GROUP BY ${elements.join(', ')}`;
}
