import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type Delivery, oracle } from '#test/oracle/oracle.ts';
import {
  ACCOUNT,
  ALL,
  columns,
  coverage,
  envelope,
  events,
  file,
  history,
  ids,
  item,
  REGION,
  recorder,
  run,
  snapshot,
  snapshotPath,
  snapshotText,
  stamp,
  when,
} from './deliver.ts';

const a = item('a', '09:00');
const message = {
  messageType: 'ConfigurationItemChangeNotification',
  configurationItem: a,
  notificationCreationTime: when('09:01'),
};
const reasons = (...deliveries: readonly Delivery[]) =>
  columns(run(...deliveries), 'rejected_records', 'reason_code', 'account_id');

describe('a message', () => {
  it('is read from an EventBridge envelope', () => {
    expect(ids(run(events(envelope('09:01', a))))).toEqual(['a']);
  });

  it('is read from an SNS notification, whose topic lends the Region and whose MessageId is the id', () => {
    const { awsRegion: _, ...placeless } = a;
    const sns = {
      Type: 'Notification',
      MessageId: 'm-1',
      TopicArn: `arn:aws:sns:us-east-2:${ACCOUNT}:config`,
      Timestamp: when('09:02'),
      Message: JSON.stringify({ ...message, configurationItem: placeless }),
    };
    const tables = run(events(sns), events(sns, { ...sns }));
    expect(columns(tables, 'resources', 'region', 'resource_id')).toEqual([['us-east-2', 'a']]);
    expect(coverage(tables, 'us-east-2')).toMatchObject({
      duplicate_events: 2,
      last_event_at: stamp('09:02'),
    });
  });

  it('is read from an invokingEvent string', () => {
    expect(
      ids(run(file('events/rule.json', { invokingEvent: JSON.stringify(message), accountId: ACCOUNT }))),
    ).toEqual(['a']);
  });

  it('is read bare, several in one array too', () => {
    const other = { ...message, configurationItem: [item('b', '09:00')] };
    expect(ids(run(file('events/bare.json', [message, other])))).toEqual(['a', 'b']);
  });

  it('without an item is accepted where it is a status', () => {
    const status = { messageType: 'ConfigurationSnapshotDeliveryCompleted', s3ObjectKey: 'x' };
    const sent = {
      source: 'aws.config',
      'detail-type': 'Config Configuration Snapshot Delivery Status',
      account: ACCOUNT,
      region: REGION,
      id: 's',
      time: when('09:00'),
      detail: status,
    };
    expect(reasons(events(sent))).toEqual([]);
  });

  it('of another service is rejected', () => {
    expect(
      reasons(
        events({ source: 'aws.ec2', 'detail-type': 'x', account: ACCOUNT, region: REGION, detail: {} }),
      ),
    ).toEqual([['not_config', ACCOUNT]]);
  });

  it('that wraps what is not JSON is rejected and the rest lands', () => {
    const broken = {
      Type: 'Notification',
      MessageId: 'm',
      TopicArn: 'arn:aws:sns:eu-west-1:1:t',
      Message: '{"configurationItem":',
    };
    const tables = run(events(broken, envelope('09:01', a)));
    expect(columns(tables, 'rejected_records', 'reason_code')).toEqual([['invalid_json']]);
    expect(ids(tables)).toEqual(['a']);
  });
});

