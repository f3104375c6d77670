import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  emptyLake,
  envelope,
  item,
  itemChange,
  REGION,
  snapshot,
  snapshotKey,
  tree,
} from './fixtures.ts';

const SOURCE = 'source_kind, recorder_account_id, recorder_region, CAST(told_at AS varchar), envelope_id';

describe('a delivery tree', () => {
  it('lands a snapshot with its recorder and time, and the file as read to its end', async () => {
    const lake = await emptyLake();
    const summary = await lake.ingest(
      await tree({ [`prefix/${snapshotKey()}`]: snapshot([item(), item({ resourceId: 'i-0b' })]) }),
    );
    expect(summary).toMatchObject({ files: 1, items: 2, rejected: 0, known: 0 });
    expect(await lake.rows('landing_item', `resource_id, ordinal, source_key, ${SOURCE}`)).toEqual([
      ['i-0a', '0', snapshotKey(), 'snapshot', ACCOUNT, REGION, '2026-03-10 10:00:00', null],
      ['i-0b', '1', snapshotKey(), 'snapshot', ACCOUNT, REGION, '2026-03-10 10:00:00', null],
    ]);
    expect(await lake.rows('landing_delivery', 'snapshot_id, is_complete, items, rejected')).toEqual([
      ['5f0c2a44-0000-4000-8000-000000000001', true, '2', '0'],
    ]);
    expect(await lake.keys(`landing/2026-03-10-12/${ACCOUNT}/`)).toHaveLength(2);
  });

  it('is known the second time, wherever its content lies', async () => {
    const lake = await emptyLake();
    const root = await tree({ [snapshotKey()]: gzipSync(snapshot([item()])) });
    await lake.ingest(root);
    expect(await lake.ingest(root)).toMatchObject({ files: 0, known: 1, items: 0 });
    expect(await lake.ingest(await tree({ 'copy.json.gz': gzipSync(snapshot([item()])) }))).toMatchObject({
      known: 1,
    });
    expect(await lake.rows('landing_item', 'resource_id')).toHaveLength(1);
  });

  it('passes over what is no delivery by the written rule', async () => {
    const lake = await emptyLake();
    const summary = await lake.ingest(
      await tree({
        [`AWSLogs/${ACCOUNT}/Config/ConfigWritabilityCheckFile`]: '',
        [`AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/3/10/x.json.gz`]: '{"Records":[]}',
        'README.md': '# notes',
        'notes/package.json': '{"name":"x"}',
      }),
    );
    expect(summary).toMatchObject({ ignored: 3, files: 1, rejectedByReason: { not_config: 1 } });
  });

  it('keeps the clock of a made-up organization, unless the lake has a newer one', async () => {
    const lake = await emptyLake();
    await lake.ingest(await tree({ 'sample.json': { seed: 7, as_of: '2026-03-10T12:00:00Z' } }));
    await lake.ingest(await tree({ 'sample.json': { seed: 7, as_of: '2026-03-09T12:00:00Z' } }));
    expect(await lake.json('settings.json')).toEqual({ as_of: '2026-03-10T12:00:00.000Z' });
  });

  it('lands accounts, with the time of the list', async () => {
    const lake = await emptyLake();
    const accounts = [
      {
        Id: ACCOUNT,
        Name: 'web',
        Email: 'a@example.com',
        Status: 'ACTIVE',
        JoinedTimestamp: 1700000000,
        OuPath: '/Prod',
        Tags: [{ Key: 'Environment', Value: 'prod' }],
        Regions: [REGION],
      },
      { Name: 'nobody' },
    ];
    const summary = await lake.ingest(await tree({ 'organization/accounts.json': { Accounts: accounts } }));
    expect(summary).toMatchObject({ accounts: 1, rejectedByReason: { account_without_id: 1 } });
    expect(
      await lake.rows('landing_account', 'account_id, ou_path, regions, CAST(told_at AS varchar)'),
    ).toEqual([[ACCOUNT, '/Prod', [REGION], '2026-03-10 12:00:00']]);
  });

  it('reads the rest where a file cannot be read, and says which', async () => {
    const lake = await emptyLake();
    const root = await tree({ 'a.json': item(), 'b.json': item({ resourceId: 'i-0b' }) });
    const missing = join(root, 'none');
    await chmod(join(root, 'a.json'), 0o000);
    const summary = await lake.ingest(root, missing);
    // Root may read anything, so only the missing path is sure to fail.
    expect(summary.readErrors.map(({ path }) => path)).toContain(missing);
    expect(summary.items + summary.readErrors.length).toBe(3);
  });
});

