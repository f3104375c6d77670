import type { TableDefinition } from '#catalog/define-table.ts';
import {
  landingAccount,
  landingCompliance,
  landingDelivery,
  landingItem,
  landingObserved,
  landingReject,
} from '#catalog/tables/landing.ts';
import { queryLog } from '#catalog/tables/query-log.ts';
import type { ObjectInfo, ObjectStore } from '#platform/ports/object-store.ts';
import type { StatementTable } from './workspace.ts';

export const landingTables = [
  landingItem,
  landingDelivery,
  landingCompliance,
  landingReject,
  landingAccount,
  landingObserved,
] as const;
export type LandingTableName = (typeof landingTables)[number]['name'] | 'log_landed';

/** What has landed and no generation contains yet. */
export interface Landed {
  /** Every table, with no files where nothing landed. */
  readonly tables: Readonly<Record<LandingTableName, StatementTable>>;
  /** Keys of all objects that exist, new or contained: what a watermark still has to name. */
  readonly existing: readonly ObjectInfo[];
  readonly fresh: readonly string[];
}

/** Lists landing and the questions asked, without what the watermark contains. */
export async function landedSince(
  store: Pick<ObjectStore, 'list'>,
  contained: ReadonlySet<string>,
): Promise<Landed> {
  const existing = [...(await listAll(store, 'landing/')), ...(await listAll(store, 'query_log/'))];
  const fresh = existing.filter(({ key }) => !contained.has(key));
  const tables = {} as Record<LandingTableName, StatementTable>;
  for (const table of landingTables)
    tables[table.name] = tableOf(
      table,
      fresh.filter(({ key }) => landingTableOf(key) === table.name),
    );
  const asked = {
    ...queryLog,
    columns: queryLog.columns.filter(({ name }) => name !== 'day'),
    partitionKeys: [],
  };
  tables.log_landed = tableOf(
    asked,
    fresh.filter(({ key }) => key.startsWith('query_log/')),
  );
  return { tables, existing, fresh: fresh.map(({ key }) => key) };
}

/** `landing/<hour>/<account>/<table>-<id>.parquet`. */
function landingTableOf(key: string): string | undefined {
  return /^landing\/[^/]+\/[^/]+\/([a-z_]+)-[^/]+\.parquet$/.exec(key)?.[1];
}

function tableOf(
  definition: Pick<TableDefinition, 'name' | 'columns'>,
  objects: readonly ObjectInfo[],
): StatementTable {
  // Nobody is billed for landing: what counts is that each file has these columns.
  const columns = Object.fromEntries(definition.columns.map(({ name }) => [name, { bytes: 0 }]));
  const files = objects.map(({ key, size }) => ({ key, rows: 0, bytes: size, columns }));
  const partitions =
    files.length === 0 ? [] : [{ values: {}, location: 'landing/', generation: 'landing', files }];
  return { columns: definition.columns, partitionKeys: [], partitions };
}

export async function listAll(
  store: Pick<ObjectStore, 'list'>,
  prefix: string,
): Promise<readonly ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list(prefix, cursor);
    found.push(...page.objects);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}
