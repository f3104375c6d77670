import { inDays } from './history.ts';

/** rejected_records of the days concerned: the old rows and what landed, each rejection once; partitioned by day. */
export const rejectsSql = (days: readonly string[]): string => `
SELECT received_at, r.account_id, n.account_name, region, source, reason_code, reason, excerpt, dead_letter_key,
  stocktake_delivery_id, stocktake_ordinal, day
FROM (
  SELECT received_at, account_id, region, source, reason_code, reason, excerpt, dead_letter_key, stocktake_delivery_id, stocktake_ordinal, day
  FROM rejects_kept
  UNION ALL
  SELECT ingested_at, account_id, region, source_key, reason_code, reason, excerpt, dead_letter_key, delivery_id, ordinal, CAST(ingested_at AS date)
  FROM (
    SELECT l.ingested_at, l.account_id, l.region, l.source_key, l.reason_code, l.reason, l.excerpt, l.dead_letter_key, l.delivery_id, l.ordinal,
      row_number() OVER (PARTITION BY l.delivery_id, l.ordinal ORDER BY l.ingested_at) AS place
    FROM landing_reject AS l
    LEFT JOIN rejected_records AS o ON o.stocktake_delivery_id = l.delivery_id AND o.stocktake_ordinal = l.ordinal
    WHERE o.stocktake_delivery_id IS NULL
  ) AS landed
  WHERE place = 1${inDays('ingested_at', days, 'AND')}
) AS r
LEFT JOIN account_naming AS n ON n.account_id = r.account_id`;

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
