import { booleanColumns, definePartTable, sensitiveColumns, textColumns } from './part-table.ts';

const interfaceColumns = {
  network_interface_id: '/configuration.networkInterfaceId',
  instance_id: '/configuration.attachment.instanceId',
  interface_type: '/configuration.interfaceType',
  interface_description: '/configuration.description',
  subnet_id: '/configuration.subnetId',
  vpc_id: '/configuration.vpcId',
};
const ofInstance = {
  network_interface_id: 'networkInterfaceId',
  instance_id: '/configuration.instanceId',
  interface_type: 'interfaceType',
  interface_description: 'description',
  subnet_id: 'subnetId',
  vpc_id: 'vpcId',
};

export const networkInterfaceAddress = definePartTable({
  name: 'ec2_network_interface_address',
  description:
    'Every IP address that is recorded, with what holds it: primary and secondary private addresses, public and Elastic addresses, IPv6. An address may be told by the interface, by the instance and by the Elastic IP: resource_type says by which.',
  rowPer: 'IP address of a network interface, instance or Elastic IP',
  ownColumns: [
    ...sensitiveColumns(['ip_address', 'The address.']),
    ...textColumns(['address_kind', 'private, public, ipv6 or elastic.']),
    ...booleanColumns([
      'is_primary',
      'Primary private address of its interface; NULL where it does not apply.',
    ]),
    ...sensitiveColumns(
      ['private_ip_address', 'Private address that a public or Elastic one is mapped to.'],
      ['dns_name', 'DNS name of the address.'],
    ),
    ...textColumns(
      ['network_interface_id', 'Interface (eni-…) that holds it.'],
      ['instance_id', 'Instance that the interface is attached to.'],
      ['interface_type', 'interface, nat_gateway, network_load_balancer, lambda …'],
      ['interface_description', 'Description of the interface: for service-managed ones it names the owner.'],
      ['allocation_id', 'Allocation of an Elastic IP; NULL where the address is none.'],
      ['ip_owner_id', 'Account that owns a public address; amazon for those of the pool.'],
      ['subnet_id', 'Subnet.'],
      ['vpc_id', 'VPC.'],
    ),
  ],
  sources: [
    {
      resourceTypes: ['AWS::EC2::NetworkInterface'],
      path: 'configuration.privateIpAddresses',
      columns: {
        ...interfaceColumns,
        ip_address: 'privateIpAddress',
        is_primary: 'primary',
        dns_name: 'privateDnsName',
      },
      constants: { address_kind: 'private' },
      needs: 'ip_address',
    },
    {
      resourceTypes: ['AWS::EC2::NetworkInterface'],
      path: 'configuration.privateIpAddresses',
      columns: {
        ...interfaceColumns,
        ip_address: 'association.publicIp',
        private_ip_address: 'privateIpAddress',
        dns_name: 'association.publicDnsName',
        allocation_id: 'association.allocationId',
        ip_owner_id: 'association.ipOwnerId',
      },
      constants: { address_kind: 'public' },
      needs: 'ip_address',
    },
    {
      resourceTypes: ['AWS::EC2::NetworkInterface'],
      path: 'configuration.ipv6Addresses',
      columns: { ...interfaceColumns, ip_address: 'ipv6Address' },
      constants: { address_kind: 'ipv6' },
      needs: 'ip_address',
    },
    {
      resourceTypes: ['AWS::EC2::Instance'],
      path: 'configuration.networkInterfaces',
      columns: ofInstance,
      needs: 'ip_address',
      fanOut: [
        {
          path: 'privateIpAddresses',
          columns: { ip_address: 'privateIpAddress', is_primary: 'primary', dns_name: 'privateDnsName' },
          constants: { address_kind: 'private' },
        },
        {
          path: 'privateIpAddresses',
          columns: {
            ip_address: 'association.publicIp',
            private_ip_address: 'privateIpAddress',
            dns_name: 'association.publicDnsName',
            ip_owner_id: 'association.ipOwnerId',
          },
          constants: { address_kind: 'public' },
        },
        {
          path: 'ipv6Addresses',
          columns: { ip_address: 'ipv6Address' },
          constants: { address_kind: 'ipv6' },
        },
      ],
    },
    {
      resourceTypes: ['AWS::EC2::EIP'],
      path: 'configuration',
      columns: {
        ip_address: 'publicIp',
        private_ip_address: 'privateIpAddress',
        network_interface_id: 'networkInterfaceId',
        instance_id: 'instanceId',
        allocation_id: 'allocationId',
        ip_owner_id: 'networkInterfaceOwnerId',
      },
      constants: { address_kind: 'elastic' },
      needs: 'ip_address',
    },
  ],
});
