-- title: Accounts without a CloudTrail trail
-- subject: accounts without a trail of their own or of the organization
-- question: Which accounts have no trail?
-- assume: An organization trail covers every account. Whether a trail is logging is not recorded by AWS Config.
-- column: account_name Name of the account
-- column: account_id Account
-- column: status Status in the organization
SELECT a.account_name, a.account_id, a.status
FROM accounts a
WHERE NOT EXISTS (SELECT 1 FROM cloudtrail_trail t WHERE t.account_id = a.account_id)
  AND NOT EXISTS (SELECT 1 FROM cloudtrail_trail o WHERE o.is_organization_trail = true)
ORDER BY a.account_id