describe('an item', () => {
  it('of the API dialect means the same', () => {
    const api = {
      version: '1.3',
      accountId: ACCOUNT,
      awsRegion: REGION,
      arn: 'arn:aws:s3:::a',
      resourceType: 'AWS::S3::Bucket',
      resourceId: 'a',
      configurationItemCaptureTime: Date.parse(when('09:00')) / 1000 + 0.25,
      configurationStateID: '7',
      configurationItemState: 'OK',
      availibilityZone: 'Regional',
      resourceCreationTime: Date.parse(when('08:00')),
      configuration: JSON.stringify({ name: 'a', tags: [{ tagName: 'Owner', tagValue: 'web' }] }),
      relationships: [{ relationshipName: 'Is in ', resourceType: 'AWS::EC2::VPC', resourceName: 'v' }],
    };
    const tables = run(history('09:00', [api]));
    expect(tables.resources).toEqual([
      {
        account_id: ACCOUNT,
        account_name: null,
        region: REGION,
        resource_type: 'AWS::S3::Bucket',
        resource_id: 'a',
        resource_name: null,
        arn: 'arn:aws:s3:::a',
        availability_zone: null,
        environment: null,
        created_at: stamp('08:00'),
        captured_at: '2026-03-01 09:00:00.250',
        tags: { Owner: 'web' },
        configuration: { name: 'a', tags: [{ tagName: 'Owner', tagValue: 'web' }] },
        supplementary_configuration: null,
        source: 'history',
      },
    ]);
    expect(
      columns(
        tables,
        'relationships',
        'relationship',
        'target_resource_type',
        'target_resource_id',
        'target_resource_name',
      ),
    ).toEqual([['Is in', 'AWS::EC2::VPC', null, 'v']]);
  });

  it('keeps tags whose keys differ only in case, and reads them from supplementaryConfiguration', () => {
    const tagged = item('a', '09:00', {
      tags: { Environment: 'prod', environment: 'dev' },
      supplementaryConfiguration: { Tags: [{ key: 'k', value: 'v' }] },
    });
    expect(columns(run(history('09:00', [tagged])), 'resource_tags', 'tag_key', 'tag_value')).toEqual([
      ['Environment', 'prod'],
      ['environment', 'dev'],
      ['k', 'v'],
    ]);
  });

  it('has the policies in its strings decoded, URL-encoded or not', () => {
    const document = { Statement: [{ Effect: 'Allow' }] };
    const role = item('a', '09:00', {
      configuration: { assumeRolePolicyDocument: encodeURIComponent(JSON.stringify(document)) },
      supplementaryConfiguration: { BucketPolicy: JSON.stringify({ policyText: JSON.stringify(document) }) },
    });
    expect(
      columns(run(history('09:00', [role])), 'resources', 'configuration', 'supplementary_configuration'),
    ).toEqual([[{ assumeRolePolicyDocument: document }, { BucketPolicy: { policyText: document } }]]);
  });

  it('without its key is rejected with its account, and the rest of the file lands', () => {
    const { resourceId: _, ...keyless } = item('x', '09:00');
    const tables = run(snapshot('09:30', [a, keyless, item('b', '09:00')]));
    expect(ids(tables)).toEqual(['a', 'b']);
    expect(columns(tables, 'rejected_records', 'reason_code', 'account_id')).toEqual([['no_key', ACCOUNT]]);
    expect(coverage(tables)).toMatchObject({ rejected: 1, items: 2 });
  });

  it('of a type that nobody published lands', () => {
    expect(ids(run(history('09:00', [item('a', '09:00', { resourceType: 'Acme::Thing' })])))).toEqual(['a']);
  });

  it('is not hidden for being captured after the clock', () => {
    expect(ids(run(history('09:00', [item('a', '2027-01-01T00:00:00.000Z')])))).toEqual(['a']);
  });

  it('alone in a file is read as history', () => {
    expect(columns(run(file('items/a.json', a)), 'resources', 'source')).toEqual([['history']]);
  });
});

