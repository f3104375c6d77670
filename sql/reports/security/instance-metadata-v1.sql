-- title: EC2 instances that accept version 1 of the metadata service
-- subject: instances that accept IMDSv1
-- question: Which EC2 instances still accept IMDSv1?
-- assume: An instance accepts it where its metadata endpoint is on and tokens are optional.
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: instance_id Instance
-- column: resource_name Name
-- column: state State
SELECT account_name, account_id, region, instance_id, resource_name, state_name AS state
FROM ec2_instance
WHERE metadata_options_http_tokens = 'optional'
  AND coalesce(metadata_options_http_endpoint, 'enabled') = 'enabled'
ORDER BY account_id, region, instance_id
