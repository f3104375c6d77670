import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { allTables } from '#catalog/tables.ts';
import { writeSample } from '#cli/sample/write-sample.ts';
import { ingestEvents } from '#ingest/handlers/events/ingest-events.ts';
import { ingestObjects } from '#ingest/handlers/objects/ingest-objects.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { settlePending } from '#ingest/oversized/settle-pending.ts';
import { bucketFinder } from '#ingest/sources/bucket-source.ts';
import { localSource } from '#ingest/sources/local-source.ts';
import { silentTelemetry } from '#platform/lambda/telemetry.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';
import { TestLake } from '../ingest/compact/lake.ts';
import { temporaryFolder } from '../ingest/fixtures.ts';
import { type SqsRecord, s3Notification, sqsEvent, sqsRecord } from './aws-events.ts';

/** What a sample organization delivers, once as a tree and once as AWS hands it to the functions. */
interface Delivered {
  readonly root: string;
  readonly asOf: Date;
  readonly messages: readonly SqsRecord[];
  readonly bucket: MemoryObjectStore;
  readonly keys: readonly string[];
}

async function sample(root: string): Promise<Delivered> {
  const { asOf } = await writeSample({
    out: root,
    shape: 'tiny',
    seed: 5,
    now: new Date('2026-03-10T12:00:00Z'),
  });
  const bucket = new MemoryObjectStore();
  const keys: string[] = [];
  const messages: SqsRecord[] = [];
  for await (const { path } of (await localSource(root)).files()) {
    const bytes = await readFile(join(root, path));
    if (!path.startsWith('events/')) {
      keys.push(path);
      await bucket.put(path, bytes);
    } else messages.push(...messagesOf(path, bytes));
  }
  return { root, asOf, messages, bucket, keys };
}

/** A line a message; a file that is one document is one. */
function messagesOf(path: string, bytes: Buffer): readonly SqsRecord[] {
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const bodies = path.endsWith('.json') ? [text] : text.split('\n').filter((line) => line.trim() !== '');
  return bodies.map((body, at) => sqsRecord(body, `${path}-${at}`));
}

async function deliver(lake: TestLake, { messages, bucket, keys }: Delivered): Promise<void> {
  const { store, clock } = lake;
  for (const key of keys) {
    const deps = { store, clock: async () => clock, openBucket: () => bucket };
    const event = sqsEvent(sqsRecord(s3Notification('deliveries', key)));
    expect(await ingestObjects(event, deps, silentTelemetry)).toEqual({ batchItemFailures: [] });
  }
  for (let at = 0; at < messages.length; at += 25) {
    const event = sqsEvent(...messages.slice(at, at + 25));
    const deps = { store, clock, objects: bucketFinder(() => bucket) };
    expect(await ingestEvents(event, deps, silentTelemetry)).toEqual({ batchItemFailures: [] });
  }
  await settlePending({ store, clock });
}

/** Columns that tell of the way by which a row came, or of the machine's clock. */
const OF_THE_WAY = /^ingested_/;
const OF_A_REJECTION = /^(received_at|dead_letter_key|source)$/;

/** The rows of every table that has some, as texts. */
async function tables(lake: TestLake): Promise<ReadonlyMap<string, readonly string[]>> {
  const snapshot = await lake.catalogue.snapshot();
  const found = new Map<string, readonly string[]>();
  for (const { name, visibility } of allTables()) {
    if (visibility !== 'analyst' || name === 'query_log') continue;
    // Coverage is computed as it is read; typed tables are slices of resources.
    if (snapshot.partitions(name).length === 0 && name !== 'coverage') continue;
    const isTold = (column: string) =>
      !OF_THE_WAY.test(column) && !(name === 'rejected_records' && OF_A_REJECTION.test(column));
    const rows = await lake.rows(`SELECT * FROM ${name}`);
    const told = rows.map((row) => JSON.stringify(Object.entries(row).filter(([column]) => isTold(column))));
    found.set(name, told.sort());
  }
  return found;
}

/** Rows that only one of two lakes has. */
function differences(
  expected: ReadonlyMap<string, readonly string[]>,
  found: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const names = new Set([...expected.keys(), ...found.keys()]);
  return [...names].flatMap((name) => {
    const [wanted, had] = [expected.get(name) ?? [], found.get(name) ?? []];
    if (JSON.stringify(wanted) === JSON.stringify(had)) return [];
    const without = (rows: readonly string[], others: readonly string[]) =>
      rows.filter((row) => !others.includes(row));
    return [
      `${name}: ${wanted.length} rows, not ${had.length}`,
      ...without(wanted, had).map((row) => `- ${row}`),
      ...without(had, wanted).map((row) => `+ ${row}`),
    ];
  });
}

describe('a lake that queues and notifications fill', () => {
  it('holds the same tables as one made from the tree, and still does when everything is delivered again', async () => {
    const delivered = await sample(await temporaryFolder());
    const [local, cloud] = [await TestLake.open(delivered.asOf), await TestLake.open(delivered.asOf)];
    try {
      await ingestPaths([delivered.root], { store: local.store, clock: local.clock });
      await local.compact();
      const expected = await tables(local);
      expect([...expected.keys()]).toEqual(expect.arrayContaining(['resource_changes', 'coverage']));

      await deliver(cloud, delivered);
      await cloud.compact();
      expect(differences(expected, await tables(cloud))).toEqual([]);

      await deliver(cloud, delivered);
      await cloud.compact();
      expect(differences(expected, await tables(cloud))).toEqual([]);
    } finally {
      await local.close();
      await cloud.close();
    }
  }, 300_000);
});
