/** Columns that every table about resources shares, in order; a property never takes one of these names. */
export const baseColumnNames = [
  'account_id',
  'account_name',
  'region',
  'availability_zone',
  'resource_type',
  'resource_id',
  'resource_name',
  'arn',
  'environment',
  'created_at',
  'captured_at',
  'tags',
  'configuration',
  'supplementary_configuration',
  'source',
] as const;

/** Core and part tables; a resource type never takes one of these names. A test compares it with tables.ts. */
export const reservedTableNames: ReadonlySet<string> = new Set([
  'resources',
  'resource_history',
  'resource_changes',
  'resource_tags',
  'relationships',
  'accounts',
  'coverage',
  'coverage_state',
  'rejected_records',
  'compliance',
  'compliance_history',
  'cost_daily',
  'metrics',
  'api_activity',
  'security_findings',
  'query_log',
  'lambda_runtime',
  'ec2_security_group_rule',
  'security_group_attachment',
  'policy_statement',
  'ec2_instance_volume',
  'ec2_network_interface_address',
  'ec2_route',
  'ec2_network_acl_entry',
  'elbv2_target_group_target',
  'iam_attached_policy',
  'iam_user_group',
]);

/** Table prefixes of Stocktake's own internal tables; a service never gets one of them. */
export const reservedPrefixes: ReadonlySet<string> = new Set(['landing', 'other', 'state', 'stocktake']);
