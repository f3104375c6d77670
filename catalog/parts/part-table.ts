import { type ColumnDefinition, defineTable, type TableDefinition } from '../define-table.ts';
import { partBaseColumns } from '../tables/base-columns.ts';

/**
 * How rows of a part table come out of one item, as data; ingest/ holds the one extractor that reads it.
 *
 * A source picks elements: those of the array at `path` (a single object there counts as one element, a missing one as none). Keys
 * match without case. Where `fanOut` is given, an element becomes one row for each element of the arrays named there; where all of
 * them are empty or absent it becomes one row without their columns, unless `needs` forbids it.
 */
export interface PartSource {
  readonly resourceTypes: readonly string[];
  /** Path of the array from the item's root, e.g. `configuration.ipPermissions`. */
  readonly path: string;
  /** Column → path in the element; '' is the element itself, a leading / starts at the item's root (`/configuration.vpcId`). */
  readonly columns: Readonly<Record<string, string>>;
  /** Column → fixed text. */
  readonly constants?: Readonly<Record<string, string>>;
  readonly fanOut?: readonly PartFanOut[];
  /** Rows where this column is NULL are left out. */
  readonly needs?: string;
}

export interface PartFanOut {
  /** Path of an inner array, from the element. */
  readonly path: string;
  /** Column → path in the inner element; '' is the inner element itself. */
  readonly columns: Readonly<Record<string, string>>;
  readonly constants?: Readonly<Record<string, string>>;
  /** Not read where this inner array of the same element has elements (an older spelling of the same facts). */
  readonly unless?: string;
}

/** Where a resource type keeps a policy document, for policy_statement. */
export interface PolicySource {
  readonly resourceTypes: readonly string[];
  readonly kind: 'identity' | 'inline' | 'trust' | 'resource';
  /** Path of the object, or of the array of objects, that holds the document; '' is the item's root. */
  readonly path: string;
  /** Path of the document in it: an object, a list of one object, JSON text or URL-encoded JSON text. '' is the object itself. */
  readonly document: string;
  /** Path of the policy's name in it; absent where it has none. */
  readonly name?: string;
  /** Only elements whose key has this value, e.g. the default version of a managed policy. */
  readonly only?: { readonly key: string; readonly value: boolean | string };
}

export interface PartTableDefinition extends TableDefinition {
  readonly resourceTypes: readonly string[];
  /** Columns of the table beyond those of the resource. */
  readonly ownColumns: readonly ColumnDefinition[];
  readonly sources: readonly PartSource[];
  /** Only of policy_statement: documents that are taken apart into statements. */
  readonly policies?: readonly PolicySource[];
}

interface PartTableInput {
  readonly name: string;
  readonly description: string;
  readonly rowPer: string;
  readonly ownColumns: readonly ColumnDefinition[];
  readonly sources?: readonly PartSource[];
  readonly policies?: readonly PolicySource[];
}

/** A stored part table: the base columns of the resource, then its own; partitioned by resource_type like resources. */
export function definePartTable(input: PartTableInput): PartTableDefinition {
  const sources = input.sources ?? [];
  const policies = input.policies ?? [];
  const types = [...sources, ...policies].flatMap(({ resourceTypes }) => resourceTypes);
  return defineTable({
    name: input.name,
    description: input.description,
    rowPer: input.rowPer,
    visibility: 'analyst',
    domain: 'config',
    partitionKeys: ['resource_type'],
    storage: { kind: 'stored' },
    resourceTypes: [...new Set(types)].sort(),
    columns: [...partBaseColumns, ...input.ownColumns],
    ownColumns: input.ownColumns,
    sources,
    ...(input.policies === undefined ? {} : { policies }),
  });
}

type ColumnText = readonly [name: string, description: string];

/** Columns of one type, `internal` unless told otherwise: short to write where a table has many. */
export const textColumns = (...columns: readonly ColumnText[]): readonly ColumnDefinition[] =>
  columns.map(([name, description]) => ({ name, type: 'varchar', sensitivity: 'internal', description }));
export const sensitiveColumns = (...columns: readonly ColumnText[]): readonly ColumnDefinition[] =>
  columns.map(([name, description]) => ({ name, type: 'varchar', sensitivity: 'sensitive', description }));
export const wholeColumns = (...columns: readonly ColumnText[]): readonly ColumnDefinition[] =>
  columns.map(([name, description]) => ({ name, type: 'bigint', sensitivity: 'internal', description }));
export const booleanColumns = (...columns: readonly ColumnText[]): readonly ColumnDefinition[] =>
  columns.map(([name, description]) => ({ name, type: 'boolean', sensitivity: 'internal', description }));
export const timeColumns = (...columns: readonly ColumnText[]): readonly ColumnDefinition[] =>
  columns.map(([name, description]) => ({ name, type: 'timestamp', sensitivity: 'internal', description }));
