import { type Cell, toId } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';
import { iso } from '../time.ts';
import type { Network } from './network.ts';
import type { SecurityGroup } from './security-groups.ts';

/** Load balancer names have at most 32 characters. */
const short = (name: string): string => name.slice(0, 32);

/** An application (or network) load balancer with its listeners and target group; returns the target group's ARN. */
export function addLoadBalancer(
  cell: Cell,
  network: Network,
  group: SecurityGroup,
  certificateArn: string | undefined,
): string {
  const { random } = cell;
  const type = random.chance(0.8) ? 'application' : 'network';
  const name = short(cell.label(type === 'application' ? 'alb' : 'nlb'));
  const kind = type === 'application' ? 'app' : 'net';
  const suffix = random.hex(16);
  const arn = cell.arn('elasticloadbalancing', `loadbalancer/${kind}/${name}/${suffix}`);
  const isInternal = random.chance(0.3);
  const createdAt = cell.past(10, 500);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    id: arn,
    name,
    arn,
    zone: 'Multiple Availability Zones',
    createdAt,
    tags,
    configuration: {
      loadBalancerArn: arn,
      dNSName: `${isInternal ? 'internal-' : ''}${name}-${random.digits(10)}.${cell.region}.elb.amazonaws.com`,
      canonicalHostedZoneId: `Z${random.capitals(13)}`,
      createdTime: iso(createdAt),
      loadBalancerName: name,
      scheme: isInternal ? 'internal' : 'internet-facing',
      vpcId: network.vpcId,
      state: { code: 'active' },
      type,
      availabilityZones: network.publicSubnets.map((subnet) => ({
        zoneName: subnet.zone,
        subnetId: subnet.id,
        loadBalancerAddresses: [],
        sourceNatIpv6Prefixes: [],
      })),
      securityGroups: type === 'application' ? [group.id] : [],
      ipAddressType: random.chance(0.2) ? 'dualstack' : 'ipv4',
      enablePrefixForIpv6SourceNat: 'off',
    },
    supplementary: {
      LoadBalancerAttributes: Object.entries({
        'access_logs.s3.enabled': String(random.chance(0.5)),
        'access_logs.s3.bucket': '',
        'access_logs.s3.prefix': '',
        'idle_timeout.timeout_seconds': '60',
        'deletion_protection.enabled': String(random.chance(0.5)),
        'routing.http2.enabled': 'true',
        'routing.http.drop_invalid_header_fields.enabled': String(random.chance(0.3)),
        'load_balancing.cross_zone.enabled': 'true',
        'routing.http.desync_mitigation_mode': 'defensive',
      }).map(([key, value]) => ({ key, value })),
      Tags: tagList(tags),
    },
    relationships: [
      ...(type === 'application'
        ? [toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with SecurityGroup')]
        : []),
      ...network.publicSubnets.map((subnet) => toId('AWS::EC2::Subnet', subnet.id, 'Is attached to Subnet')),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in Vpc'),
    ],
  });
  const targetGroupArn = addTargetGroup(cell, network, arn);
  const ports: readonly (readonly [number, string])[] =
    certificateArn === undefined
      ? [[80, 'HTTP']]
      : [
          [443, 'HTTPS'],
          [80, 'HTTP'],
        ];
  for (const [port, protocol] of ports)
    addListener(
      cell,
      `listener/${kind}/${name}/${suffix}`,
      arn,
      targetGroupArn,
      port,
      protocol,
      certificateArn,
    );
  return targetGroupArn;
}

