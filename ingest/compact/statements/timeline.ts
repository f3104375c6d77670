import { newestSetting, RECORDER_TYPE, records } from './settings.ts';
import { KEY, list, literal, nothing, RECORDER, same, TELLING, VERSION } from './sql-text.ts';
import { suspensionsSql } from './standing.ts';

/** Complete snapshots of each recorder; only they prove anything. */
export const COMPLETE_SNAPSHOTS = `
  SELECT DISTINCT recorder_account_id, recorder_region, told_at
  FROM delivery_told
  WHERE source_kind = 'snapshot' AND message_type IS NULL AND is_complete AND recorder_account_id <> ''`;

const BY_VERSION = 'captured_at, state_id';
const over = (partition: readonly string[], order: string): string =>
  `OVER (PARTITION BY ${list(partition)} ORDER BY ${order})`;

/**
 * timeline of the types whose sightings it reads: versions in order, and the deletions that complete snapshots prove.
 * See CONTEXT.md for the rules; the names below are its words. Partitioned by resource_type.
 */
export const timelineSql = (): string => `
WITH told AS (
  SELECT ${list(VERSION)}, ${list(RECORDER)}, source_kind, is_deleted, change_type, first_told_at, last_told_at, ${TELLING} AS telling
  FROM sighting WHERE source_kind <> 'notice'
),
version AS (
  SELECT ${list(VERSION)}, min(telling) AS telling, min_by(is_deleted, telling) AS is_deleted,
    min_by(change_type, telling) AS event_change
  FROM told GROUP BY ${list(VERSION)}
),
chain AS (
  SELECT ${list(VERSION)}, telling, is_deleted, event_change,
    lead(captured_at) ${over(KEY, BY_VERSION)} AS next_captured_at,
    row_number() ${over(KEY, BY_VERSION)} AS place
  FROM version
),
teller AS (
  SELECT ${list(VERSION)}, ${list(RECORDER)},
    max(CASE WHEN source_kind = 'snapshot' THEN last_told_at END) AS listed_until,
    min(CASE WHEN source_kind = 'snapshot' THEN first_told_at END) AS listed_from,
    min(CASE WHEN source_kind = 'snapshot' THEN first_told_at ELSE captured_at END) AS sighted_at
  FROM told GROUP BY ${list(VERSION)}, ${list(RECORDER)}
),
reporter AS (
  SELECT DISTINCT ${list(KEY)}, ${list(RECORDER)} FROM teller
),
seen AS (
  SELECT ${list(VERSION, 'v')}, v.next_captured_at, v.is_deleted, ${list(RECORDER, 'r')},
    max(t.listed_until) OVER (PARTITION BY ${list([...KEY], 'v')}, ${list(RECORDER, 'r')} ORDER BY v.captured_at, v.state_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS own_listed_until,
    max(t.listed_until) OVER (PARTITION BY ${list([...KEY], 'v')} ORDER BY v.captured_at, v.state_id) AS any_listed_until,
    count(t.captured_at) OVER (PARTITION BY ${list([...KEY], 'v')}, ${list(RECORDER, 'r')} ORDER BY v.captured_at, v.state_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS told_so_far
  FROM chain AS v
  JOIN reporter AS r ON ${same(KEY, 'v', 'r')}
  LEFT JOIN teller AS t ON ${same(VERSION, 'v', 't')} AND ${same(RECORDER, 'r', 't')}
),
complete AS (${COMPLETE_SNAPSHOTS}
),
span AS (
  SELECT ${list(RECORDER)}, min(told_at) AS first_complete_at, max(told_at) AS last_complete_at FROM complete GROUP BY ${list(RECORDER)}
),
suspension AS (${suspensionsSql('account_standing')}
),
setting_at AS (
  SELECT recorder_account_id, recorder_region, told_at, is_silent, records_all, includes_global, listed_types, excluded_types
  FROM (
    SELECT ${list(RECORDER, 'c')}, c.told_at, coalesce(s.is_stopped, false) OR z.account_id IS NOT NULL AS is_silent, s.records_all, s.includes_global, s.listed_types, s.excluded_types,
      row_number() OVER (PARTITION BY ${list(RECORDER, 'c')}, c.told_at ORDER BY s.captured_at DESC, s.state_id DESC) AS place
    FROM complete AS c
    LEFT JOIN recorder_setting AS s ON s.account_id = c.recorder_account_id AND s.region = c.recorder_region
      AND s.captured_at <= c.told_at AND s.resource_type = ${literal(RECORDER_TYPE)}
    LEFT JOIN suspension AS z ON z.account_id = c.recorder_account_id AND (z.since IS NULL OR z.since <= c.told_at)
      AND (z.until IS NULL OR z.until > c.told_at)
  ) AS in_force
  WHERE place = 1
),
bound AS (
  SELECT s.*,
    CASE WHEN s.own_listed_until >= s.captured_at THEN s.own_listed_until ELSE s.captured_at END AS bound_at,
    CASE WHEN s.own_listed_until >= s.captured_at THEN 2 ELSE 0 END AS bound_order
  FROM seen AS s
  JOIN span AS p ON ${same(RECORDER, 's', 'p')}
  WHERE s.told_so_far > 0 AND NOT s.is_deleted AND p.last_complete_at >= s.captured_at
    AND (s.own_listed_until IS NULL OR p.last_complete_at > s.own_listed_until)
),
marked AS (
  SELECT ${list(VERSION)}, next_captured_at, ${list(RECORDER)}, any_listed_until, bound_order, bound_at,
    min(snapshot_at) OVER (PARTITION BY ${list(RECORDER)} ORDER BY bound_at, bound_order
      ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS next_snapshot_at
  FROM (
    SELECT ${list(VERSION)}, next_captured_at, ${list(RECORDER)}, any_listed_until, bound_at, bound_order, ${nothing('timestamp(3)')} AS snapshot_at
    FROM bound
    UNION ALL
    SELECT ${nothing('varchar')}, ${nothing('varchar')}, ${nothing('varchar')}, ${nothing('varchar')}, ${nothing('timestamp(3)')}, ${nothing('bigint')},
      ${nothing('timestamp(3)')}, ${list(RECORDER)}, ${nothing('timestamp(3)')}, told_at, 1, told_at
    FROM complete
  ) AS in_time
),
suspect AS (
  SELECT * FROM marked
  WHERE bound_order <> 1 AND next_snapshot_at IS NOT NULL AND (next_captured_at IS NULL OR next_snapshot_at < next_captured_at)
),
listing AS (
  SELECT ${list(KEY)}, ${list(RECORDER)}, listed_until AS told_at FROM teller WHERE listed_until < captured_at
  UNION
  SELECT ${list(KEY)}, ${list(RECORDER)}, listed_from FROM teller WHERE listed_from < captured_at
),
proof AS (
  SELECT ${list(VERSION, 's')}, ${list(RECORDER, 's')}, a.told_at AS proved_at, s.region = 'global' AS is_global
  FROM suspect AS s
  JOIN setting_at AS a ON ${same(RECORDER, 's', 'a')} AND a.told_at >= s.next_snapshot_at
    AND (s.next_captured_at IS NULL OR a.told_at < s.next_captured_at)
    AND (s.any_listed_until IS NULL OR a.told_at >= s.any_listed_until OR s.region = 'global')
  LEFT JOIN listing AS k ON ${same(KEY, 's', 'k')} AND ${same(RECORDER, 's', 'k')} AND k.told_at = a.told_at
  WHERE NOT a.is_silent AND ${records('s', 'a')} AND k.told_at IS NULL
),
global_proof AS (
  SELECT DISTINCT ${list(VERSION)}, proved_at FROM proof WHERE is_global
),
stopped AS (
  SELECT ${list(VERSION)}, ${list(RECORDER)}, min(proved_at) AS stopped_at FROM proof GROUP BY ${list(VERSION)}, ${list(RECORDER)}
),
setting_span AS (
  SELECT account_id, region, captured_at, records_all, includes_global, listed_types, excluded_types,
    lead(captured_at) OVER (PARTITION BY account_id, region ORDER BY captured_at, state_id) AS superseded_at
  FROM recorder_setting WHERE resource_type = ${literal(RECORDER_TYPE)}
),
holdout AS (
  SELECT ${list(VERSION, 'g')}, g.proved_at
  FROM global_proof AS g
  JOIN seen AS s ON ${same(VERSION, 'g', 's')} AND s.told_so_far > 0 AND s.recorder_account_id <> ''
  LEFT JOIN stopped AS p ON ${same(VERSION, 'p', 's')} AND ${same(RECORDER, 'p', 's')}
  LEFT JOIN setting_span AS f ON f.account_id = s.recorder_account_id AND f.region = s.recorder_region
    AND f.captured_at <= g.proved_at AND (f.superseded_at IS NULL OR f.superseded_at > g.proved_at)
  WHERE (p.stopped_at IS NULL OR p.stopped_at > g.proved_at) AND ${records('s', 'f')}
),
absence AS (
  SELECT ${list(VERSION, 'p')}, min(p.proved_at) AS absent_at
  FROM proof AS p
  LEFT JOIN (SELECT DISTINCT ${list(VERSION)}, proved_at FROM holdout) AS h ON ${same(VERSION, 'p', 'h')} AND p.proved_at = h.proved_at
  WHERE h.proved_at IS NULL
  GROUP BY ${list(VERSION, 'p')}
),
first_sight AS (
  SELECT ${list(KEY)}, min_by(is_later, sighted_at) AS is_later
  FROM (
    SELECT ${list(KEY, 't')}, t.sighted_at, coalesce(t.sighted_at > p.first_complete_at, false) AS is_later
    FROM teller AS t
    LEFT JOIN span AS p ON ${same(RECORDER, 't', 'p')}
  ) AS sights
  GROUP BY ${list(KEY)}
),
newest_setting AS (${newestSetting(RECORDER_TYPE)}
),
recorded AS (
  SELECT ${list(KEY, 'r')},
    max(CASE WHEN ${records('r', 's')} THEN 1 ELSE 0 END) AS by_some
  FROM reporter AS r
  LEFT JOIN newest_setting AS s ON s.account_id = r.recorder_account_id AND s.region = r.recorder_region
  GROUP BY ${list(KEY, 'r')}
),
entry AS (
  SELECT ${list(VERSION, 'v')}, v.telling, v.is_deleted, v.event_change, v.place = 1 AND coalesce(f.is_later, false) AS is_later_sight,
    false AS is_absence, 0 AS entry_order, v.captured_at AS valid_from
  FROM chain AS v
  LEFT JOIN first_sight AS f ON ${same(KEY, 'v', 'f')}
  UNION ALL
  SELECT ${list(VERSION, 'v')}, v.telling, true, ${nothing('varchar')}, false, true, 1, a.absent_at
  FROM absence AS a JOIN chain AS v ON ${same(VERSION, 'v', 'a')}
),
ordered AS (
  SELECT *, lag(is_deleted) ${over(KEY, 'valid_from, captured_at, state_id, entry_order')} AS is_after_deletion
  FROM entry
),
kept AS (
  SELECT ${list(VERSION)}, telling, is_deleted, event_change, is_later_sight, is_absence, entry_order, valid_from, is_after_deletion
  FROM ordered WHERE NOT (is_deleted AND coalesce(is_after_deletion, false))
),
linked AS (
  SELECT *,
    lead(valid_from) ${over(KEY, 'valid_from, captured_at, state_id, entry_order')} AS valid_to,
    lag(captured_at) ${over(KEY, 'valid_from, captured_at, state_id, entry_order')} AS last_captured_at,
    lag(state_id) ${over(KEY, 'valid_from, captured_at, state_id, entry_order')} AS last_state_id,
    lag(telling) ${over(KEY, 'valid_from, captured_at, state_id, entry_order')} AS last_telling
  FROM kept
)
SELECT ${list(['account_id', 'region', 'resource_id', 'captured_at', 'state_id'], 'l')}, l.is_absence, l.is_deleted, l.valid_from, l.valid_to, l.telling,
  CASE
    WHEN l.is_deleted THEN 'DELETE'
    WHEN l.is_after_deletion OR l.event_change = 'CREATE' THEN 'CREATE'
    WHEN l.is_after_deletion IS NOT NULL OR l.event_change = 'UPDATE' THEN 'UPDATE'
    WHEN l.is_later_sight THEN 'CREATE'
  END AS change_type,
  CASE WHEN NOT l.is_after_deletion THEN l.last_captured_at END AS before_captured_at,
  CASE WHEN NOT l.is_after_deletion THEN l.last_state_id END AS before_state_id,
  CASE WHEN NOT l.is_after_deletion THEN l.last_telling END AS before_telling,
  coalesce(r.by_some, 1) = 1 AS is_recorded,
  l.resource_type
FROM linked AS l
LEFT JOIN recorded AS r ON ${same(KEY, 'l', 'r')}`;
