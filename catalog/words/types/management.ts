import type { TypeWords } from '../type-words.ts';

export const managementWords: readonly TypeWords[] = [
  {
    type: 'AWS::CloudFormation::Stack',
    nouns: ['CloudFormation stack', 'stack', 'cfn stack', 'cloudformation'],
    telling: ['stack_status', 'drift_information_stack_drift_status', 'creation_time', 'last_updated_time'],
    created: 'creation_time',
    columns: {
      stack_status: ['status', 'state'],
      drift_information_stack_drift_status: ['drift', 'drift status'],
      enable_termination_protection: ['termination protection'],
    },
  },
  {
    type: 'AWS::CloudTrail::Trail',
    nouns: ['CloudTrail trail', 'trail', 'cloudtrail', 'audit trail'],
    telling: [
      'is_multi_region_trail',
      'is_organization_trail',
      's3_bucket_name',
      'log_file_validation_enabled',
      'kms_key_id',
    ],
    columns: {
      is_multi_region_trail: ['multi region'],
      is_organization_trail: ['organization trail', 'organisation trail'],
      log_file_validation_enabled: ['log file validation', 'log validation'],
      s3_bucket_name: ['bucket', 's3 bucket', 'destination bucket'],
    },
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    nouns: ['CloudWatch alarm', 'alarm', 'metric alarm', 'cloudwatch metric alarm'],
    telling: ['metric_name', 'namespace', 'threshold', 'comparison_operator', 'actions_enabled'],
    columns: { metric_name: ['metric'] },
  },
  { type: 'AWS::CloudWatch::MetricStream', nouns: ['CloudWatch metric stream', 'metric stream'] },
  {
    type: 'AWS::Logs::LogGroup',
    nouns: ['CloudWatch log group', 'log group', 'cloudwatch logs group'],
    telling: ['retention_in_days', 'stored_bytes', 'kms_key_id'],
    columns: { retention_in_days: ['retention', 'retention period', 'log retention'] },
    empty: {
      retention_in_days:
        'Log groups without a retention never expire: a number of days tells nothing of them.',
    },
  },
  {
    type: 'AWS::Config::ConfigurationRecorder',
    nouns: ['Config recorder', 'configuration recorder', 'aws config recorder'],
    telling: ['recording', 'recording_group_all_supported', 'recording_group_include_global_resource_types'],
  },
  {
    type: 'AWS::SSM::ManagedInstanceInventory',
    nouns: ['SSM managed instance', 'managed instance', 'ssm instance', 'systems manager instance'],
  },
  {
    type: 'AWS::SSM::PatchCompliance',
    nouns: ['patch compliance', 'patch compliance record', 'ssm patch compliance'],
  },
  {
    type: 'AWS::SSM::AssociationCompliance',
    nouns: ['association compliance', 'ssm association compliance'],
  },
  { type: 'AWS::SSM::Document', nouns: ['SSM document', 'systems manager document'] },
  {
    type: 'AWS::CodeBuild::Project',
    nouns: ['CodeBuild project', 'build project', 'codebuild'],
    telling: ['environment_type', 'environment_compute_type', 'environment_privileged_mode'],
  },
  {
    type: 'AWS::CodePipeline::Pipeline',
    nouns: ['CodePipeline pipeline', 'pipeline', 'codepipeline', 'deployment pipeline', 'ci pipeline'],
    telling: ['pipeline_name', 'pipeline_version'],
  },
  { type: 'AWS::CodeDeploy::Application', nouns: ['CodeDeploy application', 'codedeploy app'] },
  { type: 'AWS::CodeDeploy::DeploymentGroup', nouns: ['CodeDeploy deployment group', 'deployment group'] },
  {
    type: 'AWS::CodeDeploy::DeploymentConfig',
    nouns: ['CodeDeploy deployment configuration', 'deployment config', 'deployment configuration'],
  },
  { type: 'AWS::ServiceCatalog::Portfolio', nouns: ['Service Catalog portfolio', 'portfolio'] },
  { type: 'AWS::ServiceCatalog::CloudFormationProduct', nouns: ['Service Catalog product'] },
  { type: 'AWS::IoT::Policy', nouns: ['IoT policy'] },
  { type: 'AWS::Budgets::BudgetsAction', nouns: ['budget action'] },
];
