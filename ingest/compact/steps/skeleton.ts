import { isEmpty, type Run, rewriteValues, textsOf } from '../run.ts';
import { timeline } from '../state-tables.ts';
import { RECORDER_TYPE } from '../statements/settings.ts';
import { sightingsSql } from '../statements/sightings.ts';
import { literal, name } from '../statements/sql-text.ts';
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

/** Merges sightings, puts the versions of the touched types in order, and compares with the order before. */
export async function compactSkeleton(run: Run): Promise<Plan> {
  const { draft, landed } = run;
  const landedTypes = await landedTypesOf(run);
  const touchedTypes = [...new Set([...landedTypes, ...(await typesOfChangedRecorders(run))])].sort();
  if (touchedTypes.length === 0) return emptyPlan;
  run.progress(`${touchedTypes.length} resource types: versions and sightings`);
  await rewriteValues(run, 'sighting', 'resource_type', landedTypes, (chunk) => ({
    text: sightingsSql(chunk.length === landedTypes.length ? null : chunk),
    tables: {
      landing_item: landed.tables.landing_item,
      sighting: draft.read('sighting', (type) => chunk.includes(type)),
    },
  }));
  const touched = new Set(touchedTypes);
  const before = draft.read('timeline', (type) => touched.has(type));
  await rewriteValues(run, 'timeline', 'resource_type', touchedTypes, (chunk) => ({
    text: timelineSql(),
    tables: {
      sighting: draft.read('sighting', (type) => chunk.includes(type)),
      delivery_told: draft.read('delivery_told'),
      recorder_setting: draft.read('recorder_setting'),
    },
  }));
  const after = draft.read('timeline', (type) => touched.has(type));
  const fresh = await difference(run, 'fresh', after, before);
  const gone = await difference(run, 'gone', before, after);
  return { fresh, gone, touchedTypes, ...(await planOf(run, fresh, gone)) };
}

async function landedTypesOf(run: Run): Promise<readonly string[]> {
  if (isEmpty(run, 'landing_item')) return [];
  return textsOf(run, 'SELECT DISTINCT resource_type FROM landing_item ORDER BY resource_type', {
    landing_item: run.landed.tables.landing_item,
  });
}

/** A complete snapshot, or a recorder's own item, may change what is known of every type that the recorder told of. */
async function typesOfChangedRecorders(run: Run): Promise<readonly string[]> {
  const { landing_delivery, landing_item } = run.landed.tables;
  return textsOf(
    run,
    `SELECT DISTINCT c.resource_type FROM recorder_count AS c JOIN (
       SELECT recorder_account_id AS account_id, recorder_region AS region FROM landing_delivery WHERE source_kind = 'snapshot' AND is_complete
       UNION SELECT account_id, region FROM landing_item WHERE resource_type = ${literal(RECORDER_TYPE)}
     ) AS r ON r.account_id = c.recorder_account_id AND r.region = c.recorder_region`,
    { recorder_count: run.draft.read('recorder_count'), landing_delivery, landing_item },
  );
}

/** Rows of one timeline that the other lacks, staged for the statements that follow. */
async function difference(
  run: Run,
  stage: string,
  these: StatementTable,
  those: StatementTable,
): Promise<StatementTable> {
  if (these.partitions.length === 0) return EMPTY;
  const partitions = await run.workspace.unload(
    `SELECT ${ROW} FROM these EXCEPT SELECT ${ROW} FROM those`,
    { these, those },
    `staging/${run.generation}/${stage}/`,
    [],
  );
  return { ...EMPTY, partitions };
}

async function planOf(
  run: Run,
  fresh: StatementTable,
  gone: StatementTable,
): Promise<Pick<Plan, 'changedTypes' | 'days' | 'sourceDays'>> {
  const both = `(SELECT ${ROW} FROM fresh UNION ALL SELECT ${ROW} FROM gone) AS differing`;
  const changedTypes = await textsOf(
    run,
    `SELECT DISTINCT resource_type FROM ${both} WHERE valid_to IS NULL ORDER BY resource_type`,
    { fresh, gone },
  );
  const days = await textsOf(
    run,
    `SELECT DISTINCT CAST(valid_from AS date) AS day FROM ${both} ORDER BY day`,
    { fresh, gone },
  );
  const source = await textsOf(
    run,
    `SELECT CAST(captured_at AS date) AS day FROM fresh UNION SELECT CAST(before_captured_at AS date) FROM fresh WHERE before_captured_at IS NOT NULL`,
    { fresh },
  );
  return { changedTypes, days, sourceDays: new Set(source) };
}
