import { gzipSync } from 'node:zlib';
import { type Delivery, type OracleTables, oracle, type Row } from '#test/oracle/oracle.ts';

/** Hand-made deliveries for the oracle's own tests: one account, one Region, a made-up bucket unless told otherwise. */
export const ACCOUNT = '111111111111';
export const REGION = 'eu-west-1';
export const NOW = new Date('2026-03-03T00:00:00Z');

type Fields = { readonly [key: string]: unknown };

/** An item in the S3 form. `at` is its capture time on 1 March 2026 (`hh:mm`) unless it is a whole time. */
export function item(id: string, at: string, fields: Fields = {}): Fields {
  const time = when(at);
  return {
    awsAccountId: ACCOUNT,
    awsRegion: REGION,
    resourceType: 'AWS::S3::Bucket',
    resourceId: id,
    configurationItemCaptureTime: time,
    configurationStateId: Date.parse(time),
    configurationItemStatus: 'OK',
    configuration: { name: id },
    supplementaryConfiguration: {},
    tags: {},
    relationships: [],
    ...fields,
  };
}

export const deleted = (id: string, at: string, fields: Fields = {}): Fields =>
  item(id, at, { configurationItemStatus: 'ResourceDeleted', configuration: null, ...fields });

export function recorder(at: string, group: Fields, fields: Fields = {}): Fields {
  const { recording = true, ...rest } = fields;
  return item('default', at, {
    resourceType: 'AWS::Config::ConfigurationRecorder',
    configuration: { Recording: recording, RecordingGroup: group },
    ...rest,
  });
}

export const ALL = { AllSupported: true, IncludeGlobalResourceTypes: true, ResourceTypes: [] };

export const when = (at: string): string => (at.includes('T') ? at : `2026-03-01T${at}:00.000Z`);

/** `hh:mm` as the tables write it. */
export const stamp = (at: string): string => when(at).replace('T', ' ').replace('Z', '');

interface Where {
  readonly account?: string;
  readonly region?: string;
}

const folder = (kind: string, { account = ACCOUNT, region = REGION }: Where): string =>
  `AWSLogs/${account}/Config/${region}/2026/3/1/${kind}`;

const compact = (at: string): string => `${when(at).slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

export function snapshotPath(at: string, where: Where = {}): string {
  const { account = ACCOUNT, region = REGION } = where;
  return `${folder('ConfigSnapshot', where)}/${account}_Config_${region}_ConfigSnapshot_${compact(at)}_id-${compact(at)}.json.gz`;
}

export const snapshotText = (at: string, items: readonly unknown[]): string =>
  JSON.stringify({ fileVersion: '1.0', configSnapshotId: `id-${compact(at)}`, configurationItems: items });

export const file = (path: string, content: unknown): Delivery => ({
  path,
  bytes: new TextEncoder().encode(typeof content === 'string' ? content : JSON.stringify(content)),
});

export const snapshot = (at: string, items: readonly unknown[], where: Where = {}): Delivery => ({
  path: snapshotPath(at, where),
  bytes: gzipSync(snapshotText(at, items)),
});

export function history(at: string, items: readonly unknown[], where: Where = {}): Delivery {
  const { account = ACCOUNT, region = REGION } = where;
  const name = `${account}_Config_${region}_ConfigHistory_AWS::S3::Bucket_${compact(at)}_${compact(at)}_1.json.gz`;
  return {
    path: `${folder('ConfigHistory', where)}/${name}`,
    bytes: gzipSync(JSON.stringify({ fileVersion: '1.0', configurationItems: items })),
  };
}

export interface EventFields extends Where {
  readonly id?: string;
  readonly time?: string;
  readonly changeType?: string;
}

/** An EventBridge envelope of one item change; sent a minute after `at` unless told otherwise. */
export function envelope(at: string, of: Fields, fields: EventFields = {}): Fields {
  const { id = `event-${at}`, time = at, changeType, account = ACCOUNT, region = REGION } = fields;
  return {
    version: '0',
    id,
    source: 'aws.config',
    'detail-type': 'Config Configuration Item Change',
    account,
    region,
    time: when(time),
    detail: {
      messageType: 'ConfigurationItemChangeNotification',
      configurationItemDiff: changeType === undefined ? null : { changeType, changedProperties: {} },
      configurationItem: of,
      notificationCreationTime: when(time),
    },
  };
}

export const events = (...messages: readonly unknown[]): Delivery =>
  file(
    `events/${JSON.stringify(messages).length}-${messages.length}.jsonl`,
    messages.map((each) => JSON.stringify(each)).join('\n'),
  );

/** @param at when the list was written; where it is left out, nothing says which of two is the newer */
export const accounts = (list: readonly Fields[], at?: string): Delivery => ({
  ...file('organization/accounts.json', { Accounts: list }),
  ...(at === undefined ? {} : { modifiedAt: Date.parse(when(at)) }),
});

export const run = (...deliveries: readonly Delivery[]): OracleTables => oracle(deliveries, { now: NOW });

/** Some columns of a table's rows, in the order of their text. */
export function columns(
  tables: OracleTables,
  table: string,
  ...names: readonly string[]
): readonly unknown[][] {
  const rows = (tables[table] ?? []).map((row: Row) => names.map((name) => row[name]));
  return rows.sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

export const ids = (tables: OracleTables): readonly unknown[] =>
  columns(tables, 'resources', 'resource_id').map(([id]) => id);

/** The one configuration row of coverage of a place. */
export const coverage = (
  tables: OracleTables,
  region: string | null = REGION,
  account: string | null = ACCOUNT,
): Row | undefined =>
  (tables.coverage ?? []).find(
    (row) => row.account_id === account && row.region === region && row.domain === 'config',
  );
