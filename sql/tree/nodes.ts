import type { SqlType } from '../types.ts';
import type {
  BinaryLiteral,
  BooleanLiteral,
  IntervalLiteral,
  NullLiteral,
  NumberLiteral,
  StringLiteral,
  TypedLiteral,
} from './literal-nodes.ts';

import type { WindowDefinition, WindowSpecification } from './window-nodes.ts';

export type {
  IntervalField,
  IntervalLiteral,
  NumberLiteral,
  StringLiteral,
  TypedLiteral,
} from './literal-nodes.ts';
export type { FrameBound, WindowDefinition, WindowFrame, WindowSpecification } from './window-nodes.ts';

/**
 * The tree of a query: a closed union of plain nodes, built from the parse tree of Trino's grammar. A construct
 * without a node here cannot be expressed, so it is refused by name. Names and literals are decoded; `start` and
 * `end` are UTF-16 offsets into the text that was parsed (`end` is exclusive), which is where edits happen.
 *
 * Special call forms are plain function calls here: EXTRACT(f FROM x) is the function of the field (year, hour,
 * day_of_week …), POSITION(a IN b) is strpos(b, a), SUBSTRING(x FROM a FOR b) is substring(x, a, b),
 * TRIM([side] [chars] FROM x) is trim, ltrim or rtrim of (x[, chars]), COALESCE is coalesce, LISTAGG … WITHIN
 * GROUP is listagg with `orderBy`.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Identifier extends Span {
  /** As written, quotes removed and doubled quotes undone. */
  readonly name: string;
  readonly quoted: boolean;
  /** Lower case: names are compared without case in Trino, quoted or not. */
  readonly key: string;
}

