-- title: Volumes that would be cheaper as gp3
-- subject: gp2 volumes by account
-- question: How many gp2 volumes do we still have?
-- column: account_name Name of the account
-- column: account_id Account
-- column: volume_count gp2 volumes
-- column: size_gib Their size in GiB
-- chart: bar account_name | size_gib
SELECT account_name, account_id, count(*) AS volume_count, sum(size) AS size_gib
FROM ec2_volume
WHERE volume_type = 'gp2'
GROUP BY account_name, account_id
ORDER BY size_gib DESC, account_id
