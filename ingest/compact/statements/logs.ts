import { inDays } from './history.ts';

/** Records that landed; one that stands at the position of a rejection has been replayed. */
const ACCEPTED = `
  SELECT delivery_id, ordinal FROM landing_item WHERE source_kind <> 'notice'
  UNION SELECT delivery_id, ordinal FROM landing_compliance
  UNION SELECT delivery_id, ordinal FROM landing_account
  UNION SELECT delivery_id, ordinal FROM landing_delivery WHERE message_type IS NOT NULL`;

/**
 * Deliveries that were not read to their end, of a key of AWS Config that another delivery told whole: that one tells again
 * what was wrong with the first, if it still is. Which of them came first does not matter.
 */
const SUPERSEDED = `
  SELECT DISTINCT b.delivery_id FROM delivery_told AS b
  JOIN delivery_told AS w ON w.source_key = b.source_key AND w.delivery_id <> b.delivery_id
  WHERE NOT b.is_complete AND w.is_complete AND b.message_type IS NULL AND w.message_type IS NULL
    AND b.source_key LIKE '%AWSLogs/%/Config/%'`;

/** Days whose rejections changed: new ones, those that landed after all, and those of a delivery told whole since. */
export const rejectDaysSql = (): string => `
WITH accepted AS (${ACCEPTED}),
superseded AS (${SUPERSEDED})
SELECT CAST(ingested_at AS date) AS day FROM landing_reject
UNION
SELECT o.day FROM rejected_records AS o
JOIN accepted AS a ON a.delivery_id = o.stocktake_delivery_id AND a.ordinal = o.stocktake_ordinal
UNION
SELECT o.day FROM rejected_records AS o JOIN superseded AS s ON s.delivery_id = o.stocktake_delivery_id`;

/** rejected_records of the days concerned: the old rows and what landed, each rejection once; partitioned by day. */
export const rejectsSql = (days: readonly string[]): string => `
WITH accepted AS (${ACCEPTED}),
superseded AS (${SUPERSEDED}),
landed AS (
  SELECT l.ingested_at AS received_at, l.account_id, l.region, l.source_key AS source, l.reason_code, l.reason, l.excerpt, l.dead_letter_key,
    l.delivery_id, l.ordinal,
    row_number() OVER (PARTITION BY l.delivery_id, l.ordinal ORDER BY l.ingested_at) AS place
  FROM landing_reject AS l
  LEFT JOIN rejected_records AS o ON o.stocktake_delivery_id = l.delivery_id AND o.stocktake_ordinal = l.ordinal
  WHERE o.stocktake_delivery_id IS NULL
),
rejected AS (
  SELECT received_at, account_id, region, source, reason_code, reason, excerpt, dead_letter_key, delivery_id, ordinal, CAST(received_at AS date) AS day
  FROM landed WHERE place = 1${inDays('received_at', days, 'AND')}
  UNION ALL
  SELECT received_at, account_id, region, source, reason_code, reason, excerpt, dead_letter_key, stocktake_delivery_id, stocktake_ordinal, day
  FROM rejects_kept
)
SELECT r.received_at, r.account_id, n.account_name, r.region, r.source, r.reason_code, r.reason, r.excerpt, r.dead_letter_key,
  r.delivery_id AS stocktake_delivery_id, r.ordinal AS stocktake_ordinal, r.day
FROM rejected AS r
LEFT JOIN accepted AS a ON a.delivery_id = r.delivery_id AND a.ordinal = r.ordinal
LEFT JOIN superseded AS s ON s.delivery_id = r.delivery_id
LEFT JOIN account_naming AS n ON n.account_id = r.account_id
WHERE a.delivery_id IS NULL AND s.delivery_id IS NULL`;

/** query_log of the days concerned: the old rows, and one row a question asked since; partitioned by day. */
export const queryLogSql = (days: readonly string[]): string => `
SELECT id, asked_at, user_id, question, sql, status, engine, bytes_scanned, row_count, elapsed_ms, model_tokens, cost_usd, CAST(asked_at AS date) AS day
FROM (
  SELECT *, row_number() OVER (PARTITION BY id ORDER BY asked_at) AS place
  FROM (
    SELECT id, asked_at, user_id, question, sql, status, engine, bytes_scanned, row_count, elapsed_ms, model_tokens, cost_usd FROM log_kept
    UNION ALL
    SELECT id, asked_at, user_id, question, sql, status, engine, bytes_scanned, row_count, elapsed_ms, model_tokens, cost_usd FROM log_landed
  ) AS asked
) AS ranked
WHERE place = 1${inDays('asked_at', days, 'AND')}`;
