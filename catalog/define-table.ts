import type { ColumnTypeName } from './column-types.ts';
import { AppError } from './errors.ts';

/**
 * How freely a column's values may travel: `public` facts of AWS's own making (types, Regions), `internal`
 * what the owner named or configured, `sensitive` what may identify a person or aid an attacker (never sent to
 * a model as a value hint), `secret` what the lake redacts as it lands.
 */
export type Sensitivity = 'public' | 'internal' | 'sensitive' | 'secret';

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnTypeName;
  readonly description: string;
  readonly sensitivity: Sensitivity;
  /** Path in the configuration item that the column is read from, e.g. `configuration.state.name`. */
  readonly path?: string;
  /** The text is JSON (varchar columns only): may be given to json_extract. */
  readonly json?: boolean;
}

/** Which coverage domain says whether this table's rows are complete. */
export type CoverageDomain = 'config' | 'cost' | 'metrics' | 'compliance' | 'activity' | 'findings';

export interface TableDefinition {
  readonly name: string;
  readonly description: string;
  /** What one row stands for, e.g. "resource that exists now". */
  readonly rowPer: string;
  readonly columns: readonly ColumnDefinition[];
  /** Columns that the files are partitioned by, outermost first. */
  readonly partitionKeys: readonly string[];
  /** `analyst` tables may be queried; `internal` ones (landing, tombstones, sightings) never by a caller. */
  readonly visibility: 'analyst' | 'internal';
  /** `none` for tables about Stocktake itself (query_log, coverage, accounts, rejected_records). */
  readonly domain: CoverageDomain | 'none';
  /** Resource types whose rows the table holds; undefined means any type. */
  readonly resourceTypes?: readonly string[];
  /**
   * How the rows come about. `stored` has files of its own; `slice` reads the files of another table where
   * resource_type is one of `resourceTypes` (typed tables read those of resources); `view` is Athena SQL over other tables, expanded in place.
   */
  readonly storage:
    | { readonly kind: 'stored' }
    | { readonly kind: 'slice'; readonly of: string }
    | { readonly kind: 'view'; readonly sql: string };
}

/** A table definition breaks a rule that every emitter relies on. A bug in catalog/, found at load time. */
export class TableDefinitionError extends AppError {
  override readonly name = 'TableDefinitionError';
  readonly code = 'catalog.table_definition';
  readonly retryable = false;
}

const NAME = /^[a-z][a-z0-9_]*$/;

/** Checks a definition's rules (names, descriptions, unique columns, partition keys exist) and freezes it. */
export function defineTable<const T extends TableDefinition>(table: T): T {
  const problem = (text: string): never => {
    throw new TableDefinitionError(`Table ${table.name}: ${text}`);
  };
  if (!NAME.test(table.name)) problem('its name is not lower snake case');
  if (table.description.trim() === '') problem('it has no description');
  const seen = new Set<string>();
  for (const column of table.columns) {
    if (!NAME.test(column.name)) problem(`column "${column.name}" is not lower snake case`);
    if (seen.has(column.name)) problem(`column ${column.name} is declared twice`);
    if (column.description.trim() === '') problem(`column ${column.name} has no description`);
    seen.add(column.name);
  }
  for (const key of table.partitionKeys) if (!seen.has(key)) problem(`partition key ${key} is not a column`);
  return Object.freeze(table);
}
