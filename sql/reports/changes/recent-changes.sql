-- title: What changed lately
-- subject: changes
-- question: What changed in the last days?
-- param: days integer How many days back
-- column: changed_at When
-- column: change_type CREATE, UPDATE or DELETE
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: resource_type Type
-- column: resource_id Resource
-- column: changed_paths Paths that changed
-- column: actor Who, where it is known
SELECT changed_at, change_type, account_name, account_id, region, resource_type, resource_id, changed_paths, actor
FROM resource_changes
WHERE changed_at >= date_add('day', -1 * /*days*/ 7, CAST(now() AS timestamp(3)))
ORDER BY changed_at DESC, account_id, region, resource_type, resource_id, change_type
