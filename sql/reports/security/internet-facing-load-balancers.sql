-- title: Load balancers that face the internet
-- subject: internet-facing load balancers
-- question: Which load balancers face the internet?
-- column: account_name Name of the account
-- column: account_id Account
-- column: region Region
-- column: load_balancer_name Name
-- column: kind application, network or gateway
-- column: dns_name DNS name
SELECT account_name, account_id, region, load_balancer_name, type AS kind, dns_name
FROM elbv2_load_balancer
WHERE scheme = 'internet-facing'
ORDER BY account_id, region, load_balancer_name
