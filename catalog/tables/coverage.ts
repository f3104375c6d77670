import { type ColumnDefinition, defineTable } from '../define-table.ts';

const counters: readonly ColumnDefinition[] = [
  {
    name: 'items',
    type: 'bigint',
    sensitivity: 'internal',
    description: 'Resources of this place in the lake now (results, findings … in other domains).',
  },
  {
    name: 'rejected',
    type: 'bigint',
    sensitivity: 'internal',
    description: 'Records of this place in the dead letters.',
  },
  {
    name: 'missed_by_events',
    type: 'bigint',
    sensitivity: 'internal',
    description: "Versions captured after the recorder's first snapshot that no event told.",
  },
  {
    name: 'late_events',
    type: 'bigint',
    sensitivity: 'internal',
    description: 'Events that came after a snapshot which already held the version.',
  },
  {
    name: 'duplicate_events',
    type: 'bigint',
    sensitivity: 'internal',
    description: 'Events whose envelope id was known.',
  },
  {
    name: 'out_of_order_events',
    type: 'bigint',
    sensitivity: 'internal',
    description: 'Events whose envelope time is after that of an event with a newer version of the resource.',
  },
  {
    name: 'schema_faults',
    type: 'bigint',
    sensitivity: 'internal',
    description: 'Values that did not fit their declared column.',
  },
];

const stateColumns: readonly ColumnDefinition[] = [
  {
    name: 'account_id',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Account of the recorder; NULL for rejects that name none.',
  },
  {
    name: 'account_name',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Name of the account; NULL where not told.',
  },
  {
    name: 'account_status',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Status of the account in the organization; NULL where not told.',
  },
  {
    name: 'region',
    type: 'varchar',
    sensitivity: 'public',
    description: 'Region of the recorder; NULL for an account that never delivered.',
  },
  {
    name: 'domain',
    type: 'varchar',
    sensitivity: 'public',
    description: 'config, cost, metrics, compliance, activity or findings.',
  },
  {
    name: 'recorder_state',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'recording, stopped or unknown.',
  },
  {
    name: 'recorded_types',
    type: 'varcharArray',
    sensitivity: 'public',
    description:
      "Types that the recorder's own item lists; ['*'] means all; NULL where its item never arrived.",
  },
  {
    name: 'excluded_types',
    type: 'varcharArray',
    sensitivity: 'public',
    description: 'Types that it leaves out.',
  },
  {
    name: 'includes_global_types',
    type: 'boolean',
    sensitivity: 'public',
    description:
      'Whether it records IAM, which its setting for global types decides about; NULL where its item never arrived.',
  },
  {
    name: 'first_snapshot_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'Time of the first complete snapshot: nothing is known of before.',
  },
  {
    name: 'last_snapshot_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'Time of the newest complete snapshot.',
  },
  {
    name: 'last_event_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'Time of the newest event.',
  },
  {
    name: 'delivery_frequency_hours',
    type: 'bigint',
    sensitivity: 'public',
    description: "Hours between snapshots by the recorder's delivery channel; NULL counts as 24.",
  },
  ...counters,
];

/** What coverage is made of: counters and times, without any judgement of age. */
export const coverageState = defineTable({
  name: 'coverage_state',
  description: 'Counters and times of every account × Region × domain; the view coverage judges their age.',
  rowPer: 'account × Region × domain',
  visibility: 'internal',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'stored' },
  columns: stateColumns,
});

/**
 * The verdict of a place by the clock of the question: silent = never delivered, stopped = its recorder is off, stale = no complete
 * snapshot for twice the delivery frequency, else fresh. Never stored, since age depends on when one asks.
 */
const coverageSql = `SELECT ${stateColumns.map(({ name }) => name).join(', ')},
  CASE
    WHEN last_snapshot_at IS NULL AND last_event_at IS NULL AND coalesce(items, 0) = 0 THEN 'silent'
    WHEN recorder_state = 'stopped' THEN 'stopped'
    WHEN last_snapshot_at IS NULL THEN 'stale'
    WHEN date_add('hour', 2 * coalesce(delivery_frequency_hours, 24), last_snapshot_at) < CAST(now() AS timestamp(3)) THEN 'stale'
    ELSE 'fresh'
  END AS verdict
FROM coverage_state`;

export const coverage = defineTable({
  name: 'coverage',
  description:
    'What the lake covers and how fresh it is: one row per account, Region and domain, with the losses measured.',
  rowPer: 'account × Region × domain',
  visibility: 'analyst',
  domain: 'none',
  partitionKeys: [],
  storage: { kind: 'view', sql: coverageSql },
  columns: [
    ...stateColumns,
    {
      name: 'verdict',
      type: 'varchar',
      sensitivity: 'public',
      description:
        'fresh, stale (no complete snapshot for twice the delivery frequency), stopped (recorder off) or silent (never delivered), by the clock of the question.',
    },
  ],
});
