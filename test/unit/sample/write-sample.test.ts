import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SECRET_MARKER } from '#cli/sample/names.ts';
import { SampleOptionsError } from '#cli/sample/options.ts';
import { sampleTruth, type Truth } from '#cli/sample/truth.ts';
import { type SampleSummary, writeSample } from '#cli/sample/write-sample.ts';
import { currentResources, type Deliveries, readDeliveries, toldItems } from './read-deliveries.ts';

const now = new Date('2026-03-10T12:00:00Z');
const folders: string[] = [];
const folder = async (): Promise<string> => {
  const path = await mkdtemp(join(tmpdir(), 'stocktake-sample-'));
  folders.push(path);
  return path;
};
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

const hashes = (root: string, keys: readonly string[]): string[] =>
  keys.map(
    (key) =>
      `${key} ${createHash('sha256')
        .update(readFileSync(join(root, key)))
        .digest('hex')}`,
  );

describe('the default sample', () => {
  let root: string;
  let summary: SampleSummary;
  let deliveries: Deliveries;
  let truth: Truth;
  beforeAll(async () => {
    root = await folder();
    summary = await writeSample({ out: root, now });
    deliveries = readDeliveries(root);
    truth = sampleTruth({ now });
  });
  const accountNamed = (name: string) => truth.accounts.find((account) => account.name === name)?.id;

  it('is a delivery tree with the keys that AWS Config writes', () => {
    const snapshot =
      /^AWSLogs\/(\d{12})\/Config\/([a-z0-9-]+)\/2026\/[1-9]\d?\/[1-9]\d?\/ConfigSnapshot\/\1_Config_\2_ConfigSnapshot_\d{8}T\d{6}Z_[0-9a-f-]{36}\.json\.gz$/;
    const history =
      /^AWSLogs\/(\d{12})\/Config\/([a-z0-9-]+)\/2026\/[1-9]\d?\/[1-9]\d?\/ConfigHistory\/\1_Config_\2_ConfigHistory_\w+::\w+::\w+_\d{8}T\d{6}Z_\d{8}T\d{6}Z_1\.json\.gz$/;
    const oversized =
      /^AWSLogs\/(\d{12})\/Config\/([a-z0-9-]+)\/2026\/[1-9]\d?\/[1-9]\d?\/OversizedChangeNotification\/(\w+::\w+::\w+)\/([^/]+)\/\1_Config_\2_ChangeNotification_\3_\4_\d{8}T\d{6}Z_0\.json\.gz$/;
    const others = deliveries.keys.filter(
      (key) =>
        ![snapshot, history, oversized, /^events\/[\w-]+\.(json|jsonl|jsonl\.gz)$/].some((form) =>
          form.test(key),
        ),
    );
    expect(others).toEqual(['organization/accounts.json', 'sample.json']);
    expect(JSON.parse(readFileSync(join(root, 'sample.json'), 'utf8'))).toEqual({
      seed: 1,
      as_of: '2026-03-10T12:00:00.000Z',
    });
    expect(new Set(deliveries.keys).size).toBe(deliveries.keys.length);
    expect(deliveries.keys).toHaveLength(summary.files);
  });

  it('is the same to the byte for the same options, and another for another seed', async () => {
    const again = await folder();
    await writeSample({ out: again, now, seed: 1, shape: 'default' });
    expect(hashes(again, readDeliveries(again).keys)).toEqual(hashes(root, deliveries.keys));
    const other = await folder();
    await writeSample({ out: other, now, seed: 2 });
    expect(readDeliveries(other).keys).not.toEqual(deliveries.keys);
  });

  it('ends its deliveries at now', () => {
    const times = [
      ...deliveries.snapshots.map((file) => file.takenAt),
      ...deliveries.events.flatMap((event) => event.at ?? []),
      ...toldItems(deliveries).map(({ item }) => Date.parse(item.configurationItemCaptureTime)),
    ];
    expect(Math.max(...times)).toBeLessThanOrEqual(now.getTime());
    expect(Math.max(...deliveries.snapshots.map((file) => file.takenAt))).toBeGreaterThan(
      now.getTime() - 5 * 3_600_000,
    );
  });

  it('says what a reader of the files alone finds', () => {
    const expected = truth.resources
      .filter((resource) => resource.known === 'current')
      .map((resource) => `${resource.accountId}|${resource.region}|${resource.type}|${resource.id}`);
    expect([...currentResources(deliveries).keys()].sort()).toEqual(expected.sort());
    expect(expected.length).toBeGreaterThan(4000);
    expect(expected.length).toBeLessThan(6500);
  });

  it('has at least twelve delivering accounts, one suspended, one silent from the start, one stopped', () => {
    const delivering = new Set(deliveries.snapshots.map((file) => file.accountId));
    expect(delivering.size).toBeGreaterThanOrEqual(12);
    const told = JSON.parse(readFileSync(join(root, 'organization/accounts.json'), 'utf8')).Accounts;
    expect(told).toHaveLength(truth.accounts.length);
    expect(told.filter((account: { Status: string }) => account.Status === 'SUSPENDED')).toHaveLength(1);
    expect(
      told
        .filter((account: { Id: string }) => !delivering.has(account.Id))
        .map((account: { Name: string }) => account.Name),
    ).toEqual(['mobile-prod']);
    const stopped = toldItems(deliveries).filter(
      ({ item }) =>
        item.resourceType === 'AWS::Config::ConfigurationRecorder' &&
        !(item.configuration as { Recording: boolean }).Recording,
    );
    expect(new Set(stopped.map(({ item }) => item.awsAccountId))).toEqual(
      new Set([accountNamed('partner-integration')]),
    );
    expect(told.some((account: { Id: string }) => account.Id.startsWith('0'))).toBe(true);
  });

  it('takes one type off a recorder while deliveries run', () => {
    const gone = truth.resources.filter((resource) => resource.known === 'not-recorded');
    expect(new Set(gone.map((resource) => resource.type))).toEqual(new Set(['AWS::DynamoDB::Table']));
    expect(
      gone.every(
        (resource) => resource.accountId === accountNamed('catalog-staging') && resource.world !== undefined,
      ),
    ).toBe(true);
  });

  it('holds at least 45 types, two of them unknown to AWS, in the forms Config records', () => {
    const items = [...currentResources(deliveries).values()];
    const types = new Set(items.map((item) => item.resourceType));
    expect(types.size).toBeGreaterThanOrEqual(45);
    expect(types).toContain('AWS::HarborMaster::Ferry');
    expect(types).toContain('AWS::Lighthouse::Beacon');
    const share = (test: (item: (typeof items)[number]) => boolean): number =>
      items.filter(test).length / items.length;
    expect(share((item) => item.ARN === undefined)).toBeGreaterThan(0.05);
    expect(share((item) => item.resourceName === undefined)).toBeGreaterThan(0.3);
    const edges = items.flatMap((item) => item.relationships as { name: string; resourceId?: string }[]);
    expect(edges.some((edge) => edge.name.endsWith(' '))).toBe(true);
    expect(edges.some((edge) => edge.resourceId === undefined)).toBe(true);
    expect(items.some((item) => item.availabilityZone === undefined)).toBe(true);
  });

  it('sends events in every form, some twice, some late, some out of order, some never', () => {
    expect(new Set(deliveries.events.map((event) => event.form))).toEqual(
      new Set(['eventbridge', 'sns', 'invoking', 'bare']),
    );
    const kinds = new Set(deliveries.events.map((event) => event.body.messageType));
    for (const kind of [
      'ConfigurationItemChangeNotification',
      'OversizedConfigurationItemChangeNotification',
      'ComplianceChangeNotification',
      'ConfigurationSnapshotDeliveryCompleted',
      'ConfigurationHistoryDeliveryCompleted',
      'ConfigRulesEvaluationStarted',
    ]) {
      expect(kinds).toContain(kind);
    }
    const ids = deliveries.events.flatMap((event) => event.id ?? []);
    expect(new Set(ids).size).toBeLessThan(ids.length);
    expect(truth.changes.some((change) => change.toldBy === 'history')).toBe(true);
    expect(truth.changes.some((change) => change.toldBy === undefined)).toBe(true);
    const late = deliveries.events.filter((event) => {
      const item = event.body.configurationItem as
        | { configurationItemCaptureTime: string; awsAccountId: string }
        | undefined;
      if (item === undefined || event.at === undefined) return false;
      const captured = Date.parse(item.configurationItemCaptureTime);
      return deliveries.snapshots.some(
        (file) =>
          file.accountId === item.awsAccountId &&
          file.region === event.region &&
          file.takenAt >= captured &&
          file.takenAt < (event.at ?? 0),
      );
    });
    expect(late.length).toBeGreaterThan(5);
  });

  it('lays down most oversized items, and leaves some out', () => {
    const summaries = deliveries.events.filter(
      (event) => event.body.messageType === 'OversizedConfigurationItemChangeNotification',
    );
    const keys = summaries.map((event) =>
      (event.body.s3DeliverySummary as { s3BucketLocation: string }).s3BucketLocation.replace(/^[^/]+\//, ''),
    );
    expect(keys.filter((key) => deliveries.oversized.has(key)).length).toBeGreaterThan(3);
    expect(keys.filter((key) => !deliveries.oversized.has(key)).length).toBeGreaterThan(0);
  });

  it('plants secrets that can be found again', () => {
    const text = deliveries.snapshots.map((file) => file.text).join('');
    expect(text.split(SECRET_MARKER).length).toBeGreaterThan(50);
    expect(text).toContain(
      Buffer.from(`#!/bin/bash\nexport DB_PASSWORD=${SECRET_MARKER}`).toString('base64').slice(0, 60),
    );
  });
});

describe('other shapes', () => {
  it('writes one account without Organizations, with names in many scripts', async () => {
    const root = await folder();
    await writeSample({ out: root, now, shape: 'single' });
    const deliveries = readDeliveries(root);
    expect(deliveries.keys).not.toContain('organization/accounts.json');
    const items = [...currentResources(deliveries).values()];
    expect(new Set(items.map((item) => item.awsAccountId)).size).toBe(1);
    expect(new Set(items.map((item) => item.awsRegion))).toEqual(
      new Set(['eu-west-1', 'us-east-1', 'global']),
    );
    const names = items.map((item) => `${item.resourceName} ${JSON.stringify(item.tags)}`).join('\n');
    for (const script of [
      /\p{Script=Cyrillic}/u,
      /\p{Script=Han}/u,
      /\p{Script=Arabic}/u,
      /\p{Emoji_Presentation}/u,
      /é|ö|ñ/u,
    ])
      expect(names).toMatch(script);
    expect(
      items.some((item) =>
        Object.keys(item.tags as object).some((key) => /^(environment|env|stage)$/i.test(key)),
      ),
    ).toBe(false);
    const truth = sampleTruth({ now, shape: 'single' });
    expect(items).toHaveLength(truth.resources.filter((resource) => resource.known === 'current').length);
  });

  it('makes as many accounts and about as many resources as asked', () => {
    const truth = sampleTruth({ now, accounts: 5, resources: 1500 });
    expect(truth.accounts).toHaveLength(5);
    const count = truth.resources.filter((resource) => resource.world !== undefined).length;
    expect(count).toBeGreaterThan(1000);
    expect(count).toBeLessThan(2200);
    expect(sampleTruth({ now, accounts: 30, resources: 100 }).accounts).toHaveLength(30);
  });

  it('refuses what it cannot make', async () => {
    for (const wrong of [
      { shape: 'spiral' },
      { seed: 1.5 },
      { accounts: 0 },
      { resources: -1 },
      { now: new Date(Number.NaN) },
    ]) {
      await expect(writeSample({ out: '/nowhere', now, ...wrong })).rejects.toThrow(SampleOptionsError);
    }
  });
});