describe('broken deliveries', () => {
  it('keep the items before a truncation, with one reject and no proof of absence', async () => {
    const lake = await emptyLake();
    const bytes = gzipSync(
      snapshot(
        Array.from({ length: 500 }, (_, index) => item({ resourceId: `i-${index}-${Math.sin(index)}` })),
      ),
    );
    const summary = await lake.ingest(
      await tree({ [snapshotKey()]: bytes.subarray(0, bytes.length - 2000) }),
    );
    expect(summary.items).toBeGreaterThan(50);
    expect(summary.rejectedByReason).toEqual({ broken_gzip: 1 });
    expect(await lake.rows('landing_delivery', 'is_complete, rejected')).toEqual([[false, '1']]);
  });

  it('end where an item is no JSON', async () => {
    const lake = await emptyLake();
    const text = snapshot([item({ resourceId: 'i-1' }), 'BROKEN', item({ resourceId: 'i-3' })]).replace(
      '"BROKEN"',
      '{"a":nope}',
    );
    const summary = await lake.ingest(await tree({ [snapshotKey()]: text }));
    expect(summary).toMatchObject({ items: 1, rejectedByReason: { broken_json: 1 } });
    expect(await lake.rows('landing_delivery', 'is_complete')).toEqual([[false]]);
  });

  it('reject an item without a key and land the others of a complete file', async () => {
    const lake = await emptyLake();
    const summary = await lake.ingest(
      await tree({ [snapshotKey()]: snapshot([item(), { resourceId: 'x' }, null]) }),
    );
    expect(summary).toMatchObject({ items: 1, rejectedByReason: { no_type: 1, not_config: 1 } });
    expect(await lake.rows('landing_delivery', 'is_complete, items, rejected')).toEqual([[true, '1', '2']]);
    expect(await lake.rows('landing_reject', 'ordinal, account_id, region, reason_code')).toEqual([
      ['1', ACCOUNT, REGION, 'no_type'],
      ['2', ACCOUNT, REGION, 'not_config'],
    ]);
    expect(await lake.keys('dead-letters/2026-03-10/')).toHaveLength(2);
  });

  it('are rejected whole where there is nothing to read', async () => {
    const lake = await emptyLake();
    const summary = await lake.ingest(
      await tree({ 'empty.json': '', 'text.json': 'hello', 'list.json': '[]' }),
    );
    expect(summary.rejectedByReason).toEqual({ empty_file: 1, invalid_json: 1 });
  });
});

