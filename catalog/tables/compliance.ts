import { type ColumnDefinition, defineTable } from '../define-table.ts';
import { dayColumn, identityColumns } from './base-columns.ts';

const result: readonly ColumnDefinition[] = [
  {
    name: 'rule_name',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Name of the AWS Config rule.',
  },
  {
    name: 'compliance_type',
    type: 'varchar',
    sensitivity: 'public',
    description: 'COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE or INSUFFICIENT_DATA.',
  },
  {
    name: 'annotation',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'What the rule said; NULL where nothing.',
  },
  {
    name: 'evaluated_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'When the result was recorded, in UTC.',
  },
];

export const compliance = defineTable({
  name: 'compliance',
  description: 'The newest result of each AWS Config rule for each resource.',
  rowPer: 'rule × resource',
  visibility: 'analyst',
  domain: 'compliance',
  partitionKeys: ['resource_type'],
  storage: { kind: 'stored' },
  columns: [...identityColumns, ...result],
});

export const complianceHistory = defineTable({
  name: 'compliance_history',
  description: 'Every result of each AWS Config rule for each resource that was told.',
  rowPer: 'evaluation of a rule for a resource',
  visibility: 'analyst',
  domain: 'compliance',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    ...identityColumns,
    ...result,
    {
      name: 'is_deleted',
      type: 'boolean',
      sensitivity: 'public',
      description: 'The result ceased to exist at evaluated_at.',
    },
    dayColumn('evaluated_at'),
  ],
});

export const securityFindings = defineTable({
  name: 'security_findings',
  description: 'Findings of GuardDuty and Security Hub.',
  rowPer: 'finding',
  visibility: 'analyst',
  domain: 'findings',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    ...identityColumns,
    { name: 'finding_id', type: 'varchar', sensitivity: 'internal', description: 'Id of the finding.' },
    {
      name: 'product',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Service that found it: GuardDuty, Security Hub …',
    },
    {
      name: 'severity',
      type: 'varchar',
      sensitivity: 'public',
      description: 'CRITICAL, HIGH, MEDIUM, LOW or INFORMATIONAL.',
    },
    { name: 'title', type: 'varchar', sensitivity: 'internal', description: 'Title of the finding.' },
    {
      name: 'resource_arn',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'ARN of the resource it is about, as the finding tells it.',
    },
    {
      name: 'first_seen_at',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'First time it was observed.',
    },
    {
      name: 'last_seen_at',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'Last time it was observed.',
    },
    {
      name: 'status',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'NEW, NOTIFIED, SUPPRESSED, RESOLVED or ARCHIVED.',
    },
    dayColumn('first_seen_at'),
  ],
});
