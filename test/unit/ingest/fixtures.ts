import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach } from 'vitest';
import { type IngestSummary, ingestPaths } from '#ingest/ingest.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';

export const NOW = '2026-03-10T12:00:00Z';
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

type Fields = Readonly<Record<string, unknown>>;

/** An item as a snapshot holds it: a running instance unless told otherwise. */
export const item = (fields: Fields = {}): Fields => ({
  relatedEvents: [],
  relationships: [],
  configuration: { instanceId: 'i-0a', instanceType: 't3.micro', state: { code: 16, name: 'running' } },
  supplementaryConfiguration: {},
  tags: { Name: 'web-1' },
  configurationItemVersion: '1.3',
  configurationItemCaptureTime: '2026-03-10T08:00:00.123Z',
  configurationStateId: 1773129600123,
  awsAccountId: ACCOUNT,
  configurationItemStatus: 'OK',
  resourceType: 'AWS::EC2::Instance',
  resourceId: 'i-0a',
  ARN: `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0a`,
  awsRegion: REGION,
  availabilityZone: 'eu-west-1a',
  ...fields,
});

export const snapshot = (items: readonly unknown[], id = '5f0c2a44-0000-4000-8000-000000000001'): string =>
  JSON.stringify({ fileVersion: '1.0', configSnapshotId: id, configurationItems: items });

/** Key of a delivered file below a tree's root. */
export const snapshotKey = (stamp = '20260310T100000Z', region = REGION): string =>
  `AWSLogs/${ACCOUNT}/Config/${region}/2026/3/10/ConfigSnapshot/${ACCOUNT}_Config_${region}_ConfigSnapshot_${stamp}_5f0c2a44-0000-4000-8000-000000000001.json.gz`;

export const envelope = (detail: unknown, fields: Fields = {}): Fields => ({
  version: '0',
  id: 'e-1',
  'detail-type': 'Config Configuration Item Change',
  source: 'aws.config',
  account: ACCOUNT,
  time: '2026-03-10T09:00:00Z',
  region: REGION,
  resources: [],
  detail,
  ...fields,
});

export const itemChange = (changed: Fields, diff: unknown = null): Fields => ({
  recordVersion: '1.3',
  messageType: 'ConfigurationItemChangeNotification',
  configurationItemDiff: diff,
  notificationCreationTime: '2026-03-10T08:00:05.000Z',
  configurationItem: changed,
});

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stocktake-ingest-'));
  folders.push(folder);
  return folder;
}

/** Writes files by path below a new folder: texts (gzipped where the name ends in .gz), bytes, or JSON. */
export async function tree(files: Readonly<Record<string, unknown>>, folder?: string): Promise<string> {
  const root = folder ?? (await temporaryFolder());
  for (const [path, content] of Object.entries(files)) {
    const full = join(root, path);
    await mkdir(dirname(full), { recursive: true });
    const plain =
      content instanceof Uint8Array
        ? content
        : typeof content === 'string'
          ? content
          : JSON.stringify(content);
    await writeFile(full, path.endsWith('.gz') && typeof plain === 'string' ? gzipSync(plain) : plain);
    await utimes(full, new Date(NOW), new Date(NOW));
  }
  return root;
}

export interface Lake {
  readonly root: string;
  readonly store: LocalObjectStore;
  ingest(...paths: string[]): Promise<IngestSummary>;
  /** Rows of a landing table, or of any query over `landing`. */
  rows(table: string, columns?: string, order?: string): Promise<readonly (readonly unknown[])[]>;
  keys(prefix: string): Promise<readonly string[]>;
  json(key: string): Promise<unknown>;
}

export async function emptyLake(now = NOW): Promise<Lake> {
  const root = await temporaryFolder();
  const store = new LocalObjectStore(root);
  const keys = async (prefix: string) => (await store.list(prefix)).objects.map(({ key }) => key);
  return {
    root,
    store,
    keys,
    ingest: (...paths) => ingestPaths(paths, { store, clock: new FixedClock(new Date(now)) }),
    json: async (key) => JSON.parse(Buffer.from(await store.get(key)).toString('utf8')),
    async rows(table, columns = '*', order = 'delivery_id, ordinal') {
      const files = (await keys('landing/'))
        .filter((key) => key.includes(`/${table}-`))
        .map((key) => join(root, key));
      return files.length === 0 ? [] : readParquet(files, columns, order);
    },
  };
}

export async function readParquet(
  files: readonly string[],
  columns: string,
  order: string,
): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    const list = files.map((file) => `'${file}'`).join(', ');
    const result = await connection.runAndReadAll(
      `SELECT ${columns} FROM read_parquet([${list}], union_by_name = true) ORDER BY ${order}`,
    );
    return result.getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
