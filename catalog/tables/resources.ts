import { defineTable } from '../define-table.ts';
import { baseColumns, dayColumn, identityColumns } from './base-columns.ts';

export const resources = defineTable({
  name: 'resources',
  description:
    'Every resource that exists now, of every recorded type, account and Region. Deleted resources are in resource_history.',
  rowPer: 'resource that exists now',
  visibility: 'analyst',
  domain: 'config',
  partitionKeys: ['resource_type'],
  storage: { kind: 'stored' },
  columns: baseColumns,
});

export const resourceHistory = defineTable({
  name: 'resource_history',
  description:
    'Every recorded version of every resource with the time it was valid; for questions as of a time.',
  rowPer: 'recorded version of a resource',
  visibility: 'analyst',
  domain: 'config',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    ...baseColumns,
    {
      name: 'valid_from',
      type: 'timestamp',
      sensitivity: 'internal',
      description:
        "When the version began: its capture time, or the snapshot's time where absence proved a deletion.",
    },
    {
      name: 'valid_to',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'When the next version began; NULL for the newest.',
    },
    {
      name: 'status',
      type: 'varchar',
      sensitivity: 'public',
      description: 'configurationItemStatus of the version: OK, ResourceDiscovered, ResourceDeleted …',
    },
    {
      name: 'is_deleted',
      type: 'boolean',
      sensitivity: 'public',
      description: 'The version is a deletion, told or proved by absence.',
    },
    {
      name: 'change_source',
      type: 'varchar',
      sensitivity: 'public',
      description: 'What told it: event, history, snapshot, or absence.',
    },
    dayColumn('valid_from'),
  ],
});

export const resourceChanges = defineTable({
  name: 'resource_changes',
  description:
    'What changed, when and where. The first sight of a resource in the first snapshot of a recorder is history, not a change.',
  rowPer: 'change of a resource',
  visibility: 'analyst',
  domain: 'config',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    ...identityColumns,
    {
      name: 'changed_at',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'When the change was captured, in UTC.',
    },
    { name: 'change_type', type: 'varchar', sensitivity: 'public', description: 'CREATE, UPDATE or DELETE.' },
    {
      name: 'changed_paths',
      type: 'varcharArray',
      sensitivity: 'internal',
      description: 'Paths that differ, like configuration.state.name.',
    },
    {
      name: 'before',
      type: 'varchar',
      json: true,
      sensitivity: 'internal',
      description: 'Whole configuration before the change as JSON text; NULL for CREATE.',
    },
    {
      name: 'after',
      type: 'varchar',
      json: true,
      sensitivity: 'internal',
      description: 'Whole configuration after the change as JSON text; NULL for DELETE.',
    },
    {
      name: 'actor',
      type: 'varchar',
      sensitivity: 'sensitive',
      description: 'Who did it where a CloudTrail event names one; NULL means unknown.',
    },
    {
      name: 'change_source',
      type: 'varchar',
      sensitivity: 'public',
      description: 'What told it: event, history, snapshot, or absence.',
    },
    dayColumn('changed_at'),
  ],
});

export const resourceTags = defineTable({
  name: 'resource_tags',
  description: 'One row for each tag of each resource that exists now.',
  rowPer: 'tag on an existing resource',
  visibility: 'analyst',
  domain: 'config',
  partitionKeys: ['resource_type'],
  storage: { kind: 'stored' },
  columns: [
    ...identityColumns,
    {
      name: 'tag_key',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Key as written; keys that differ in case alone are two tags.',
    },
    { name: 'tag_value', type: 'varchar', sensitivity: 'internal', description: 'Value as written.' },
  ],
});

export const relationships = defineTable({
  name: 'relationships',
  description:
    'Edges between resources as AWS Config records them, seen from the resource that tells them; nothing is mirrored.',
  rowPer: 'edge as recorded',
  visibility: 'analyst',
  domain: 'config',
  partitionKeys: ['resource_type'],
  storage: { kind: 'stored' },
  columns: [
    ...identityColumns,
    {
      name: 'relationship',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Name of the edge, trimmed, e.g. "Is contained in Vpc".',
    },
    {
      name: 'target_resource_type',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Type at the other end.',
    },
    {
      name: 'target_resource_id',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Id at the other end; NULL where AWS Config tells the name alone.',
    },
    {
      name: 'target_resource_name',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Name at the other end; often NULL.',
    },
    {
      name: 'target_arn',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'ARN at the other end where that resource is in the lake or was told with one.',
    },
  ],
});
