import { z } from 'zod';
import type { TablePartition } from '#platform/ports/table-catalogue.ts';
import { changedPathsBetween } from '../changed-paths.ts';
import { type Run, rewriteValues, textsOf } from '../run.ts';
import { computedPath } from '../state-tables.ts';
import { changesSql, updatesSql } from '../statements/changes.ts';
import { historySql } from '../statements/history.ts';
import { literal } from '../statements/sql-text.ts';
import type { StatementTable } from '../workspace.ts';
import { writeRows } from '../write-rows.ts';
import type { Plan } from './skeleton.ts';

/** Rows that one page of the comparison holds in memory. */
const PAGE = 2_000;
/** More accounts than a statement can name: then every day counts as concerned. */
const MOST_NAMED = 10_000;

/** History and changes of the days concerned. */
export async function compactPast(run: Run, plan: Plan, renamed: ReadonlySet<string>): Promise<void> {
  const { draft, landed } = run;
  const { fresh, gone } = plan;
  const naming = draft.read('account_naming');
  const source = draft.read('resource_history', (day) => plan.sourceDays.has(day));
  const historyDays = union(plan.days, await daysOf(run, 'resource_history', renamed));
  const changeDays = union(plan.days, await daysOf(run, 'resource_changes', renamed));
  if (historyDays.length > 0) run.progress(`history of ${historyDays.length} days`);
  await rewriteValues(run, 'resource_history', 'day', historyDays, (chunk) => ({
    text: historySql(chunk.length === historyDays.length ? null : chunk),
    tables: {
      fresh,
      gone,
      history_kept: draft.read('resource_history', (day) => chunk.includes(day)),
      history_source: source,
      landing_item: landed.tables.landing_item,
      account_naming: naming,
    },
  }));
  const history = draft.read('resource_history', (day) => plan.sourceDays.has(day));
  const computed = await computePaths(run, fresh, history);
  if (changeDays.length > 0) run.progress(`changes of ${changeDays.length} days`);
  await rewriteValues(run, 'resource_changes', 'day', changeDays, (chunk) => ({
    text: changesSql(chunk.length === changeDays.length ? null : chunk),
    tables: {
      fresh,
      gone,
      changes_kept: draft.read('resource_changes', (day) => chunk.includes(day)),
      resource_history: history,
      computed_path: computed,
      account_naming: naming,
    },
  }));
}

/** Days whose rows name an account that has been renamed. */
async function daysOf(run: Run, table: string, renamed: ReadonlySet<string>): Promise<readonly string[]> {
  if (renamed.size === 0) return [];
  if (renamed.size > MOST_NAMED) return run.draft.values(table);
  const ids = [...renamed].map(literal).join(', ');
  return textsOf(run, `SELECT DISTINCT day FROM ${table} WHERE account_id IN (${ids})`, {
    [table]: run.draft.read(table),
  });
}

const union = (left: readonly string[], right: readonly string[]): readonly string[] =>
  [...new Set([...left, ...right])].sort();

const Tags = z.record(z.string(), z.string().nullable()).nullable();
const Text = z.string().nullable();
const Update = z.tuple([
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.string(),
  z.coerce.bigint(),
  Text,
  Text,
  Text,
  Text,
  Tags,
  Tags,
  z.array(z.string().nullable()).nullable(),
]);

/**
 * What changed in each update. Comparing two JSON documents leaf by leaf is beyond the dialect, so it is done here, page by
 * page; updates are few beside versions.
 */
async function computePaths(
  run: Run,
  fresh: StatementTable,
  history: StatementTable,
): Promise<StatementTable> {
  const table: StatementTable = { columns: computedPath.columns, partitionKeys: [], partitions: [] };
  if (fresh.partitions.length === 0) return table;
  const tables = { fresh, resource_history: history };
  const partitions: TablePartition[] = [];
  for (let from = 1; ; from += PAGE) {
    const { rows } = await run.workspace.run(updatesSql(from, from + PAGE - 1), tables);
    const place = { location: `staging/${run.generation}/paths/${from}/`, generation: run.generation };
    partitions.push(...(await writeRows(run.store, computedPath, rows.map(describe), place)));
    if (rows.length < PAGE) break;
    run.progress(`comparing versions: ${from + PAGE - 1}`);
  }
  return { ...table, partitions };
}

function describe(row: readonly unknown[]) {
  const [
    account_id,
    region,
    resource_type,
    resource_id,
    capturedAt,
    state_id,
    before,
    after,
    beforeMore,
    afterMore,
    beforeTags,
    afterTags,
    told,
  ] = Update.parse(row);
  return {
    account_id,
    region,
    resource_type,
    resource_id,
    captured_at: Date.parse(`${capturedAt.replace(' ', 'T')}Z`),
    state_id,
    paths: [
      ...changedPathsBetween(
        { configuration: before, supplementaryConfiguration: beforeMore, tags: beforeTags },
        { configuration: after, supplementaryConfiguration: afterMore, tags: afterTags },
      ),
      // Versions do not hold their edges; only the event can say that they changed.
      ...((told ?? []).some((path) => path?.startsWith('relationships') === true) ? ['relationships'] : []),
    ],
  };
}
