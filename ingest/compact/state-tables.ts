import { type ColumnDefinition, defineTable, type TableDefinition } from '#catalog/define-table.ts';

/**
 * What compaction remembers between runs, beside the tables that analysts read. All of it follows from the
 * deliveries alone, so `rebuild` may throw it away. Internal: no caller reads it.
 */

const text = (name: string, description: string): ColumnDefinition => ({
  name,
  type: 'varchar',
  sensitivity: 'internal',
  description,
});
const time = (name: string, description: string): ColumnDefinition => ({
  name,
  type: 'timestamp',
  sensitivity: 'internal',
  description,
});
const whole = (name: string, description: string): ColumnDefinition => ({
  name,
  type: 'bigint',
  sensitivity: 'internal',
  description,
});
const flag = (name: string, description: string): ColumnDefinition => ({
  name,
  type: 'boolean',
  sensitivity: 'internal',
  description,
});
const texts = (name: string, description: string): ColumnDefinition => ({
  name,
  type: 'varcharArray',
  sensitivity: 'internal',
  description,
});

const key: readonly ColumnDefinition[] = [
  text('account_id', 'Owner account of the resource.'),
  text('region', 'Region of the resource, or global.'),
  text('resource_type', 'AWS::Service::Type.'),
  text('resource_id', 'Id as Config records it.'),
];

const version: readonly ColumnDefinition[] = [
  ...key,
  time('captured_at', 'Capture time of the version.'),
  whole('state_id', 'configurationStateId; -1 where the item has none.'),
];

const recorder: readonly ColumnDefinition[] = [
  text('recorder_account_id', "Account of the recorder; '' where none is known."),
  text('recorder_region', "Region of the recorder; '' where none is known."),
];

const internal = (
  name: string,
  rowPer: string,
  description: string,
  partitionKeys: readonly string[],
  columns: readonly ColumnDefinition[],
): TableDefinition =>
  defineTable({
    name,
    description,
    rowPer,
    visibility: 'internal',
    domain: 'none',
    partitionKeys,
    storage: { kind: 'stored' },
    columns,
  });

/** Who told which version, how and when: the whole skeleton of history, without any content. */
export const sighting = internal(
  'sighting',
  'version × recorder × way of telling (events: one a telling)',
  'Every version of every resource with the recorders that told it.',
  ['resource_type'],
  [
    ...version,
    ...recorder,
    text('source_kind', 'event, notice (an event without its item), history or snapshot.'),
    text('delivery_id', 'Delivery of an event; NULL for files.'),
    whole('ordinal', 'Position of an event in its delivery; NULL for files.'),
    text('envelope_id', 'Id of the event; NULL for files.'),
    time('first_told_at', 'Earliest time of telling.'),
    time('last_told_at', 'Latest time of telling.'),
    flag('is_deleted', 'The version is a deletion.'),
    text('content_hash', 'Least content hash told this way.'),
    text('change_type', 'What the event says it was.'),
    whole('schema_faults', 'Values that did not fit their column.'),
  ],
);

/** The versions and proved deletions of a resource in order, without content; the plan that the other tables follow. */
export const timeline = internal(
  'timeline',
  'version or proved deletion',
  'The order of versions and deletions of every resource.',
  ['resource_type'],
  [
    ...version,
    flag(
      'is_absence',
      'A deletion proved by a snapshot; captured_at and state_id are those of the last version.',
    ),
    flag('is_deleted', 'Told or proved deleted.'),
    time('valid_from', "Capture time, or the snapshot's time for a proved deletion."),
    time('valid_to', 'When the next one begins; NULL for the newest.'),
    text('telling', 'Rank and content hash of the telling whose content counts.'),
    text('change_type', 'CREATE, UPDATE or DELETE; NULL for what is history but no change.'),
    time('before_captured_at', 'The version before, where it lived.'),
    whole('before_state_id', 'Likewise.'),
    text('before_telling', 'Likewise.'),
    flag('is_recorded', 'Some recorder that told of the resource still records its type.'),
  ],
);

/** Files and status messages, once each. */
export const deliveryTold = internal(
  'delivery_told',
  'delivered file or status message',
  'What was delivered, and whether it was read to its end.',
  [],
  [
    ...recorder,
    text('delivery_id', 'SHA-256 of the file.'),
    whole('ordinal', 'Position in the delivery.'),
    text('source_kind', 'event, history or snapshot.'),
    text('source_key', 'Key or path of the file.'),
    time('told_at', 'Time a snapshot was taken, end of a history file, envelope time of a message.'),
    text('snapshot_id', 'configSnapshotId.'),
    flag('is_complete', 'Read to its end.'),
    text('message_type', 'messageType of a status message; NULL for files.'),
  ],
);

/** What recorders and delivery channels say about themselves, version by version. */
export const recorderSetting = internal(
  'recorder_setting',
  'version of a recorder or delivery channel',
  'Settings of recorders and delivery channels.',
  [],
  [
    text('account_id', 'Account of the recorder.'),
    text('region', 'Region of the recorder.'),
    text('resource_type', 'AWS::Config::ConfigurationRecorder or AWS::Config::DeliveryChannel.'),
    time('captured_at', 'Capture time of the version.'),
    whole('state_id', 'configurationStateId; -1 where the item has none.'),
    text('telling', 'Rank and content hash of the telling whose content counts.'),
    flag('is_stopped', 'recording is false, or the recorder was deleted.'),
    flag('records_all', 'Every type but the excluded ones.'),
    flag('includes_global', 'Global types too.'),
    texts('listed_types', 'The types it lists; NULL where it records all.'),
    texts('excluded_types', 'The types it leaves out.'),
    whole('delivery_frequency_hours', 'Hours between snapshots, from the delivery channel.'),
  ],
);

