import { type Cell, toId } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';

/** The VPC of a cell as other services use it. */
export interface Network {
  readonly vpcId: string;
  readonly prefix: string;
  readonly publicSubnets: readonly Subnet[];
  readonly privateSubnets: readonly Subnet[];
  /** Next free address in a subnet. */
  address(subnet: Subnet): string;
}
export interface Subnet {
  readonly id: string;
  readonly zone: string;
  readonly prefix: string;
}

const REGIONAL = 'Multiple Availability Zones';

/** A VPC with two public and two private subnets and what routes between them. */
export function addNetwork(cell: Cell): Network {
  const second = cell.has('address-10-1-2-3') ? 1 : 16 + ((cell.siteIndex * 13 + cell.index) % 200);
  const prefix = `10.${second}`;
  const vpcId = cell.ec2Id('vpc');
  const subnets = [0, 1, 2, 3].map(
    (number): Subnet => ({
      id: cell.ec2Id('subnet'),
      zone: cell.zones[number % 2 === 0 ? 0 : 1],
      prefix: `${prefix}.${number + 1}`,
    }),
  );
  const next = new Map<string, number>();
  const network: Network = {
    vpcId,
    prefix,
    publicSubnets: subnets.slice(0, 2),
    privateSubnets: subnets.slice(2),
    address(subnet) {
      const host = (next.get(subnet.id) ?? 40) + 1;
      next.set(subnet.id, host);
      return `${subnet.prefix}.${host % 250}`;
    },
  };
  addVpc(cell, network);
  const internetGateway = addInternetGateway(cell, network);
  const natGateway = addNatGateway(cell, network);
  const publicTable = addRouteTable(cell, network, 'public', network.publicSubnets, {
    gatewayId: internetGateway,
  });
  const privateTable = addRouteTable(cell, network, 'private', network.privateSubnets, {
    natGatewayId: natGateway,
  });
  const acl = addNetworkAcl(cell, network, subnets);
  for (const [number, subnet] of subnets.entries())
    addSubnet(cell, network, subnet, number < 2, number < 2 ? publicTable : privateTable, acl);
  addGatewayEndpoint(cell, network, privateTable);
  return network;
}

function addVpc(cell: Cell, network: Network): void {
  const tags = cell.tags(cell.display('vpc'));
  const cidrBlock = `${network.prefix}.0.0/16`;
  cell.add({
    type: 'AWS::EC2::VPC',
    id: network.vpcId,
    arn: cell.arn('ec2', `vpc/${network.vpcId}`),
    zone: REGIONAL,
    tags,
    configuration: {
      cidrBlock,
      dhcpOptionsId: cell.ec2Id('dopt'),
      state: 'available',
      vpcId: network.vpcId,
      ownerId: cell.accountId,
      instanceTenancy: 'default',
      ipv6CidrBlockAssociationSet: [],
      cidrBlockAssociationSet: [
        { associationId: cell.ec2Id('vpc-cidr-assoc'), cidrBlock, cidrBlockState: { state: 'associated' } },
      ],
      isDefault: false,
      tags: tagList(tags),
    },
  });
}

function addSubnet(
  cell: Cell,
  network: Network,
  subnet: Subnet,
  isPublic: boolean,
  routeTable: string,
  acl: string,
): void {
  const tags = {
    ...cell.tags(cell.display(`${isPublic ? 'public' : 'private'}-${subnet.zone.slice(-1)}`)),
    Tier: isPublic ? 'Public' : 'Private',
  };
  const arn = cell.arn('ec2', `subnet/${subnet.id}`);
  cell.add({
    type: 'AWS::EC2::Subnet',
    id: subnet.id,
    arn,
    zone: subnet.zone,
    tags,
    configuration: {
      availabilityZone: subnet.zone,
      availabilityZoneId: `${cell.region.slice(0, 3)}${cell.region.slice(-1)}-az${subnet.zone.endsWith('a') ? 1 : 2}`,
      availableIpAddressCount: 200 + cell.random.int(0, 40),
      cidrBlock: `${subnet.prefix}.0/24`,
      defaultForAz: false,
      mapPublicIpOnLaunch: isPublic,
      mapCustomerOwnedIpOnLaunch: false,
      state: 'available',
      subnetId: subnet.id,
      vpcId: network.vpcId,
      ownerId: cell.accountId,
      assignIpv6AddressOnCreation: false,
      ipv6CidrBlockAssociationSet: [],
      tags: tagList(tags),
      subnetArn: arn,
      enableDns64: false,
      ipv6Native: false,
      privateDnsNameOptionsOnLaunch: {
        hostnameType: 'ip-name',
        enableResourceNameDnsARecord: false,
        enableResourceNameDnsAAAARecord: false,
      },
    },
    relationships: [
      toId('AWS::EC2::NetworkAcl', acl, 'Is attached to NetworkAcl'),
      toId('AWS::EC2::RouteTable', routeTable, 'Is contained in RouteTable'),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in Vpc'),
    ],
  });
  cell.link(network.vpcId, toId('AWS::EC2::Subnet', subnet.id, 'Contains Subnet'));
}

