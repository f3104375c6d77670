-- title: Resource policies that let anybody in
-- subject: resource policy statements open to everyone
-- question: Which resource policies allow everyone?
-- assume: A statement is open where its principal is everyone and no condition narrows it to accounts, an organization, networks or VPC endpoints.
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: resource_type Type
-- column: resource_id Resource
-- column: actions Actions allowed
-- column: conditions Conditions as JSON
SELECT account_name, account_id, region, resource_type, resource_id, actions, conditions
FROM policy_statement
WHERE policy_kind = 'resource' AND effect = 'Allow' AND is_public = true
ORDER BY account_id, region, resource_type, resource_id, policy_name, statement_index
