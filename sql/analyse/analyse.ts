import type { ResultColumn } from '#platform/ports/query-engine.ts';
import { type Diagnostic, Refusal } from '../diagnostic.ts';
import type { SqlSchema } from '../schema.ts';
import type { Query } from '../tree/nodes.ts';
import { formatType } from '../types.ts';
import type { Analysis, Field } from './analysis.ts';
import { analyseQuery } from './query.ts';
import { type Access, AnalysisState } from './state.ts';

export type { Access } from './state.ts';

/** May name every table and column, internal ones too. For text that sql/ made itself. */
export const fullAccess: Access = { table: () => 'read', deniedColumns: () => new Set() };

export type AnalysisResult =
  | { readonly ok: true; readonly analysis: Analysis }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Finds what a tree means, by the rules of Trino's analyser; or why Trino, or the caller's rights, refuse it. */
export function analyse(query: Query, schema: SqlSchema, access: Access = fullAccess): AnalysisResult {
  try {
    return { ok: true, analysis: analyseOrRefuse(query, schema, access) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, diagnostics: [error.diagnostic] };
    throw error;
  }
}

/** The same, for callers inside sql/ that handle refusals themselves. */
export function analyseOrRefuse(query: Query, schema: SqlSchema, access: Access = fullAccess): Analysis {
  const state = new AnalysisState(schema, access);
  const fields = analyseQuery(query, state, null, null, 'all');
  const known = <K, V>(map: ReadonlyMap<K, V>, key: K, what: string): V => {
    const value = map.get(key);
    if (value === undefined) throw new Error(`${what} is not of the analysed tree`);
    return value;
  };
  return {
    query,
    columns: fields.map(resultColumn),
    tables: state.tables,
    typeOf: (node) => state.typeOf(node),
    coercionOf: (node) => state.coercions.get(node),
    resolutionOf: (node) => known(state.resolutions, node, 'the name'),
    findResolution: (node) => state.resolutions.get(node),
    namedQueryOf: (node) => state.named.get(node),
    expansionOf: (node) => known(state.expansions, node, 'the *'),
    outputOf: (node) => known(state.outputs, node, 'the query'),
    fieldsOf: (relation) => known(state.fields, relation, 'the relation'),
    windowOf: (call) => state.windows.get(call),
    callOf: (call) => known(state.calls, call, 'the call'),
    lambdaParametersOf: (lambda) => known(state.lambdas, lambda, 'the lambda'),
  };
}

const resultColumn = (field: Field, index: number): ResultColumn => ({
  name: field.name ?? `_col${index}`,
  type: formatType(field.type),
});
