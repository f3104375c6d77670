import type { SqlType } from '../types.ts';
import type { Signature } from './signature.ts';

export type FunctionKind = 'scalar' | 'aggregate' | 'window';

/**
 * One call as DuckDB's mapping sees it. Arguments are DuckDB SQL, already coerced to `argumentTypes`, each safe
 * to stand as an operand; a lambda's text is empty, ask `lambda` for its body.
 */
export interface CallContext {
  readonly arguments: readonly string[];
  readonly argumentTypes: readonly SqlType[];
  readonly resultType: SqlType;
  /** The value of an argument that is a literal string or number in the query; undefined for anything else. */
  literal(index: number): string | undefined;
  /** Whether an argument is JSON text for certain: of type json, or a column that the catalogue marks so. */
  isJson(index: number): boolean;
  /** The body of a lambda argument with these texts for its parameters. */
  lambda(index: number, parameters: readonly string[]): string;
  /** A name that nothing else in the query has. */
  fresh(): string;
  /** A value cast as Trino casts it. */
  cast(value: string, from: SqlType, to: SqlType): string;
  /**
   * An aggregate of DuckDB with the DISTINCT, ORDER BY, FILTER and OVER of the call. `condition` is one more
   * filter.
   */
  aggregate(name: string, values: readonly string[], condition?: string): string;
  /** DuckDB's spelling of a type. */
  typeName(type: SqlType): string;
  /** Refuses the call by name, with what to write instead. */
  refuse(reason: string, hint?: string): never;
}

export type DuckdbMapping = (call: CallContext) => string;

export interface FunctionDefinition {
  /** Lower case. */
  readonly name: string;
  readonly kind: FunctionKind;
  readonly signatures: readonly Signature[];
  /** How DuckDB says it; or why it is refused there while Athena and Trino run it. */
  readonly duckdb: DuckdbMapping | { readonly refused: string };
  /** Gives another result each time, so that two calls that look alike are not one value (random). */
  readonly volatile: boolean;
  /** Refused on every engine: known to Trino, but unsafe, unbounded or not alike on the engines. */
  readonly refused?: { readonly reason: string; readonly hint: string | null };
}
