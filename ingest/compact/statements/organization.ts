import { CHANNEL_TYPE, newestSetting, RECORDER_TYPE } from './settings.ts';
import { list, RECORDER } from './sql-text.ts';
import { COMPLETE_SNAPSHOTS } from './timeline.ts';

/** delivery_told, merged with the files and messages that landed: once each, whatever landed twice. */
export const deliveriesSql = (): string => `
SELECT recorder_account_id, recorder_region, delivery_id, ordinal, min(source_kind) AS source_kind, min(source_key) AS source_key,
  min(told_at) AS told_at, min(snapshot_id) AS snapshot_id, bool_or(is_complete) AS is_complete, min(message_type) AS message_type
FROM (
  SELECT coalesce(recorder_account_id, '') AS recorder_account_id, coalesce(recorder_region, '') AS recorder_region, delivery_id,
    coalesce(ordinal, -1) AS ordinal, source_kind, source_key, told_at, snapshot_id, coalesce(is_complete, false) AS is_complete, message_type
  FROM landing_delivery
  UNION ALL
  SELECT recorder_account_id, recorder_region, delivery_id, ordinal, source_kind, source_key, told_at, snapshot_id, is_complete, message_type
  FROM delivery_told
) AS told
GROUP BY recorder_account_id, recorder_region, delivery_id, ordinal`;

/** account_told, merged with the lists that landed: of each account the newest telling. */
export const accountsToldSql = (): string => `
SELECT account_id, told_at, delivery_id, account_name, email, status, ou_path, tags, regions, joined_at
FROM (
  SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY told_at DESC, delivery_id DESC, ordinal DESC) AS place
  FROM (
    SELECT account_id, told_at, delivery_id, ordinal, account_name, email, status, ou_path, tags, regions, joined_at FROM landing_account
    UNION ALL
    SELECT account_id, told_at, delivery_id, BIGINT '-1', account_name, email, status, ou_path, tags, regions, joined_at FROM account_told
  ) AS told
) AS ranked
WHERE place = 1 AND account_id IS NOT NULL`;

const SEEN = `
  SELECT recorder_account_id AS account_id FROM delivery_told
  UNION SELECT recorder_account_id FROM recorder_count
  UNION SELECT account_id FROM recorder_count
  UNION SELECT account_id FROM evaluation
  UNION SELECT account_id FROM rejected_records`;

/** accounts: those that the organization told, and those seen. */
export const accountsSql = (): string => `
SELECT s.account_id, t.account_name, t.status, t.ou_path, n.environment, coalesce(t.tags, CAST(MAP() AS map(varchar, varchar))) AS tags, t.joined_at, t.email, t.regions
FROM (SELECT account_id FROM account_told UNION ${SEEN}) AS s
LEFT JOIN account_told AS t ON t.account_id = s.account_id
LEFT JOIN account_naming AS n ON n.account_id = s.account_id
WHERE s.account_id IS NOT NULL AND s.account_id <> ''`;

/** Where a reject counts: without an account nowhere in particular, whatever Region it names. */
const REJECTED_AT = `coalesce(account_id, '') AS account_id,
    CASE WHEN account_id IS NULL OR region IS NULL THEN '' ELSE region END AS region`;

const NO_TEXTS = 'CAST(ARRAY[] AS array(varchar))';

/**
 * coverage_state. Domain config: every place that delivered a file, an event or a reject (what no recorder is known of counts nowhere); the enabled Regions of ACTIVE accounts that
 * delivered; a row without Region for an ACTIVE account that never delivered and for rejects that name none. Domain
 * compliance: every place where results arrived.
 */
