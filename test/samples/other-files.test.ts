import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestSummary } from '#ingest/ingest.ts';
import { deliveriesIn, filesIn, onlyThese } from '#test/golden/lake/deliveries.ts';
import { findTexts } from '#test/golden/lake/find-texts.ts';
import { TestLake } from '#test/golden/lake/test-lake.ts';
import { compareTables, describeDifferences } from '#test/oracle/compare.ts';
import type { OracleTables } from '#test/oracle/model.ts';
import { oracle } from '#test/oracle/oracle.ts';
import { brokenAsPublished } from './broken-as-published.ts';
import { SAMPLES_NOW, samples } from './samples.ts';
import { secretTexts } from './secrets.ts';

/**
 * Resources of which the samples tell one version with several contents. Which of them is kept is settled by a hash that the
 * design leaves open, so that no other reader can say it.
 */
const TOLD_IN_SEVERAL_WAYS =
  /^(i-12345678901234567|Z017455410COBZEF0ABCD|c7n-fire-logs|arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer\/app\/config-test-alb\/.*)$/;
/** Groups whose ranges are spelled as EC2's own API does (`ipRanges: [{cidrIp}]`), which Config never wrote: read as JSON. */
const SPELLED_LIKE_EC2 = /^sg-(0a1b2c3d4e5f6(alb|web|app)0|(alb|web|app)-tabelog)$/;

const FOLDERS = /^(config_items|config_api|events|snapshots|snapshots_synthetic|docs_config_guide)\//;
/** Texts around the messages: no deliveries by their names. */
const NO_DELIVERY = /\.(txt|md|golden)$/;

describe('every other file of the samples', () => {
  let home: string;
  let lake: TestLake;
  let files: readonly string[];
  let summary: IngestSummary;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'stocktake-samples-'));
    lake = await TestLake.open(join(home, 'lake'), SAMPLES_NOW);
    files = (await filesIn(samples)).filter((path) => FOLDERS.test(path));
    summary = await lake.ingest([samples], { openSource: onlyThese(files) });
    await lake.compact();
  }, 600_000);
  afterAll(async () => {
    await lake.close();
    await rm(home, { recursive: true, force: true });
  });

  it('is read, or passed over for its name', () => {
    expect(summary.readErrors).toEqual([]);
    expect(summary.ignored).toBe(files.filter((path) => NO_DELIVERY.test(path)).length);
    expect(summary.files + summary.known + summary.ignored).toBe(files.length);
    expect(summary.pending).toBe(0);
  });

  it('lands, but for exactly the records that are broken as published', async () => {
    const rejected = await lake.rows(
      'SELECT source, reason_code, count(*) AS records FROM rejected_records GROUP BY source, reason_code',
    );
    const told = rejected.map(({ source, reason_code, records }) => [source, reason_code, Number(records)]);
    expect(told.map(String).sort()).toEqual(brokenAsPublished.map(String).sort());
  });

  it('agrees with the oracle in every table', async () => {
    const wanted = new Set(files);
    const expected = oracle(
      (await deliveriesIn(samples)).filter(({ path }) => wanted.has(path)),
      { now: SAMPLES_NOW },
    );
    const actual = await lake.tables(Object.keys(expected));
    // Made-up events share made-up ids, which never happens to envelopes; the product counts them by resource type.
    const ignore = { coverage: ['duplicate_events'] };
    expect(describeDifferences(compareTables(comparable(expected), comparable(actual), { ignore }))).toBe('');
  }, 300_000);

  it('leaves nothing of its secrets in the lake', async () => {
    const secrets = await secretTexts();
    expect(secrets.length).toBeGreaterThan(5);
    expect(await findTexts(lake.root, secrets)).toEqual([]);
  }, 120_000);
});

/** The rows that two readers can agree on. */
function comparable(tables: OracleTables): OracleTables {
  return Object.fromEntries(
    Object.entries(tables).map(([name, rows]) => [
      name,
      rows.filter(({ resource_id }) => {
        const id = String(resource_id);
        const isRule = name === 'ec2_security_group_rule';
        return !TOLD_IN_SEVERAL_WAYS.test(id) && !(isRule && SPELLED_LIKE_EC2.test(id));
      }),
    ]),
  );
}
