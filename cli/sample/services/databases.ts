import { type Cell, toId, toName } from '../cell.ts';
import { type JsonObject, tagList } from '../item.ts';
import { plantedSecret } from '../names.ts';
import { iso } from '../time.ts';
import type { Network } from './network.ts';
import type { SecurityGroup } from './security-groups.ts';

const SUBNET_GROUP = 'AWS::RDS::DBSubnetGroup';
const engines: readonly (readonly [string, string, number])[] = [
  ['postgres', '16.4', 5432],
  ['mysql', '8.0.40', 3306],
  ['mariadb', '10.11.9', 3306],
  ['postgres', '12.19', 5432],
];

/** Databases of a cell: instances (some unencrypted, public, or never backed up), a cluster, snapshots, their subnet group. */
export function addDatabases(cell: Cell, network: Network, group: SecurityGroup, count: number): void {
  const subnetGroup = addSubnetGroup(cell, network);
  for (let number = 0; number < count; number += 1) {
    const { random } = cell;
    const [engine, engineVersion, port] = random.pick(engines);
    const careless = random.chance(cell.account.stage === 'prod' ? 0.3 : 0.5);
    const instance = addInstance(cell, network, group, subnetGroup, {
      name: `${cell.label('db')}-${number + 1}`,
      engine,
      engineVersion,
      port,
      isEncrypted: careless ? random.chance(0.4) : true,
      isPublic: careless && random.chance(0.4),
      retention: careless && random.chance(0.5) ? 0 : random.pick([1, 7, 14, 35]),
    });
    if (random.chance(0.6)) addSnapshot(cell, network, instance);
  }
  if (cell.random.chance(0.6)) addCluster(cell, network, group, subnetGroup);
}

interface InstanceSettings {
  readonly name: string;
  readonly engine: string;
  readonly engineVersion: string;
  readonly port: number;
  readonly isEncrypted: boolean;
  readonly isPublic: boolean;
  readonly retention: number;
  readonly cluster?: string;
}

function addInstance(
  cell: Cell,
  network: Network,
  group: SecurityGroup,
  subnetGroup: string,
  settings: InstanceSettings,
): InstanceSettings & { readonly id: string } {
  const { random } = cell;
  const { name, isEncrypted, cluster } = settings;
  const id = `db-${random.capitals(26)}`;
  const arn = cell.arn('rds', `db:${name}`);
  const createdAt = cell.past(10, 900);
  const zone = random.pick(cell.zones.slice(0, 2));
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::RDS::DBInstance',
    id,
    name,
    arn,
    zone,
    createdAt,
    tags,
    configuration: {
      dBInstanceIdentifier: name,
      dBInstanceClass: random.pick(['db.t3.medium', 'db.t4g.micro', 'db.r6g.large', 'db.m5.large']),
      engine: settings.engine,
      dBInstanceStatus: 'available',
      masterUsername: 'admin',
      endpoint: {
        address: `${name}.${random.lower(12)}.${cell.region}.rds.amazonaws.com`,
        port: settings.port,
        hostedZoneId: `Z${random.capitals(13)}`,
      },
      allocatedStorage: cluster === undefined ? random.pick([20, 100, 500]) : 1,
      instanceCreateTime: iso(createdAt),
      preferredBackupWindow: '02:11-02:41',
      backupRetentionPeriod: settings.retention,
      dBSecurityGroups: [],
      vpcSecurityGroups: [{ vpcSecurityGroupId: group.id, status: 'active' }],
      dBParameterGroups: [
        { dBParameterGroupName: `default.${settings.engine}`, parameterApplyStatus: 'in-sync' },
      ],
      availabilityZone: zone,
      dBSubnetGroup: {
        dBSubnetGroupName: subnetGroup,
        dBSubnetGroupDescription: 'Private subnets',
        vpcId: network.vpcId,
        subnetGroupStatus: 'Complete',
        subnets: network.privateSubnets.map((subnet) => ({
          subnetIdentifier: subnet.id,
          subnetAvailabilityZone: { name: subnet.zone },
          subnetOutpost: {},
          subnetStatus: 'Active',
        })),
      },
      preferredMaintenanceWindow: 'tue:03:28-tue:03:58',
      pendingModifiedValues: random.chance(0.15)
        ? { masterUserPassword: plantedSecret(random.hex(10)), processorFeatures: [] }
        : { processorFeatures: [] },
      multiAZ: cluster === undefined && random.chance(0.4),
      engineVersion: settings.engineVersion,
      autoMinorVersionUpgrade: random.chance(0.8),
      readReplicaDBInstanceIdentifiers: [],
      licenseModel: 'general-public-license',
      publiclyAccessible: settings.isPublic,
      storageType: cluster === undefined ? 'gp3' : 'aurora',
      dbInstancePort: 0,
      ...(cluster === undefined ? {} : { dBClusterIdentifier: cluster }),
      storageEncrypted: isEncrypted,
      ...(isEncrypted ? { kmsKeyId: cell.arn('kms', `key/${random.uuid()}`) } : {}),
      dbiResourceId: id,
      cACertificateIdentifier: 'rds-ca-rsa2048-g1',
      copyTagsToSnapshot: random.chance(0.6),
      monitoringInterval: 0,
      dBInstanceArn: arn,
      iAMDatabaseAuthenticationEnabled: false,
      performanceInsightsEnabled: random.chance(0.4),
      deletionProtection: cell.account.stage === 'prod' && random.chance(0.7),
      tagList: tagList(tags),
      networkType: 'IPV4',
    },
    supplementary: { Tags: tagList(tags) },
    relationships: [
      toId(SUBNET_GROUP, subnetGroup, 'Is associated with DBSubnetGroup'),
      toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with SecurityGroup'),
    ],
  });
  return { ...settings, id };
}

