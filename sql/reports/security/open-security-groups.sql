-- title: Security groups open to the internet on a port
-- subject: security group rules open to the internet on that port
-- question: Which security groups let the whole internet in on a port?
-- assume: A rule counts where its source is 0.0.0.0/0 or ::/0 and its protocol and port range include the port; "all traffic" includes every port.
-- param: port integer Port
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: group_id Security group
-- column: group_name Its name
-- column: ip_protocol Protocol; -1 is all
-- column: from_port First port
-- column: to_port Last port
-- column: cidr Source
-- column: attachment_count Resources that use the group
SELECT r.account_name, r.account_id, r.region, r.group_id, r.group_name, r.ip_protocol, r.from_port, r.to_port, r.cidr,
  count(DISTINCT a.resource_id) AS attachment_count
FROM ec2_security_group_rule r
LEFT JOIN security_group_attachment a
  ON a.account_id = r.account_id AND a.region = r.region AND a.group_id = r.group_id
WHERE r.direction = 'ingress'
  AND r.cidr IN ('0.0.0.0/0', '::/0')
  AND (r.ip_protocol = '-1' OR (r.ip_protocol IN ('tcp', '6') AND r.from_port <= /*port*/ 22 AND r.to_port >= /*port*/ 22))
GROUP BY r.account_name, r.account_id, r.region, r.group_id, r.group_name, r.ip_protocol, r.from_port, r.to_port, r.cidr
ORDER BY attachment_count DESC, r.account_id, r.region, r.group_id, r.cidr
