-- title: Stopped instances and the disks they keep
-- subject: stopped instances
-- question: Which EC2 instances are stopped, and how much disk do they keep?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: instance_id Instance
-- column: resource_name Name
-- column: volume_count Volumes attached
-- column: size_gib Their size in GiB
SELECT i.account_name, i.account_id, i.region, i.instance_id, i.resource_name,
  count(v.volume_id) AS volume_count, coalesce(sum(v.size), 0) AS size_gib
FROM ec2_instance i
LEFT JOIN ec2_instance_volume a
  ON a.account_id = i.account_id AND a.region = i.region AND a.instance_id = i.instance_id
LEFT JOIN ec2_volume v
  ON v.account_id = a.account_id AND v.region = a.region AND v.volume_id = a.volume_id
WHERE i.state_name = 'stopped'
GROUP BY i.account_name, i.account_id, i.region, i.instance_id, i.resource_name
ORDER BY size_gib DESC, i.instance_id
