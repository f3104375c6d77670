-- title: What is recorded, and how fresh
-- subject: account-Regions
-- question: What do we record, and how fresh is it?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: verdict fresh, stale, stopped or silent
-- column: recorder_state recording, stopped or unknown
-- column: last_snapshot_at Newest complete snapshot
-- column: last_event_at Newest event
-- column: items Resources in the lake
-- column: rejected Records that could not be read
SELECT account_name, account_id, region, verdict, recorder_state, last_snapshot_at, last_event_at, items, rejected
FROM coverage
WHERE domain = 'config'
ORDER BY CASE verdict WHEN 'silent' THEN 0 WHEN 'stopped' THEN 1 WHEN 'stale' THEN 2 ELSE 3 END, account_id, region
