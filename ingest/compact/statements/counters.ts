import { KEY, list, RECORDER, same, VERSION } from './sql-text.ts';
import { COMPLETE_SNAPSHOTS } from './timeline.ts';

/** Columns that a recorder's counters add up over. */
const BY = [...RECORDER, 'account_id', 'region', 'resource_type'] as const;
const METRICS = [
  'items',
  'versions',
  'missed_by_events',
  'late_events',
  'duplicate_events',
  'out_of_order_events',
  'schema_faults',
] as const;

const count = (
  metric: (typeof METRICS)[number],
  value: string,
  lastEventAt = 'CAST(NULL AS timestamp(3))',
): string =>
  `${METRICS.map((each) => `${each === metric ? value : "BIGINT '0'"} AS ${each}`).join(', ')}, ${lastEventAt} AS last_event_at`;

/**
 * recorder_count of the types whose sightings and timeline it reads; partitioned by resource_type.
 * Events: duplicate = an envelope id again; late = after a snapshot of the recorder that lists the version; out of
 * order = after an event of the same recorder about a newer version of the resource; missed = a version told by the
 * recorder and captured after its first complete snapshot that no event of any recorder told.
 */
export const countersSql = (): string => `
WITH complete AS (${COMPLETE_SNAPSHOTS}
),
span AS (
  SELECT ${list(RECORDER)}, min(told_at) AS first_complete_at FROM complete GROUP BY ${list(RECORDER)}
),
version AS (
  SELECT ${list(VERSION)}, max(CASE WHEN source_kind IN ('event', 'notice') THEN 1 ELSE 0 END) AS by_event FROM sighting GROUP BY ${list(VERSION)}
),
teller AS (
  SELECT ${list(VERSION)}, ${list(RECORDER)}, max(schema_faults) AS faults,
    min(CASE WHEN source_kind = 'snapshot' THEN first_told_at END) AS listed_at
  FROM sighting WHERE source_kind <> 'notice' GROUP BY ${list(VERSION)}, ${list(RECORDER)}
),
telling AS (
  SELECT ${list(VERSION)}, ${list(RECORDER)}, told_at,
    row_number() OVER (PARTITION BY ${list(RECORDER)}, resource_type, envelope_id ORDER BY delivery_id, ordinal) AS occurrence
  FROM (
    SELECT ${list(VERSION)}, ${list(RECORDER)}, envelope_id, delivery_id, ordinal, min(first_told_at) AS told_at
    FROM sighting WHERE source_kind IN ('event', 'notice')
    GROUP BY ${list(VERSION)}, ${list(RECORDER)}, envelope_id, delivery_id, ordinal
  ) AS message
),
event AS (
  SELECT ${list(VERSION)}, ${list(RECORDER)}, told_at FROM telling WHERE occurrence = 1
),
newer AS (
  SELECT ${list(VERSION)}, ${list(RECORDER)},
    min(told_at) OVER (PARTITION BY ${list(KEY)}, ${list(RECORDER)} ORDER BY captured_at DESC, state_id DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newer_told_at
  FROM (SELECT ${list(VERSION)}, ${list(RECORDER)}, min(told_at) AS told_at FROM event GROUP BY ${list(VERSION)}, ${list(RECORDER)}) AS earliest
),
metric AS (
  SELECT ${list(BY, 't')}, ${count('items', "BIGINT '1'")}
  FROM (SELECT DISTINCT ${list(KEY)}, ${list(RECORDER)} FROM teller) AS t
  JOIN timeline AS l ON ${same(KEY, 'l', 't')} AND l.valid_to IS NULL AND NOT l.is_deleted AND l.is_recorded
  UNION ALL
  SELECT ${list(BY, 't')}, ${count('versions', "BIGINT '1'")} FROM teller AS t
  UNION ALL
  SELECT ${list(BY, 't')}, ${count('schema_faults', 't.faults')} FROM teller AS t
  UNION ALL
  SELECT ${list(BY, 't')}, ${count('missed_by_events', "BIGINT '1'")}
  FROM teller AS t
  JOIN version AS v ON ${same(VERSION, 'v', 't')}
  JOIN span AS s ON ${same(RECORDER, 's', 't')}
  WHERE v.by_event = 0 AND t.captured_at > s.first_complete_at
  UNION ALL
  SELECT ${list(BY, 'e')}, ${count('duplicate_events', "CASE WHEN e.occurrence > 1 THEN BIGINT '1' ELSE BIGINT '0' END", 'e.told_at')} FROM telling AS e
  UNION ALL
  SELECT ${list(BY, 'e')}, ${count('late_events', "BIGINT '1'")}
  FROM event AS e JOIN teller AS t ON ${same([...VERSION, ...RECORDER], 't', 'e')}
  WHERE t.listed_at < e.told_at
  UNION ALL
  SELECT ${list(BY, 'e')}, ${count('out_of_order_events', "BIGINT '1'")}
  FROM event AS e JOIN newer AS n ON ${same([...VERSION, ...RECORDER], 'n', 'e')}
  WHERE n.newer_told_at < e.told_at
)
SELECT ${list([...RECORDER, 'account_id', 'region'])}, ${METRICS.map((each) => `sum(${each}) AS ${each}`).join(', ')}, max(last_event_at) AS last_event_at, resource_type
FROM metric
GROUP BY ${list(BY)}`;
