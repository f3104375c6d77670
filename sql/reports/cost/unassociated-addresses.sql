-- title: Elastic IP addresses in use by nothing
-- subject: unassociated Elastic IP addresses
-- question: Which Elastic IPs are not associated?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: public_ip Address
-- column: allocation_id Allocation
SELECT account_name, account_id, region, public_ip, allocation_id
FROM ec2_eip
WHERE association_id IS NULL AND instance_id IS NULL AND network_interface_id IS NULL
ORDER BY account_id, region, public_ip
