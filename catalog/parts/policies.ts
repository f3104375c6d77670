import type { ColumnDefinition } from '../define-table.ts';
import { definePartTable, type PolicySource, textColumns } from './part-table.ts';

const resourcePolicy = (type: string, path: string, document: string): PolicySource => ({
  resourceTypes: [type],
  kind: 'resource',
  path,
  document,
});

const inlinePolicies = (type: string, path: string): PolicySource => ({
  resourceTypes: [type],
  kind: 'inline',
  path,
  document: 'policyDocument',
  name: 'policyName',
});

/** Where each type keeps its policies. The document may be an object, a list of one, JSON text or URL-encoded JSON text. */
export const policySources: readonly PolicySource[] = [
  {
    resourceTypes: ['AWS::IAM::Role'],
    kind: 'trust',
    path: 'configuration',
    document: 'assumeRolePolicyDocument',
  },
  inlinePolicies('AWS::IAM::Role', 'configuration.rolePolicyList'),
  inlinePolicies('AWS::IAM::User', 'configuration.userPolicyList'),
  inlinePolicies('AWS::IAM::Group', 'configuration.groupPolicyList'),
  {
    resourceTypes: ['AWS::IAM::Policy'],
    kind: 'identity',
    path: 'configuration.policyVersionList',
    document: 'document',
    name: '/configuration.policyName',
    only: { key: 'isDefaultVersion', value: true },
  },
  resourcePolicy('AWS::S3::Bucket', 'supplementaryConfiguration.BucketPolicy', 'policyText'),
  resourcePolicy('AWS::S3::AccessPoint', 'configuration', 'Policy'),
  resourcePolicy('AWS::S3Express::BucketPolicy', 'configuration', 'PolicyDocument'),
  resourcePolicy('AWS::KMS::Key', 'supplementaryConfiguration', 'Policy'),
  resourcePolicy('AWS::SNS::Topic', 'configuration', 'Policy'),
  resourcePolicy('AWS::SQS::Queue', 'configuration', 'Policy'),
  resourcePolicy('AWS::Lambda::Function', 'supplementaryConfiguration', 'Policy'),
  resourcePolicy('AWS::EC2::VPCEndpoint', 'configuration', 'policyDocument'),
  resourcePolicy('AWS::SecretsManager::Secret', 'configuration', 'ResourcePolicy'),
  resourcePolicy('AWS::ECR::Repository', 'configuration', 'RepositoryPolicyText'),
  resourcePolicy('AWS::ECR::PublicRepository', 'configuration', 'RepositoryPolicyText'),
  resourcePolicy('AWS::ECR::RegistryPolicy', 'configuration', 'PolicyText'),
  resourcePolicy('AWS::EFS::FileSystem', 'configuration', 'FileSystemPolicy'),
  resourcePolicy('AWS::OpenSearch::Domain', 'configuration', 'AccessPolicies'),
  resourcePolicy('AWS::Elasticsearch::Domain', 'configuration', 'accessPolicies'),
  resourcePolicy('AWS::Backup::BackupVault', 'configuration', 'AccessPolicy'),
  resourcePolicy('AWS::Events::EventBus', 'configuration', 'Policy'),
  resourcePolicy('AWS::ApiGateway::RestApi', 'configuration', 'policy'),
  resourcePolicy('AWS::IoT::Policy', 'configuration', 'PolicyDocument'),
  resourcePolicy('AWS::MSK::ClusterPolicy', 'configuration', 'Policy'),
  resourcePolicy('AWS::Glue::ResourcePolicy', 'configuration', 'PolicyInJson'),
];

const list = (name: string, description: string): ColumnDefinition => ({
  name,
  type: 'varcharArray',
  sensitivity: 'internal',
  description,
});

export const policyStatement = definePartTable({
  name: 'policy_statement',
  description:
    'Every statement of every recorded policy: identity (managed, default version), inline, trust (who may assume a role) and resource policies. Which accounts are outside is judged against the accounts known.',
  rowPer: 'statement of a policy',
  ownColumns: [
    ...textColumns(
      ['policy_kind', 'identity, inline, trust or resource.'],
      ['policy_name', 'Name of the policy; NULL for trust and most resource policies.'],
      ['statement_id', 'Sid of the statement; NULL where it has none.'],
    ),
    {
      name: 'statement_index',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'Position of the statement in its policy, from 0.',
    },
    ...textColumns(['effect', 'Allow or Deny.']),
    list(
      'principals',
      'Who it is for, as `*`, an ARN, an account id, or `Service:ec2.amazonaws.com`, `Federated:…`, `CanonicalUser:…`; NULL for identity and inline policies. AWS principals have no prefix; those of NotPrincipal start with `!`.',
    ),
    list('actions', 'Actions as written, e.g. s3:GetObject or *.'),
    list('not_actions', 'NotAction as written; NULL where it has none.'),
    list('resources', 'Resources as written; NULL for trust policies. Those of NotResource start with `!`.'),
    {
      name: 'conditions',
      type: 'varchar',
      json: true,
      sensitivity: 'internal',
      description: 'Conditions as JSON text; NULL where it has none.',
    },
    {
      name: 'is_public',
      type: 'boolean',
      sensitivity: 'internal',
      description:
        'An Allow for everyone (`*`) whose conditions do not name an account, organization, VPC, endpoint, source ARN or address range.',
    },
    list('principal_account_ids', 'Accounts that the principals belong to; NULL where there are none.'),
    list(
      'outside_account_ids',
      'Those of principal_account_ids that are not among the accounts known to the lake; empty where all are inside.',
    ),
  ],
  policies: policySources,
});
