-- title: Roles that accounts outside the organization may assume
-- subject: trust statements for outside accounts
-- question: Which roles trust accounts outside the organization?
-- assume: Outside means an account that is not in the organization's list of accounts (without a list: not seen in any delivery).
-- column: account_name Name of the account
-- column: account_id Account
-- column: role_name Role
-- column: outside_account_ids Accounts outside that may assume it
-- column: conditions Conditions of the statement as JSON
SELECT account_name, account_id, resource_name AS role_name, outside_account_ids, conditions
FROM policy_statement
WHERE resource_type = 'AWS::IAM::Role'
  AND policy_kind = 'trust'
  AND effect = 'Allow'
  AND cardinality(outside_account_ids) > 0
ORDER BY account_id, role_name
