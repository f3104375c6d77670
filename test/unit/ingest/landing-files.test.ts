import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type landingAccount, landingItem } from '#catalog/tables/landing.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { arrowParquet } from '#ingest/land/arrow-parquet.ts';
import { fitsParquetjs, parquetjsParquet } from '#ingest/land/parquetjs-parquet.ts';
import { type LandingRow, RowBuffer } from '#ingest/land/row-buffer.ts';
import { landingRowOf, storedRow } from '#ingest/land/stored-row.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import {
  emptyLake,
  item,
  NOW,
  readParquet,
  snapshot,
  snapshotKey,
  temporaryFolder,
  tree,
} from './fixtures.ts';

const rows: readonly LandingRow[] = [
  {
    delivery_id: 'd',
    ordinal: 0,
    resource_id: `a/"b'ü😀`,
    captured_at: -1,
    state_id: 9007199254740991n,
    tags: new Map(),
    changed_paths: null,
    schema_faults: 0,
  },
  {
    delivery_id: 'd',
    ordinal: 1,
    captured_at: Date.UTC(2026, 0, 1),
    tags: new Map([
      ['A', 'x'],
      ['a', null],
      ['', 'é'.repeat(50)],
    ]),
    changed_paths: ['a.b', null, ''],
  },
  { delivery_id: '', ordinal: 2, tags: null, changed_paths: [], configuration: 'x'.repeat(200_000) },
];

const bufferOf = (table: typeof landingItem | typeof landingAccount, all: readonly LandingRow[]) => {
  const buffer = new RowBuffer(table);
  for (const row of all) buffer.append(row);
  return buffer;
};

describe('landing files', () => {
  it('read the same from both writers', async () => {
    const folder = await temporaryFolder();
    const [bulk, small] = [join(folder, 'bulk.parquet'), join(folder, 'small.parquet')];
    await writeFile(bulk, arrowParquet(bufferOf(landingItem, rows)));
    await writeFile(small, await parquetjsParquet(bufferOf(landingItem, rows)));
    const read = await readParquet([bulk], '*', 'ordinal');
    expect(await readParquet([small], '*', 'ordinal')).toEqual(read);
    const [first] = await readParquet(
      [bulk],
      `resource_id, CAST(captured_at AS varchar), state_id, tags, changed_paths`,
      'ordinal',
    );
    expect(first).toEqual([`a/"b'ü😀`, '1969-12-31 23:59:59.999', '9007199254740991', [], null]);
    expect(
      await readParquet(
        [bulk, small],
        'count(*), count(DISTINCT tags::varchar), max(length(configuration))',
        '1',
      ),
    ).toEqual([['6', '2', '200000']]);
  });

  it('hold many rows right', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'many.parquet');
    const many = Array.from({ length: 20_000 }, (_, index) => ({
      ordinal: index,
      resource_id: `i-${index}`,
      tags: new Map([[`k${index % 7}`, `${index}`]]),
    }));
    await writeFile(file, arrowParquet(bufferOf(landingItem, many)));
    expect(
      await readParquet(
        [file],
        "count(*), sum(ordinal), count(*) FILTER (resource_id = 'i-' || ordinal AND map_values(tags)[1] = ordinal::varchar)",
        '1',
      ),
    ).toEqual([['20000', '199990000', '20000']]);
  });

  it('go to the exact writer where a number is too large for a double', () => {
    expect(fitsParquetjs(bufferOf(landingItem, [{ state_id: 2n ** 60n + 1n }]))).toBe(false);
    expect(fitsParquetjs(bufferOf(landingItem, rows))).toBe(true);
  });

  it('can wait as JSON, value for value', () => {
    for (const row of rows) expect(landingRowOf(JSON.parse(JSON.stringify(storedRow(row))))).toEqual(row);
  });
});

/** A store whose n-th write fails, as a full disk or a killed process would leave it. */
class FailingStore extends LocalObjectStore {
  left: number;

  constructor(root: string, writes: number) {
    super(root);
    this.left = writes;
  }

  override async put(...args: Parameters<LocalObjectStore['put']>): ReturnType<LocalObjectStore['put']> {
    this.left -= 1;
    if (this.left < 0) throw new Error('no space left');
    return super.put(...args);
  }
}

describe('a run that dies at any write', () => {
  it('is finished by the next, with the same rows at the same positions', async () => {
    const root = await tree({
      [snapshotKey()]: snapshot([
        item(),
        item({ resourceType: 'Custom::A', configuration: { size: 1 } }),
        { resourceId: 'x' },
      ]),
      'b.json': snapshot(
        [item({ resourceType: 'Custom::A', resourceId: 'a', configuration: { size: 2 } })],
        'other',
      ),
    });
    const whole = await emptyLake();
    await whole.ingest(root);
    const columns = 'DISTINCT delivery_id, ordinal, resource_id';
    const wanted = await whole.rows('landing_item', columns);
    for (let writes = 0; ; writes += 1) {
      const lake = await emptyLake();
      const store = new FailingStore(lake.root, writes);
      const died = await ingestPaths([root], { store, clock: new FixedClock(new Date(NOW)) }).then(
        () => false,
        () => true,
      );
      await lake.ingest(root);
      expect(await lake.rows('landing_item', columns)).toEqual(wanted);
      expect(await lake.rows('landing_reject', 'DISTINCT delivery_id, ordinal')).toHaveLength(1);
      if (!died) break;
      expect(writes).toBeLessThan(30);
    }
  });
});