function addTargetGroup(cell: Cell, network: Network, loadBalancerArn: string): string {
  const name = short(cell.label('tg'));
  const full = `targetgroup/${name}/${cell.random.hex(16)}`;
  const arn = cell.arn('elasticloadbalancing', full);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    id: arn,
    name,
    arn,
    zone: 'Regional',
    tags,
    configuration: {
      IpAddressType: 'ipv4',
      TargetGroupArn: arn,
      HealthCheckIntervalSeconds: 30,
      LoadBalancerArns: [loadBalancerArn],
      Matcher: { HttpCode: '200' },
      HealthCheckPath: '/health',
      Port: 8080,
      Targets: [],
      HealthCheckEnabled: true,
      ProtocolVersion: 'HTTP1',
      UnhealthyThresholdCount: 2,
      HealthCheckTimeoutSeconds: 5,
      Name: name,
      VpcId: network.vpcId,
      TargetGroupFullName: full,
      HealthyThresholdCount: 5,
      HealthCheckProtocol: 'HTTP',
      TargetGroupAttributes: [
        { Value: 'lb_cookie', Key: 'stickiness.type' },
        { Value: 'false', Key: 'stickiness.enabled' },
        { Value: '300', Key: 'deregistration_delay.timeout_seconds' },
      ],
      TargetType: 'instance',
      HealthCheckPort: 'traffic-port',
      Protocol: 'HTTP',
      TargetGroupName: name,
      Tags: capitalTagList(tags),
    },
  });
  return arn;
}

function addListener(
  cell: Cell,
  path: string,
  loadBalancerArn: string,
  targetGroupArn: string,
  port: number,
  protocol: string,
  certificateArn: string | undefined,
): void {
  const arn = cell.arn('elasticloadbalancing', `${path}/${cell.random.hex(16)}`);
  const isTls = protocol === 'HTTPS';
  cell.add({
    type: 'AWS::ElasticLoadBalancingV2::Listener',
    id: arn,
    arn,
    zone: 'Regional',
    configuration: {
      LoadBalancerArn: loadBalancerArn,
      DefaultActions: [
        {
          Type: 'forward',
          TargetGroupArn: targetGroupArn,
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: targetGroupArn, Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: false },
          },
        },
      ],
      Port: port,
      Certificates: isTls && certificateArn !== undefined ? [{ CertificateArn: certificateArn }] : [],
      ...(isTls
        ? {
            SslPolicy: cell.random.chance(0.3)
              ? 'ELBSecurityPolicy-2016-08'
              : 'ELBSecurityPolicy-TLS13-1-2-2021-06',
          }
        : {}),
      Protocol: protocol,
      ListenerArn: arn,
      AlpnPolicy: [],
    },
  });
}

/** A load balancer of the first generation; its id is its name. */
export function addClassicLoadBalancer(cell: Cell, network: Network, group: SecurityGroup): void {
  const { random } = cell;
  const name = short(cell.label('classic'));
  const dnsName = `${name}-${random.digits(9)}.${cell.region}.elb.amazonaws.com`;
  const createdTime = cell.past(900, 1800);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::ElasticLoadBalancing::LoadBalancer',
    id: name,
    name,
    arn: cell.arn('elasticloadbalancing', `loadbalancer/${name}`),
    zone: 'Multiple Availability Zones',
    createdAt: createdTime,
    tags,
    configuration: {
      loadBalancerName: name,
      canonicalHostedZoneName: dnsName,
      canonicalHostedZoneNameID: `Z${random.capitals(13)}`,
      listenerDescriptions: [
        {
          listener: { protocol: 'HTTP', loadBalancerPort: 80, instanceProtocol: 'HTTP', instancePort: 8080 },
          policyNames: [],
        },
      ],
      policies: { appCookieStickinessPolicies: [], otherPolicies: [], lbcookieStickinessPolicies: [] },
      backendServerDescriptions: [],
      availabilityZones: network.publicSubnets.map((subnet) => subnet.zone),
      subnets: network.publicSubnets.map((subnet) => subnet.id),
      sourceSecurityGroup: { ownerAlias: cell.accountId, groupName: group.name },
      securityGroups: [group.id],
      createdTime,
      scheme: 'internet-facing',
      dnsname: dnsName,
      vpcid: network.vpcId,
    },
    supplementary: {
      LoadBalancerAttributes: {
        crossZoneLoadBalancing: { enabled: false },
        accessLog: { enabled: false },
        connectionDraining: { enabled: false, timeout: 300 },
        connectionSettings: { idleTimeout: 60 },
        additionalAttributes: [{ key: 'elb.http.desyncmitigationmode', value: 'defensive' }],
      },
      LoadBalancerPolicies: [],
      Tags: tagList(tags),
    },
    relationships: [
      toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with '),
      ...network.publicSubnets.map((subnet) => toId('AWS::EC2::Subnet', subnet.id, 'Is attached to ')),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in '),
    ],
  });
}
