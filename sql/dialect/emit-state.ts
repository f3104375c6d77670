import type { Analysis, Field } from '../analyse/analysis.ts';
import { refuse } from '../diagnostic.ts';
import type { Identifier, NamedQuery, Span } from '../tree/nodes.ts';
import { formatType, type SqlType } from '../types.ts';
import type { CastContext } from './cast.ts';
import { duckdbType } from './duckdb-type.ts';
import type { Grouped } from './grouped.ts';

/** What is known while one query is written out. Names are numbered in the order of the text. */
export class EmitState {
  readonly analysis: Analysis;
  /** DuckDB text that stands for a column in scope. */
  readonly columns = new Map<Field, string>();
  /** DuckDB text that stands for a parameter of a lambda. */
  readonly parameters = new Map<Identifier, string>();
  readonly namedQueries = new Map<NamedQuery, string>();
  /** Alias of each stored table that the text reads → the table's name. */
  readonly tableAliases = new Map<string, string>();
  /** Output columns that ORDER BY may name, innermost query last. */
  readonly outputs: (readonly string[])[] = [];
  readonly outputTypes: (readonly SqlType[])[] = [];
  /** Grouped SELECTs whose keys and aggregates are columns where the text stands now, innermost last. */
  grouped: readonly Grouped[] = [];
  /** Whether the text stands inside TRY. */
  isTried = false;
  #next = 0;

  constructor(analysis: Analysis) {
    this.analysis = analysis;
  }

  /** A name that nothing else has. */
  fresh(prefix: string): string {
    return `${prefix}${++this.#next}`;
  }

  /** Runs `emit` with other grouped SELECTs in reach. */
  within<T>(grouped: readonly Grouped[], emit: () => T): T {
    const before = this.grouped;
    this.grouped = grouped;
    try {
      return emit();
    } finally {
      this.grouped = before;
    }
  }

  castContext(at: Span): CastContext {
    return {
      fresh: () => this.fresh('v'),
      isTried: this.isTried,
      refuse: (reason) => refuse('SQL_UNSUPPORTED_TYPE', `This engine cannot do that: ${reason}.`, at),
    };
  }

  typeName(type: SqlType, at: Span): string {
    return (
      duckdbType(type) ??
      refuse('SQL_UNSUPPORTED_TYPE', `The type ${formatType(type)} is not supported on this engine.`, at)
    );
  }
}