describe('events', () => {
  it('land with envelope, change and paths, however they are wrapped', async () => {
    const lake = await emptyLake();
    const diff = {
      changeType: 'UPDATE',
      changedProperties: { 'Configuration.State.Name': { previousValue: 'a', updatedValue: 'b' } },
    };
    const message = itemChange(item(), diff);
    const sns = {
      Type: 'Notification',
      MessageId: 'm-1',
      TopicArn: `arn:aws:sns:${REGION}:999988887777:config`,
      Timestamp: '2026-03-10T09:01:00.000Z',
      Message: JSON.stringify(message),
    };
    const rule = {
      invokingEvent: JSON.stringify(message),
      accountId: ACCOUNT,
      configRuleArn: `arn:aws:config:${REGION}:${ACCOUNT}:config-rule/r`,
    };
    const lines = [
      envelope(message),
      sns,
      rule,
      message,
      { Records: [{ messageId: 'q', body: JSON.stringify(sns) }] },
    ];
    const summary = await lake.ingest(
      await tree({ 'events/a.jsonl.gz': lines.map((line) => JSON.stringify(line)).join('\n') }),
    );
    expect(summary).toMatchObject({ items: 5, events: 5, rejected: 0 });
    const change = ['UPDATE', ['configuration.state.name']];
    expect(await lake.rows('landing_item', `${SOURCE}, change_type, changed_paths`)).toEqual([
      ['event', ACCOUNT, REGION, '2026-03-10 09:00:00', 'e-1', ...change],
      ['event', ACCOUNT, REGION, '2026-03-10 09:01:00', 'm-1', ...change],
      ['event', ACCOUNT, REGION, '2026-03-10 08:00:05', null, ...change],
      ['event', ACCOUNT, REGION, '2026-03-10 08:00:05', null, ...change],
      ['event', ACCOUNT, REGION, '2026-03-10 09:01:00', 'm-1', ...change],
    ]);
  });

  it('of a deletion have no configuration', async () => {
    const lake = await emptyLake();
    const deleted = item({ configurationItemStatus: 'ResourceDeleted', configuration: null });
    await lake.ingest(
      await tree({
        'events/d.json': envelope(itemChange(deleted, { changeType: 'DELETE', changedProperties: {} })),
      }),
    );
    expect(await lake.rows('landing_item', 'status, configuration, change_type')).toEqual([
      ['ResourceDeleted', null, 'DELETE'],
    ]);
  });

  it('of rules land as compliance, and a result that is gone as deleted', async () => {
    const lake = await emptyLake();
    const rule = {
      messageType: 'ComplianceChangeNotification',
      awsAccountId: ACCOUNT,
      awsRegion: REGION,
      configRuleName: 'r',
      resourceType: 'AWS::S3::Bucket',
      resourceId: 'b',
      notificationCreationTime: '2026-03-10T09:30:00Z',
    };
    const result = {
      complianceType: 'NON_COMPLIANT',
      annotation: 'open',
      resultRecordedTime: '2026-03-10T09:29:00Z',
    };
    const detail = { 'detail-type': 'Config Rules Compliance Change' };
    const summary = await lake.ingest(
      await tree({
        'events/1.json': envelope({ ...rule, newEvaluationResult: result }, detail),
        'events/2.json': envelope(
          { ...rule, newEvaluationResult: null, oldEvaluationResult: result },
          { ...detail, id: 'e-2' },
        ),
        'events/3.json': envelope(
          { ...rule, configRuleName: null, newEvaluationResult: result },
          { ...detail, id: 'e-3' },
        ),
      }),
    );
    expect(summary).toMatchObject({ compliance: 2, rejectedByReason: { no_compliance_key: 1 } });
    expect(
      await lake.rows(
        'landing_compliance',
        'rule_name, resource_id, compliance_type, annotation, CAST(evaluated_at AS varchar), is_deleted',
        'evaluated_at',
      ),
    ).toEqual([
      ['r', 'b', 'NON_COMPLIANT', 'open', '2026-03-10 09:29:00', false],
      ['r', 'b', null, null, '2026-03-10 09:30:00', true],
    ]);
  });

  it('of deliveries land with their type, and name the recorder by the object', async () => {
    const lake = await emptyLake();
    const completed = {
      messageType: 'ConfigurationSnapshotDeliveryCompleted',
      configSnapshotId: 's-1',
      s3ObjectKey: snapshotKey(),
      notificationCreationTime: '2026-03-10T10:01:00Z',
    };
    const summary = await lake.ingest(
      await tree({
        'events/s.json': completed,
        'events/f.json': envelope({ messageType: 'ConfigurationSnapshotDeliveryFailed' }),
      }),
    );
    expect(summary).toMatchObject({ statuses: 2, rejected: 0 });
    expect(
      await lake.rows(
        'landing_delivery',
        'message_type, snapshot_id, recorder_account_id, recorder_region',
        'message_type NULLS LAST',
      ),
    ).toEqual(
      expect.arrayContaining([
        ['ConfigurationSnapshotDeliveryCompleted', 's-1', ACCOUNT, REGION],
        ['ConfigurationSnapshotDeliveryFailed', null, ACCOUNT, REGION],
      ]),
    );
  });

  it('of other services, and bad lines, are rejected one by one', async () => {
    const lake = await emptyLake();
    const lines = [
      JSON.stringify(envelope({}, { source: 'aws.ec2' })),
      '{"broken',
      JSON.stringify(envelope(itemChange(item()))),
      JSON.stringify(envelope({ messageType: 'SomethingNew' })),
    ];
    const summary = await lake.ingest(await tree({ 'events/x.jsonl': lines.join('\n') }));
    expect(summary).toMatchObject({
      items: 1,
      rejectedByReason: { not_config: 1, invalid_json: 1, unknown_message: 1 },
    });
  });
});

