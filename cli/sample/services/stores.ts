import { type Cell, toId } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';
import { iso } from '../time.ts';
import type { Network } from './network.ts';
import type { SecurityGroup } from './security-groups.ts';

/** A DynamoDB table; whether it is backed up stands in supplementaryConfiguration. */
export function addTable(cell: Cell, purpose: string, keyArn: string): void {
  const { random } = cell;
  const name = cell.label(purpose);
  const arn = cell.arn('dynamodb', `table/${name}`);
  const createdAt = cell.past(20, 900) + random.int(0, 999);
  const tags = cell.tags(name);
  const onDemand = random.chance(0.7);
  cell.add({
    type: 'AWS::DynamoDB::Table',
    id: name,
    name,
    arn,
    zone: 'Not Applicable',
    createdAt,
    tags,
    configuration: {
      attributeDefinitions: [{ attributeName: 'id', attributeType: 'S' }],
      tableName: name,
      keySchema: [{ attributeName: 'id', keyType: 'HASH' }],
      tableStatus: 'ACTIVE',
      creationDateTime: createdAt,
      provisionedThroughput: {
        numberOfDecreasesToday: 0,
        readCapacityUnits: onDemand ? 0 : 25,
        writeCapacityUnits: onDemand ? 0 : 10,
      },
      tableArn: arn,
      tableId: random.uuid(),
      ...(onDemand
        ? {
            billingModeSummary: {
              billingMode: 'PAY_PER_REQUEST',
              lastUpdateToPayPerRequestDateTime: createdAt,
            },
          }
        : {}),
      ...(random.chance(0.4)
        ? { ssedescription: { status: 'ENABLED', ssetype: 'KMS', kmsmasterKeyArn: keyArn } }
        : {}),
      deletionProtectionEnabled: random.chance(0.4),
    },
    supplementary: {
      ContinuousBackupsDescription: {
        continuousBackupsStatus: 'ENABLED',
        pointInTimeRecoveryDescription: {
          pointInTimeRecoveryStatus: random.chance(0.55) ? 'ENABLED' : 'DISABLED',
        },
      },
      Tags: tagList(tags),
    },
  });
}

/** A file system; its tags are called FileSystemTags. */
export function addFileSystem(cell: Cell): void {
  const { random } = cell;
  const id = `fs-0${random.hex(16)}`;
  const isEncrypted = random.chance(0.75);
  const tags = cell.tags(cell.display('files'));
  cell.add({
    type: 'AWS::EFS::FileSystem',
    id,
    name: id,
    arn: cell.arn('elasticfilesystem', `file-system/${id}`),
    zone: 'Regional',
    createdAt: cell.past(30, 900),
    tags,
    configuration: {
      FileSystemId: id,
      Arn: cell.arn('elasticfilesystem', `file-system/${id}`),
      Encrypted: isEncrypted,
      FileSystemTags: capitalTagList(tags),
      PerformanceMode: 'generalPurpose',
      ThroughputMode: random.pick(['bursting', 'elastic']),
      LifecyclePolicies: random.chance(0.5) ? [{ TransitionToIA: 'AFTER_30_DAYS' }] : [],
      FileSystemPolicy: {},
      ...(random.chance(0.5) ? { BackupPolicy: { Status: 'ENABLED' } } : {}),
      ...(isEncrypted ? { KmsKeyId: cell.arn('kms', `key/${random.uuid()}`) } : {}),
    },
  });
}

/** A cache cluster: a type that AWS publishes no schema for. */
export function addCache(cell: Cell, group: SecurityGroup): void {
  const { random } = cell;
  const name = cell.label('cache').slice(0, 40);
  const arn = cell.arn('elasticache', `cluster:${name}`);
  const createdAt = cell.past(20, 500);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::ElastiCache::CacheCluster',
    id: name,
    name,
    arn,
    zone: cell.zones[0],
    createdAt,
    tags,
    configuration: {
      cacheClusterId: name,
      cacheNodeType: random.pick(['cache.t3.micro', 'cache.r6g.large']),
      engine: random.pick(['redis', 'valkey', 'memcached']),
      engineVersion: '7.1.0',
      cacheClusterStatus: 'available',
      numCacheNodes: 1,
      preferredAvailabilityZone: cell.zones[0],
      cacheClusterCreateTime: iso(createdAt),
      preferredMaintenanceWindow: 'sun:17:00-sun:18:00',
      pendingModifiedValues: {},
      cacheSecurityGroups: [],
      cacheParameterGroup: {
        cacheParameterGroupName: 'default.redis7',
        parameterApplyStatus: 'in-sync',
        cacheNodeIdsToReboot: [],
      },
      cacheSubnetGroupName: `${name}-subnets`,
      cacheNodes: [],
      autoMinorVersionUpgrade: true,
      securityGroups: [{ securityGroupId: group.id, status: 'active' }],
      snapshotRetentionLimit: random.pick([0, 0, 7]),
      snapshotWindow: '13:30-14:30',
      authTokenEnabled: false,
      transitEncryptionEnabled: random.chance(0.5),
      atRestEncryptionEnabled: random.chance(0.5),
      aRN: arn,
      networkType: 'ipv4',
      ipDiscovery: 'ipv4',
    },
    relationships: [toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with ')],
  });
}

