import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Delivery } from '#test/oracle/oracle.ts';
import { TestLake } from './compact/lake.ts';
import {
  emptyLake,
  envelope,
  item,
  itemChange,
  NOW,
  readParquet,
  snapshot,
  snapshotKey,
  tree,
} from './fixtures.ts';
import { plainConfigurations, plantedPlaces } from './secret-places.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Each place has a secret of its own, so that a leak names it. */
const canary = (index: number, way: string): string => `kanari${index}x${way}vogel`;
const CANARY = /kanari(\d+)x(\w+?)vogel/g;

type Way = (planted: Record<string, unknown>, secret: string) => Readonly<Record<string, unknown>>;
const oversizedKey = (name: string) =>
  snapshotKey().replace(/ConfigSnapshot\/[^/]*$/, `OversizedChangeNotification/x/${name}.json.gz`);
const files = (content: unknown, path: string) => ({ [path]: content });
const withoutTime = { configurationItemCaptureTime: 'broken' };

/** How an item with a secret comes in: landed, rejected, or broken. The name of a file is the secret's, but for its digits. */
const ways: Readonly<Record<string, Way>> = {
  snapshot: (it, at) =>
    files(snapshot([it], number(at)), snapshotKey().replace('0001.json', `${number(at)}.json`)),
  history: (it, at) =>
    files(
      { fileVersion: '1.0', configurationItems: [it] },
      snapshotKey()
        .replaceAll('ConfigSnapshot', 'ConfigHistory')
        .replace('0001.json', `${number(at)}.json`),
    ),
  event: (it, at) => files(envelope(itemChange(it), { id: `e${number(at)}` }), `events/e${number(at)}.json`),
  diff: (it, at) =>
    files(
      envelope(
        itemChange(
          { ...it, ...withoutTime },
          {
            changeType: 'UPDATE',
            changedProperties: {
              'Configuration.X': { previousValue: at, updatedValue: { deep: { resourceId: at } } },
            },
            ChangedProperties: [{ name: 'X', PreviousValue: at }],
          },
        ),
      ),
      `events/d${number(at)}.json`,
    ),
  rejected: (it, at) => files({ ...it, ...withoutTime }, `events/r${number(at)}.json`),
  untyped: (it, at) => files({ ...it, resourceType: undefined }, `events/u${number(at)}.json`),
  foreign: (it, at) =>
    files(
      envelope(
        {
          requestParameters: { environment: { A: at }, item: it },
          responseElements: { credentials: { sessionToken: at } },
        },
        {
          source: 'aws.lambda',
          resultToken: at,
          headers: { Authorization: `Bearer ${at}` },
          accessKeyId: at,
        },
      ),
      `events/f${number(at)}.json`,
    ),
  sns: (it, at) =>
    files(
      {
        Type: 'Notification',
        MessageId: 'm',
        Message: `${JSON.stringify(itemChange(it)).slice(0, -9)} ${at}`,
      },
      `events/s${number(at)}.json`,
    ),
  invoking: (it, at) =>
    files(
      {
        invokingEvent: `${JSON.stringify(itemChange(it))}}`,
        ruleParameters: `{"token":"${at}"}`,
        resultToken: at,
      },
      `events/i${number(at)}.json`,
    ),
  broken: (it, at) => files(`${JSON.stringify(it).slice(0, -2)} ${at}`, `events/b${number(at)}.json`),
  broken2: (it, at) => files(`garbage ${JSON.stringify(it)} ${at}`, `events/c${number(at)}.json`),
  lines: (it, at) => files(`${JSON.stringify(it).slice(1)}\nkey ${at}`, `events/l${number(at)}.jsonl`),
  oversized: (it, at) => files({ configurationItem: it }, oversizedKey(`o${number(at)}`)),
  noticed: (it, at) => ({
    [`events/n${number(at)}.json`]: envelope({
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: { ...it, configuration: undefined, changeType: 'UPDATE', ...oddFields(at) },
      s3DeliverySummary: { s3BucketLocation: `bucket/${oversizedKey(`m${number(at)}`)}` },
    }),
    [oversizedKey(`m${number(at)}`)]: { fileVersion: '1.0', configurationItems: [it] },
  }),
};
const number = (secret: string): string => secret.replaceAll(/\D/g, '').padStart(6, '0');
const oddFields = (at: string) => ({ environment: { A: at }, sessionToken: at });

/** Every byte of a lake as text; Parquet is read back. */
async function everything(root: string): Promise<string> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const parquet = paths.filter((path) => path.endsWith('.parquet'));
  const texts = await Promise.all(
    paths.filter((path) => !path.endsWith('.parquet')).map((path) => readFile(path, 'latin1')),
  );
  for (const path of parquet) texts.push(JSON.stringify(await readParquet([path], '*', '1')));
  return texts.join('\n');
}

const planted = fc.record({
  index: fc.integer({ min: 0, max: plantedPlaces.length - 1 }),
  way: fc.constantFrom(...Object.keys(ways)),
});

async function leaks(
  chosen: readonly { readonly index: number; readonly way: string }[],
): Promise<readonly string[]> {
  const lake = await TestLake.open(new Date(NOW));
  try {
    const deliveries: Record<string, unknown> = {};
    for (const { index, way } of chosen) {
      const secret = canary(index, way);
      const place = plantedPlaces[index];
      const it = item({
        resourceType: place?.type,
        resourceId: `r-${index}-${way}`,
        configuration: {},
        ...place?.fields(secret),
      });
      Object.assign(deliveries, ways[way]?.(it, secret));
    }
    const root = await tree(deliveries);
    const landing: Delivery[] = [];
    for (const path of Object.keys(deliveries))
      landing.push({ path, bytes: await readFile(join(root, path)) });
    await lake.land(landing);
    await lake.compact();
    const text = await everything(join(lake.root, 'lake'));
    expect(text).toMatch(/\[redacted\]|\[unreadable/);
    const found = [...text.matchAll(CANARY)].map(
      ([, index, way]) => `${plantedPlaces[Number(index)]?.name} by ${way}`,
    );
    return [...new Set(found)];
  } finally {
    await lake.close();
  }
}

describe('a secret', () => {
  it.each(Object.keys(ways))('told by %s reaches no byte of the lake, wherever it stood', async (way) => {
    expect(await leaks(plantedPlaces.map((_place, index) => ({ index, way })))).toEqual([]);
  });

  it('reaches no byte of the lake by several deliveries at once', async () => {
    const some = fc.uniqueArray(planted, {
      minLength: 5,
      maxLength: 40,
      selector: ({ index, way }) => `${index} ${way}`,
    });
    await fc.assert(
      fc.asyncProperty(some, async (chosen) => {
        expect(await leaks(chosen)).toEqual([]);
      }),
      { numRuns: process.argv.includes('--full') ? 30 : 2, endOnFailure: true },
    );
  });
});

describe('what is no secret', () => {
  it.each(plainConfigurations)('stays as it is: %s %j', async (type, configuration) => {
    const lake = await emptyLake();
    await lake.ingest(await tree({ 'a.json': item({ resourceType: type, configuration }) }));
    expect(await lake.rows('landing_item', 'configuration')).toEqual([[JSON.stringify(configuration)]]);
  });
});