export const coverageSql = (): string => `
WITH place AS (
  SELECT recorder_account_id AS account_id, recorder_region AS region FROM delivery_told
  WHERE recorder_account_id <> '' AND recorder_region <> ''
  UNION
  SELECT recorder_account_id, recorder_region FROM recorder_count WHERE recorder_account_id <> '' AND recorder_region <> ''
  UNION
  SELECT recorder_account_id, recorder_region FROM evaluation WHERE recorder_account_id <> '' AND recorder_region <> ''
  UNION
  SELECT ${REJECTED_AT} FROM rejected_records
),
delivered AS (
  SELECT DISTINCT account_id FROM place
),
expected AS (
  SELECT account_id, region FROM place
  UNION
  SELECT a.account_id, e.region
  FROM accounts AS a JOIN delivered AS d ON d.account_id = a.account_id
  CROSS JOIN UNNEST(a.regions) AS e(region)
  WHERE a.status = 'ACTIVE'
  UNION
  SELECT a.account_id, ''
  FROM accounts AS a LEFT JOIN delivered AS d ON d.account_id = a.account_id
  WHERE a.status = 'ACTIVE' AND d.account_id IS NULL
),
snapshot AS (
  SELECT ${list(RECORDER)}, min(told_at) AS first_at, max(told_at) AS last_at FROM (${COMPLETE_SNAPSHOTS}
  ) AS complete GROUP BY ${list(RECORDER)}
),
counted AS (
  SELECT ${list(RECORDER)}, sum(items) AS items, sum(missed_by_events) AS missed, sum(late_events) AS late, sum(duplicate_events) AS duplicates,
    sum(out_of_order_events) AS out_of_order, sum(schema_faults) AS faults, max(last_event_at) AS last_event_at
  FROM recorder_count WHERE recorder_region <> '' GROUP BY ${list(RECORDER)}
),
message AS (
  SELECT ${list(RECORDER)}, max(told_at) AS last_at FROM delivery_told
  WHERE source_kind = 'event' AND message_type IS NOT NULL AND recorder_region <> '' GROUP BY ${list(RECORDER)}
),
newest_recorder AS (${newestSetting(RECORDER_TYPE)}
),
newest_channel AS (${newestSetting(CHANNEL_TYPE)}
),
rejection AS (
  SELECT account_id, region, count(*) AS rejected FROM (SELECT ${REJECTED_AT} FROM rejected_records) AS rejects
  GROUP BY account_id, region
)
SELECT nullif(e.account_id, '') AS account_id, a.account_name, a.status AS account_status, nullif(e.region, '') AS region, 'config' AS domain,
  CASE WHEN s.account_id IS NULL THEN 'unknown' WHEN s.is_stopped THEN 'stopped' ELSE 'recording' END AS recorder_state,
  CASE WHEN s.account_id IS NULL THEN CAST(NULL AS array(varchar)) WHEN s.records_all THEN ARRAY['*'] ELSE s.listed_types END AS recorded_types,
  coalesce(s.excluded_types, ${NO_TEXTS}) AS excluded_types, s.includes_global AS includes_global_types,
  p.first_at AS first_snapshot_at, p.last_at AS last_snapshot_at,
  CASE WHEN m.last_at IS NULL OR c.last_event_at > m.last_at THEN c.last_event_at ELSE m.last_at END AS last_event_at,
  h.delivery_frequency_hours, coalesce(c.items, 0) AS items, coalesce(r.rejected, 0) AS rejected, coalesce(c.missed, 0) AS missed_by_events,
  coalesce(c.late, 0) AS late_events, coalesce(c.duplicates, 0) AS duplicate_events, coalesce(c.out_of_order, 0) AS out_of_order_events,
  coalesce(c.faults, 0) AS schema_faults
FROM expected AS e
LEFT JOIN accounts AS a ON a.account_id = e.account_id
LEFT JOIN newest_recorder AS s ON s.account_id = e.account_id AND s.region = e.region
LEFT JOIN newest_channel AS h ON h.account_id = e.account_id AND h.region = e.region
LEFT JOIN snapshot AS p ON p.recorder_account_id = e.account_id AND p.recorder_region = e.region
LEFT JOIN counted AS c ON c.recorder_account_id = e.account_id AND c.recorder_region = e.region
LEFT JOIN message AS m ON m.recorder_account_id = e.account_id AND m.recorder_region = e.region
LEFT JOIN rejection AS r ON r.account_id = e.account_id AND r.region = e.region
UNION ALL
SELECT v.account_id, a.account_name, a.status, v.region, 'compliance', 'unknown', CAST(NULL AS array(varchar)), CAST(NULL AS array(varchar)), CAST(NULL AS boolean),
  CAST(NULL AS timestamp(3)), CAST(NULL AS timestamp(3)), max(v.evaluated_at), CAST(NULL AS bigint), count(*), BIGINT '0', BIGINT '0', BIGINT '0',
  BIGINT '0', BIGINT '0', BIGINT '0'
FROM (SELECT DISTINCT account_id, region, resource_type, resource_id, rule_name, max(evaluated_at) OVER (PARTITION BY account_id, region) AS evaluated_at
  FROM evaluation WHERE rule_name <> '') AS v
LEFT JOIN accounts AS a ON a.account_id = v.account_id
GROUP BY v.account_id, a.account_name, a.status, v.region`;
