import { defineTable } from '../define-table.ts';
import { baseColumnsNamed, dayColumn, identityColumns } from './base-columns.ts';

export const costDaily = defineTable({
  name: 'cost_daily',
  description:
    'Cost by account, service, Region, usage type, day and resource; rows without a resource are the remainder, so sums never count twice. Currencies are never added.',
  rowPer: 'account × service × Region × usage type × day × resource',
  visibility: 'analyst',
  domain: 'cost',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    ...baseColumnsNamed('account_id', 'account_name', 'region', 'environment'),
    {
      name: 'resource_id',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Resource that the cost belongs to; NULL = the remainder of its group.',
    },
    { name: 'service', type: 'varchar', sensitivity: 'public', description: 'Service as billing names it.' },
    {
      name: 'usage_type',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Usage type as billing names it.',
    },
    {
      name: 'day',
      type: 'date',
      sensitivity: 'public',
      description: 'Day of usage in UTC; the table is partitioned by it.',
    },
    {
      name: 'unblended_cost',
      type: 'decimal',
      sensitivity: 'internal',
      description: 'Unblended cost in currency.',
    },
    {
      name: 'amortized_cost',
      type: 'decimal',
      sensitivity: 'internal',
      description: 'Cost with upfront fees spread over their term.',
    },
    {
      name: 'net_cost',
      type: 'decimal',
      sensitivity: 'internal',
      description: 'Unblended cost after discounts.',
    },
    {
      name: 'charge_type',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Usage, Tax, Credit, Refund, RIFee, SavingsPlanRecurringFee …',
    },
    {
      name: 'pricing_model',
      type: 'varchar',
      sensitivity: 'public',
      description: 'On demand, spot, reserved, savings plan.',
    },
    {
      name: 'usage_quantity',
      type: 'decimal',
      sensitivity: 'internal',
      description: "Amount used, in the usage type's unit.",
    },
    {
      name: 'currency',
      type: 'varchar',
      sensitivity: 'public',
      description: 'ISO code; group by it, never add across.',
    },
    {
      name: 'cost_tags',
      type: 'varcharMap',
      sensitivity: 'internal',
      description: 'Cost allocation tags of the line.',
    },
    {
      name: 'cost_category',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Cost category of the line.',
    },
    { name: 'billing_period', type: 'varchar', sensitivity: 'public', description: 'Month billed, YYYY-MM.' },
    {
      name: 'is_final',
      type: 'boolean',
      sensitivity: 'public',
      description: 'The bill of the period is closed.',
    },
    {
      name: 'source',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Where the line comes from: cost explorer or an export.',
    },
  ],
});

export const metrics = defineTable({
  name: 'metrics',
  description: 'CloudWatch statistics of resources by period.',
  rowPer: 'resource × metric × period',
  visibility: 'analyst',
  domain: 'metrics',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    ...identityColumns,
    {
      name: 'namespace',
      type: 'varchar',
      sensitivity: 'public',
      description: 'CloudWatch namespace, e.g. AWS/RDS.',
    },
    {
      name: 'metric_name',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Metric, e.g. CPUUtilization.',
    },
    { name: 'unit', type: 'varchar', sensitivity: 'public', description: 'Unit of the values.' },
    {
      name: 'period_start',
      type: 'timestamp',
      sensitivity: 'public',
      description: 'Start of the period in UTC.',
    },
    {
      name: 'period_seconds',
      type: 'bigint',
      sensitivity: 'public',
      description: 'Length of the period in seconds.',
    },
    { name: 'average', type: 'double', sensitivity: 'internal', description: 'Average over the period.' },
    { name: 'minimum', type: 'double', sensitivity: 'internal', description: 'Smallest value.' },
    { name: 'maximum', type: 'double', sensitivity: 'internal', description: 'Largest value.' },
    { name: 'sum', type: 'double', sensitivity: 'internal', description: 'Sum of the values.' },
    { name: 'sample_count', type: 'double', sensitivity: 'internal', description: 'Number of samples.' },
    dayColumn('period_start'),
  ],
});

export const apiActivity = defineTable({
  name: 'api_activity',
  description: 'Management events of CloudTrail: who called what.',
  rowPer: 'CloudTrail management event',
  visibility: 'analyst',
  domain: 'activity',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    ...baseColumnsNamed('account_id', 'account_name', 'region', 'environment'),
    { name: 'event_id', type: 'varchar', sensitivity: 'internal', description: 'Id of the event.' },
    {
      name: 'event_time',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'When the call was made, in UTC.',
    },
    {
      name: 'event_source',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Service called, e.g. ec2.amazonaws.com.',
    },
    {
      name: 'event_name',
      type: 'varchar',
      sensitivity: 'public',
      description: 'API action, e.g. RunInstances.',
    },
    { name: 'principal_arn', type: 'varchar', sensitivity: 'sensitive', description: 'Who called.' },
    {
      name: 'source_ip',
      type: 'varchar',
      sensitivity: 'sensitive',
      description: 'Address the call came from.',
    },
    {
      name: 'resource_arns',
      type: 'varcharArray',
      sensitivity: 'internal',
      description: 'Resources that the event names.',
    },
    {
      name: 'error_code',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Error code; NULL where the call succeeded.',
    },
    dayColumn('event_time'),
  ],
});
