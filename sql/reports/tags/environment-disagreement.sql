-- title: Resources whose own tag disagrees with their account
-- subject: resources whose environment tag differs from their environment
-- question: Which resources have an environment tag that disagrees with their account?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: resource_type Type
-- column: resource_id Resource
-- column: environment Environment of the resource, by its account
-- column: tagged_as What its own tag says
SELECT account_name, account_id, region, resource_type, resource_id, environment, tag_value AS tagged_as
FROM resource_tags
WHERE lower(tag_key) IN ('environment', 'env', 'stage')
  AND environment IS NOT NULL
  AND lower(tag_value) <> environment
ORDER BY account_id, region, resource_type, resource_id, tagged_as
