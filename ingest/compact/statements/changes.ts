import { environmentOfTagsSql } from './environment.ts';
import { inDays } from './history.ts';
import { KEY, list, same } from './sql-text.ts';

const atVersion = (history: string, timeline: string, at: string, state: string): string =>
  `${same(KEY, history, timeline)} AND ${history}.stocktake_version_at = ${timeline}.${at} AND ${history}.stocktake_state_id = ${timeline}.${state}`;

/**
 * resource_changes of the days concerned: the old rows that still hold, and the changes among the rows of `fresh`.
 * Tables: fresh, gone, changes_kept (old files of these days), resource_history (new files of the days whose content
 * is needed), computed_path, account_naming. Partitioned by day, that of changed_at.
 */
export const changesSql = (days: readonly string[] | null): string => `
WITH history AS (
  SELECT ${list(KEY)}, stocktake_version_at, stocktake_state_id, stocktake_changed_paths, resource_name, arn, tags, configuration, source
  FROM resource_history WHERE change_source <> 'absence'
)
SELECT k.account_id, n.account_name, k.region, k.resource_type, k.resource_id, k.resource_name, k.arn,
  coalesce(n.environment, k.stocktake_environment) AS environment,
  k.changed_at, k.change_type, k.changed_paths, k.before, k.after, k.actor, k.change_source,
  k.stocktake_version_at, k.stocktake_state_id, k.stocktake_environment, k.day
FROM changes_kept AS k
LEFT JOIN gone AS g ON ${same(KEY, 'g', 'k')} AND g.valid_from = k.changed_at
  AND g.captured_at = k.stocktake_version_at AND g.state_id = k.stocktake_state_id AND g.is_absence = (k.change_source = 'absence')
LEFT JOIN account_naming AS n ON n.account_id = k.account_id
WHERE g.account_id IS NULL
UNION ALL
SELECT f.account_id, n.account_name, f.region, f.resource_type, f.resource_id, h.resource_name, h.arn,
  coalesce(n.environment, ${environmentOfTagsSql('h.tags')}) AS environment,
  f.valid_from, f.change_type,
  CASE WHEN f.is_absence THEN CAST(ARRAY[] AS array(varchar)) ELSE coalesce(p.paths, h.stocktake_changed_paths, CAST(ARRAY[] AS array(varchar))) END,
  CASE WHEN f.change_type <> 'CREATE' THEN b.configuration END,
  CASE WHEN NOT f.is_deleted THEN h.configuration END,
  CAST(NULL AS varchar), CASE WHEN f.is_absence THEN 'absence' ELSE h.source END,
  f.captured_at, f.state_id, ${environmentOfTagsSql('h.tags')}, CAST(f.valid_from AS date)
FROM fresh AS f
JOIN history AS h ON ${atVersion('h', 'f', 'captured_at', 'state_id')}
LEFT JOIN history AS b ON ${atVersion('b', 'f', 'before_captured_at', 'before_state_id')}
LEFT JOIN computed_path AS p ON ${same(KEY, 'p', 'f')} AND p.captured_at = f.captured_at AND p.state_id = f.state_id
LEFT JOIN account_naming AS n ON n.account_id = f.account_id
WHERE f.change_type IS NOT NULL${inDays('f.valid_from', days, 'AND')}`;

/**
 * Updates with both versions, for computing what changed between them. The paths that an event tells are those since AWS's own
 * version before, which may never have come here, and name places in arrays (`configuration.tags.0`).
 */
const updates = `
  FROM fresh AS f
  JOIN resource_history AS h ON ${atVersion('h', 'f', 'captured_at', 'state_id')} AND h.change_source <> 'absence'
  JOIN resource_history AS b ON ${atVersion('b', 'f', 'before_captured_at', 'before_state_id')} AND b.change_source <> 'absence'
  WHERE f.change_type = 'UPDATE'`;

/** One page of them, from row `from` to row `to` inclusive, counted from 1. */
export const updatesSql = (from: number, to: number): string => `
SELECT ${list(KEY)}, captured_at, state_id, before_configuration, configuration, before_supplementary, supplementary, before_tags, tags, told_paths
FROM (
  SELECT ${list(KEY, 'f')}, f.captured_at, f.state_id, b.configuration AS before_configuration, h.configuration,
    b.supplementary_configuration AS before_supplementary, h.supplementary_configuration AS supplementary,
    b.tags AS before_tags, h.tags, h.stocktake_changed_paths AS told_paths,
    row_number() OVER (ORDER BY ${list(KEY, 'f')}, f.captured_at, f.state_id) AS place
  ${updates}
) AS updates
WHERE place BETWEEN ${from} AND ${to}`;
