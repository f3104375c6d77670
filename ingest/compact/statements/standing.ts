import { nothing } from './sql-text.ts';

/**
 * account_standing, merged with the lists that landed: of each account what every list said, since what a snapshot proves
 * depends on how the account stood when it was taken. A lake from before this table begins with the newest telling.
 */
export const standingSql = (): string => `
SELECT account_id, told_at, delivery_id, is_suspended
FROM (
  SELECT *, row_number() OVER (PARTITION BY account_id, told_at ORDER BY delivery_id DESC, ordinal DESC) AS place
  FROM (
    SELECT account_id, told_at, delivery_id, ordinal, ${IS_SUSPENDED} AS is_suspended FROM landing_account
    UNION ALL
    SELECT account_id, told_at, delivery_id, BIGINT '-1', ${IS_SUSPENDED} FROM account_told
    UNION ALL
    SELECT account_id, told_at, delivery_id, BIGINT '-2', is_suspended FROM account_standing
  ) AS told
) AS ranked
WHERE place = 1 AND account_id IS NOT NULL AND told_at IS NOT NULL`;

/** As coverage judges it: suspended, closed, on the way to either. */
const IS_SUSPENDED = `coalesce(status, 'ACTIVE') <> 'ACTIVE'`;

/**
 * Spans of time in which accounts are suspended as far as the lists tell: until the next list that says otherwise, and, where the
 * oldest list says so, from ever. `source` has account_id, told_at and is_suspended.
 */
export const suspensionsSql = (source: string): string => `
  SELECT account_id, since, until FROM (
    SELECT account_id, is_suspended,
      CASE WHEN lag(told_at) OVER (PARTITION BY account_id ORDER BY told_at) IS NULL THEN ${nothing('timestamp(3)')} ELSE told_at END AS since,
      lead(told_at) OVER (PARTITION BY account_id ORDER BY told_at) AS until
    FROM (
      SELECT account_id, told_at, is_suspended FROM (
        SELECT account_id, told_at, is_suspended, lag(is_suspended) OVER (PARTITION BY account_id ORDER BY told_at) AS was_suspended
        FROM ${source}
      ) AS told
      WHERE was_suspended IS NULL OR was_suspended <> is_suspended
    ) AS turned
  ) AS span
  WHERE is_suspended`;

/** Accounts whose spans differ once the lists that landed are merged: proofs of their recorders are judged anew. */
export const turnedAccountsSql = (): string => `
WITH merged AS (${standingSql()}
),
before_all AS (${suspensionsSql('account_standing')}
),
after_all AS (${suspensionsSql('merged')}
)
SELECT account_id FROM (SELECT * FROM before_all EXCEPT SELECT * FROM after_all) AS dropped
UNION
SELECT account_id FROM (SELECT * FROM after_all EXCEPT SELECT * FROM before_all) AS added`;
