import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listDeliveries } from '#ingest/sources/s3-listing.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';

const base = 'org/AWSLogs/111122223333/Config/eu-west-1';
const dayMs = 86_400_000;

async function listing(keys: readonly string[], since: Date | undefined, pageSize: number) {
  const store = new MemoryObjectStore({ pageSize });
  for (const key of keys) await store.put(key, Buffer.from(''));
  let calls = 0;
  const wanted: string[] = [];
  const list = (prefix: string, cursor: string | undefined) => {
    calls += 1;
    return store.list(prefix, cursor);
  };
  for await (const { object, isWanted } of listDeliveries(list, '', since))
    if (isWanted) wanted.push(object.key);
  return { wanted, calls };
}

describe('listing the deliveries of a bucket', () => {
  it('finds every day from the one before on, however keys spell it, and nothing older', async () => {
    const date = fc.date({ min: new Date('2024-01-01'), max: new Date('2026-11-01'), noInvalidDate: true });
    const keyOf = (time: Date, isPadded: boolean) => {
      const [month, day] = [time.getUTCMonth() + 1, time.getUTCDate()].map((number) =>
        String(number).padStart(isPadded ? 2 : 1, '0'),
      );
      return `${base}/${time.getUTCFullYear()}/${month}/${day}/ConfigSnapshot/${time.getTime()}.json.gz`;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(date, fc.boolean()), { maxLength: 60 }),
        date,
        fc.integer({ min: 1, max: 7 }),
        async (times, since, pageSize) => {
          const firstDay = Math.floor((since.getTime() - dayMs) / dayMs);
          const keys = [...new Set(times.map(([time, isPadded]) => keyOf(time, isPadded)))];
          const expected = times
            .filter(([time]) => Math.floor(time.getTime() / dayMs) >= firstDay)
            .map(([time, isPadded]) => keyOf(time, isPadded));
          const { wanted } = await listing(keys, since, pageSize);
          expect(wanted.toSorted()).toEqual([...new Set(expected)].sort());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('jumps over years of deliveries in a few calls', async () => {
    const keys = Array.from({ length: 1000 }, (_, index) => {
      const time = new Date(Date.UTC(2026, 2, 10) - index * dayMs);
      return `${base}/${time.getUTCFullYear()}/${time.getUTCMonth() + 1}/${time.getUTCDate()}/ConfigSnapshot/a.gz`;
    });
    const { wanted, calls } = await listing(keys, new Date(Date.UTC(2026, 2, 9, 12)), 10);
    expect(wanted).toHaveLength(3);
    expect(calls).toBeLessThan(10);
    expect((await listing(keys, undefined, 10)).calls).toBe(100);
  });

  it('does not page through the logs of other services', async () => {
    const logs = Array.from(
      { length: 500 },
      (_, index) => `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/10/${index}.json.gz`,
    );
    const config = ['AWSLogs/111122223333/Config/eu-west-1/2026/3/10/ConfigSnapshot/a.json.gz'];
    const { wanted, calls } = await listing([...logs, ...config, 'events/a.json'], undefined, 10);
    expect(wanted).toEqual([...config, 'events/a.json']);
    expect(calls).toBeLessThan(4);
  });
});