/** The newest telling of each account by organization/accounts.json. */
export const accountTold = internal(
  'account_told',
  'account told',
  'Accounts as the organization told them last.',
  [],
  [
    text('account_id', 'Account id.'),
    time('told_at', 'Time of the list.'),
    text('delivery_id', 'Delivery of the list.'),
    text('account_name', 'Name.'),
    text('email', 'E-mail of the root user.'),
    text('status', 'ACTIVE, SUSPENDED …'),
    text('ou_path', 'Path of OU names.'),
    { name: 'tags', type: 'varcharMap', sensitivity: 'internal', description: 'Account tags.' },
    texts('regions', 'Enabled Regions; NULL where not told.'),
    time('joined_at', 'When it joined.'),
  ],
);

/** What every list said of an account's standing: a snapshot taken while its account was suspended proves no absence. */
export const accountStanding = internal(
  'account_standing',
  'account × list of accounts',
  'Whether accounts were suspended, as each list told it.',
  [],
  [
    text('account_id', 'Account id.'),
    time('told_at', 'Time of the list.'),
    text('delivery_id', 'Delivery of the list.'),
    flag('is_suspended', 'Its status is another than ACTIVE.'),
  ],
);

/** What each recorder contributed, a type at a time, so that only types that changed are counted again. */
export const recorderCount = internal(
  'recorder_count',
  'recorder × owner account × type',
  'Counters of recorders by type.',
  ['resource_type'],
  [
    ...recorder,
    text('account_id', 'Owner account of the resources.'),
    text('region', 'Region of the resources.'),
    text('resource_type', 'AWS::Service::Type.'),
    whole('items', 'Resources that exist now and that this recorder told of.'),
    whole('versions', 'Versions that this recorder told.'),
    whole('missed_by_events', 'Versions captured after its first complete snapshot that no event told.'),
    whole('late_events', 'Events after a snapshot that already held the version.'),
    whole('duplicate_events', 'Events whose envelope id was known.'),
    whole('out_of_order_events', 'Events after one of a newer version.'),
    whole('schema_faults', 'Values that did not fit their column.'),
    time('last_event_at', 'Newest envelope time.'),
  ],
);

/** Every result of a rule, once. */
export const evaluation = internal(
  'evaluation',
  'result of a rule for a resource',
  'Results of Config rules, told once or often.',
  ['resource_type'],
  [
    ...key,
    text('rule_name', 'Name of the Config rule.'),
    time('evaluated_at', 'When the result was recorded.'),
    text('compliance_type', 'COMPLIANT, NON_COMPLIANT …'),
    text('annotation', 'What the rule said.'),
    flag('is_deleted', 'The result ceased to exist.'),
    text('telling', 'Rank of the telling whose content counts.'),
    ...recorder,
  ],
);

/** Columns that the files of resources and tombstones hold beside the typed ones; a property never takes the prefix. */
export const itemColumns: readonly ColumnDefinition[] = [
  whole('stocktake_state_id', 'configurationStateId; -1 where the item has none.'),
  text('stocktake_telling', 'Rank and content hash of the telling shown.'),
  { ...text('stocktake_relationships', 'Edges as JSON text.'), json: true },
  {
    name: 'stocktake_parts',
    type: 'varcharMap',
    sensitivity: 'internal',
    description: 'Rows of part tables as JSON text.',
  },
];

/** Columns that the files of resource_history hold beside the analyst's. */
export const historyColumns: readonly ColumnDefinition[] = [
  time(
    'stocktake_version_at',
    'Capture time of the version; for a proved deletion, of the last version before.',
  ),
  whole('stocktake_state_id', 'configurationStateId; -1 where the item has none.'),
  text('stocktake_telling', 'Rank and content hash of the telling shown.'),
  texts('stocktake_changed_paths', 'Paths that the event said changed.'),
];

/** Columns that the files of resource_changes hold beside the analyst's. */
export const changeColumns: readonly ColumnDefinition[] = [
  time(
    'stocktake_version_at',
    'Capture time of the version; for a proved deletion, of the last version before.',
  ),
  whole('stocktake_state_id', 'configurationStateId; -1 where the item has none.'),
  text('stocktake_environment', "Environment of the resource's own tags."),
];

/** Columns that the files of rejected_records hold beside the analyst's. */
export const rejectColumns: readonly ColumnDefinition[] = [
  text('stocktake_delivery_id', 'Delivery of the record.'),
  whole('stocktake_ordinal', 'Position in the delivery.'),
];

/** Names and environments of accounts, by the rules of catalog/environment-rules.ts. */
export const accountNaming = internal(
  'account_naming',
  'account told',
  'Names and environments of the accounts told.',
  [],
  [
    text('account_id', 'Account id.'),
    text('account_name', 'Name.'),
    text('environment', 'Environment by its tag, OU or name.'),
  ],
);

/** Changed paths of updates that no event described, computed from both versions; lives for one run. */
export const computedPath = internal(
  'computed_path',
  'update',
  'Paths that differ between two versions.',
  [],
  [...version, texts('paths', 'Paths that differ.')],
);

export const stateTables: readonly TableDefinition[] = [
  sighting,
  timeline,
  deliveryTold,
  recorderSetting,
  accountTold,
  accountStanding,
  recorderCount,
  evaluation,
];
