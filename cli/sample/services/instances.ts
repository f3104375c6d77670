import { type Cell, toId } from '../cell.ts';
import { type JsonObject, tagList } from '../item.ts';
import { iso } from '../time.ts';
import { addElasticAddress, publicAddress } from './gateways.ts';
import type { Network, Subnet } from './network.ts';
import type { SecurityGroup } from './security-groups.ts';
import { addVolume } from './volumes.ts';

export interface InstanceOptions {
  readonly role: string;
  readonly subnet: Subnet;
  readonly groups: readonly SecurityGroup[];
  readonly address?: string;
  readonly secondaries?: readonly string[];
  readonly hasElasticAddress?: boolean;
  readonly profile?: string;
  readonly autoScalingGroup?: string;
  readonly isLasting?: boolean;
}

const types = [
  't3.micro',
  't3.small',
  't3.medium',
  'm6i.large',
  'm6i.xlarge',
  'c6i.large',
  'r6g.xlarge',
  'm5.2xlarge',
  't2.micro',
];
const images = [
  'ami-0a1f2e3d4c5b6a798',
  'ami-0b2e3f4a5c6d7e801',
  'ami-0c3d4e5f6a7b8c912',
  'ami-0d4c5b6a7f8e9d023',
];

/** An instance with its interface and its root (sometimes also data) volume; returns its id. */
export function addInstance(cell: Cell, network: Network, options: InstanceOptions): string {
  const { random } = cell;
  const id = cell.ec2Id('i');
  const interfaceId = cell.ec2Id('eni');
  const launchedAt = cell.past(1, 300);
  const instanceType = random.pick(types);
  const architecture = instanceType.includes('6g') ? 'arm64' : 'x86_64';
  const stopped = random.chance(0.15);
  const name = cell.display(options.role);
  const tags = {
    ...cell.tags(name),
    ...(options.autoScalingGroup === undefined
      ? {}
      : { 'aws:autoscaling:groupName': options.autoScalingGroup }),
  };
  const nic = addInterface(cell, network, options, {
    id: interfaceId,
    instanceId: id,
    attachedAt: launchedAt,
  });
  const rootVolume = addVolume(cell, {
    zone: options.subnet.zone,
    instanceId: id,
    device: '/dev/xvda',
    createdAt: launchedAt,
  });
  const dataVolume = random.chance(0.3)
    ? addVolume(cell, {
        zone: options.subnet.zone,
        instanceId: id,
        device: '/dev/sdf',
        createdAt: launchedAt,
      })
    : undefined;
  const volumes = dataVolume === undefined ? [rootVolume] : [rootVolume, dataVolume];
  const devices = ['/dev/xvda', '/dev/sdf'];
  cell.add({
    type: 'AWS::EC2::Instance',
    id,
    isLasting: options.isLasting === true,
    arn: cell.arn('ec2', `instance/${id}`),
    zone: options.subnet.zone,
    createdAt: launchedAt,
    tags,
    configuration: {
      amiLaunchIndex: 0,
      imageId: random.pick(images),
      instanceId: id,
      instanceType,
      ...(random.chance(0.2) ? { keyName: `${cell.account.product}-key` } : {}),
      launchTime: iso(launchedAt),
      monitoring: { state: random.chance(0.3) ? 'enabled' : 'disabled' },
      placement: { availabilityZone: options.subnet.zone, groupName: '', tenancy: 'default' },
      privateDnsName: nic.privateDnsName,
      privateIpAddress: nic.privateIpAddress,
      productCodes: [],
      publicDnsName: '',
      ...(nic.publicIp === undefined || stopped ? {} : { publicIpAddress: nic.publicIp }),
      // Real items hold the code as an integer and, in some events, as a float.
      state: stopped ? { code: 80, name: 'stopped' } : { code: 16, name: 'running' },
      stateTransitionReason: stopped ? `User initiated (${iso(launchedAt).slice(0, 10)} 10:00:00 GMT)` : '',
      subnetId: options.subnet.id,
      vpcId: network.vpcId,
      architecture,
      blockDeviceMappings: volumes.map((volumeId, index) => ({
        deviceName: devices[index] ?? '/dev/sdg',
        ebs: { attachTime: iso(launchedAt), deleteOnTermination: index === 0, status: 'attached', volumeId },
      })),
      clientToken: random.uuid(),
      ebsOptimized: !instanceType.startsWith('t2'),
      enaSupport: true,
      hypervisor: 'xen',
      ...(options.profile === undefined
        ? {}
        : {
            iamInstanceProfile: {
              arn: `arn:aws:iam::${cell.accountId}:instance-profile/${options.profile}`,
              id: `AIPA${random.capitals(17)}`,
            },
          }),
      elasticGpuAssociations: [],
      elasticInferenceAcceleratorAssociations: [],
      networkInterfaces: [nic.attached],
      rootDeviceName: '/dev/xvda',
      rootDeviceType: 'ebs',
      securityGroups: options.groups.map((group) => ({ groupName: group.name, groupId: group.id })),
      sourceDestCheck: true,
      tags: tagList(tags),
      virtualizationType: 'hvm',
      cpuOptions: { coreCount: 1, threadsPerCore: architecture === 'arm64' ? 1 : 2 },
      capacityReservationSpecification: { capacityReservationPreference: 'open' },
      hibernationOptions: { configured: false },
      licenses: [],
      metadataOptions: {
        state: 'applied',
        httpTokens: random.chance(0.6) ? 'required' : 'optional',
        httpPutResponseHopLimit: 2,
        httpEndpoint: 'enabled',
        httpProtocolIpv6: 'disabled',
        instanceMetadataTags: 'disabled',
      },
      enclaveOptions: { enabled: false },
      platformDetails: 'Linux/UNIX',
      usageOperation: 'RunInstances',
      usageOperationUpdateTime: iso(launchedAt),
      privateDnsNameOptions: {
        hostnameType: 'ip-name',
        enableResourceNameDnsARecord: false,
        enableResourceNameDnsAAAARecord: false,
      },
      maintenanceOptions: { autoRecovery: 'default' },
    },
    relationships: [
      toId('AWS::EC2::NetworkInterface', interfaceId, 'Contains NetworkInterface'),
      ...options.groups.map((group) =>
        toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with SecurityGroup'),
      ),
      toId('AWS::EC2::Subnet', options.subnet.id, 'Is contained in Subnet'),
      ...volumes.map((volumeId) => toId('AWS::EC2::Volume', volumeId, 'Is attached to Volume')),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in Vpc'),
    ],
  });
  for (const group of options.groups)
    cell.link(group.id, toId('AWS::EC2::Instance', id, 'Is associated with Instance'));
  cell.link(options.subnet.id, toId('AWS::EC2::Instance', id, 'Contains Instance'));
  cell.link(network.vpcId, toId('AWS::EC2::Instance', id, 'Contains Instance'));
  return id;
}

