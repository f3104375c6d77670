import { refuse } from '../diagnostic.ts';
import { canCoerce, commonType } from '../functions/coercion.ts';
import type { SqlSchema, SqlTable } from '../schema.ts';
import type {
  AllColumns,
  Expression,
  FunctionCall,
  Lambda,
  NamedQuery,
  NameExpression,
  Query,
  Relation,
  TableReference,
  WindowSpecification,
} from '../tree/nodes.ts';
import { formatType, type SqlType, sameType, types } from '../types.ts';
import type { Field, NameResolution, TableUse } from './analysis.ts';

/** What the caller may name. */
export interface Access {
  /** `internal`: exists, but is not for callers. */
  table(table: SqlTable): 'read' | 'forbidden' | 'internal';
  /** Lower-case names of columns that do not exist for this caller. */
  deniedColumns(table: SqlTable): ReadonlySet<string>;
}

export interface MutableTableUse extends TableUse {
  readonly columns: Set<string>;
}

/** Everything that analysing a tree finds out; the analysis reads it afterwards. */
export class AnalysisState {
  readonly schema: SqlSchema;
  readonly access: Access;
  readonly types = new Map<Expression, SqlType>();
  readonly coercions = new Map<Expression, SqlType>();
  readonly resolutions = new Map<NameExpression, NameResolution>();
  readonly named = new Map<TableReference, NamedQuery>();
  readonly expansions = new Map<AllColumns, readonly Field[]>();
  readonly outputs = new Map<Query, readonly Field[]>();
  readonly fields = new Map<Relation, readonly Field[]>();
  readonly windows = new Map<FunctionCall, WindowSpecification>();
  readonly calls = new Map<
    FunctionCall,
    { readonly argumentTypes: readonly SqlType[]; readonly resultType: SqlType }
  >();
  readonly lambdas = new Map<Lambda, readonly SqlType[]>();
  /** Calls that aggregate: no OVER, and the function is an aggregate. */
  readonly aggregates = new Set<FunctionCall>();
  readonly tables: MutableTableUse[] = [];

  constructor(schema: SqlSchema, access: Access) {
    this.schema = schema;
    this.access = access;
  }

  typeOf(node: Expression): SqlType {
    const type = this.types.get(node);
    if (type === undefined) throw new Error(`a ${node.kind} node was not analysed`);
    return type;
  }

  /** Notes that the query reads the stored column behind a field. */
  use(field: Field): void {
    if (field.origin !== null) (field.origin.reference as MutableTableUse).columns.add(field.origin.column);
  }

  /**
   * Casts an expression implicitly where it stands.
   * @throws Refusal SQL_TYPE_MISMATCH
   */
  coerce(node: Expression, to: SqlType, what: string): void {
    const from = this.typeOf(node);
    if (sameType(from, to)) return;
    if (!canCoerce(from, to)) {
      refuse(
        'SQL_TYPE_MISMATCH',
        `${what} must be ${formatType(to)}, not ${formatType(from)}.`,
        node,
        castHint(from, to),
      );
    }
    this.coercions.set(node, to);
  }

  /** Brings expressions to the one type they share. */
  unify(nodes: readonly Expression[], what: string): SqlType {
    let common: SqlType = types.unknown;
    for (const node of nodes) {
      const type = this.typeOf(node);
      const next = commonType(common, type);
      if (next === undefined) {
        refuse(
          'SQL_TYPE_MISMATCH',
          `${what} must have one type, not ${formatType(common)} and ${formatType(type)}.`,
          node,
          castHint(type, common),
        );
      }
      common = next;
    }
    for (const node of nodes) this.coerce(node, common, what);
    return common;
  }
}

/** How to make two types meet. */
export function castHint(from: SqlType, to: SqlType): string | null {
  if (from.kind === 'unknown' || to.kind === 'function' || from.kind === 'function') return null;
  const isText = (type: SqlType) => type.kind === 'varchar' || type.kind === 'char';
  const pair = [from, to];
  const other = pair.find((type) => !isText(type));
  if (pair.some(isText) && other?.kind === 'date') return "Write a date as DATE '2025-01-31'.";
  if (pair.some(isText) && other?.kind === 'timestamp')
    return "Write a time as TIMESTAMP '2025-01-31 00:00:00'.";
  if (isText(to)) return 'Use CAST(… AS varchar).';
  return `Use CAST(… AS ${formatType(to)}).`;
}

export const isBoolean = (type: SqlType): boolean => type.kind === 'boolean' || type.kind === 'unknown';
