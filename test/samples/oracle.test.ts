import { describe, expect, it } from 'vitest';
import { deliveriesIn } from '#test/golden/lake/deliveries.ts';
import type { OracleTables } from '#test/oracle/model.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { SAMPLES_NOW, samples } from './samples.ts';

describe('the oracle, on seven real snapshots of one account', async () => {
  const deliveries = await deliveriesIn(`${samples}/s3layout_derived`);

  it('ends at 259 resources, with the right ones deleted on the way and 13 of them returning', () => {
    const {
      resources = [],
      resource_changes = [],
      rejected_records,
    } = oracle(deliveries, {
      now: SAMPLES_NOW,
    });
    expect(resources).toHaveLength(259);
    expect(rejected_records).toEqual([]);
    expect(new Set(resources.map(({ region }) => region))).toEqual(new Set(['ap-northeast-1', 'global']));
    const deletions = resource_changes.filter(({ change_type }) => change_type === 'DELETE');
    const times = [...new Set(deletions.map(({ changed_at }) => changed_at))].sort();
    expect(times.map((time) => deletions.filter(({ changed_at }) => changed_at === time).length)).toEqual([
      24, 44, 35,
    ]);
    const keyOf = (row: (typeof resources)[number]) => `${row.resource_type}|${row.resource_id}`;
    const present = new Set(resources.map(keyOf));
    expect(deletions.filter((row) => present.has(keyOf(row)))).toHaveLength(13);
  });

  it('says the same in another order', () => {
    const told = (tables: OracleTables) =>
      Object.entries(tables).map(([name, rows]) => [name, rows.map((row) => JSON.stringify(row)).sort()]);
    const reversed = told(oracle(deliveries.toReversed(), { now: SAMPLES_NOW }));
    expect(reversed.sort()).toEqual(told(oracle(deliveries, { now: SAMPLES_NOW })).sort());
  });
});
