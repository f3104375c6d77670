import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET_MARKER } from '#cli/sample/names.ts';
import { writeSample } from '#cli/sample/write-sample.ts';
import { compareTables, describeDifferences } from '#test/oracle/compare.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { deliveriesIn, filesIn } from './deliveries.ts';
import { findTexts } from './find-texts.ts';
import { TestLake } from './test-lake.ts';

const now = new Date('2026-03-10T12:00:00Z');
/** The marker as it stands, and in base64 at each of the places that it can begin at. */
const PLANTED = [
  SECRET_MARKER,
  ...[0, 1, 2].map((before) => {
    const text = Buffer.from(`${'.'.repeat(before)}${SECRET_MARKER}`).toString('base64');
    return text.slice(before === 0 ? 0 : 4, -4);
  }),
];

describe.each(['default', 'single'] as const)('the lake of the %s sample', (shape) => {
  let home: string;
  let deliveries: string;
  let lake: TestLake;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'stocktake-sample-'));
    deliveries = join(home, 'deliveries');
    await writeSample({ out: deliveries, now, seed: 1, shape });
    lake = await TestLake.open(join(home, 'lake'), now);
    await lake.ingest([deliveries]);
    await lake.compact();
  }, 300_000);
  afterAll(async () => {
    await lake.close();
    await rm(home, { recursive: true, force: true });
  });

  it('agrees with the oracle in every table', async () => {
    const expected = oracle(await deliveriesIn(deliveries), { now });
    expect(expected.resources?.length).toBeGreaterThan(100);
    const actual = await lake.tables(Object.keys(expected));
    expect(describeDifferences(compareTables(expected, actual))).toBe('');
  }, 300_000);

  it('holds none of the planted secrets, in tables, landing, dead letters or anywhere', async () => {
    let planted = 0;
    for (const path of await filesIn(deliveries)) {
      const bytes = await readFile(join(deliveries, path));
      const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
      planted += PLANTED.filter((each) => text.includes(each)).length;
    }
    expect(planted).toBeGreaterThan(0);
    expect(await findTexts(lake.root, PLANTED)).toEqual([]);
  }, 120_000);
});
