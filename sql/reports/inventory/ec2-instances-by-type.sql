-- title: EC2 instances by instance type
-- subject: instance types in use
-- question: Which EC2 instance types do we use, and how many of each?
-- column: instance_type Instance type
-- column: instance_count Instances
-- column: running_count Of these, running
-- chart: bar instance_type | instance_count, running_count
SELECT instance_type, count(*) AS instance_count, count_if(state_name = 'running') AS running_count
FROM ec2_instance
GROUP BY instance_type
ORDER BY instance_count DESC, instance_type
