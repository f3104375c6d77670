import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { ingestPaths } from '#ingest/ingest.ts';
import { replayDeadLetters } from '#ingest/replay.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'stocktake-replay-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const keysUnder = async (store: MemoryObjectStore, prefix: string) =>
  (await store.list(prefix)).objects.map(({ key }) => key);

it('lands a dead letter that can be read now, and keeps one that still cannot', async () => {
  const store = new MemoryObjectStore();
  const clock = new FixedClock(new Date('2026-03-10T12:00:00Z'));
  const item = {
    resourceType: 'AWS::SQS::Queue',
    resourceId: 'q',
    awsAccountId: '111122223333',
    awsRegion: 'eu-west-1',
    configurationItemStatus: 'OK',
    configuration: {},
  };
  const file = join(folder, 'items.json');
  writeFileSync(
    file,
    JSON.stringify({ fileVersion: '1.0', configurationItems: [item, { ...item, resourceId: 'r' }] }),
  );
  const summary = await ingestPaths([file], { store, clock });
  expect(summary.rejected).toBe(2);
  const [first] = await keysUnder(store, 'dead-letters/');
  const letter = JSON.parse(Buffer.from(await store.get(first ?? '')).toString('utf8'));
  letter.record.configurationItemCaptureTime = '2026-03-10T11:00:00.000Z';
  await store.put(first ?? '', Buffer.from(JSON.stringify(letter)));

  const replay = await replayDeadLetters({ store, clock });

  expect(replay).toEqual({ replayed: 1, stillRejected: 1 });
  expect(await keysUnder(store, 'dead-letters/')).toHaveLength(1);
  expect((await keysUnder(store, 'landing/')).some((key) => key.includes('landing_item'))).toBe(true);
});
