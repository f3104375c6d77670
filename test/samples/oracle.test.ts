import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oracle } from '#test/oracle/oracle.ts';

/** Real deliveries without a licence, beside the checkout: this lane runs where they stand. */
const tree = resolve(import.meta.dirname, '../../../shared/samples/s3layout_derived');

describe('seven real snapshots of one account', () => {
  const deliveries = readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(tree, path), bytes: readFileSync(path) }));
  const now = new Date('2026-02-13T07:00:00Z');

  it('end at 259 resources, with the right ones deleted on the way and 13 of them returning', () => {
    const { resources = [], resource_changes = [], rejected_records } = oracle(deliveries, { now });
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

  it('give the same in another order', () => {
    const text = (order: typeof deliveries) =>
      Object.entries(oracle(order, { now })).map(([name, rows]) => [
        name,
        rows.map((row) => JSON.stringify(row)).sort(),
      ]);
    expect(text(deliveries.toReversed()).sort()).toEqual(text(deliveries).sort());
  });
});
