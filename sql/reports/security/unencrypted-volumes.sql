-- title: Volumes without encryption
-- subject: unencrypted volumes
-- question: Which EBS volumes are not encrypted?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: volume_id Volume
-- column: size_gib Size in GiB
-- column: state State
-- column: environment Environment
SELECT account_name, account_id, region, volume_id, size AS size_gib, state, environment
FROM ec2_volume
WHERE encrypted = false
ORDER BY size_gib DESC, volume_id