describe('a file', () => {
  it('with broken JSON lands what comes before the break', () => {
    const text = snapshotText('10:00', [a, item('b', '09:00'), item('c', '09:00')]).replace(
      '"name":"b"',
      '"name":b',
    );
    const tables = run(file(snapshotPath('10:00'), text));
    expect(ids(tables)).toEqual(['a']);
    expect(coverage(tables)).toMatchObject({ rejected: 1, last_snapshot_at: null });
  });

  it('with a broken gzip lands what can still be read', () => {
    const whole = gzipSync(
      snapshotText('10:00', [
        a,
        ...Array.from({ length: 50 }, (_, index) => item(`x${index}`, '09:00', { note: Math.random() })),
      ]),
    );
    const tables = run({ path: snapshotPath('10:00'), bytes: whole.subarray(0, whole.length - 200) });
    expect(ids(tables)).toContain('a');
    expect(columns(tables, 'rejected_records', 'reason_code')).toEqual([['broken_gzip']]);
  });

  it('with all items but a wrong end is incomplete', () => {
    const tables = run(
      snapshot('09:30', [a]),
      file(snapshotPath('10:00'), snapshotText('10:00', [item('b', '09:00')]).slice(0, -1)),
    );
    expect(ids(tables)).toEqual(['a', 'b']);
  });

  it('of event lines lands the good lines and rejects the bad', () => {
    const lines = [
      JSON.stringify(envelope('09:01', a)),
      '{"id":',
      JSON.stringify(envelope('09:02', item('b', '09:02'))),
    ];
    const tables = run({ path: 'events/e.jsonl.gz', bytes: gzipSync(lines.join('\n')) });
    expect(ids(tables)).toEqual(['a', 'b']);
    expect(tables.rejected_records).toHaveLength(1);
  });

  it('that is empty is rejected; the check file of Config and foreign files are passed over', () => {
    expect(reasons(file(snapshotPath('10:00'), ''))).toEqual([['empty', ACCOUNT]]);
    expect(
      reasons(file(`AWSLogs/${ACCOUNT}/Config/ConfigWritabilityCheckFile`, ''), file('README.md', '# hello')),
    ).toEqual([]);
  });

  it('that is JSON but nothing of AWS Config is rejected', () => {
    expect(reasons(file('notes.json', { hello: 1 }), file('list.json', '[1]'))).toEqual([
      ['not_a_message', null],
      ['not_config', null],
    ]);
  });

  it('under a prefix and an organization folder is the same delivery', () => {
    const { path, bytes } = snapshot('10:00', [a]);
    expect(coverage(run({ path: `backup/o-abc123/${path}`, bytes }))).toMatchObject({
      last_snapshot_at: stamp('10:00'),
    });
  });

  it('that has a snapshot id and no telling path is a snapshot of the place that most items name', () => {
    const tables = run(
      file('dump.json', snapshotText('10:00', [a, item('g', '08:00', { awsRegion: 'global' })])),
    );
    expect(coverage(tables)).toMatchObject({ last_snapshot_at: stamp('09:00') });
  });
});

describe('an oversized change', () => {
  const key = `AWSLogs/${ACCOUNT}/Config/${REGION}/2026/3/1/OversizedChangeNotification/AWS::S3::Bucket/a/${ACCOUNT}_Config_${REGION}_ChangeNotification_AWS::S3::Bucket_a_20260301T090000Z_0.json.gz`;
  const { configuration: _, ...summary } = a;
  const notice = {
    source: 'aws.config',
    'detail-type': 'Config Configuration Item Change',
    id: 'o',
    account: ACCOUNT,
    region: REGION,
    time: when('09:01'),
    detail: {
      messageType: 'OversizedConfigurationItemChangeNotification',
      configurationItemSummary: { ...summary, changeType: 'UPDATE' },
      s3DeliverySummary: { s3BucketLocation: `my-bucket/${key}`, errorCode: null },
    },
  };
  const object = {
    path: key,
    bytes: gzipSync(
      JSON.stringify({
        configurationItemDiff: null,
        configurationItem: a,
        messageType: 'ConfigurationItemChangeNotification',
      }),
    ),
  };

  it('is resolved from the tree, before or after its notice', () => {
    for (const tree of [
      [events(notice), object],
      [object, events(notice)],
    ])
      expect(columns(run(...tree), 'resources', 'resource_id', 'source', 'configuration')).toEqual([
        ['a', 'event', { name: 'a' }],
      ]);
  });

  it('has a file that is a delivery of its own', () => {
    expect(columns(run(object), 'resources', 'resource_id', 'source')).toEqual([['a', 'history']]);
  });

  it('is pending for 24 hours without its object, then rejected', () => {
    const at = (now: string) => oracle([events(notice)], { now: new Date(now) }).rejected_records;
    expect(at('2026-03-02T09:00:00Z')).toEqual([]);
    expect(at('2026-03-02T09:02:00Z')).toEqual([
      expect.objectContaining({ reason_code: 'missing_object', account_id: ACCOUNT }),
    ]);
  });

  it('counts as told by an event, with or without its object', () => {
    const others = [
      snapshot('08:00', [recorder('07:00', ALL)]),
      events(notice),
      snapshot('10:00', [recorder('07:00', ALL), a]),
    ];
    expect(coverage(run(...others, object))).toMatchObject({ missed_by_events: 0 });
    expect(coverage(run(...others))).toMatchObject({ missed_by_events: 0 });
  });
});
