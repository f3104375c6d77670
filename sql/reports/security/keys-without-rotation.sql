-- title: Customer keys without rotation
-- subject: customer-managed KMS keys without yearly rotation
-- question: Which KMS keys are not rotated?
-- assume: Only enabled, symmetric keys that the customer manages can be rotated, so only these are listed.
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: key_id Key
-- column: description Description
SELECT account_name, account_id, region, key_id, description
FROM kms_key
WHERE key_manager = 'CUSTOMER'
  AND enabled = true
  AND key_spec = 'SYMMETRIC_DEFAULT'
  AND key_rotation_status = false
ORDER BY account_id, region, key_id
