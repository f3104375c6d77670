-- title: Load balancers and how they are set up
-- subject: load balancers
-- question: What is the set-up of all our load balancers?
-- assume: Application, network and gateway load balancers (ELBv2) and classic ones are listed together.
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: resource_id Id
-- column: load_balancer_name Name
-- column: kind application, network, gateway or classic
-- column: scheme internet-facing or internal
-- column: vpc_id VPC
-- column: dns_name DNS name
SELECT account_name, account_id, region, resource_id, load_balancer_name, type AS kind, scheme, vpc_id, dns_name
FROM elbv2_load_balancer
UNION ALL
SELECT account_name, account_id, region, resource_id, load_balancer_name, 'classic' AS kind, scheme, vpc_id, dns_name
FROM elb_load_balancer
ORDER BY account_name, region, load_balancer_name, resource_id
