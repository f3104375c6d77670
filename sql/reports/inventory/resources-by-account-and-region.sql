-- title: Resources by account and Region
-- subject: account-Regions with resources
-- question: How many resources does each account have in each Region?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: resource_count Resources that exist now
SELECT account_name, account_id, region, count(*) AS resource_count
FROM resources
GROUP BY account_name, account_id, region
ORDER BY resource_count DESC, account_id, region
