-- title: Resources without a tag
-- subject: resources without that tag
-- question: Which resources have no owner tag?
-- assume: Keys are compared without case.
-- param: tag text Tag key
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: resource_type Type
-- column: resource_id Resource
-- column: resource_name Name
SELECT r.account_name, r.account_id, r.region, r.resource_type, r.resource_id, r.resource_name
FROM resources r
WHERE NOT EXISTS (
  SELECT 1
  FROM resource_tags t
  WHERE t.account_id = r.account_id
    AND t.region = r.region
    AND t.resource_type = r.resource_type
    AND t.resource_id = r.resource_id
    AND lower(t.tag_key) = lower(/*tag*/ 'owner')
)
ORDER BY r.account_id, r.region, r.resource_type, r.resource_id
