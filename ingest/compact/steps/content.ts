import type { ColumnDefinition } from '#catalog/define-table.ts';
import { partTables } from '#catalog/parts.ts';
import { baseColumns } from '#catalog/tables/base-columns.ts';
import { typedTable } from '#catalog/tables.ts';
import type { TablePartition } from '#platform/ports/table-catalogue.ts';
import { forEachOf, isEmpty, locationOf, type Run, rewriteValues, textsOf } from '../run.ts';
import { itemColumns } from '../state-tables.ts';
import { dependsOnAccounts, partsSql, relationshipsSql, tagsSql } from '../statements/details.ts';
import { HOLDINGS, itemsSql } from '../statements/items.ts';
import type { StatementTable } from '../workspace.ts';

const baseNames = new Set(baseColumns.map(({ name }) => name));

/** Columns that the landed items of each type bring, by the keys of their properties. */
async function landedColumns(run: Run): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const found = new Map<string, Set<string>>();
  if (isEmpty(run, 'landing_item')) return found;
  const { rows } = await run.workspace.run(
    'SELECT DISTINCT l.resource_type, p.column_name FROM landing_item AS l CROSS JOIN UNNEST(map_keys(l.properties)) AS p(column_name)',
    { landing_item: run.landed.tables.landing_item },
  );
  for (const [type, column] of rows) {
    const own = found.get(String(type)) ?? new Set();
    found.set(String(type), own.add(String(column)));
  }
  return found;
}

/** Typed columns of a type that some row may have, the learned ones too: a statement with all 60 of most types takes long to check. */
function typedColumnsOf(
  run: Run,
  type: string,
  landed: ReadonlySet<string>,
  stored: readonly TablePartition[],
): readonly ColumnDefinition[] {
  const present = new Set([
    ...landed,
    ...stored.flatMap(({ files }) => files.flatMap(({ columns }) => Object.keys(columns))),
  ]);
  return typedTable(type, run.learned[type] ?? []).columns.filter(
    ({ name }) => !baseNames.has(name) && present.has(name),
  );
}

/** The current tables of the types given: resources with its typed columns, tombstones, tags, edges. */
export async function compactContent(
  run: Run,
  types: readonly string[],
  landedTypes: ReadonlySet<string>,
): Promise<void> {
  const brought = types.length === 0 ? new Map<string, ReadonlySet<string>>() : await landedColumns(run);
  await forEachOf(run, types, (type, index) => {
    run.progress(`resources: ${type} (${index + 1} of ${types.length})`);
    return compactType(run, type, index, brought.get(type) ?? new Set(), landedTypes.has(type));
  });
  const current = (chunk: readonly string[]) => ({
    resource_item: run.draft.read('resources', (type) => chunk.includes(type)),
  });
  run.progress('tags and relationships');
  await rewriteValues(run, 'resource_tags', 'resource_type', types, (chunk) => ({
    text: tagsSql(),
    tables: current(chunk),
  }));
  await rewriteValues(run, 'relationships', 'resource_type', types, (chunk) => ({
    text: relationshipsSql(),
    tables: current(chunk),
  }));
}

/**
 * Part tables of the types given. Those that say which accounts are known are rewritten whole when an account came or
 * went; `accountsBefore` is the table as the run found it.
 */
export async function compactParts(
  run: Run,
  types: readonly string[],
  accountsBefore: StatementTable,
): Promise<void> {
  const { draft } = run;
  const accounts = draft.read('accounts');
  const otherAccounts = await textsOf(
    run,
    `SELECT account_id FROM (
       (SELECT account_id FROM accounts EXCEPT SELECT account_id FROM accounts_before)
       UNION ALL (SELECT account_id FROM accounts_before EXCEPT SELECT account_id FROM accounts)
     ) AS moved`,
    { accounts, accounts_before: accountsBefore },
  );
  await forEachOf(run, partTables, async (part) => {
    const isJudgedAnew = otherAccounts.length > 0 && dependsOnAccounts(part);
    const own = (isJudgedAnew ? [...new Set([...types, ...draft.values('resources')])] : types).filter(
      (type) => part.resourceTypes.includes(type),
    );
    await rewriteValues(run, part.name, 'resource_type', own, (chunk) => ({
      text: partsSql(part),
      tables: {
        resource_item: draft.read('resources', (type) => chunk.includes(type)),
        ...(dependsOnAccounts(part) ? { accounts } : {}),
      },
    }));
  });
}

/** Only the partition of a type, where the table has partitions. */
const ofType = (table: StatementTable, type: string): StatementTable => ({
  ...table,
  partitions: table.partitions.filter(
    ({ values }) => values.resource_type === undefined || values.resource_type === type,
  ),
});

async function compactType(
  run: Run,
  type: string,
  index: number,
  brought: ReadonlySet<string>,
  hasLanded: boolean,
): Promise<void> {
  const { draft, landed, workspace } = run;
  const isOfType = (value: string) => value === type;
  const old = [
    ...draft.read('resources', isOfType).partitions,
    ...draft.read('tombstone', isOfType).partitions,
  ];
  if (old.length === 0 && !hasLanded) return;
  const typed = typedColumnsOf(run, type, brought, old);
  const stored: StatementTable = {
    columns: [...baseColumns, ...itemColumns, ...typed],
    partitionKeys: ['resource_type'],
    partitions: old,
  };
  const tables = {
    timeline: draft.read('timeline', isOfType),
    landing_item: ofType(landed.tables.landing_item, type),
    stored_item: stored,
    account_naming: draft.read('account_naming'),
  };
  const written = await workspace.unload(
    itemsSql({ type, typedColumns: typed, isStored: old.length > 0, hasLanded, now: run.clock.now() }),
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
