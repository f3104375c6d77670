import { refuse } from '../diagnostic.ts';
import type { Query } from '../tree/nodes.ts';
import { rowOf, type SqlType } from '../types.ts';
import type { Field } from './analysis.ts';
import type { ExpressionContext } from './expression.ts';
import type { NamedScope, Scope } from './scope.ts';
import type { AnalysisState } from './state.ts';

/** How much of a query's output its place reads: a relation marks columns when they are used. */
export type OutputUse = 'all' | 'lazy';

export type QueryAnalyser = (
  query: Query,
  state: AnalysisState,
  named: NamedScope | null,
  outer: Scope | null,
  use: OutputUse,
) => readonly Field[];

/** Type of a subquery where an expression stands: one value, the values of IN, or whether there are any. */
export function analyseSubquery(
  query: Query,
  context: ExpressionContext,
  place: 'scalar' | 'values' | 'exists',
): SqlType {
  if (context.inLambda) refuse('SQL_UNSUPPORTED_SYNTAX', 'A lambda cannot contain a subquery.', query);
  const use = place === 'exists' ? 'lazy' : 'all';
  const fields = context.analyseQuery(query, context.state, context.named, context.scope, use);
  const [first, second] = fields;
  if (first === undefined) throw new Error('a query without columns');
  if (second === undefined) return first.type;
  if (place === 'scalar') {
    refuse(
      'SQL_INVALID_QUERY',
      `A subquery used as a value has ${fields.length} columns instead of one.`,
      query,
    );
  }
  return rowOf(fields.map((field) => ({ name: field.name, type: field.type })));
}
