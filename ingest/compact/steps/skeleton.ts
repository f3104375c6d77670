import { isEmpty, type Run, rewriteValues, textsOf } from '../run.ts';
import { timeline } from '../state-tables.ts';
import { RECORDER_TYPE } from '../statements/settings.ts';
import { sightingsSql } from '../statements/sightings.ts';
import { literal, name } from '../statements/sql-text.ts';
import { turnedAccountsSql } from '../statements/standing.ts';
import { timelineSql } from '../statements/timeline.ts';
import type { StatementTable } from '../workspace.ts';

/** What the timelines say has changed; everything with content follows it. */
export interface Plan {
  /** Timeline rows that are new or differ, and those that they replace. */
  readonly fresh: StatementTable;
  readonly gone: StatementTable;
  /** Types whose sightings or recorders changed: their counters are counted again. */
  readonly touchedTypes: readonly string[];
  /** Types whose newest versions changed: their current tables are rewritten. */
  readonly changedTypes: readonly string[];
  /** Days whose history changed, and days that hold versions it needs. */
  readonly days: readonly string[];
  readonly sourceDays: ReadonlySet<string>;
}

const ROW = timeline.columns.map((column) => name(column.name)).join(', ');
const EMPTY: StatementTable = { columns: timeline.columns, partitionKeys: [], partitions: [] };
export const emptyPlan: Plan = {
  fresh: EMPTY,
  gone: EMPTY,
  touchedTypes: [],
  changedTypes: [],
  days: [],
  sourceDays: new Set(),
};

/** Types that landed, and types whose timelines may come out otherwise. */
export interface Touched {
  readonly landed: readonly string[];
  readonly all: readonly string[];
}

/**
 * A complete snapshot, a recorder's own item, or an account that was suspended or no longer is, may change what is known of every
 * type that the recorder told of.
 */
export async function touchedTypesOf(run: Run): Promise<Touched> {
  const { landing_delivery, landing_item } = run.landed.tables;
  const turned = await turnedAccountsOf(run);
  if (isEmpty(run, 'landing_item') && isEmpty(run, 'landing_delivery') && turned.length === 0)
    return { landed: [], all: [] };
  const found = await run.workspace.run(
    `SELECT DISTINCT resource_type, true AS is_landed FROM landing_item
     UNION ALL
     SELECT DISTINCT c.resource_type, false FROM recorder_count AS c JOIN (
       SELECT recorder_account_id AS account_id, recorder_region AS region FROM landing_delivery WHERE source_kind = 'snapshot' AND is_complete
       UNION SELECT account_id, region FROM landing_item WHERE resource_type = ${literal(RECORDER_TYPE)}
     ) AS r ON r.account_id = c.recorder_account_id AND r.region = c.recorder_region${
       turned.length === 0
         ? ''
         : `
     UNION ALL
     SELECT DISTINCT resource_type, false FROM recorder_count WHERE recorder_account_id IN (${turned.map(literal).join(', ')})`
     }`,
    { recorder_count: run.draft.read('recorder_count'), landing_delivery, landing_item },
  );
  const rows = found.rows.map(([type, isLanded]) => ({ type: String(type), isLanded: isLanded === true }));
  const landed = rows.filter(({ isLanded }) => isLanded).map(({ type }) => type);
  return { landed: landed.sort(), all: [...new Set(rows.map(({ type }) => type))].sort() };
}

async function turnedAccountsOf(run: Run): Promise<readonly string[]> {
  if (isEmpty(run, 'landing_account')) return [];
  return textsOf(run, turnedAccountsSql(), {
    landing_account: run.landed.tables.landing_account,
    account_told: run.draft.read('account_told'),
    account_standing: run.draft.read('account_standing'),
  });
}

/** Merges sightings, puts the versions of the touched types in order, and compares with the order before. */
export async function compactSkeleton(run: Run, touched: Touched): Promise<Plan> {
  const { draft, landed } = run;
  if (touched.all.length === 0) return emptyPlan;
  run.progress(`${touched.all.length} resource types: versions and sightings`);
  await rewriteValues(run, 'sighting', 'resource_type', touched.landed, (chunk) => ({
    text: sightingsSql(chunk.length === touched.landed.length ? null : chunk),
    tables: {
      landing_item: landed.tables.landing_item,
      sighting: draft.read('sighting', (type) => chunk.includes(type)),
    },
  }));
  const isTouched = new Set(touched.all);
  const before = draft.read('timeline', (type) => isTouched.has(type));
  await rewriteValues(run, 'timeline', 'resource_type', touched.all, (chunk) => ({
    text: timelineSql(),
    tables: {
      sighting: draft.read('sighting', (type) => chunk.includes(type)),
      delivery_told: draft.read('delivery_told'),
      recorder_setting: draft.read('recorder_setting'),
      account_standing: draft.read('account_standing'),
    },
  }));
  const after = draft.read('timeline', (type) => isTouched.has(type));
  const { fresh, gone } = await differences(run, before, after);
  return { fresh, gone, touchedTypes: touched.all, ...(await planOf(run, fresh, gone)) };
}

/** Rows that each of two timelines has alone, staged for the statements that follow. */
async function differences(
  run: Run,
  before: StatementTable,
  after: StatementTable,
): Promise<Pick<Plan, 'fresh' | 'gone'>> {
  if (before.partitions.length === 0) return { fresh: after, gone: EMPTY };
  const partitions = await run.workspace.unload(
    `SELECT ${ROW}, 'fresh' AS side FROM (SELECT ${ROW} FROM after_all EXCEPT SELECT ${ROW} FROM before_all) AS added
     UNION ALL
     SELECT ${ROW}, 'gone' FROM (SELECT ${ROW} FROM before_all EXCEPT SELECT ${ROW} FROM after_all) AS dropped`,
    { before_all: before, after_all: after },
    `staging/${run.generation}/differences/`,
    ['side'],
  );
  const side = (name: string): StatementTable => ({
    ...EMPTY,
    partitions: partitions
      .filter(({ values }) => values.side === name)
      .map((partition) => ({ ...partition, values: {} })),
  });
  return { fresh: side('fresh'), gone: side('gone') };
}

async function planOf(
  run: Run,
  fresh: StatementTable,
  gone: StatementTable,
): Promise<Pick<Plan, 'changedTypes' | 'days' | 'sourceDays'>> {
  const { rows } = await run.workspace.run(
    `SELECT DISTINCT 'type' AS what, resource_type AS value FROM fresh WHERE valid_to IS NULL
     UNION SELECT 'type', resource_type FROM gone WHERE valid_to IS NULL
     UNION SELECT 'day', CAST(CAST(valid_from AS date) AS varchar) FROM fresh
     UNION SELECT 'day', CAST(CAST(valid_from AS date) AS varchar) FROM gone
     UNION SELECT 'source', CAST(CAST(captured_at AS date) AS varchar) FROM fresh
     UNION SELECT 'source', CAST(CAST(before_captured_at AS date) AS varchar) FROM fresh WHERE before_captured_at IS NOT NULL`,
    { fresh, gone },
  );
  const of = (what: string) =>
    rows.flatMap((row) => (row[0] === what && typeof row[1] === 'string' ? [row[1]] : [])).sort();
  return { changedTypes: of('type'), days: of('day'), sourceDays: new Set(of('source')) };
}
