-- title: What the events missed
-- subject: account-Regions with events
-- question: How many changes did the events miss?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: missed_by_events Versions that no event told
-- column: late_events Events later than a snapshot that held the version
-- column: duplicate_events Events told again
-- column: out_of_order_events Events out of order
SELECT account_name, account_id, region, missed_by_events, late_events, duplicate_events, out_of_order_events
FROM coverage
WHERE domain = 'config' AND last_event_at IS NOT NULL
ORDER BY missed_by_events DESC, account_id, region
