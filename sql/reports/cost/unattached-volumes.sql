-- title: Volumes attached to nothing
-- subject: unattached volumes
-- question: Which EBS volumes are unattached?
-- assume: A volume counts as unattached where its state is available. What it costs is not recorded here.
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: volume_id Volume
-- column: size_gib Size in GiB
-- column: volume_type Volume type
-- column: created_at When it was made
SELECT account_name, account_id, region, volume_id, size AS size_gib, volume_type, create_time AS created_at
FROM ec2_volume
WHERE state = 'available'
ORDER BY size_gib DESC, volume_id
