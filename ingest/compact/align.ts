import type { TableDefinition } from '#catalog/define-table.ts';
import { canonicalType, publishedResourceTypes } from '#catalog/resource-types.ts';
import { allTables, typedTable } from '#catalog/tables.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { CatalogueSnapshot, CatalogueTable, TableCatalogue } from '#platform/ports/table-catalogue.ts';
import { headManifest, type Manifest } from './manifest.ts';
import { stateTables } from './state-tables.ts';

/**
 * Makes the catalogue agree with the newest manifest, and looks again until it does: a run that died between its
 * commit and its swap is finished by the next one, whoever that is.
 */
export async function alignCatalogue(
  store: Pick<ObjectStore, 'get' | 'list'>,
  catalogue: TableCatalogue,
): Promise<Manifest | undefined> {
  for (;;) {
    const head = await headManifest(store);
    if (head === undefined) return undefined;
    const snapshot = await catalogue.snapshot();
    if (snapshot.generation === head.generation) return head;
    const missing = missingTables(snapshot, head);
    if (missing.length > 0) await catalogue.putTables(missing);
    const { changes, removed } = differences(snapshot, head);
    await catalogue.swapPartitions(changes, removed, {
      id: head.generation,
      committedAt: new Date(head.committedAt),
    });
  }
}

/** Tables that the catalogue lacks, or that have new columns: every published type from the first landing on. */
function missingTables(snapshot: CatalogueSnapshot, head: Manifest): readonly CatalogueTable[] {
  const published = new Set(publishedResourceTypes());
  const arrived = (head.partitions.resources ?? []).flatMap(({ values }) => values.resource_type ?? []);
  const types = new Set(
    [...Object.keys(head.learned), ...arrived].filter(
      (type) => !published.has(canonicalType(type)) || head.learned[type] !== undefined,
    ),
  );
  const definitions = new Map<string, TableDefinition>(
    [...allTables(), ...stateTables].map((table) => [table.name, table]),
  );
  // Types that differ in case alone share a table: sorted, so that the order of arrival tells nothing.
  for (const type of [...types].sort()) {
    const table = typedTable(type, head.learned[type] ?? []);
    const shared = published.has(canonicalType(type)) ? undefined : definitions.get(table.name);
    definitions.set(table.name, shared === undefined ? table : bothIn(shared, table));
  }
  return [...definitions.values()]
    .filter((table) => table.storage.kind !== 'view')
    .map((table) => withTypesBefore(table, snapshot.table(table.name)))
    .filter((table) => {
      const known = snapshot.table(table.name);
      const hasNewType = (table.resourceTypes ?? []).length > (known?.resourceTypes ?? []).length;
      return known === undefined || known.columns.length < table.columns.length || hasNewType;
    })
    .map((table) => ({
      name: table.name,
      columns: table.columns,
      partitionKeys: table.partitionKeys,
      description: table.description,
      ...(table.resourceTypes === undefined ? {} : { resourceTypes: table.resourceTypes }),
    }));
}

/** One table for the types of both; `learned-columns.ts` sees to it that a column has one type in all of them. */
function bothIn(one: TableDefinition, other: TableDefinition): TableDefinition {
  const names = new Set(one.columns.map(({ name }) => name));
  return {
    ...one,
    columns: [...one.columns, ...other.columns.filter(({ name }) => !names.has(name))],
    resourceTypes: [...(one.resourceTypes ?? []), ...(other.resourceTypes ?? [])],
  };
}

/** A table keeps a type of which nothing is left; where it gains one, the columns that it has stay what they are. */
function withTypesBefore(table: TableDefinition, known: CatalogueTable | undefined): TableDefinition {
  const types = [...new Set([...(table.resourceTypes ?? []), ...(known?.resourceTypes ?? [])])].sort();
  if (known === undefined || types.length < 2) return table;
  const before = new Map(known.columns.map((column) => [column.name, column]));
  const columns = table.columns.map((column) => {
    const kept = before.get(column.name);
    return kept === undefined || kept.type === column.type ? column : kept;
  });
  return { ...table, columns, resourceTypes: types };
}

function differences(snapshot: CatalogueSnapshot, head: Manifest) {
  const changes: Parameters<TableCatalogue['swapPartitions']>[0][number][] = [];
  const removed: Parameters<TableCatalogue['swapPartitions']>[1][number][] = [];
  const id = (values: Readonly<Record<string, string>>) => JSON.stringify(values);
  const names = new Set([...Object.keys(head.partitions), ...snapshot.tables().map(({ name }) => name)]);
  for (const table of names) {
    const wanted = new Map(
      (head.partitions[table] ?? []).map((partition) => [id(partition.values), partition]),
    );
    const present = new Map(snapshot.partitions(table).map((partition) => [id(partition.values), partition]));
    for (const [key, partition] of wanted) {
      if (present.get(key)?.location !== partition.location) changes.push({ table, partition });
    }
    for (const [key, { values }] of present) if (!wanted.has(key)) removed.push({ table, values });
  }
  return { changes, removed };
}
