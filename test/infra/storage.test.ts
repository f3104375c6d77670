import { describe, expect, it } from 'vitest';
import { EXPIRING_VALUES } from '#platform/aws/large-values.ts';
import { listed, MODES, ORGANIZATION, one, resources, type Statement, stacksOf } from './synthesise.ts';

const { hub } = stacksOf(MODES.hub).stacks;
const alone = stacksOf(MODES.single).stacks;

const policyOf = (type: string, owner: string, key: 'Bucket' | 'Queues'): readonly Statement[] =>
  [...resources(hub, type).values()]
    .filter(({ Properties }) => JSON.stringify(Properties[key]).includes(`"${owner}"`))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

const refusesPlainHttp = (statements: readonly Statement[]): boolean =>
  statements.some(
    ({ Effect, Condition, Principal }) =>
      Effect === 'Deny' &&
      Condition?.Bool?.['aws:SecureTransport'] === 'false' &&
      JSON.stringify(Principal) === '{"AWS":"*"}',
  );

describe('buckets', () => {
  const buckets = [...resources(hub, 'AWS::S3::Bucket')];

  it.each(buckets)('%s is private, encrypted, kept, and read over TLS alone', (id, bucket) => {
    expect(bucket.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const [rule] = bucket.Properties.BucketEncryption.ServerSideEncryptionConfiguration;
    const own = /Lake|Results|Deliveries/.test(id);
    expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe(own ? 'aws:kms' : 'AES256');
    expect(refusesPlainHttp(policyOf('AWS::S3::BucketPolicy', id, 'Bucket'))).toBe(true);
    expect(bucket.DeletionPolicy).toBe('Retain');
    const unfinished = bucket.Properties.LifecycleConfiguration.Rules.some(
      (each: { AbortIncompleteMultipartUpload?: object }) =>
        each.AbortIncompleteMultipartUpload !== undefined,
    );
    expect(unfinished).toBe(true);
    if (!id.includes('AccessLogs'))
      expect(bucket.Properties.LoggingConfiguration.LogFilePrefix).toMatch(/^s3\//);
  });

  it.each(buckets)('%s has no lifecycle rule that does nothing', (_, { Properties }) => {
    for (const { Id: _id, Status, Prefix: _prefix, ...rule } of Properties.LifecycleConfiguration.Rules) {
      expect(Status).toBe('Enabled');
      expect(Object.values(rule).filter((part) => !Array.isArray(part) || part.length > 0)).not.toEqual([]);
    }
  });

  it('keeps versions of the lake, of the originals and of the page, and forgets results', () => {
    const versioned = buckets.filter(
      ([, { Properties }]) => Properties.VersioningConfiguration !== undefined,
    );
    expect(versioned.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'StorageLake',
      'Deliveries',
      'PageSite',
    ]);
    // Versions cost until somebody forgets them.
    for (const [, { Properties }] of versioned)
      expect(
        Properties.LifecycleConfiguration.Rules.some(
          ({ NoncurrentVersionExpiration: kept }: { NoncurrentVersionExpiration?: object }) =>
            kept !== undefined,
        ),
      ).toBe(true);
    const [, results] = one(hub, 'AWS::S3::Bucket', 'StorageResults');
    expect(results.Properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'old-results',
      Status: 'Enabled',
      ExpirationInDays: 2,
    });
    const [, lake] = one(hub, 'AWS::S3::Bucket', 'StorageLake');
    expect(lake.Properties.LifecycleConfiguration.Rules).toContainEqual({
      Id: 'expired-values',
      Status: 'Enabled',
      Prefix: EXPIRING_VALUES,
      ExpirationInDays: 32,
    });
  });

  it('takes deliveries of AWS Config from the organization, or from the account alone', () => {
    const [id] = one(hub, 'AWS::S3::Bucket', 'Deliveries');
    const config = policyOf('AWS::S3::BucketPolicy', id, 'Bucket').filter(
      ({ Principal }) => JSON.stringify(Principal) === '{"Service":"config.amazonaws.com"}',
    );
    expect(config.map(({ Action, Condition }) => ({ Action, Condition }))).toEqual([
      {
        Action: ['s3:GetBucketAcl', 's3:ListBucket'],
        Condition: { StringEquals: { 'aws:SourceOrgID': ORGANIZATION } },
      },
      {
        Action: 's3:PutObject',
        Condition: {
          StringEquals: { 'aws:SourceOrgID': ORGANIZATION, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
    ]);
    const own = JSON.stringify([...resources(alone.hub, 'AWS::S3::BucketPolicy').values()]);
    expect(own).toContain('"aws:SourceAccount":["111122223333"]');
    expect(own).not.toContain('aws:SourceOrgID');
  });

  it('takes replicas of a bucket in another account by the role that is named, and lets it delete nothing', () => {
    const role = 'arn:aws:iam::444455556666:role/service-role/replicate-config';
    const { hub: replicated } = stacksOf({ ...MODES.hub, replicationRoles: role }).stacks;
    const of = (type: string) =>
      [...resources(replicated, type).values()]
        .flatMap(
          ({ Properties }): Statement[] => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement,
        )
        .filter(({ Principal }) => JSON.stringify(Principal) === JSON.stringify({ AWS: role }));
    const [id] = one(replicated, 'AWS::S3::Bucket', 'Deliveries');
    const arn = { 'Fn::GetAtt': [id, 'Arn'] };
    expect(of('AWS::S3::BucketPolicy')).toMatchObject([
      { Action: ['s3:GetBucketVersioning', 's3:ListBucket', 's3:PutBucketVersioning'], Resource: arn },
      {
        Action: ['s3:ObjectOwnerOverrideToBucketOwner', 's3:ReplicateObject', 's3:ReplicateTags'],
        Resource: { 'Fn::Join': ['', [arn, '/*']] },
      },
    ]);
    expect(of('AWS::KMS::Key')).toMatchObject([{ Action: ['kms:Encrypt', 'kms:GenerateDataKey'] }]);
    const without = [...resources(hub, 'AWS::S3::BucketPolicy').values()];
    expect(JSON.stringify(without).includes('s3:Replicate')).toBe(false);
  });

  it('tells the queue of every object, once the queue takes it', () => {
    const [, bucket] = one(hub, 'AWS::S3::Bucket', 'Deliveries');
    const [queue] = [...resources(hub, 'AWS::SQS::Queue').keys()].filter((id) =>
      /^Objects[0-9A-F]{8}$/.test(id),
    );
    expect(bucket.Properties.NotificationConfiguration).toEqual({
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: { 'Fn::GetAtt': [queue, 'Arn'] } }],
    });
    expect(bucket.DependsOn?.some((id) => id.startsWith('ObjectsPolicy'))).toBe(true);
  });
});

describe('what else holds data', () => {
  it('rotates the key, keeps it, and lets services use it for the owner alone', () => {
    const [, key] = one(hub, 'AWS::KMS::Key');
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.DeletionPolicy).toBe('Retain');
    const services = (key.Properties.KeyPolicy.Statement as Statement[]).filter(({ Principal }) =>
      JSON.stringify(Principal).includes('Service'),
    );
    expect(services.length).toBeGreaterThan(4);
    expect(services.filter(({ Condition }) => Condition === undefined)).toEqual([]);
  });

  it('encrypts state, restores it to any second, and forgets what expires', () => {
    const [, { Properties, DeletionPolicy }] = one(hub, 'AWS::DynamoDB::Table');
    expect(Properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expires_at', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      DeletionProtectionEnabled: true,
      BillingMode: 'PAY_PER_REQUEST',
    });
    expect(DeletionPolicy).toBe('Retain');
  });

  it.each([...resources(hub, 'AWS::SQS::Queue')])(
    'queue %s is encrypted and reached over TLS alone',
    (id, queue) => {
      expect(queue.Properties.KmsMasterKeyId).toBeDefined();
      expect(refusesPlainHttp(policyOf('AWS::SQS::QueuePolicy', id, 'Queues'))).toBe(true);
    },
  );

  it.each([...resources(hub, 'AWS::Logs::LogGroup')])(
    'log group %s is encrypted and kept for 90 days',
    (_, group) => {
      expect(group.Properties.KmsKeyId).toBeDefined();
      expect(group.Properties.RetentionInDays).toBe(90);
    },
  );

  it('encrypts the alarms’ topic and the bus', () => {
    expect(one(hub, 'AWS::SNS::Topic')[1].Properties.KmsMasterKeyId).toBeDefined();
    expect(one(hub, 'AWS::Events::EventBus')[1].Properties.KmsKeyIdentifier).toBeDefined();
  });

  it('enforces the settings of both workgroups', () => {
    const groups = [...resources(hub, 'AWS::Athena::WorkGroup').values()].map(({ Properties }) => Properties);
    expect(groups.map(({ Name }) => Name)).toEqual(['stocktake', 'stocktake-compaction']);
    for (const { WorkGroupConfiguration: settings } of groups) {
      expect(settings.EnforceWorkGroupConfiguration).toBe(true);
      expect(settings.EngineVersion.SelectedEngineVersion).toBe('Athena engine version 3');
      expect(settings.BytesScannedCutoffPerQuery).toBeGreaterThanOrEqual(10_000_000);
      expect(settings.ResultConfiguration.EncryptionConfiguration.EncryptionOption).toBe('SSE_KMS');
    }
    const prefixes = groups.map(({ WorkGroupConfiguration }) =>
      JSON.stringify(WorkGroupConfiguration.ResultConfiguration.OutputLocation),
    );
    expect(new Set(prefixes).size).toBe(2);
    expect(listed(groups[0].WorkGroupConfiguration.BytesScannedCutoffPerQuery)).toEqual([10 * 1024 ** 3]);
  });
});