describe('loose files', () => {
  it('take recorder and time from their items where those agree', async () => {
    const lake = await emptyLake();
    await lake.ingest(
      await tree({
        'a.json': snapshot([
          item(),
          item({ resourceType: 'AWS::IAM::Role', resourceId: 'r', awsRegion: 'global' }),
        ]),
        'b.json': {
          configurationItems: [
            item({ resourceId: 'i-1' }),
            item({ resourceId: 'i-2', awsRegion: 'us-east-1' }),
          ],
        },
        'c.json': [item({ resourceId: 'i-3' })],
      }),
    );
    const columns = 'resource_id, source_kind, recorder_region, CAST(told_at AS varchar)';
    expect(await lake.rows('landing_item', columns, 'resource_id')).toEqual([
      ['i-0a', 'snapshot', REGION, '2026-03-10 08:00:00.123'],
      ['i-1', 'history', REGION, '2026-03-10 08:00:00.123'],
      ['i-2', 'history', 'us-east-1', '2026-03-10 08:00:00.123'],
      ['i-3', 'history', REGION, '2026-03-10 08:00:00.123'],
      ['r', 'snapshot', REGION, '2026-03-10 08:00:00.123'],
    ]);
    expect(
      await lake.rows('landing_delivery', 'recorder_region, is_complete', 'recorder_region NULLS LAST'),
    ).toContainEqual([null, true]);
  });
});

describe('items of ResourceCompliance', () => {
  it('land as items and as compliance', async () => {
    const lake = await emptyLake();
    const compliance = item({
      resourceType: 'AWS::Config::ResourceCompliance',
      resourceId: 'AWS::S3::Bucket/b',
      configuration: {
        targetResourceType: 'AWS::S3::Bucket',
        targetResourceId: 'b',
        complianceType: 'NON_COMPLIANT',
        configRuleList: [{ configRuleName: 'r', complianceType: 'NON_COMPLIANT' }],
      },
    });
    expect(await lake.ingest(await tree({ [snapshotKey()]: snapshot([compliance]) }))).toMatchObject({
      items: 1,
      compliance: 1,
    });
    expect(
      await lake.rows('landing_compliance', 'rule_name, resource_type, resource_id, compliance_type'),
    ).toEqual([['r', 'AWS::S3::Bucket', 'b', 'NON_COMPLIANT']]);
  });
});

describe('many small files', () => {
  it('end in few landing files, one a table and account', async () => {
    const lake = await emptyLake();
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `events/${index}.json`,
        envelope(itemChange(item({ resourceId: `i-${index}` })), { id: `e-${index}` }),
      ]),
    );
    const summary = await lake.ingest(await tree(files));
    expect(summary).toMatchObject({ files: 200, items: 200, events: 200 });
    expect(summary.landingFiles).toBeLessThanOrEqual(3);
    expect(await lake.rows('landing_item', 'DISTINCT envelope_id', '1')).toHaveLength(200);
  });
});
