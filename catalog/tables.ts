import { type ColumnDefinition, defineTable, type TableDefinition } from './define-table.ts';
import { tableNameOf } from './naming.ts';
import { partTables } from './parts.ts';
import {
  canonicalType,
  columnOfProperty,
  publishedResourceTypes,
  type ResourceTypeFacts,
  resourceTypeFacts,
} from './resource-types.ts';
import { baseColumns } from './tables/base-columns.ts';
import { compliance, complianceHistory, securityFindings } from './tables/compliance.ts';
import { apiActivity, costDaily, metrics } from './tables/cost-and-metrics.ts';
import { coverage, coverageState } from './tables/coverage.ts';
import { lambdaRuntime } from './tables/lambda-runtime.ts';
import { accounts, rejectedRecords } from './tables/organization.ts';
import { queryLog } from './tables/query-log.ts';
import {
  relationships,
  resourceChanges,
  resourceHistory,
  resources,
  resourceTags,
} from './tables/resources.ts';

export { baseColumns };

/** The tables that exist whatever resource types arrive, in the order in which they are shown. */
export const coreTables: readonly TableDefinition[] = [
  resources,
  resourceHistory,
  resourceChanges,
  resourceTags,
  relationships,
  accounts,
  coverage,
  coverageState,
  rejectedRecords,
  compliance,
  complianceHistory,
  costDaily,
  metrics,
  apiActivity,
  securityFindings,
  queryLog,
  lambdaRuntime,
];

const typedByType = new Map<string, TableDefinition>();

/**
 * The typed table of a resource type, published or not: all columns of resources, then a column for each property of the published
 * schema, then the learned ones. Reads the files of resources.
 *
 * @param learned columns that items brought; one whose name is taken is left out
 */
export function typedTable(type: string, learned: readonly ColumnDefinition[] = []): TableDefinition {
  const canonical = canonicalType(type);
  const known = typedByType.get(canonical);
  if (learned.length === 0 && known !== undefined) return known;
  const facts = resourceTypeFacts(canonical);
  const shared = {
    name: facts.table,
    description: `${facts.title.charAt(0).toUpperCase()}${facts.title.slice(1)}: resources of type ${canonical} that exist now, with a column for each recorded property.`,
    rowPer: `${facts.title} that exists now`,
    visibility: 'analyst',
    domain: 'config',
    partitionKeys: ['resource_type'],
    resourceTypes: [canonical],
    storage: { kind: 'slice', of: 'resources' },
  } as const;
  let columns: readonly ColumnDefinition[] | undefined;
  const table: TableDefinition = {
    ...shared,
    // Made when first read: a command that touches three tables does not pay for 413.
    get columns() {
      columns ??= defineTable({ ...shared, columns: typedColumns(facts, learned) }).columns;
      return columns;
    },
  };
  if (learned.length === 0 && facts.isPublished) typedByType.set(canonical, table);
  return table;
}

function typedColumns(
  facts: ResourceTypeFacts,
  learned: readonly ColumnDefinition[],
): readonly ColumnDefinition[] {
  const columns = [...baseColumns, ...facts.properties.map(columnOfProperty)];
  const names = new Set(columns.map(({ name }) => name));
  return [...columns, ...learned.filter(({ name }) => !names.has(name))];
}

const fixed: ReadonlyMap<string, TableDefinition> = new Map(
  [...coreTables, ...partTables].map((table) => [table.name, table]),
);
let typesByTable: ReadonlyMap<string, string> | undefined;
let everyTable: readonly TableDefinition[] | undefined;

/** The published type whose typed table has this name; undefined where none has. */
export function publishedTypeOfTable(table: string): string | undefined {
  typesByTable ??= new Map(publishedResourceTypes().map((type) => [tableNameOf(type), type]));
  return typesByTable.get(table);
}

/** Core tables, part tables and the typed tables of the published types. Built once. */
export function allTables(): readonly TableDefinition[] {
  everyTable ??= [...fixed.values(), ...publishedResourceTypes().map((type) => typedTable(type))];
  return everyTable;
}

/** A table by its exact name; builds no other. Undefined for a typed table of a type nobody published. */
export function tableByName(name: string): TableDefinition | undefined {
  const known = fixed.get(name);
  if (known !== undefined) return known;
  const type = publishedTypeOfTable(name);
  return type === undefined ? undefined : typedTable(type);
}