function addInternetGateway(cell: Cell, network: Network): string {
  const id = cell.ec2Id('igw');
  const tags = cell.tags(cell.display('igw'));
  cell.add({
    type: 'AWS::EC2::InternetGateway',
    id,
    arn: cell.arn('ec2', `internet-gateway/${id}`),
    zone: REGIONAL,
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

function addNatGateway(cell: Cell, network: Network): string {
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

function addRouteTable(
  cell: Cell,
  network: Network,
  tier: string,
  subnets: readonly Subnet[],
  target: { gatewayId: string } | { natGatewayId: string },
): string {
  const id = cell.ec2Id('rtb');
  const tags = cell.tags(cell.display(`rt-${tier}`));
  cell.add({
    type: 'AWS::EC2::RouteTable',
    id,
    arn: cell.arn('ec2', `route-table/${id}`),
    zone: 'Not Applicable',
    tags,
    configuration: {
      associations: subnets.map((subnet) => ({
        main: false,
        routeTableAssociationId: cell.ec2Id('rtbassoc'),
        routeTableId: id,
        subnetId: subnet.id,
        associationState: { state: 'associated' },
      })),
      propagatingVgws: [],
      routeTableId: id,
      routes: [
        {
          destinationCidrBlock: `${network.prefix}.0.0/16`,
          gatewayId: 'local',
          origin: 'CreateRouteTable',
          state: 'active',
        },
        { destinationCidrBlock: '0.0.0.0/0', ...target, origin: 'CreateRoute', state: 'active' },
      ],
      tags: tagList(tags),
      vpcId: network.vpcId,
      ownerId: cell.accountId,
    },
    relationships: [
      ...subnets.map((subnet) => toId('AWS::EC2::Subnet', subnet.id, 'Contains Subnet')),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in Vpc'),
    ],
  });
  cell.link(network.vpcId, toId('AWS::EC2::RouteTable', id, 'Contains RouteTable'));
  return id;
}

function addNetworkAcl(cell: Cell, network: Network, subnets: readonly Subnet[]): string {
  const id = cell.ec2Id('acl');
  const everywhere = '0.0.0.0/0';
  cell.add({
    type: 'AWS::EC2::NetworkAcl',
    id,
    arn: cell.arn('ec2', `network-acl/${id}`),
    zone: REGIONAL,
    configuration: {
      associations: subnets.map((subnet) => ({
        networkAclAssociationId: cell.ec2Id('aclassoc'),
        networkAclId: id,
        subnetId: subnet.id,
      })),
      entries: [true, false].flatMap((egress) => [
        { cidrBlock: everywhere, egress, protocol: '-1', ruleAction: 'allow', ruleNumber: 100 },
        { cidrBlock: everywhere, egress, protocol: '-1', ruleAction: 'deny', ruleNumber: 32767 },
      ]),
      isDefault: true,
      networkAclId: id,
      tags: [],
      vpcId: network.vpcId,
      ownerId: cell.accountId,
    },
    relationships: [
      ...subnets.map((subnet) => toId('AWS::EC2::Subnet', subnet.id, 'Is attached to Subnet')),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in Vpc'),
    ],
  });
  cell.link(network.vpcId, toId('AWS::EC2::NetworkAcl', id, 'Contains NetworkAcl'));
  return id;
}

function addGatewayEndpoint(cell: Cell, network: Network, routeTable: string): void {
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
