import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compactLake } from '#ingest/compact/compact.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { LocalTableCatalogue } from '#platform/local/local-table-catalogue.ts';
import type { Delivery, OracleTables } from '#test/oracle/oracle.ts';
import {
  ACCOUNT,
  ALL,
  accounts,
  envelope,
  events,
  item,
  NOW,
  recorder,
  snapshot,
} from '#test/unit/oracle/deliver.ts';
import { TestLake } from './lake.ts';

/** Every call to the lake's store, catalogue or engine is an instant at which the process may die. */
class Death {
  calls = 0;
  readonly #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  /** The same object, whose methods die from the given call on: half of the time after having done their work. */
  threaten<T extends object>(target: T): T {
    return new Proxy(target, {
      get: (object, key) => {
        const value = Reflect.get(object, key, object);
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]) => {
          this.calls += 1;
          const isLast = this.calls === this.#at;
          if (this.calls > this.#at || (isLast && this.#at % 2 === 0)) throw new Error('killed');
          const result = await Reflect.apply(value, object, given);
          if (isLast) throw new Error('killed');
          return result;
        };
      },
    });
  }
}

const first: readonly Delivery[] = [
  snapshot('08:00', [
    item('a', '07:00'),
    item('b', '07:00', { tags: { Environment: 'dev' } }),
    recorder('07:00', ALL),
  ]),
  accounts([{ Id: ACCOUNT, Name: 'shop', Status: 'ACTIVE', Tags: {} }]),
];
const second: readonly Delivery[] = [
  snapshot('10:00', [item('a', '09:00', { configuration: { name: 'changed' } }), recorder('07:00', ALL)]),
  events(envelope('09:30', item('c', '09:30'), { changeType: 'CREATE' })),
  accounts([{ Id: ACCOUNT, Name: 'renamed', Status: 'ACTIVE', Tags: {} }]),
];
const names = [
  'resources',
  's3_bucket',
  'resource_history',
  'resource_changes',
  'resource_tags',
  'accounts',
  'coverage',
];

describe('a compaction that dies at any instant', () => {
  let reference: TestLake;
  let expected: OracleTables;
  let before: OracleTables;
  let instants: number;

  /** A copy of the lake as it was before the compaction in question. */
  async function copy(): Promise<TestLake> {
    const lake = await TestLake.open(NOW);
    await cp(join(reference.root, 'landed'), join(lake.root, 'lake'), { recursive: true });
    return lake;
  }

  const sorted = async (lake: TestLake): Promise<OracleTables> => {
    const tables = await lake.tables(names);
    const text = (row: unknown) => JSON.stringify(row);
    return Object.fromEntries(
      Object.entries(tables).map(([name, rows]) => [
        name,
        [...rows].sort((left, right) => (text(left) < text(right) ? -1 : 1)),
      ]),
    );
  };

  const dyingAt = (lake: TestLake, death: Death) =>
    compactLake({
      store: death.threaten(new LocalObjectStore(join(lake.root, 'lake'))),
      catalogue: death.threaten(new LocalTableCatalogue(join(lake.root, 'lake'))),
      engine: death.threaten(lake.engine),
      clock: lake.clock,
    });

  beforeAll(async () => {
    reference = await TestLake.open(NOW);
    await reference.ingest(first);
    before = await sorted(reference);
    await reference.land(second);
    await cp(join(reference.root, 'lake'), join(reference.root, 'landed'), { recursive: true });
    const counter = new Death(Number.POSITIVE_INFINITY);
    await dyingAt(reference, counter);
    instants = counter.calls;
    expected = await sorted(reference);
  });
  afterAll(() => reference.close());

  it('leaves the lake readable, as it was or as it will be, and the next run finishes it', async () => {
    expect(instants).toBeGreaterThan(30);
    // The last calls are the commit, the swap and the sweep: every one of them; before them, a few.
    const late = Array.from({ length: 8 }, (_, index) => instants - index);
    for (const instant of [1, 9, Math.floor(instants / 2), ...late]) {
      const lake = await copy();
      try {
        await expect(dyingAt(lake, new Death(instant)), `call ${instant}`).rejects.toThrow();
        const between = await sorted(lake);
        expect([before, expected], `readable after call ${instant}`).toContainEqual(between);
        await lake.compact();
        expect(await sorted(lake), `after call ${instant}`).toEqual(expected);
      } finally {
        await lake.close();
      }
    }
  }, 600_000);
});
