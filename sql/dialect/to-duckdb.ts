import type { CheckedSql } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { analyseOrRefuse } from '../analyse/analyse.ts';
import type { Analysis } from '../analyse/analysis.ts';
import { type Diagnostic, Refusal } from '../diagnostic.ts';
import { parseOrRefuse } from '../parse.ts';
import { schemaOf } from '../schema.ts';
import { emitQuery } from './emit-query.ts';
import { EmitState } from './emit-state.ts';

/**
 * DuckDB SQL with the rows of an analysed query; its columns are called c0, c1 … in the order of
 * `analysis.columns`. The same analysis always gives the same text.
 * @throws Refusal naming the construct that DuckDB would not run with Trino's result
 */
export function emitDuckdb(analysis: Analysis): string {
  return emitQuery(analysis.query, new EmitState(analysis));
}

/** Why DuckDB cannot run a query; empty where it can. `prepare` refuses by these. */
export function duckdbProblems(analysis: Analysis): readonly Diagnostic[] {
  try {
    emitDuckdb(analysis);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [error.diagnostic];
    throw error;
  }
}

/**
 * Checked SQL as DuckDB SQL. What it could not say was refused when the query was prepared, so an error here is
 * a bug.
 */
export function toDuckdb(checked: CheckedSql, snapshot: CatalogueSnapshot): string {
  const { query } = parseOrRefuse(checked.text);
  return emitDuckdb(analyseOrRefuse(query, schemaOf(snapshot)));
}
