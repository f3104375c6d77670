import { defineTable } from '../define-table.ts';
import { provenance } from './landing-provenance.ts';

/**
 * The landing tables: what arrived, decoded and normalised, not yet merged. Append-only and at-least-once: the
 * same record may be landed again after a crash, so (delivery_id, ordinal) identifies a landed row and
 * compaction keeps one of each. Internal: no caller reads them.
 */

export const landingItem = defineTable({
  name: 'landing_item',
  description: 'Configuration items as told by one delivery, normalised and redacted.',
  rowPer: 'configuration item told',
  visibility: 'internal',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: [
    ...provenance,
    {
      name: 'account_id',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Owner account of the resource.',
    },
    {
      name: 'region',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Region of the resource; global for global types.',
    },
    {
      name: 'availability_zone',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Availability zone, NULL where none applies.',
    },
    { name: 'resource_type', type: 'varchar', sensitivity: 'public', description: 'AWS::Service::Type.' },
    {
      name: 'resource_id',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Id as Config records it.',
    },
    {
      name: 'resource_name',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Name as recorded; NULL where none.',
    },
    {
      name: 'arn',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'ARN as recorded; NULL where none.',
    },
    { name: 'created_at', type: 'timestamp', sensitivity: 'internal', description: 'resourceCreationTime.' },
    {
      name: 'captured_at',
      type: 'timestamp',
      sensitivity: 'internal',
      description: 'configurationItemCaptureTime.',
    },
    {
      name: 'state_id',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'configurationStateId; NULL where absent or no integer.',
    },
    {
      name: 'status',
      type: 'varchar',
      sensitivity: 'internal',
      description:
        'configurationItemStatus: OK, ResourceDiscovered, ResourceNotRecorded, ResourceDeleted, ResourceDeletedNotRecorded.',
    },
    {
      name: 'tags',
      type: 'varcharMap',
      sensitivity: 'internal',
      description: 'Tags from every place they hide in; keys as written.',
    },
    {
      name: 'configuration',
      type: 'varchar',
      json: true,
      sensitivity: 'internal',
      description:
        'Configuration as JSON text, nested documents decoded, secrets redacted; NULL when deleted.',
    },
    {
      name: 'supplementary_configuration',
      type: 'varchar',
      json: true,
      sensitivity: 'internal',
      description: 'supplementaryConfiguration as JSON text, likewise.',
    },
    {
      name: 'relationships',
      type: 'varchar',
      json: true,
      sensitivity: 'internal',
      description:
        'JSON array of {relationship, target_resource_type, target_resource_id, target_resource_name, target_arn}.',
    },
    {
      name: 'properties',
      type: 'varcharMap',
      sensitivity: 'internal',
      description:
        'Typed scalar properties: column name of the typed table to its canonical text (timestamps YYYY-MM-DD hh:mm:ss.sss, booleans true/false).',
    },
    {
      name: 'parts',
      type: 'varcharMap',
      sensitivity: 'internal',
      description:
        'Part table name to a JSON array of flat objects column → canonical text (a list of texts for array columns; a column without a value is left out). A part table of the type without rows is []; NULL for types that have none.',
    },
    {
      name: 'change_type',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'CREATE, UPDATE or DELETE as the event tells; NULL for files.',
    },
    {
      name: 'changed_paths',
      type: 'varcharArray',
      sensitivity: 'internal',
      description: 'Paths the event says changed, like configuration.state.name; NULL where it does not say.',
    },
    {
      name: 'content_hash',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'SHA-256 of the normalised content, the last tie-break between tellings of one version.',
    },
    {
      name: 'schema_faults',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'Values of this item that did not fit their declared column.',
    },
  ],
});

export const landingDelivery = defineTable({
  name: 'landing_delivery',
  description: 'Files read to their end or broken off, and status messages about deliveries.',
  rowPer: 'delivered file',
  visibility: 'internal',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: [
    ...provenance,
    { name: 'snapshot_id', type: 'varchar', sensitivity: 'internal', description: 'configSnapshotId.' },
    {
      name: 'is_complete',
      type: 'boolean',
      sensitivity: 'internal',
      description: 'The file was read to its end: only then does absence count.',
    },
    { name: 'items', type: 'bigint', sensitivity: 'internal', description: 'Items landed from it.' },
    {
      name: 'rejected',
      type: 'bigint',
      sensitivity: 'internal',
      description: 'Records of it in the dead letters.',
    },
    {
      name: 'message_type',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'messageType of a delivery status event; NULL for files.',
    },
  ],
});

