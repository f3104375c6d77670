import { type Cell, toId } from '../cell.ts';
import { type JsonObject, tagList } from '../item.ts';
import type { Network } from './network.ts';

/** The security groups of a cell by role. */
export interface SecurityGroups {
  readonly loadBalancer: SecurityGroup;
  readonly app: SecurityGroup;
  readonly database: SecurityGroup;
  readonly bastion: SecurityGroup;
}
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
}

interface Source {
  readonly cidr?: string;
  readonly cidr6?: string;
  readonly group?: string;
  readonly description?: string;
}

/** One permission as EC2 items hold it: the ranges twice (`ipRanges` is the old list of strings). Protocol -1 has no ports. */
function permission(
  cell: Cell,
  protocol: string,
  ports: readonly [number, number] | undefined,
  sources: readonly Source[],
): JsonObject {
  const ipv4 = sources.flatMap((source) =>
    source.cidr === undefined
      ? []
      : [
          {
            cidrIp: source.cidr,
            ...(source.description === undefined ? {} : { description: source.description }),
          },
        ],
  );
  return {
    ...(ports === undefined ? {} : { fromPort: ports[0] }),
    ipProtocol: protocol,
    ipv6Ranges: sources.flatMap((source) => (source.cidr6 === undefined ? [] : [{ cidrIpv6: source.cidr6 }])),
    prefixListIds: [],
    ...(ports === undefined ? {} : { toPort: ports[1] }),
    userIdGroupPairs: sources.flatMap((source) =>
      source.group === undefined ? [] : [{ groupId: source.group, userId: cell.accountId }],
    ),
    ipv4Ranges: ipv4,
    ipRanges: ipv4.map((range) => range.cidrIp),
  };
}

const everyone: Source = { cidr: '0.0.0.0/0' };

/**
 * The groups that instances, load balancers and databases use, and a few that nothing uses. Some accounts leave
 * port 22 open to the world: by the port, by a wide range, by all protocols, over IPv6 alone.
 */
export function addSecurityGroups(cell: Cell, network: Network): SecurityGroups {
  const { random } = cell;
  const group = (role: string): SecurityGroup => ({ id: cell.ec2Id('sg'), name: cell.display(role) });
  const groups: SecurityGroups = {
    loadBalancer: group('lb'),
    app: group('app'),
    database: group('db'),
    bastion: group('bastion'),
  };
  const careless = cell.has('open-ssh') || random.chance(0.2);
  addGroup(cell, network, groups.loadBalancer, 'Public load balancer', [
    permission(cell, 'tcp', [443, 443], [{ ...everyone, cidr6: '::/0' }]),
    permission(cell, 'tcp', [80, 80], [everyone]),
  ]);
  addGroup(cell, network, groups.app, 'Application tier', [
    permission(cell, 'tcp', [8080, 8080], [{ group: groups.loadBalancer.id }]),
    permission(cell, 'tcp', [22, 22], [{ group: groups.bastion.id }]),
    ...(careless && random.chance(0.5)
      ? [
          permission(
            cell,
            'tcp',
            [0, 65535],
            [{ ...everyone, description: 'temporary, remove after migration' }],
          ),
        ]
      : []),
  ]);
  addGroup(cell, network, groups.database, 'Databases', [
    permission(cell, 'tcp', [5432, 5432], [{ group: groups.app.id }, { cidr: `${network.prefix}.0.0/16` }]),
    permission(cell, 'tcp', [3306, 3306], [{ group: groups.app.id }]),
  ]);
  addGroup(cell, network, groups.bastion, 'Bastion', [
    careless
      ? permission(cell, 'tcp', [22, 22], [{ ...everyone, description: 'ssh' }])
      : permission(cell, 'tcp', [22, 22], [{ cidr: '198.18.40.0/24', description: 'office' }]),
  ]);
  if (cell.has('open-ssh')) addOpenGroups(cell, network);
  if (random.chance(0.5))
    addGroup(cell, network, group('unused'), 'Left over', [
      permission(cell, 'udp', [53, 53], [{ cidr: '10.0.0.0/8' }]),
    ]);
  return groups;
}

/** Open to port 22 in ways that a search for `from_port = 22 and 0.0.0.0/0` alone would miss. */
function addOpenGroups(cell: Cell, network: Network): void {
  const group = (role: string): SecurityGroup => ({ id: cell.ec2Id('sg'), name: cell.label(role) });
  addGroup(cell, network, group('all-protocols'), 'Everything from everywhere', [
    permission(cell, '-1', undefined, [everyone]),
  ]);
  addGroup(cell, network, group('ssh-v6'), 'SSH over IPv6', [
    permission(cell, 'tcp', [22, 22], [{ cidr6: '::/0' }]),
  ]);
  addGroup(cell, network, group('admin-range'), 'Admin ports', [
    permission(cell, 'tcp', [20, 25], [{ cidr: '0.0.0.0/0' }]),
  ]);
  addGroup(cell, network, group('rdp-only'), 'Remote desktop', [
    permission(cell, 'tcp', [3389, 3389], [{ cidr: '0.0.0.0/0' }]),
  ]);
  addGroup(cell, network, group('ping'), 'ICMP from everywhere', [
    permission(cell, 'icmp', [-1, -1], [{ cidr: '0.0.0.0/0' }]),
  ]);
}

function addGroup(
  cell: Cell,
  network: Network,
  group: SecurityGroup,
  description: string,
  ingress: readonly JsonObject[],
): void {
  const tags = cell.tags(group.name);
  cell.add({
    type: 'AWS::EC2::SecurityGroup',
    id: group.id,
    name: group.name,
    arn: cell.arn('ec2', `security-group/${group.id}`),
    zone: 'Not Applicable',
    tags,
    configuration: {
      description,
      groupName: group.name,
      ipPermissions: [...ingress],
      ownerId: cell.accountId,
      groupId: group.id,
      ipPermissionsEgress: [permission(cell, '-1', undefined, [everyone])],
      tags: tagList(tags),
      vpcId: network.vpcId,
    },
    relationships: [toId('AWS::EC2::VPC', network.vpcId, 'Is contained in Vpc')],
  });
  cell.link(network.vpcId, toId('AWS::EC2::SecurityGroup', group.id, 'Contains SecurityGroup'));
}
