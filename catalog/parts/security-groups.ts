import {
  definePartTable,
  type PartFanOut,
  sensitiveColumns,
  textColumns,
  wholeColumns,
} from './part-table.ts';

/** Every way a permission names a source (or, for egress, a destination). */
const sources: readonly PartFanOut[] = [
  {
    path: 'ipv4Ranges',
    columns: { cidr: 'cidrIp', description: 'description' },
    constants: { source_kind: 'ipv4' },
  },
  // The old spelling repeats the same ranges as plain text.
  { path: 'ipRanges', unless: 'ipv4Ranges', columns: { cidr: '' }, constants: { source_kind: 'ipv4' } },
  {
    path: 'ipv6Ranges',
    columns: { cidr: 'cidrIpv6', description: 'description' },
    constants: { source_kind: 'ipv6' },
  },
  {
    path: 'userIdGroupPairs',
    columns: {
      referenced_group_id: 'groupId',
      referenced_group_name: 'groupName',
      referenced_account_id: 'userId',
      referenced_vpc_id: 'vpcId',
      description: 'description',
    },
    constants: { source_kind: 'group' },
  },
  {
    path: 'prefixListIds',
    columns: { prefix_list_id: 'prefixListId', description: 'description' },
    constants: { source_kind: 'prefix_list' },
  },
];

const permission = (direction: 'ingress' | 'egress', key: string) => ({
  resourceTypes: ['AWS::EC2::SecurityGroup'],
  path: `configuration.${key}`,
  columns: {
    ip_protocol: 'ipProtocol',
    from_port: 'fromPort',
    to_port: 'toPort',
    group_id: '/configuration.groupId',
    group_name: '/configuration.groupName',
    vpc_id: '/configuration.vpcId',
  },
  constants: { direction },
  fanOut: sources,
});

export const securityGroupRule = definePartTable({
  name: 'ec2_security_group_rule',
  description:
    'Rules of EC2 security groups, one row for each permission and source. Open to the internet means cidr 0.0.0.0/0 or ::/0 with direction ingress; ip_protocol -1 is every protocol and every port, and then the ports are NULL.',
  rowPer: 'permission × source of a security group',
  ownColumns: [
    ...textColumns(
      ['group_id', 'Id of the security group (sg-…).'],
      ['group_name', 'Name of the security group.'],
      ['vpc_id', 'VPC of the security group.'],
      ['direction', 'ingress or egress.'],
      ['ip_protocol', 'tcp, udp, icmp, icmpv6, a protocol number, or -1 for all.'],
    ),
    ...wholeColumns(
      ['from_port', 'First port (ICMP type for icmp); NULL or -1 for all.'],
      ['to_port', 'Last port (ICMP code for icmp); NULL or -1 for all.'],
    ),
    ...textColumns([
      'source_kind',
      'ipv4, ipv6, group or prefix_list; NULL where the permission names no source.',
    ]),
    ...sensitiveColumns(['cidr', 'IPv4 or IPv6 range; NULL where the source is a group or a prefix list.']),
    ...textColumns(
      ['referenced_group_id', 'Security group that is the source.'],
      ['referenced_group_name', 'Its name where recorded.'],
      ['referenced_account_id', 'Account of that group.'],
      ['referenced_vpc_id', 'VPC of that group where it is peered.'],
      ['prefix_list_id', 'Prefix list that is the source.'],
      ['description', 'Description of the rule.'],
    ),
  ],
  sources: [permission('ingress', 'ipPermissions'), permission('egress', 'ipPermissionsEgress')],
});

const attached = (type: string, path: string, id = '') => ({
  resourceTypes: [type],
  path,
  columns: { group_id: id },
  needs: 'group_id',
});

export const securityGroupAttachment = definePartTable({
  name: 'security_group_attachment',
  description:
    'Which resources use which security group: instances, network interfaces, load balancers, databases, functions, endpoints, clusters and more.',
  rowPer: 'security group on a resource',
  ownColumns: textColumns(['group_id', 'Id of the security group (sg-…) that the resource uses.']),
  sources: [
    attached('AWS::EC2::Instance', 'configuration.securityGroups', 'groupId'),
    attached('AWS::EC2::NetworkInterface', 'configuration.groups', 'groupId'),
    attached('AWS::EC2::VPCEndpoint', 'configuration.groups', 'groupId'),
    attached('AWS::ElasticLoadBalancingV2::LoadBalancer', 'configuration.securityGroups'),
    attached('AWS::ElasticLoadBalancing::LoadBalancer', 'configuration.securityGroups'),
    attached('AWS::RDS::DBInstance', 'configuration.vpcSecurityGroups', 'vpcSecurityGroupId'),
    attached('AWS::RDS::DBCluster', 'configuration.vpcSecurityGroups', 'vpcSecurityGroupId'),
    attached('AWS::Redshift::Cluster', 'configuration.vpcSecurityGroups', 'vpcSecurityGroupId'),
    attached('AWS::Lambda::Function', 'configuration.vpcConfig.securityGroupIds'),
    attached('AWS::AutoScaling::LaunchConfiguration', 'configuration.securityGroups'),
    attached('AWS::ElastiCache::CacheCluster', 'configuration.securityGroups', 'securityGroupId'),
    attached('AWS::ECS::Service', 'configuration.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups'),
    attached('AWS::EKS::Cluster', 'configuration.ResourcesVpcConfig.SecurityGroupIds'),
    attached('AWS::OpenSearch::Domain', 'configuration.VPCOptions.SecurityGroupIds'),
    attached('AWS::Elasticsearch::Domain', 'configuration.vpcoptions.securityGroupIds'),
    attached('AWS::CodeBuild::Project', 'configuration.vpcConfig.securityGroupIds'),
    attached('AWS::Route53Resolver::ResolverEndpoint', 'configuration.SecurityGroupIds'),
  ],
});
