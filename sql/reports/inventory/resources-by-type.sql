-- title: Resources by type
-- subject: resource types
-- question: How many resources are there of each type?
-- column: resource_type Type as AWS Config names it
-- column: resource_count Resources of the type that exist now
-- column: account_count Accounts that have any
-- chart: bar resource_type | resource_count
SELECT resource_type, count(*) AS resource_count, count(DISTINCT account_id) AS account_count
FROM resources
GROUP BY resource_type
ORDER BY resource_count DESC, resource_type
