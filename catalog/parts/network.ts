import {
  booleanColumns,
  definePartTable,
  sensitiveColumns,
  textColumns,
  timeColumns,
  wholeColumns,
} from './part-table.ts';

export const instanceVolume = definePartTable({
  name: 'ec2_instance_volume',
  description: 'Volumes attached to EC2 instances, as the instance tells it.',
  rowPer: 'volume attached to an instance',
  ownColumns: [
    ...textColumns(
      ['instance_id', 'Instance.'],
      ['device_name', 'Device, e.g. /dev/xvda.'],
      ['volume_id', 'Volume (vol-…).'],
      ['attachment_status', 'attaching, attached, detaching …'],
    ),
    ...timeColumns(['attached_at', 'When it was attached, in UTC.']),
    ...booleanColumns(['delete_on_termination', 'The volume goes with the instance.']),
  ],
  sources: [
    {
      resourceTypes: ['AWS::EC2::Instance'],
      path: 'configuration.blockDeviceMappings',
      columns: {
        instance_id: '/configuration.instanceId',
        device_name: 'deviceName',
        volume_id: 'ebs.volumeId',
        attachment_status: 'ebs.status',
        attached_at: 'ebs.attachTime',
        delete_on_termination: 'ebs.deleteOnTermination',
      },
    },
  ],
});

export const route = definePartTable({
  name: 'ec2_route',
  description:
    'Routes of VPC route tables. A route to the internet has destination_cidr_block 0.0.0.0/0 and a gateway_id that starts with igw-.',
  rowPer: 'route of a route table',
  ownColumns: [
    ...textColumns(
      ['route_table_id', 'Route table.'],
      ['vpc_id', 'VPC.'],
      ['destination_cidr_block', 'IPv4 destination.'],
      ['destination_ipv6_cidr_block', 'IPv6 destination.'],
      ['destination_prefix_list_id', 'Prefix list that is the destination.'],
      ['gateway_id', 'Internet, virtual private or endpoint gateway; `local` inside the VPC.'],
      ['egress_only_internet_gateway_id', 'Egress-only internet gateway.'],
      ['nat_gateway_id', 'NAT gateway.'],
      ['transit_gateway_id', 'Transit gateway.'],
      ['vpc_peering_connection_id', 'VPC peering connection.'],
      ['instance_id', 'Instance.'],
      ['network_interface_id', 'Network interface.'],
      ['state', 'active or blackhole.'],
      ['origin', 'CreateRouteTable, CreateRoute or EnableVgwRoutePropagation.'],
    ),
  ],
  sources: [
    {
      resourceTypes: ['AWS::EC2::RouteTable'],
      path: 'configuration.routes',
      columns: {
        route_table_id: '/configuration.routeTableId',
        vpc_id: '/configuration.vpcId',
        destination_cidr_block: 'destinationCidrBlock',
        destination_ipv6_cidr_block: 'destinationIpv6CidrBlock',
        destination_prefix_list_id: 'destinationPrefixListId',
        gateway_id: 'gatewayId',
        egress_only_internet_gateway_id: 'egressOnlyInternetGatewayId',
        nat_gateway_id: 'natGatewayId',
        transit_gateway_id: 'transitGatewayId',
        vpc_peering_connection_id: 'vpcPeeringConnectionId',
        instance_id: 'instanceId',
        network_interface_id: 'networkInterfaceId',
        state: 'state',
        origin: 'origin',
      },
    },
  ],
});

export const networkAclEntry = definePartTable({
  name: 'ec2_network_acl_entry',
  description: 'Entries of network ACLs, in the order of rule_number; the first that matches decides.',
  rowPer: 'entry of a network ACL',
  ownColumns: [
    ...textColumns(['network_acl_id', 'Network ACL.'], ['vpc_id', 'VPC.']),
    ...wholeColumns(['rule_number', 'Order of the rule; 32767 is the closing deny.']),
    ...booleanColumns(['is_egress', 'true for outgoing, false for incoming traffic.']),
    ...textColumns(['ip_protocol', 'Protocol number; -1 for all.'], ['rule_action', 'allow or deny.']),
    ...sensitiveColumns(['cidr_block', 'IPv4 range.'], ['ipv6_cidr_block', 'IPv6 range.']),
    ...wholeColumns(['from_port', 'First port; NULL for all.'], ['to_port', 'Last port; NULL for all.']),
  ],
  sources: [
    {
      resourceTypes: ['AWS::EC2::NetworkAcl'],
      path: 'configuration.entries',
      columns: {
        network_acl_id: '/configuration.networkAclId',
        vpc_id: '/configuration.vpcId',
        rule_number: 'ruleNumber',
        is_egress: 'egress',
        ip_protocol: 'protocol',
        rule_action: 'ruleAction',
        cidr_block: 'cidrBlock',
        ipv6_cidr_block: 'ipv6CidrBlock',
        from_port: 'portRange.from',
        to_port: 'portRange.to',
      },
    },
  ],
});

export const targetGroupTarget = definePartTable({
  name: 'elbv2_target_group_target',
  description: 'Targets registered with target groups of load balancers.',
  rowPer: 'target of a target group',
  ownColumns: [
    ...textColumns(
      ['target_group_arn', 'Target group.'],
      ['target_id', 'Instance id, IP address, function or load balancer ARN.'],
      ['target_availability_zone', 'Availability zone of an IP target.'],
    ),
    ...wholeColumns(['target_port', 'Port.']),
  ],
  sources: [
    {
      resourceTypes: ['AWS::ElasticLoadBalancingV2::TargetGroup'],
      path: 'configuration.Targets',
      columns: {
        target_group_arn: '/configuration.TargetGroupArn',
        target_id: 'Id',
        target_port: 'Port',
        target_availability_zone: 'AvailabilityZone',
      },
    },
  ],
});
