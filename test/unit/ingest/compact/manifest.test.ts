import { describe, expect, it } from 'vitest';
import {
  commitManifest,
  headManifest,
  type Manifest,
  ManifestUnreadableError,
  manifestKeys,
} from '#ingest/compact/manifest.ts';
import { lakeStatus } from '#ingest/compact/status.ts';
import { sweep } from '#ingest/compact/sweep.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';

const file = (generation: string) => `tables/resources/generation=${generation}/data-0.parquet`;

const manifest = (sequence: number, suffix = 'aaaaaaaa', contained: readonly string[] = []): Manifest => {
  const generation = `${String(sequence).padStart(10, '0')}-${suffix}`;
  return {
    sequence,
    generation,
    committedAt: '2026-03-01T00:00:00.000Z',
    partitions: {
      resources: [
        {
          values: { resource_type: 'AWS::S3::Bucket' },
          location: `tables/resources/generation=${generation}/`,
          generation,
          files: [
            {
              key: file(generation),
              rows: 1,
              bytes: 10,
              columns: { arn: { bytes: 5, nullCount: 0, min: 'a', max: 'b' } },
            },
          ],
        },
      ],
    },
    learned: {
      'AWS::New::Thing': [
        {
          name: 'size',
          type: 'double',
          description: 'Size.',
          sensitivity: 'internal',
          path: 'configuration.size',
        },
      ],
    },
    contained,
  };
};

const keys = async (store: MemoryObjectStore, prefix: string) =>
  (await store.list(prefix)).objects.map(({ key }) => key);

describe('the manifest', () => {
  it('is read back as it was committed, the newest first asked', async () => {
    const store = new MemoryObjectStore();
    expect(await headManifest(store)).toBeUndefined();
    for (const sequence of [1, 2, 11]) expect(await commitManifest(store, manifest(sequence))).toBe(true);
    expect(await headManifest(store)).toEqual(manifest(11));
  });

  it('takes one of several writers of a sequence', async () => {
    const store = new MemoryObjectStore();
    const tries = await Promise.all(
      ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'].map((suffix) => commitManifest(store, manifest(1, suffix))),
    );
    expect(tries.filter(Boolean)).toHaveLength(1);
    expect((await headManifest(store))?.generation).toBe(
      manifest(1, ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'][tries.indexOf(true)]).generation,
    );
  });

  it('refuses a writer that slept until its sequence was swept away', async () => {
    const store = new MemoryObjectStore();
    await commitManifest(store, manifest(9));
    expect(await commitManifest(store, manifest(3))).toBe(false);
    expect(await manifestKeys(store)).toEqual(['manifests/0000000009.json']);
  });

  it('says so where it cannot be read', async () => {
    const store = new MemoryObjectStore();
    await store.put('manifests/0000000001.json', Buffer.from('{"sequence": 1'));
    await expect(headManifest(store)).rejects.toThrow(ManifestUnreadableError);
  });
});

describe('the sweep', () => {
  const now = { generationMs: 0, landingMs: 0 };

  it('removes what lost, died or was superseded, and nothing that a running compaction writes', async () => {
    const store = new MemoryObjectStore();
    const generations = [
      '0000000001-aaaaaaaa',
      '0000000002-aaaaaaaa',
      '0000000002-bbbbbbbb',
      '0000000003-cccccccc',
    ];
    for (const generation of generations) await store.put(file(generation), Buffer.from('x'));
    await store.put('staging/0000000002-bbbbbbbb/fresh/data-0.parquet', Buffer.from('x'));
    await store.put('staging/0000000003-cccccccc/fresh/data-0.parquet', Buffer.from('x'));
    await commitManifest(store, manifest(1));
    await commitManifest(store, manifest(2));
    await sweep(store, manifest(2), now);
    expect(await keys(store, 'tables/')).toEqual([file('0000000002-aaaaaaaa'), file('0000000003-cccccccc')]);
    expect(await keys(store, 'staging/')).toEqual(['staging/0000000003-cccccccc/fresh/data-0.parquet']);
    expect(await keys(store, 'manifests/')).toEqual(['manifests/0000000002.json']);
  });

  it('keeps a superseded generation while a query may still read it', async () => {
    const store = new MemoryObjectStore();
    for (const generation of ['0000000001-aaaaaaaa', '0000000002-aaaaaaaa'])
      await store.put(file(generation), Buffer.from('x'));
    await commitManifest(store, manifest(1));
    await commitManifest(store, manifest(2));
    await sweep(store, manifest(2), { generationMs: 60_000, landingMs: 60_000 });
    expect(await keys(store, 'tables/')).toHaveLength(2);
    expect(await keys(store, 'manifests/')).toHaveLength(2);
  });

  it('removes landing that is contained, never landing that is not', async () => {
    const store = new MemoryObjectStore();
    const [contained, fresh] = [
      'landing/2026-03-01-00/_/landing_item-1.parquet',
      'landing/2026-03-01-00/_/landing_item-2.parquet',
    ];
    for (const key of [contained, fresh]) await store.put(key, Buffer.from('x'));
    const head = manifest(1, 'aaaaaaaa', [contained]);
    await commitManifest(store, head);
    await sweep(store, head, { generationMs: 0, landingMs: 60_000 });
    expect(await keys(store, 'landing/')).toEqual([contained, fresh]);
    await sweep(store, head, now);
    expect(await keys(store, 'landing/')).toEqual([fresh]);
  });
});

describe('the status', () => {
  it('says what is committed and what waits', async () => {
    const store = new MemoryObjectStore();
    expect(await lakeStatus({ store })).toEqual({
      generation: null,
      committedAt: null,
      waiting: { objects: 0, bytes: 0, oldestAt: null },
    });
    const [contained, fresh] = [
      'landing/2026-03-01-00/_/landing_item-1.parquet',
      'landing/2026-03-01-00/_/landing_item-2.parquet',
    ];
    await store.put(contained, Buffer.from('x'));
    await store.put(fresh, Buffer.from('xyz'));
    await commitManifest(store, manifest(4, 'aaaaaaaa', [contained]));
    expect(await lakeStatus({ store })).toMatchObject({
      generation: '0000000004-aaaaaaaa',
      committedAt: new Date('2026-03-01T00:00:00Z'),
      waiting: { objects: 1, bytes: 3 },
    });
  });
});
