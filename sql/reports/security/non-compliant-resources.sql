-- title: Resources that break a Config rule
-- subject: non-compliant results
-- question: Which resources are non-compliant?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: rule_name Rule
-- column: resource_type Type
-- column: resource_id Resource
-- column: annotation What the rule said
-- column: evaluated_at When it was evaluated
SELECT account_name, account_id, region, rule_name, resource_type, resource_id, annotation, evaluated_at
FROM compliance
WHERE compliance_type = 'NON_COMPLIANT'
ORDER BY rule_name, account_id, region, resource_type, resource_id
