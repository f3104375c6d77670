-- title: Largest volumes
-- subject: volumes by size
-- question: What are our largest EBS volumes?
-- param: most integer How many volumes to list
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: volume_id Volume
-- column: size_gib Size in GiB
-- column: volume_type Volume type
-- column: state State
SELECT account_name, account_id, region, volume_id, size_gib, volume_type, state
FROM (
  SELECT account_name, account_id, region, volume_id, size AS size_gib, volume_type, state,
    row_number() OVER (ORDER BY size DESC, volume_id) AS place
  FROM ec2_volume
  WHERE size IS NOT NULL
) ranked
WHERE place <= /*most*/ 20
ORDER BY size_gib DESC, volume_id