interface Interface {
  readonly privateIpAddress: string;
  readonly privateDnsName: string;
  readonly publicIp: string | undefined;
  /** The interface as the instance's own item repeats it. */
  readonly attached: JsonObject;
}

/** The network interface of an instance, with its addresses and, where asked for, an elastic address. */
function addInterface(
  cell: Cell,
  network: Network,
  options: InstanceOptions,
  at: { id: string; instanceId: string; attachedAt: number },
): Interface {
  const privateIpAddress = options.address ?? network.address(options.subnet);
  const dns = (address: string): string =>
    `ip-${address.replaceAll('.', '-')}.${cell.region === 'us-east-1' ? 'ec2' : `${cell.region}.compute`}.internal`;
  const elastic =
    options.hasElasticAddress === true
      ? {
          allocationId: cell.ec2Id('eipalloc'),
          associationId: cell.ec2Id('eipassoc'),
          publicIp: publicAddress(cell),
        }
      : undefined;
  const association: JsonObject | undefined =
    elastic === undefined
      ? undefined
      : {
          allocationId: elastic.allocationId,
          associationId: elastic.associationId,
          ipOwnerId: cell.accountId,
          publicDnsName: '',
          publicIp: elastic.publicIp,
        };
  const addresses: JsonObject[] = [privateIpAddress, ...(options.secondaries ?? [])].map(
    (address, index) => ({
      ...(index === 0 && association !== undefined ? { association } : {}),
      primary: index === 0,
      privateDnsName: dns(address),
      privateIpAddress: address,
    }),
  );
  const attachment: JsonObject = {
    attachTime: iso(at.attachedAt),
    attachmentId: cell.ec2Id('eni-attach'),
    deleteOnTermination: true,
    deviceIndex: 0,
    status: 'attached',
    networkCardIndex: 0,
  };
  const shared: JsonObject = {
    description: '',
    groups: options.groups.map((group) => ({ groupName: group.name, groupId: group.id })),
    interfaceType: 'interface',
    ipv6Addresses: [],
    macAddress: `0a:${cell.random.hex(2)}:${cell.random.hex(2)}:${cell.random.hex(2)}:${cell.random.hex(2)}:${cell.random.hex(2)}`,
    networkInterfaceId: at.id,
    ownerId: cell.accountId,
    privateDnsName: dns(privateIpAddress),
    privateIpAddress,
    privateIpAddresses: addresses,
    ipv4Prefixes: [],
    ipv6Prefixes: [],
    sourceDestCheck: true,
    status: 'in-use',
    subnetId: options.subnet.id,
    vpcId: network.vpcId,
  };
  cell.add({
    type: 'AWS::EC2::NetworkInterface',
    id: at.id,
    isLasting: options.isLasting === true,
    arn: cell.arn('ec2', `network-interface/${at.id}`),
    zone: options.subnet.zone,
    configuration: {
      ...(association === undefined ? {} : { association }),
      attachment: { ...attachment, instanceId: at.instanceId, instanceOwnerId: cell.accountId },
      availabilityZone: options.subnet.zone,
      ...shared,
      requesterManaged: false,
      tagSet: [],
    },
    relationships: [
      ...(elastic === undefined
        ? []
        : [toId('AWS::EC2::EIP', elastic.allocationId, 'Is attached to ElasticIp')]),
      toId('AWS::EC2::Instance', at.instanceId, 'Is attached to Instance'),
      ...options.groups.map((group) =>
        toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with SecurityGroup'),
      ),
      toId('AWS::EC2::Subnet', options.subnet.id, 'Is contained in Subnet'),
      toId('AWS::EC2::VPC', network.vpcId, 'Is contained in Vpc'),
    ],
  });
  for (const group of options.groups)
    cell.link(group.id, toId('AWS::EC2::NetworkInterface', at.id, 'Is associated with NetworkInterface'));
  cell.link(options.subnet.id, toId('AWS::EC2::NetworkInterface', at.id, 'Contains NetworkInterface'));
  cell.link(network.vpcId, toId('AWS::EC2::NetworkInterface', at.id, 'Contains NetworkInterface'));
  if (elastic !== undefined)
    addElasticAddress(cell, { ...elastic, interfaceId: at.id, privateIp: privateIpAddress });
  return {
    privateIpAddress,
    privateDnsName: dns(privateIpAddress),
    publicIp: elastic?.publicIp,
    attached: { ...(association === undefined ? {} : { association }), attachment, ...shared },
  };
}
