import { refuse } from '../diagnostic.ts';
import type { Expression, GroupBy } from '../tree/nodes.ts';
import type { Field } from './analysis.ts';
import { analyseExpression, type ExpressionContext, requireComparable } from './expression.ts';
import { ordinalOf } from './query.ts';
import type { Output } from './select.ts';

/** What a SELECT is grouped by. */
export interface Grouping {
  readonly expressions: readonly Expression[];
  /** Columns among the expressions. */
  readonly fields: ReadonlySet<Field>;
}

/** Most grouping sets that ROLLUP, CUBE and GROUPING SETS may make together. */
const MAX_SETS = 2048;

/** Analyses GROUP BY: columns of FROM, expressions over them, or positions in the SELECT list. */
export function analyseGroupBy(
  groupBy: GroupBy,
  outputs: readonly Output[],
  context: ExpressionContext,
): Grouping {
  const expressions: Expression[] = [];
  const fields = new Set<Field>();
  let sets = 1;
  for (const element of groupBy.elements) {
    sets *= setCount(element.form, element.sets.length);
    for (const expression of element.sets.flat()) {
      const key = element.form === 'simple' ? byOrdinal(expression, outputs, context) : expression;
      if (key === null) {
        const field = outputs[Number(expression.kind === 'number' ? expression.text : 0) - 1]?.field;
        addStarField(field, fields, context);
        continue;
      }
      const type = key === expression ? analyseExpression(key, context) : context.state.typeOf(key);
      requireComparable(type, expression);
      const resolution = key.kind === 'name' ? context.state.resolutions.get(key) : undefined;
      if (element.form !== 'simple' && resolution === undefined) {
        refuse(
          'SQL_INVALID_QUERY',
          'ROLLUP, CUBE and GROUPING SETS take only columns.',
          expression,
          'Compute the expression in a subquery first.',
        );
      }
      if (resolution?.kind === 'column' && resolution.path.length === 0) {
        fields.add(resolution.field);
        context.state.use(resolution.field);
      }
      expressions.push(key);
    }
  }
  if (sets > MAX_SETS) refuse('SQL_UNBOUNDED', `GROUP BY makes more than ${MAX_SETS} groupings.`, groupBy);
  return { expressions, fields };
}

function setCount(form: 'simple' | 'rollup' | 'cube' | 'sets', columns: number): number {
  if (form === 'rollup') return columns + 1;
  if (form === 'cube') return 2 ** columns;
  return form === 'sets' ? columns : 1;
}

/** The SELECT expression a position means; the expression itself; or null for a column that came with `*`. */
function byOrdinal(
  expression: Expression,
  outputs: readonly Output[],
  context: ExpressionContext,
): Expression | null {
  const position = ordinalOf({ expression }, outputs.length);
  if (position === undefined) return expression;
  const output = outputs[position - 1];
  if (output === undefined) throw new Error('an ordinal out of range');
  context.state.types.set(expression, output.field.type);
  requireComparable(output.field.type, expression);
  // Analysed once more as GROUP BY, where aggregates and windows may not stand.
  if (output.expression !== null) analyseExpression(output.expression, context);
  return output.expression;
}

function addStarField(field: Field | undefined, fields: Set<Field>, context: ExpressionContext): void {
  if (field === undefined || context.scope.kind !== 'source') return;
  context.state.use(field);
  const match = context.scope.fields.find((one) => one.name === field.name && one.origin === field.origin);
  if (match !== undefined) fields.add(match);
}