export const landingCompliance = defineTable({
  name: 'landing_compliance',
  description: 'Results of Config rules as told by events and ResourceCompliance items.',
  rowPer: 'evaluation result told',
  visibility: 'internal',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: [
    ...provenance,
    {
      name: 'account_id',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Account of the evaluated resource.',
    },
    { name: 'region', type: 'varchar', sensitivity: 'public', description: 'Region of the evaluation.' },
    { name: 'rule_name', type: 'varchar', sensitivity: 'internal', description: 'Name of the Config rule.' },
    {
      name: 'resource_type',
      type: 'varchar',
      sensitivity: 'public',
      description: 'AWS::Service::Type of the evaluated resource.',
    },
    {
      name: 'resource_id',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Id of the evaluated resource.',
    },
    {
      name: 'compliance_type',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'COMPLIANT, NON_COMPLIANT, NOT_APPLICABLE or INSUFFICIENT_DATA.',
    },
    { name: 'annotation', type: 'varchar', sensitivity: 'internal', description: 'What the rule said.' },
    { name: 'evaluated_at', type: 'timestamp', sensitivity: 'internal', description: 'resultRecordedTime.' },
    {
      name: 'is_deleted',
      type: 'boolean',
      sensitivity: 'internal',
      description:
        'The result no longer exists (a deleted ResourceCompliance item, or a result without a new evaluation).',
    },
  ],
});

export const landingReject = defineTable({
  name: 'landing_reject',
  description:
    'Records that could not be decoded; the record itself, redacted, lies under dead-letters/. One whose (delivery_id, ordinal) has landed in landing_item since (an oversized object that came late, a replay) is no reject any more.',
  rowPer: 'rejected record',
  visibility: 'internal',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: [
    ...provenance,
    {
      name: 'account_id',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Account where one could be read from the key or the record.',
    },
    { name: 'region', type: 'varchar', sensitivity: 'public', description: 'Region likewise.' },
    {
      name: 'reason_code',
      type: 'varchar',
      sensitivity: 'internal',
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
      description: 'The first characters of the record, secrets redacted.',
    },
    {
      name: 'dead_letter_key',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Object under dead-letters/ that holds the record for a replay.',
    },
  ],
});

export const landingAccount = defineTable({
  name: 'landing_account',
  description:
    'Accounts as the last organization/accounts.json told them; the newest file replaces the list.',
  rowPer: 'account told',
  visibility: 'internal',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: [
    ...provenance,
    { name: 'account_id', type: 'varchar', sensitivity: 'internal', description: 'Account id, 12 digits.' },
    { name: 'account_name', type: 'varchar', sensitivity: 'internal', description: 'Name.' },
    { name: 'email', type: 'varchar', sensitivity: 'sensitive', description: 'E-mail of the root user.' },
    {
      name: 'status',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'ACTIVE, SUSPENDED, PENDING_CLOSURE, CLOSED.',
    },
    {
      name: 'ou_path',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Path of OU names, /Workloads/Prod.',
    },
    { name: 'tags', type: 'varcharMap', sensitivity: 'internal', description: 'Account tags.' },
    {
      name: 'regions',
      type: 'varcharArray',
      sensitivity: 'public',
      description: 'Enabled Regions; NULL where not told.',
    },
    { name: 'joined_at', type: 'timestamp', sensitivity: 'internal', description: 'JoinedTimestamp.' },
  ],
});

export const landingObserved = defineTable({
  name: 'landing_observed',
  description:
    'Columns that items brought and no published schema declares; compaction adds them to the typed tables.',
  rowPer: 'column met, once a run',
  visibility: 'internal',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: [
    ...provenance,
    {
      name: 'resource_type',
      type: 'varchar',
      sensitivity: 'public',
      description: 'AWS::Service::Type whose typed table has the column.',
    },
    {
      name: 'column_name',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Name of the column, as properties has it.',
    },
    { name: 'path', type: 'varchar', sensitivity: 'internal', description: 'Path in the item.' },
    {
      name: 'column_type',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Column type seen (varchar, bigint, double, boolean); items may disagree.',
    },
    { name: 'is_json', type: 'boolean', sensitivity: 'internal', description: 'The column is JSON text.' },
    {
      name: 'is_array',
      type: 'boolean',
      sensitivity: 'internal',
      description: 'The column is the JSON text of an array.',
    },
    {
      name: 'sensitivity',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Sensitivity that its name suggests.',
    },
    {
      name: 'description',
      type: 'varchar',
      sensitivity: 'internal',
      description: 'Description made from its path.',
    },
  ],
});