function addCluster(cell: Cell, network: Network, group: SecurityGroup, subnetGroup: string): void {
  const { random } = cell;
  const name = cell.label('aurora');
  const id = `cluster-${random.capitals(26)}`;
  const createdAt = cell.past(20, 600);
  const isEncrypted = random.chance(0.75);
  const member = addInstance(cell, network, group, subnetGroup, {
    name: `${name}-1`,
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    port: 5432,
    isEncrypted,
    isPublic: false,
    retention: 7,
    cluster: name,
  });
  const tags = cell.tags(name);
  // Clusters keep their names in lower case where instances have camel case (`dbclusterIdentifier`).
  const configuration: JsonObject = {
    allocatedStorage: 1,
    availabilityZones: [...cell.zones],
    backupRetentionPeriod: random.pick([1, 7, 35]),
    status: 'available',
    endpoint: `${name}.cluster-${random.lower(12)}.${cell.region}.rds.amazonaws.com`,
    readerEndpoint: `${name}.cluster-ro-${random.lower(12)}.${cell.region}.rds.amazonaws.com`,
    customEndpoints: [],
    multiAZ: false,
    engine: 'aurora-postgresql',
    engineVersion: '16.4',
    port: 5432,
    masterUsername: 'admin',
    preferredBackupWindow: '02:11-02:41',
    readReplicaIdentifiers: [],
    vpcSecurityGroups: [{ vpcSecurityGroupId: group.id, status: 'active' }],
    storageEncrypted: isEncrypted,
    dbClusterResourceId: id,
    associatedRoles: [],
    clusterCreateTime: createdAt,
    engineMode: 'provisioned',
    deletionProtection: random.chance(0.5),
    copyTagsToSnapshot: false,
    crossAccountClone: false,
    tagList: tagList(tags),
    autoMinorVersionUpgrade: true,
    networkType: 'IPV4',
    dbclusterIdentifier: name,
    dbclusterParameterGroup: 'default.aurora-postgresql16',
    dbsubnetGroup: subnetGroup,
    dbclusterMembers: [
      {
        isClusterWriter: true,
        promotionTier: 1,
        dbinstanceIdentifier: member.name,
        clusterWriter: true,
        dbclusterParameterGroupStatus: 'in-sync',
      },
    ],
    dbclusterArn: cell.arn('rds', `cluster:${name}`),
    iamdatabaseAuthenticationEnabled: false,
  };
  cell.add({
    type: 'AWS::RDS::DBCluster',
    id,
    name,
    arn: cell.arn('rds', `cluster:${name}`),
    zone: 'Multiple Availability Zones',
    createdAt,
    tags,
    configuration,
    supplementary: { Tags: tagList(tags) },
    relationships: [
      toName('AWS::RDS::DBInstance', member.name, 'Contains '),
      toName(SUBNET_GROUP, subnetGroup, 'Is associated with '),
      toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with '),
    ],
  });
}

function addSnapshot(cell: Cell, network: Network, instance: InstanceSettings): void {
  const { random } = cell;
  const createdAt = cell.past(1, 30);
  const name = `rds:${instance.name}-${iso(createdAt).slice(0, 10)}`;
  const arn = cell.arn('rds', `snapshot:${name}`);
  cell.add({
    type: 'AWS::RDS::DBSnapshot',
    id: name,
    name,
    arn,
    zone: cell.zones[0],
    createdAt,
    configuration: {
      dBSnapshotIdentifier: name,
      dBInstanceIdentifier: instance.name,
      snapshotCreateTime: iso(createdAt),
      engine: instance.engine,
      allocatedStorage: 20,
      status: 'available',
      port: instance.port,
      availabilityZone: cell.zones[0],
      vpcId: network.vpcId,
      masterUsername: 'admin',
      engineVersion: instance.engineVersion,
      snapshotType: random.chance(0.7) ? 'automated' : 'manual',
      percentProgress: 100,
      storageType: 'gp3',
      encrypted: instance.isEncrypted,
      dBSnapshotArn: arn,
      iAMDatabaseAuthenticationEnabled: false,
      tagList: [],
    },
    supplementary: { DBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: [] }], Tags: [] },
    relationships: [toId('AWS::EC2::VPC', network.vpcId, 'Is associated with Vpc')],
  });
}

function addSubnetGroup(cell: Cell, network: Network): string {
  const name = cell.label('db-subnets');
  const tags = cell.tags(name);
  cell.add({
    type: SUBNET_GROUP,
    id: name,
    name,
    arn: cell.arn('rds', `subgrp:${name}`),
    zone: 'Multiple Availability Zones',
    tags,
    configuration: {
      dBSubnetGroupName: name,
      dBSubnetGroupDescription: 'Private subnets',
      vpcId: network.vpcId,
      subnetGroupStatus: 'Complete',
      subnets: network.privateSubnets.map((subnet) => ({
        subnetIdentifier: subnet.id,
        subnetAvailabilityZone: { name: subnet.zone },
        subnetStatus: 'Active',
      })),
    },
    supplementary: { Tags: tagList(tags) },
    relationships: [
      ...network.privateSubnets.map((subnet) =>
        toId('AWS::EC2::Subnet', subnet.id, 'Is associated with Subnet'),
      ),
      toId('AWS::EC2::VPC', network.vpcId, 'Is associated with Vpc'),
    ],
  });
  return name;
}
