-- title: Records that could not be read
-- subject: rejected records
-- question: Which records were rejected, and why?
-- column: received_at When it was read
-- column: account_id Account, where it could be told
-- column: source File it stood in
-- column: reason_code Reason
-- column: reason What was wrong
SELECT received_at, account_id, source, reason_code, reason
FROM rejected_records
ORDER BY received_at DESC, source
