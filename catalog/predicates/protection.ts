import { type NamedPredicate, type PredicateVariant, phrases } from './named-predicate.ts';

const filled = (types: readonly string[], column: string, text?: string): PredicateVariant => ({
  types,
  sql: `coalesce({t}.${column}, '') <> ''`,
  needs: [column],
  ...(text === undefined ? {} : { text }),
});
const isOn = (types: readonly string[], column: string, text?: string): PredicateVariant => ({
  types,
  sql: `{t}.${column}`,
  needs: [column],
  ...(text === undefined ? {} : { text }),
});
const hasRecoveryPoint = (type: string): PredicateVariant => ({
  types: [type],
  sql: '{t}.arn IN (SELECT b.resource_arn FROM backup_recovery_point AS b WHERE b.resource_arn IS NOT NULL)',
  needs: ['arn'],
  text: 'Backups: a recovery point of AWS Backup exists for it; snapshots made by hand are not counted.',
});
const isSetTo = (types: readonly string[], column: string, value: string): PredicateVariant => ({
  types,
  sql: `coalesce({t}.${column}, '') = '${value}'`,
  needs: [column],
});

export const protectionPredicates: readonly NamedPredicate[] = [
  {
    name: 'encrypted',
    adjectives: ['encrypted', 'encrypted at rest', 'encrypted storage'],
    nouns: phrases(`
      encryption | encryption at rest | storage encryption | server side encryption | default encryption |
      disk encryption | sse | at rest encryption
    `),
    opposites: ['unencrypted', 'non encrypted', 'unencrypted storage'],
    text: 'Encrypted means encryption at rest, as the resource’s own setting says.',
    variants: [
      isOn(
        [
          'AWS::EC2::Volume',
          'AWS::RDS::DBSnapshot',
          'AWS::EFS::FileSystem',
          'AWS::Redshift::Cluster',
          'AWS::Redshift::ClusterSnapshot',
        ],
        'encrypted',
      ),
      isOn(
        ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::RDS::DBClusterSnapshot'],
        'storage_encrypted',
      ),
      isOn(['AWS::OpenSearch::Domain'], 'encryption_at_rest_options_enabled'),
      isOn(['AWS::Backup::RecoveryPoint'], 'is_encrypted'),
      {
        types: ['AWS::S3::Bucket'],
        sql: "json_extract({t}.supplementary_configuration, '$.ServerSideEncryptionConfiguration.rules') IS NOT NULL",
        needs: ['supplementary_configuration'],
        text: 'Encrypted (bucket): it has a default encryption rule. Since 2023 S3 encrypts every new object even without one.',
      },
      {
        types: ['AWS::SQS::Queue'],
        sql: "(coalesce({t}.kms_master_key_id, '') <> '' OR coalesce({t}.sqs_managed_sse_enabled, 'false') = 'true')",
        needs: ['kms_master_key_id', 'sqs_managed_sse_enabled'],
        text: 'Encrypted (queue): a KMS key or SQS-managed encryption is set.',
      },
      filled(['AWS::SNS::Topic'], 'kms_master_key_id', 'Encrypted (topic): a KMS key is set.'),
      filled(
        ['AWS::CloudTrail::Trail', 'AWS::SageMaker::NotebookInstance', 'AWS::Logs::LogGroup'],
        'kms_key_id',
        'Encrypted: a KMS key of one’s own is set.',
      ),
      {
        types: ['AWS::Kinesis::Stream'],
        sql: "coalesce({t}.stream_encryption_encryption_type, 'NONE') = 'KMS'",
        needs: ['stream_encryption_encryption_type'],
        text: 'Encrypted (stream): KMS encryption is on.',
      },
      {
        types: ['AWS::DynamoDB::Table'],
        sql: "coalesce({t}.ssedescription_status, 'DISABLED') = 'ENABLED'",
        needs: ['ssedescription_status'],
        text: 'DynamoDB always encrypts at rest; “encrypted” here means with a KMS key of one’s own or AWS managed, not the AWS owned default.',
      },
    ],
  },
  {
    name: 'kms_encrypted',
    adjectives: phrases(`
      encrypted with kms | encrypted by kms | encrypted using kms | kms encrypted | encrypted with a kms key |
      encrypted using a kms key
    `),
    nouns: ['kms encryption', 'kms key encryption', 'sse kms'],
    text: 'Encrypted with KMS: a KMS key is set for it, whether AWS’s or one’s own.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: "regexp_like(coalesce(json_format(json_extract({t}.supplementary_configuration, '$.ServerSideEncryptionConfiguration.rules')), ''), '\"aws:kms')",
        needs: ['supplementary_configuration'],
        text: 'Encrypted with KMS (bucket): its default encryption rule names KMS, not AES256.',
      },
      filled(['AWS::SQS::Queue', 'AWS::SNS::Topic'], 'kms_master_key_id'),
      filled(
        [
          'AWS::EC2::Volume',
          'AWS::RDS::DBInstance',
          'AWS::RDS::DBCluster',
          'AWS::EFS::FileSystem',
          'AWS::Redshift::Cluster',
          'AWS::CloudTrail::Trail',
          'AWS::Logs::LogGroup',
        ],
        'kms_key_id',
      ),
      isSetTo(['AWS::Kinesis::Stream'], 'stream_encryption_encryption_type', 'KMS'),
      isSetTo(['AWS::DynamoDB::Table'], 'ssedescription_ssetype', 'KMS'),
    ],
  },
  {
    name: 'pending_deletion',
    adjectives: ['pending deletion', 'scheduled for deletion', 'about to be deleted', 'awaiting deletion'],
    text: 'Scheduled for deletion: its state is PendingDeletion.',
    variants: [isSetTo(['AWS::KMS::Key'], 'key_state', 'PendingDeletion')],
  },
  {
    name: 'backed_up',
    adjectives: ['backed up'],
    nouns: phrases(`
      backup | automated backup | automatic backup | backup configured | backup enabled |
      automated backup enabled | backup retention | daily backup | point in time recovery | pitr
    `),
    opposites: ['not backed up', 'unbacked up'],
    text: 'Backups: automated backups are kept for at least one day (DynamoDB: point-in-time recovery is on; EFS: its backup policy is on).',
    column: 'has_backups',
    variants: [
      {
        types: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'],
        sql: 'coalesce({t}.backup_retention_period, 0) > 0',
        needs: ['backup_retention_period'],
      },
      {
        types: ['AWS::Redshift::Cluster'],
        sql: 'coalesce({t}.automated_snapshot_retention_period, 0) > 0',
        needs: ['automated_snapshot_retention_period'],
      },
      isSetTo(
        ['AWS::DynamoDB::Table'],
        'continuous_backups_description_point_in_time_recovery_description_point_in_time_recovery_status',
        'ENABLED',
      ),
      {
        types: ['AWS::EFS::FileSystem'],
        sql: "coalesce({t}.backup_policy_status, 'DISABLED') = 'ENABLED'",
        needs: ['backup_policy_status'],
      },
      hasRecoveryPoint('AWS::EC2::Volume'),
      hasRecoveryPoint('AWS::EC2::Instance'),
    ],
  },
  {
    name: 'multi_az',
    adjectives: ['multi az', 'multiaz', 'highly available', 'multi availability zone'],
    nouns: ['multi az', 'multi az deployment', 'high availability', 'ha'],
    opposites: ['single az', 'single availability zone'],
    text: 'Multi-AZ: the setting is on.',
    variants: [
      isOn(['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster', 'AWS::DMS::ReplicationInstance'], 'multi_az'),
    ],
  },
  {
    name: 'deletion_protection',
    adjectives: [
      'deletion protected',
      'protected from deletion',
      'protected against deletion',
      'termination protected',
    ],
    nouns: ['deletion protection', 'delete protection', 'termination protection'],
    text: 'Deletion protection: the resource’s own setting is on.',
    column: 'deletion_protection',
    variants: [
      isOn(['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'], 'deletion_protection'),
      isOn(['AWS::CloudFormation::Stack'], 'enable_termination_protection'),
      {
        types: ['AWS::DynamoDB::Table'],
        sql: "coalesce(json_extract_scalar({t}.configuration, '$.deletionProtectionEnabled'), 'false') = 'true'",
        needs: ['configuration'],
      },
    ],
  },
  {
    name: 'versioned',
    adjectives: ['versioned'],
    nouns: ['versioning', 'bucket versioning', 'object versioning'],
    opposites: ['unversioned'],
    text: 'Versioning counts as on only where its status is Enabled (not Suspended or Off).',
    variants: [isSetTo(['AWS::S3::Bucket'], 'bucket_versioning_configuration_status', 'Enabled')],
  },
  {
    name: 'logged',
    adjectives: ['logged', 'access logged'],
    nouns: phrases(`
      logging | access logging | access log | server access logging | logging enabled | audit logging |
      cloudwatch logging | log export | cloudwatch log export
    `),
    text: 'Logging: the resource’s own log delivery is configured.',
    column: 'has_logging',
    variants: [
      filled(['AWS::S3::Bucket'], 'bucket_logging_configuration_destination_bucket_name'),
      isOn(['AWS::CloudFront::Distribution'], 'distribution_config_logging_enabled'),
      filled(['AWS::ApiGateway::Stage'], 'access_log_settings_destination_arn'),
      {
        types: ['AWS::StepFunctions::StateMachine'],
        sql: "coalesce({t}.logging_configuration_level, 'OFF') <> 'OFF'",
        needs: ['logging_configuration_level'],
      },
      {
        types: ['AWS::RDS::DBInstance', 'AWS::RDS::DBCluster'],
        sql: "coalesce({t}.enabled_cloudwatch_logs_exports, '[]') <> '[]'",
        needs: ['enabled_cloudwatch_logs_exports'],
      },
      {
        types: ['AWS::EC2::VPC'],
        sql: '{t}.resource_id IN (SELECT f.configuration_resource_id FROM ec2_flow_log AS f WHERE f.configuration_resource_id IS NOT NULL)',
        needs: ['resource_id'],
        text: 'Logging (VPC): a flow log of the VPC itself exists; flow logs of single subnets are not counted.',
      },
    ],
  },
  {
    name: 'flow_logged',
    nouns: ['flow log', 'vpc flow log', 'flow logging', 'flow log enabled'],
    text: 'A flow log of the VPC or subnet itself exists; those of single interfaces are not counted.',
    column: 'has_flow_logs',
    variants: [
      {
        types: ['AWS::EC2::VPC', 'AWS::EC2::Subnet'],
        sql: '{t}.resource_id IN (SELECT f.configuration_resource_id FROM ec2_flow_log AS f WHERE f.configuration_resource_id IS NOT NULL)',
        needs: ['resource_id'],
      },
    ],
  },
  {
    name: 'rotated',
    adjectives: ['rotated', 'rotated automatically', 'automatically rotated', 'rotating'],
    nouns: phrases(`
      rotation | key rotation | automatic rotation | automatic key rotation | secret rotation |
      rotation enabled
    `),
    text: 'Rotation: automatic rotation is switched on.',
    variants: [
      isOn(['AWS::SecretsManager::Secret'], 'rotation_enabled'),
      isOn(['AWS::KMS::Key'], 'key_rotation_status'),
    ],
  },
  {
    name: 'mfa_delete',
    nouns: ['mfa delete'],
    text: 'MFA delete is part of the bucket’s versioning configuration.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: 'coalesce({t}.bucket_versioning_configuration_is_mfa_delete_enabled, FALSE)',
        needs: ['bucket_versioning_configuration_is_mfa_delete_enabled'],
      },
    ],
  },
  {
    name: 'has_lifecycle',
    nouns: ['lifecycle rule', 'lifecycle policy', 'lifecycle configuration', 'lifecycle'],
    text: 'Lifecycle: at least one lifecycle rule is configured.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: "json_extract({t}.supplementary_configuration, '$.BucketLifecycleConfiguration.rules') IS NOT NULL",
        needs: ['supplementary_configuration'],
      },
      {
        types: ['AWS::ECR::Repository'],
        sql: "json_extract({t}.configuration, '$.LifecyclePolicy') IS NOT NULL",
        needs: ['configuration'],
      },
    ],
  },
  {
    name: 'https_only',
    nouns: [
      'tls only policy',
      'ssl only policy',
      'https only policy',
      'secure transport policy',
      'policy that enforces ssl',
    ],
    adjectives: ['enforcing ssl', 'enforcing https', 'enforcing tls', 'requiring ssl', 'requiring https'],
    text: 'HTTPS only: a statement of the bucket policy denies requests without aws:SecureTransport.',
    variants: [
      {
        types: ['AWS::S3::Bucket'],
        sql: "{t}.resource_id IN (SELECT p.resource_id FROM policy_statement AS p WHERE p.resource_type = 'AWS::S3::Bucket' AND p.effect = 'Deny' AND coalesce(p.conditions, '') LIKE '%SecureTransport%')",
        needs: ['resource_id'],
      },
    ],
  },
  {
    name: 'imdsv2',
    nouns: ['imdsv2', 'imds v2', 'imdsv2 required', 'imdsv2 enforced', 'instance metadata service version 2'],
    adjectives: phrases(`
      enforcing imdsv2 | requiring imdsv2 | using imdsv2 | use imdsv2 | require imdsv2 | enforce imdsv2
    `),
    opposites: phrases(`
      using imdsv1 | allowing imdsv1 | allow imdsv1 | use imdsv1 | with imdsv1 | imdsv1 | accept imdsv1 |
      accepting imdsv1 | permit imdsv1 | support imdsv1 | supporting imdsv1 | imdsv1 enabled
    `),
    text: 'IMDSv2: the instance’s metadata options require tokens.',
    variants: [
      {
        types: ['AWS::EC2::Instance'],
        sql: "{t}.metadata_options_http_tokens = 'required'",
        needs: ['metadata_options_http_tokens'],
      },
    ],
  },
  {
    name: 'has_waf',
    nouns: ['waf', 'web acl', 'web application firewall', 'waf attached'],
    adjectives: ['protected by waf', 'protected by a waf', 'behind waf', 'behind a waf'],
    text: 'WAF: a web ACL is set on the resource.',
    variants: [
      filled(['AWS::CloudFront::Distribution'], 'distribution_config_web_acl_id'),
      filled(['AWS::ApiGateway::Stage'], 'web_acl_arn'),
    ],
  },
  {
    name: 'has_dlq',
    nouns: phrases(`
      dlq | dead letter queue | dlq set | dlq set up | dead letter target | dlq configured |
      dead letter queue configured | dead letter queue set up | redrive policy |
      dlq set up for error handling
    `),
    text: 'Dead-letter queue: the queue’s redrive policy, or the function’s dead-letter target, is set.',
    variants: [
      {
        types: ['AWS::SQS::Queue'],
        sql: "json_extract({t}.configuration, '$.RedrivePolicy') IS NOT NULL",
        needs: ['configuration'],
      },
      filled(['AWS::Lambda::Function'], 'dead_letter_config_target_arn'),
    ],
  },
];