export interface Query extends Span {
  readonly kind: 'query';
  readonly with: readonly NamedQuery[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortItem[];
  readonly offset: RowCount | null;
  readonly limit: Limit | null;
}

export interface NamedQuery extends Span {
  readonly kind: 'namedQuery';
  readonly name: Identifier;
  /** `x(a, b) AS …`; null where no list is written. */
  readonly columns: readonly Identifier[] | null;
  readonly query: Query;
}

export interface RowCount extends Span {
  readonly value: bigint;
}

export interface Limit extends Span {
  /** `LIMIT n`, `LIMIT ALL` (count null), or `FETCH FIRST [n] ROWS ONLY` (count null means 1). */
  readonly form: 'limit' | 'all' | 'fetch';
  readonly count: RowCount | null;
}

export type QueryBody = Select | Values | SetOperation | ParenthesizedQuery;

export interface Select extends Span {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly items: readonly SelectItem[];
  /** Comma-separated relations are separate entries; none for a SELECT without FROM. */
  readonly from: readonly Relation[];
  readonly where: Expression | null;
  readonly groupBy: GroupBy | null;
  readonly having: Expression | null;
  readonly windows: readonly WindowDefinition[];
}

export interface Values extends Span {
  readonly kind: 'values';
  /** A row is a `row` node, or another expression for a single column. */
  readonly rows: readonly Expression[];
}

export interface SetOperation extends Span {
  readonly kind: 'setOperation';
  readonly operator: 'union' | 'intersect' | 'except';
  readonly distinct: boolean;
  readonly left: QueryBody;
  readonly right: QueryBody;
}

export interface ParenthesizedQuery extends Span {
  readonly kind: 'parenthesizedQuery';
  readonly query: Query;
}

export type SelectItem = SelectExpression | AllColumns;

export interface SelectExpression extends Span {
  readonly kind: 'selectExpression';
  readonly expression: Expression;
  readonly alias: Identifier | null;
}

export interface AllColumns extends Span {
  readonly kind: 'allColumns';
  /** `t.*` (a name node) or `row_expression.*`; null for a bare `*`. */
  readonly target: Expression | null;
  /** `t.* AS (a, b)`. */
  readonly aliases: readonly Identifier[] | null;
}

export interface SortItem extends Span {
  readonly kind: 'sortItem';
  readonly expression: Expression;
  readonly descending: boolean;
  /** null where not written: Trino then sorts NULL last, ascending or descending. */
  readonly nulls: 'first' | 'last' | null;
}

export interface GroupBy extends Span {
  readonly kind: 'groupBy';
  readonly distinct: boolean;
  readonly elements: readonly GroupingElement[];
}

export interface GroupingElement extends Span {
  readonly kind: 'groupingElement';
  readonly form: 'simple' | 'rollup' | 'cube' | 'sets';
  /** simple has one set; `(a, b)` is a set of two expressions. */
  readonly sets: readonly (readonly Expression[])[];
}

export type Relation =
  | TableReference
  | AliasedRelation
  | SubqueryRelation
  | LateralRelation
  | UnnestRelation
  | ParenthesizedRelation
  | JoinRelation;

/** A name in FROM: a table of the schema, or a WITH query in scope. */
export interface TableReference extends Span {
  readonly kind: 'table';
  readonly parts: readonly Identifier[];
}

export interface AliasedRelation extends Span {
  readonly kind: 'aliased';
  readonly relation: Relation;
  readonly alias: Identifier;
  readonly columns: readonly Identifier[] | null;
}

export interface SubqueryRelation extends Span {
  readonly kind: 'subqueryRelation';
  readonly query: Query;
}

export interface LateralRelation extends Span {
  readonly kind: 'lateral';
  readonly query: Query;
}

export interface UnnestRelation extends Span {
  readonly kind: 'unnest';
  readonly expressions: readonly Expression[];
  readonly ordinality: boolean;
}

export interface ParenthesizedRelation extends Span {
  readonly kind: 'parenthesizedRelation';
  readonly relation: Relation;
}

export interface JoinRelation extends Span {
  readonly kind: 'join';
  readonly type: 'cross' | 'inner' | 'left' | 'right' | 'full';
  readonly left: Relation;
  readonly right: Relation;
  readonly on: Expression | null;
  readonly using: readonly Identifier[] | null;
}

export type Expression =
  | NullLiteral
  | BooleanLiteral
  | NumberLiteral
  | StringLiteral
  | BinaryLiteral
  | TypedLiteral
  | IntervalLiteral
  | NameExpression
  | Dereference
  | Subscript
  | ParenthesizedExpression
  | LogicalExpression
  | NotExpression
  | Comparison
  | QuantifiedComparison
  | Between
  | InList
  | InSubquery
  | Like
  | IsNull
  | IsDistinctFrom
  | Arithmetic
  | Negation
  | Concatenation
  | AtTimeZone
  | Cast
  | CaseExpression
  | FunctionCall
  | Lambda
  | RowConstructor
  | ArrayConstructor
  | ScalarSubquery
  | Exists
  | ClockExpression
  | GroupingExpression;

export type ExpressionKind = Expression['kind'];

/** `a`, `t.a`, `t.a.field`: a column, a lambda variable, or a path into a row; the analysis says which. */
export interface NameExpression extends Span {
  readonly kind: 'name';
  readonly parts: readonly Identifier[];
}
export interface Dereference extends Span {
  readonly kind: 'dereference';
  readonly base: Expression;
  readonly field: Identifier;
}
export interface Subscript extends Span {
  readonly kind: 'subscript';
  readonly base: Expression;
  readonly index: Expression;
}
export interface ParenthesizedExpression extends Span {
  readonly kind: 'parenthesized';
  readonly expression: Expression;
}
/** A chain of one operator is one node, however long. */
export interface LogicalExpression extends Span {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Expression[];
}
export interface NotExpression extends Span {
  readonly kind: 'not';
  readonly operand: Expression;
}
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';
export interface Comparison extends Span {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface QuantifiedComparison extends Span {
  readonly kind: 'quantifiedComparison';
  readonly operator: ComparisonOperator;
  readonly quantifier: 'all' | 'any';
  readonly left: Expression;
  readonly query: Query;
}
export interface Between extends Span {
  readonly kind: 'between';
  readonly negated: boolean;
  readonly value: Expression;
  readonly lower: Expression;
  readonly upper: Expression;
}
export interface InList extends Span {
  readonly kind: 'inList';
  readonly negated: boolean;
  readonly value: Expression;
  readonly items: readonly Expression[];
}
export interface InSubquery extends Span {
  readonly kind: 'inSubquery';
  readonly negated: boolean;
  readonly value: Expression;
  readonly query: Query;
}
export interface Like extends Span {
  readonly kind: 'like';
  readonly negated: boolean;
  readonly value: Expression;
  readonly pattern: Expression;
  readonly escape: Expression | null;
}
export interface IsNull extends Span {
  readonly kind: 'isNull';
  readonly negated: boolean;
  readonly value: Expression;
}
export interface IsDistinctFrom extends Span {
  readonly kind: 'isDistinctFrom';
  /** IS NOT DISTINCT FROM. */
  readonly negated: boolean;
  readonly left: Expression;
  readonly right: Expression;
}
export interface Arithmetic extends Span {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-' | '*' | '/' | '%';
  readonly left: Expression;
  readonly right: Expression;
}
export interface Negation extends Span {
  readonly kind: 'negation';
  readonly operator: '+' | '-';
  readonly operand: Expression;
}
/** `a || b || c`, one node however long. */
export interface Concatenation extends Span {
  readonly kind: 'concatenation';
  readonly operands: readonly Expression[];
}
export interface AtTimeZone extends Span {
  readonly kind: 'atTimeZone';
  readonly value: Expression;
  /** A string or interval literal. */
  readonly zone: StringLiteral | IntervalLiteral;
}
export interface Cast extends Span {
  readonly kind: 'cast';
  /** TRY_CAST. */
  readonly safe: boolean;
  readonly operand: Expression;
  readonly type: SqlType;
}
export interface CaseExpression extends Span {
  readonly kind: 'case';
  /** CASE operand WHEN …; null for a searched CASE. */
  readonly operand: Expression | null;
  readonly branches: readonly { readonly when: Expression; readonly result: Expression }[];
  readonly otherwise: Expression | null;
}
export interface FunctionCall extends Span {
  readonly kind: 'functionCall';
  /** Lower case. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Expression[];
  /** `count(*)`. */
  readonly star: boolean;
  readonly distinct: boolean;
  /** ORDER BY inside an aggregate, or WITHIN GROUP of listagg. */
  readonly orderBy: readonly SortItem[];
  readonly filter: Expression | null;
  readonly nulls: 'ignore' | 'respect' | null;
  /** A name of the WINDOW clause, or a specification. */
  readonly over: Identifier | WindowSpecification | null;
}
export interface Lambda extends Span {
  readonly kind: 'lambda';
  readonly parameters: readonly Identifier[];
  readonly body: Expression;
}
export interface RowConstructor extends Span {
  readonly kind: 'row';
  readonly items: readonly Expression[];
}
export interface ArrayConstructor extends Span {
  readonly kind: 'array';
  readonly items: readonly Expression[];
}
export interface ScalarSubquery extends Span {
  readonly kind: 'scalarSubquery';
  readonly query: Query;
}
export interface Exists extends Span {
  readonly kind: 'exists';
  readonly query: Query;
}
/** Absent from checked text: the clock edit replaces these, and now(), by literals. */
export interface ClockExpression extends Span {
  readonly kind: 'clock';
  readonly function: 'current_date' | 'current_time' | 'current_timestamp' | 'localtime' | 'localtimestamp';
  readonly precision: number | null;
}
/** GROUPING(a, b). */
export interface GroupingExpression extends Span {
  readonly kind: 'grouping';
  readonly columns: readonly NameExpression[];
}
