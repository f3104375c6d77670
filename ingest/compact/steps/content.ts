import type { ColumnDefinition } from '#catalog/define-table.ts';
import { partTablesOf } from '#catalog/parts.ts';
import { baseColumns } from '#catalog/tables/base-columns.ts';
import { typedTable } from '#catalog/tables.ts';
import { locationOf, type Run, rewriteValues } from '../run.ts';
import { itemColumns } from '../state-tables.ts';
import { partsSql, relationshipsSql, tagsSql } from '../statements/details.ts';
import { HOLDINGS, itemsSql } from '../statements/items.ts';
import type { StatementTable } from '../workspace.ts';

const baseNames = new Set(baseColumns.map(({ name }) => name));

/** Typed columns of a type, the learned ones too. */
export function typedColumnsOf(run: Run, type: string): readonly ColumnDefinition[] {
  return typedTable(type, run.learned[type] ?? []).columns.filter(({ name }) => !baseNames.has(name));
}

/** The current tables of the types given: resources with its typed columns, tombstones, tags, edges, parts. */
export async function compactContent(run: Run, types: readonly string[]): Promise<void> {
  for (const [index, type] of types.entries()) {
    run.progress(`resources: ${type} (${index + 1} of ${types.length})`);
    await compactType(run, type, index);
  }
  const current = (chunk: readonly string[]) => ({
    resource_item: run.draft.read('resources', (type) => chunk.includes(type)),
  });
  run.progress('tags, relationships and parts');
  await rewriteValues(run, 'resource_tags', 'resource_type', types, (chunk) => ({
    text: tagsSql(),
    tables: current(chunk),
  }));
  await rewriteValues(run, 'relationships', 'resource_type', types, (chunk) => ({
    text: relationshipsSql(),
    tables: current(chunk),
  }));
  for (const part of new Map(types.flatMap(partTablesOf).map((table) => [table.name, table])).values()) {
    const own = types.filter((type) => part.resourceTypes.includes(type));
    await rewriteValues(run, part.name, 'resource_type', own, (chunk) => ({
      text: partsSql(part),
      tables: current(chunk),
    }));
  }
}

async function compactType(run: Run, type: string, index: number): Promise<void> {
  const { draft, landed, workspace } = run;
  const typed = typedColumnsOf(run, type);
  const isOfType = (value: string) => value === type;
  const stored: StatementTable = {
    columns: [...baseColumns, ...itemColumns, ...typed],
    partitionKeys: ['resource_type'],
    partitions: [
      ...draft.read('resources', isOfType).partitions,
      ...draft.read('tombstone', isOfType).partitions,
    ],
  };
  const tables = {
    timeline: draft.read('timeline', isOfType),
    landing_item: landed.tables.landing_item,
    stored_item: stored,
    account_naming: draft.read('account_naming'),
  };
  const written = await workspace.unload(
    itemsSql(type, typed),
    tables,
    locationOf(run, 'resources', `type-${index}`),
    ['resource_type', 'holding'],
  );
  for (const holding of HOLDINGS) {
    const own = written.filter(({ values }) => values.holding === holding);
    draft.replace(
      holding,
      own.map((partition) => ({ ...partition, values: { resource_type: type } })),
      new Set([type]),
    );
  }
}
