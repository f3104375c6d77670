import { text } from './literal.ts';

/** Everything that is recorded to hold an IP address: primary and secondary, private and public, elastic. */
export function addressSql(address: string): string {
  return `SELECT r.ip_address, r.address_kind, r.account_name, r.account_id, r.region, r.resource_type, r.resource_id, r.resource_name, r.network_interface_id, r.instance_id, r.interface_type, r.interface_description, r.is_primary, r.private_ip_address, r.vpc_id, r.subnet_id
FROM ec2_network_interface_address AS r
WHERE r.ip_address = ${text(address)}
ORDER BY account_name, account_id, region, resource_type, resource_id, address_kind`;
}