/** A search domain; encryption and access policy vary. */
export function addSearchDomain(cell: Cell, network: Network, group: SecurityGroup): void {
  const { random } = cell;
  const name = cell.label('search').slice(0, 28);
  const arn = cell.arn('es', `domain/${name}`);
  const isEncrypted = random.chance(0.6);
  const subnet = network.privateSubnets[0];
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::OpenSearch::Domain',
    id: name,
    name,
    arn,
    zone: 'Regional',
    tags,
    configuration: {
      Id: `${cell.accountId}/${name}`,
      VPCOptions: { SecurityGroupIds: [group.id], SubnetIds: subnet === undefined ? [] : [subnet.id] },
      EBSOptions: { EBSEnabled: true, VolumeSize: 50, VolumeType: 'gp3' },
      DomainEndpointOptions: {
        EnforceHTTPS: random.chance(0.7),
        TLSSecurityPolicy: 'Policy-Min-TLS-1-2-2019-07',
        CustomEndpointEnabled: false,
      },
      ClusterConfig: {
        InstanceType: 'r6g.large.search',
        InstanceCount: random.int(1, 3),
        DedicatedMasterEnabled: false,
        ZoneAwarenessEnabled: false,
        WarmEnabled: false,
      },
      AccessPolicies: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${cell.accountId}:root` },
            Action: 'es:*',
            Resource: `${arn}/*`,
          },
        ],
      },
      Tags: capitalTagList(tags),
      DomainName: name,
      Arn: arn,
      EngineVersion: random.pick(['OpenSearch_2.17', 'OpenSearch_1.3']),
      EncryptionAtRestOptions: { Enabled: isEncrypted },
      NodeToNodeEncryptionOptions: { Enabled: random.chance(0.6) },
      AdvancedSecurityOptions: {
        Enabled: true,
        InternalUserDatabaseEnabled: false,
        AnonymousAuthEnabled: false,
      },
    },
    relationships: [toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with ')],
  });
}

/** A data warehouse; its multiAZ is a word, unlike that of RDS. */
export function addWarehouse(cell: Cell, network: Network, group: SecurityGroup): void {
  const { random } = cell;
  const name = cell.label('warehouse');
  const createdAt = cell.past(30, 700);
  const isEncrypted = random.chance(0.6);
  const tags = cell.tags(name);
  cell.add({
    type: 'AWS::Redshift::Cluster',
    id: name,
    name,
    arn: cell.arn('redshift', `cluster:${name}`),
    zone: cell.zones[0],
    createdAt,
    tags,
    configuration: {
      clusterIdentifier: name,
      nodeType: 'ra3.large',
      clusterStatus: 'available',
      clusterAvailabilityStatus: 'Available',
      masterUsername: 'admin',
      dBName: 'dwh',
      endpoint: { address: `${name}.${random.lower(12)}.${cell.region}.redshift.amazonaws.com`, port: 5439 },
      clusterCreateTime: iso(createdAt),
      automatedSnapshotRetentionPeriod: random.pick([0, 1, 7]),
      manualSnapshotRetentionPeriod: -1,
      clusterSecurityGroups: [],
      vpcSecurityGroups: [{ vpcSecurityGroupId: group.id, status: 'active' }],
      clusterSubnetGroupName: `${name}-subnets`,
      vpcId: network.vpcId,
      availabilityZone: cell.zones[0],
      preferredMaintenanceWindow: 'thu:20:30-thu:21:00',
      pendingModifiedValues: {},
      clusterVersion: '1.0',
      allowVersionUpgrade: true,
      numberOfNodes: 2,
      publiclyAccessible: random.chance(0.3),
      encrypted: isEncrypted,
      ...(isEncrypted ? { kmsKeyId: 'AWS_OWNED_KMS_KEY' } : {}),
      tags: tagList(tags),
      enhancedVpcRouting: false,
      iamRoles: [],
      maintenanceTrackName: 'current',
      availabilityZoneRelocationStatus: 'disabled',
      multiAZ: 'Disabled',
    },
    supplementary: { LoggingStatus: { loggingEnabled: random.chance(0.4) } },
    relationships: [
      toId('AWS::EC2::SecurityGroup', group.id, 'Is associated with SecurityGroup'),
      toId('AWS::EC2::VPC', network.vpcId, 'Is associated with Vpc'),
    ],
  });
}
