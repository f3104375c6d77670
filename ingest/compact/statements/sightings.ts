import { DELETED, list, literal, RECORDER, VERSION } from './sql-text.ts';

/**
 * sighting, merged with what landed of the types given (null: all that landed); partitioned by resource_type.
 * Duplicates and repeats fall together. A notice is an event about a version whose content it does not hold (an oversized item
 * that has not come): it counts as an event and makes no version.
 */
export const sightingsSql = (types: readonly string[] | null): string => `
WITH told AS (
  SELECT account_id, region, resource_type, resource_id, captured_at, coalesce(state_id, -1) AS state_id,
    coalesce(recorder_account_id, '') AS recorder_account_id, coalesce(recorder_region, '') AS recorder_region, source_kind,
    CASE WHEN source_kind IN ('event', 'notice') THEN delivery_id END AS delivery_id,
    CASE WHEN source_kind IN ('event', 'notice') THEN ordinal END AS ordinal,
    CASE WHEN source_kind IN ('event', 'notice') THEN coalesce(envelope_id, concat(delivery_id, '/', CAST(ordinal AS varchar))) END AS envelope_id,
    told_at AS first_told_at, told_at AS last_told_at, ${DELETED} AS is_deleted,
    coalesce(content_hash, '') AS content_hash, change_type, coalesce(schema_faults, 0) AS schema_faults
  FROM landing_item${types === null ? '' : ` WHERE resource_type IN (${types.map(literal).join(', ')})`}
  UNION ALL
  SELECT ${list([...VERSION, ...RECORDER])}, source_kind, delivery_id, ordinal, envelope_id, first_told_at, last_told_at,
    is_deleted, content_hash, change_type, schema_faults
  FROM sighting
)
SELECT account_id, region, resource_id, captured_at, state_id, ${list(RECORDER)}, source_kind, delivery_id, ordinal,
  min(envelope_id) AS envelope_id, min(first_told_at) AS first_told_at, max(last_told_at) AS last_told_at,
  min_by(is_deleted, content_hash) AS is_deleted, min(content_hash) AS content_hash,
  min_by(change_type, content_hash) AS change_type, min_by(schema_faults, content_hash) AS schema_faults,
  resource_type
FROM told
GROUP BY account_id, region, resource_type, resource_id, captured_at, state_id, ${list(RECORDER)}, source_kind, delivery_id, ordinal`;
