import type { ResultColumn } from '#platform/ports/query-engine.ts';
import type { SqlTable } from '../schema.ts';
import type {
  AllColumns,
  Expression,
  FunctionCall,
  Identifier,
  Lambda,
  NamedQuery,
  NameExpression,
  Query,
  Relation,
  TableReference,
  WindowSpecification,
} from '../tree/nodes.ts';
import type { SqlType } from '../types.ts';

/** A column of a relation in scope. */
export interface Field {
  /** As Trino names it; null for an expression without a name. */
  readonly name: string | null;
  readonly type: SqlType;
  /** Alias or table name that qualifies it; null where the relation has no name. */
  readonly qualifier: string | null;
  /** The qualifier with the names that may stand before it: awsdatacatalog, inventory, resources. Lower case. */
  readonly path: readonly string[];
  /** The stored column it is, unchanged, through aliases and subqueries; null for a computed value. */
  readonly origin: { readonly reference: TableUse; readonly column: string } | null;
}

/** One table of the schema named in FROM (a WITH query's own references count once, where it is written). */
export interface TableUse {
  readonly node: TableReference;
  readonly table: SqlTable;
  /** Lower-case names of the columns that the query uses of this reference. */
  readonly columns: ReadonlySet<string>;
}

export type NameResolution =
  /**
   * A column of a relation. `path` are the parts after the column: fields of a row. `outer` is how many query
   * scopes further out it was found (0 = own scope, more = correlated).
   */
  | {
      readonly kind: 'column';
      readonly field: Field;
      readonly outer: number;
      readonly path: readonly Identifier[];
    }
  | {
      readonly kind: 'lambda';
      readonly parameter: Identifier;
      readonly type: SqlType;
      readonly path: readonly Identifier[];
    }
  /** In ORDER BY: a column of the SELECT list, by position from 0. */
  | { readonly kind: 'output'; readonly index: number; readonly path: readonly Identifier[] };

/**
 * What a checked tree means. Every function throws a bare Error for a node that is not of the analysed tree.
 */
export interface Analysis {
  readonly query: Query;
  /** Output columns with Trino's names (`_col0` where there is none) and types. */
  readonly columns: readonly ResultColumn[];
  /** Every table reference, in the order of the text. */
  readonly tables: readonly TableUse[];
  /** Type of an expression; a lambda has its function type. Names in GROUP BY and ORDER BY ordinals have one too. */
  typeOf(node: Expression): SqlType;
  /** The type to which Trino implicitly casts the expression where it stands; undefined where it is used as it is. */
  coercionOf(node: Expression): SqlType | undefined;
  resolutionOf(node: NameExpression): NameResolution;
  /** The same; undefined for a name that is no expression of its own, such as the target of `t.*`. */
  findResolution(node: NameExpression): NameResolution | undefined;
  /** The WITH query a name in FROM means; undefined for a table of the schema. */
  namedQueryOf(node: TableReference): NamedQuery | undefined;
  /** The columns that `*`, `t.*` or `row.*` stands for, in order. */
  expansionOf(node: AllColumns): readonly Field[];
  /** Columns of a query (a subquery, a WITH query, the whole). */
  outputOf(query: Query): readonly Field[];
  /** Columns of a relation of FROM. */
  fieldsOf(relation: Relation): readonly Field[];
  /** The window of a call with OVER, names of the WINDOW clause resolved and merged. */
  windowOf(call: FunctionCall): WindowSpecification | undefined;
  /** How a call was resolved: argument types after coercion and the result type. */
  callOf(call: FunctionCall): { readonly argumentTypes: readonly SqlType[]; readonly resultType: SqlType };
  lambdaParametersOf(lambda: Lambda): readonly SqlType[];
}
