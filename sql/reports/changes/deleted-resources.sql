-- title: What was deleted
-- subject: deletions
-- question: Which resources were deleted lately?
-- param: days integer How many days back
-- column: changed_at When
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: resource_type Type
-- column: resource_id Resource
-- column: resource_name Name
-- column: actor Who, where it is known
SELECT changed_at, account_name, account_id, region, resource_type, resource_id, resource_name, actor
FROM resource_changes
WHERE change_type = 'DELETE' AND changed_at >= date_add('day', -1 * /*days*/ 7, CAST(now() AS timestamp(3)))
ORDER BY changed_at DESC, account_id, region, resource_type, resource_id
