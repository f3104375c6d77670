import { type Cell, toId } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';
import type { Network } from './network.ts';

/** The internet gateway of a network, with its attachment, a type that has neither ARN nor name; returns its id. */
export function addInternetGateway(cell: Cell, network: Network): string {
  const id = cell.ec2Id('igw');
  const tags = cell.tags(cell.display('igw'));
  cell.add({
    type: 'AWS::EC2::InternetGateway',
    id,
    arn: cell.arn('ec2', `internet-gateway/${id}`),
    zone: 'Multiple Availability Zones',
    tags,
    configuration: {
      attachments: [{ state: 'available', vpcId: network.vpcId }],
      internetGatewayId: id,
      ownerId: cell.accountId,
      tags: tagList(tags),
    },
    relationships: [toId('AWS::EC2::VPC', network.vpcId, 'Is attached to Vpc')],
  });
  cell.add({
    type: 'AWS::EC2::VPCGatewayAttachment',
    id: `IGW|${network.vpcId}`,
    zone: 'Regional',
    configuration: { InternetGatewayId: id, AttachmentType: 'IGW', VpcId: network.vpcId },
  });
  cell.link(network.vpcId, toId('AWS::EC2::InternetGateway', id, 'Is attached to InternetGateway'));
  return id;
}

/** A NAT gateway with its elastic address; returns its id. */
export function addNatGateway(cell: Cell, network: Network): string {
  const subnet = network.publicSubnets[0];
  if (subnet === undefined) throw new RangeError('a network without subnets');
  const id = cell.ec2Id('nat');
  const interfaceId = cell.ec2Id('eni');
  const allocationId = cell.ec2Id('eipalloc');
  const associationId = cell.ec2Id('eipassoc');
  const privateIp = network.address(subnet);
  const publicIp = publicAddress(cell);
  const createdAt = cell.past(30, 400);
  const tags = cell.tags(cell.display('nat'));
  cell.add({
    type: 'AWS::EC2::NatGateway',
    id,
    arn: cell.arn('ec2', `natgateway/${id}`),
    zone: 'Not Applicable',
    createdAt,
    tags,
    configuration: {
      createTime: createdAt,
      natGatewayAddresses: [
        {
          allocationId,
          networkInterfaceId: interfaceId,
          privateIp,
          publicIp,
          associationId,
          isPrimary: true,
          status: 'succeeded',
          primary: true,
        },
      ],
      natGatewayId: id,
      state: 'available',
      subnetId: subnet.id,
      vpcId: network.vpcId,
      tags: tagList(tags),
      connectivityType: 'public',
    },
    relationships: [
      toId('AWS::EC2::Subnet', subnet.id, 'Is contained in '),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in '),
    ],
  });
  addElasticAddress(cell, { allocationId, associationId, interfaceId, privateIp, publicIp });
  cell.add({
    type: 'AWS::EC2::EIPAssociation',
    id: associationId,
    zone: 'Regional',
    configuration: {
      PrivateIpAddress: privateIp,
      AllocationId: allocationId,
      Id: associationId,
      NetworkInterfaceId: interfaceId,
      EIP: publicIp,
    },
  });
  return id;
}

/** An address in the ranges reserved for documentation (RFC 5737) or, where those run out, benchmarking (RFC 2544). */
export function publicAddress(cell: Cell): string {
  const { random } = cell;
  return random.chance(0.3)
    ? `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.int(1, 254)}`
    : `198.${random.int(18, 19)}.${random.int(0, 255)}.${random.int(1, 254)}`;
}

/** An elastic address, attached where an interface is given. */
export function addElasticAddress(
  cell: Cell,
  address: {
    allocationId: string;
    publicIp: string;
    associationId?: string;
    interfaceId?: string;
    privateIp?: string;
  },
): void {
  const tags = cell.tags(cell.display('eip'));
  const attached = address.interfaceId !== undefined;
  cell.add({
    type: 'AWS::EC2::EIP',
    id: address.allocationId,
    name: address.publicIp,
    arn: cell.arn('ec2', `eip-allocation/${address.allocationId}`),
    zone: 'Not Applicable',
    tags,
    configuration: {
      publicIp: address.publicIp,
      allocationId: address.allocationId,
      ...(attached ? { associationId: address.associationId ?? '' } : {}),
      domain: 'vpc',
      ...(attached
        ? {
            networkInterfaceId: address.interfaceId ?? '',
            networkInterfaceOwnerId: cell.accountId,
            privateIpAddress: address.privateIp ?? '',
          }
        : {}),
      tags: tagList(tags),
      publicIpv4Pool: 'amazon',
      networkBorderGroup: cell.region,
    },
    relationships:
      address.interfaceId === undefined
        ? []
        : [toId('AWS::EC2::NetworkInterface', address.interfaceId, 'Is attached to NetworkInterface')],
  });
}

/** The gateway endpoint of S3; its policy is JSON in a string. */
export function addGatewayEndpoint(cell: Cell, network: Network, routeTable: string): void {
  const id = cell.ec2Id('vpce');
  const tags = cell.tags(cell.display('s3-endpoint'));
  const createdAt = cell.past(30, 400);
  cell.add({
    type: 'AWS::EC2::VPCEndpoint',
    id,
    arn: cell.arn('ec2', `vpc-endpoint/${id}`),
    zone: 'Not Applicable',
    createdAt,
    tags,
    configuration: {
      vpcEndpointId: id,
      vpcEndpointType: 'Gateway',
      vpcId: network.vpcId,
      serviceName: `com.amazonaws.${cell.region}.s3`,
      state: 'available',
      policyDocument: JSON.stringify({
        Version: '2008-10-17',
        Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
      }),
      routeTableIds: [routeTable],
      subnetIds: [],
      groups: [],
      privateDnsEnabled: false,
      requesterManaged: false,
      networkInterfaceIds: [],
      dnsEntries: [],
      creationTimestamp: createdAt,
      tags: tagList(tags),
      ownerId: cell.accountId,
    },
    relationships: [
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in '),
      toId('AWS::EC2::RouteTable', routeTable, 'Is contained in '),
    ],
  });
}

/** DHCP options, a newer type whose configuration is in capitals. */
export function addDhcpOptions(cell: Cell): void {
  const id = cell.ec2Id('dopt');
  const tags = cell.tags(undefined);
  cell.add({
    type: 'AWS::EC2::DHCPOptions',
    id,
    arn: cell.arn('ec2', `dhcp-options/${id}`),
    zone: 'Regional',
    tags,
    configuration: {
      DhcpOptionsId: id,
      DomainName: `${cell.region}.compute.internal`,
      DomainNameServers: ['AmazonProvidedDNS'],
      Tags: capitalTagList(tags),
    },
  });
}
