import { defineTable } from '../define-table.ts';
import { baseColumnsNamed, dayColumn } from './base-columns.ts';

export const accounts = defineTable({
  name: 'accounts',
  description: 'Accounts of the organization; without a list from the organization, those that were seen.',
  rowPer: 'account',
  visibility: 'analyst',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: [
    { name: 'account_id', type: 'varchar', sensitivity: 'internal', description: 'Account id, 12 digits.' },
    {
      name: 'account_name',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Name; NULL where the organization was not told.',
    },
    {
      name: 'status',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED; NULL where not told.',
    },
    {
      name: 'ou_path',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Path of organizational units by name, e.g. /Workloads/Prod.',
    },
    {
      name: 'environment',
      type: 'varchar',
      sensitivity: 'internal',
      description:
        'Environment by the rules: its tag, else its OU, else its name; lower case, as written; NULL where none tells.',
    },
    { name: 'tags', type: 'varcharMap', sensitivity: 'internal', description: 'Tags of the account.' },
    {
      name: 'joined_at',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'When it joined the organization.',
    },
    {
      name: 'email',
      type: 'varchar',
      sensitivity: 'sensitive',
      description: "E-mail of the account's root user.",
    },
    {
      name: 'regions',
      type: 'varcharArray',
      sensitivity: 'public',
      description: 'Enabled Regions where the organization tells them; NULL otherwise.',
    },
  ],
});

export const rejectedRecords = defineTable({
  name: 'rejected_records',
  description: 'Records that could not be decoded, with the reason; each can be replayed.',
  rowPer: 'record in the dead letters',
  visibility: 'analyst',
  domain: 'none',
  partitionKeys: ['day'],
  storage: { kind: 'stored' },
  columns: [
    { name: 'received_at', type: 'timestamp', sensitivity: 'internal', description: 'When it was read.' },
    ...baseColumnsNamed('account_id', 'account_name', 'region'),
    {
      name: 'source',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Key or path of the delivered file it stood in.',
    },
    {
      name: 'reason_code',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Stable code of the reason.',
    },
    {
      name: 'reason',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'What was wrong, for a person.',
    },
    {
      name: 'excerpt',
      type: 'varchar',
      sensitivity: 'sensitive',
      description: 'First characters of the record, secrets redacted.',
    },
    {
      name: 'dead_letter_key',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Object that holds the record for a replay.',
    },
    dayColumn('received_at'),
  ],
});
