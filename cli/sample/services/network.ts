import { type Cell, toId } from '../cell.ts';
import { tagList } from '../item.ts';
import { addDhcpOptions, addGatewayEndpoint, addInternetGateway, addNatGateway } from './gateways.ts';

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
  const isWanted = cell.has('address-10-1-2-3') && cell.region === cell.account.homeRegion;
  const second = isWanted ? 1 : 16 + ((cell.siteIndex * 13 + cell.index) % 200);
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
  if (cell.index === 0) addDhcpOptions(cell);
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
  const association = cell.ec2Id('rtbassoc');
  cell.add({
    type: 'AWS::EC2::SubnetRouteTableAssociation',
    id: association,
    zone: 'Regional',
    configuration: { Id: association, RouteTableId: routeTable, SubnetId: subnet.id },
  });
  cell.link(network.vpcId, toId('AWS::EC2::Subnet', subnet.id, 'Contains Subnet'));
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
