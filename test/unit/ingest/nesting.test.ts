import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { landMessages } from '#ingest/queue/land-messages.ts';
import { replayDeadLetters } from '#ingest/replay.ts';
import { FixedClock } from '#platform/memory/fixed-clock.ts';
import { emptyLake, envelope, item, itemChange, NOW, snapshot, snapshotKey, tree } from './fixtures.ts';

const KEYS = [
  ...[
    'a',
    'detail',
    'Message',
    'Records',
    'invokingEvent',
    'configurationItem',
    'configurationItems',
    'data',
  ],
  ...['configuration', 'supplementaryConfiguration', 'tags', 'Tags', 'relationships', 'Accounts', 'password'],
  ...['environment', 'variables', 'policyDocument', 'changedProperties', 'newEvaluationResult', 'body'],
];

/** JSON that nests `depth` levels: lists, objects of one key, or both in turn; the innermost needs the careful parser or not. */
const nest = (kind: 'list' | 'object' | 'both', key: string, depth: number, inner: string): string => {
  const open = { list: '[', object: `{"${key}":`, both: `[{"${key}":` }[kind];
  const close = { list: ']', object: '}', both: '}]' }[kind];
  return open.repeat(depth) + inner + close.repeat(depth);
};
const deep = fc
  .record({
    kind: fc.constantFrom('list', 'object', 'both'),
    key: fc.constantFrom(...KEYS),
    depth: fc.constantFrom(3, 11, 14, 60, 190, 210, 450, 3_000, 5_000, 100_000),
    inner: fc.constantFrom('1', '12345678901234567890', '"\\u0000"', '{"resourceType":"AWS::SQS::Queue"}'),
  })
  .map(({ kind, key, depth, inner }) => nest(kind, key, depth, inner));

const EXTREMES = [5_000, 100_000].map((depth): [string] => [nest('list', 'a', depth, '1')]);

const HOLE = '"@@"';
const into = (value: unknown, text: string): string => JSON.stringify(value).split(HOLE).join(text);
const bad = (field: string, type = 'AWS::SQS::Queue') =>
  item({ resourceType: type, resourceId: 'deep', [field]: '@@' });
const oversizedKey = snapshotKey().replace('ConfigSnapshot/', 'OversizedChangeNotification/x/');

/** A file with something deep in it, and one good record beside. */
const PLACES: Readonly<Record<string, (text: string) => Readonly<Record<string, string>>>> = {
  'a bare value': (text) => ({ 'events/a.json': text }),
  'a line': (text) => ({ 'events/a.jsonl': `${text}\n${into(envelope(itemChange(item())), '')}` }),
  'a message in a list': (text) => ({
    'events/a.json': `[${text},${into(envelope(itemChange(item())), '')}]`,
  }),
  'the detail of an envelope': (text) => ({ 'events/a.json': into(envelope('@@'), text) }),
  'a foreign event': (text) => ({ 'events/a.json': into(envelope('@@', { source: 'aws.ec2' }), text) }),
  'a diff': (text) => ({
    'events/a.json': into(
      envelope(itemChange(item(), { changeType: 'UPDATE', changedProperties: '@@' })),
      text,
    ),
  }),
  'an item of an event': (text) => ({
    'events/a.json': into(envelope(itemChange(bad('configuration'))), text),
  }),
  'an item without a type': (text) => ({
    'events/a.json': into({ ...bad('configuration'), resourceType: undefined }, text),
  }),
  'an oversized notice': (text) => ({
    'events/a.json': into({ configurationItemSummary: '@@', s3DeliverySummary: {} }, text),
  }),
  'an evaluation': (text) => ({
    'events/a.json': into({ messageType: 'ComplianceChangeNotification', newEvaluationResult: '@@' }, text),
  }),
  'a text in an SNS notification': (text) => ({
    'events/a.json': JSON.stringify({ Type: 'Notification', MessageId: 'm', Message: text }),
  }),
  'a text in invokingEvent': (text) => ({ 'events/a.json': JSON.stringify({ invokingEvent: text }) }),
  'a list of accounts': (text) => ({
    'organization/accounts.json': `{"Accounts":[{"Id":"111122223333","Tags":${text}},${text}]}`,
  }),
  ...Object.fromEntries(
    [
      'configuration',
      'supplementaryConfiguration',
      'tags',
      'relationships',
      'relatedEvents',
      'resourceType',
    ].map((field) => [
      `${field} in a snapshot`,
      (text: string) => ({ [snapshotKey()]: into(snapshotOf(bad(field)), text) }),
    ]),
  ),
  'tags inside a configuration': (text) => ({
    [snapshotKey()]: into(snapshotOf(item({ resourceId: 'deep', configuration: { tags: '@@' } })), text),
  }),
  'a configuration as text': (text) => ({
    [snapshotKey()]: JSON.stringify(snapshotOf(item({ resourceId: 'deep', configuration: text }))),
  }),
  'a document in a text': (text) => ({
    [snapshotKey()]: JSON.stringify(
      snapshotOf(item({ resourceId: 'deep', configuration: { policy: text } })),
    ),
  }),
  'an element that is no item': (text) => ({ [snapshotKey()]: into(snapshotOf('@@'), text) }),
  'the file around items': (text) => ({
    [snapshotKey()]: `{"configSnapshotId":"x","more":${text},"configurationItems":[${JSON.stringify(item())}]}`,
  }),
  'a history file': (text) => ({
    [snapshotKey().replaceAll('ConfigSnapshot', 'ConfigHistory')]: into(
      snapshotOf(bad('configuration')),
      text,
    ),
  }),
  'an oversized file': (text) => ({
    [oversizedKey]: into({ configurationItem: bad('configuration') }, text),
  }),
};
const snapshotOf = (deepItem: unknown) => JSON.parse(snapshot([deepItem, item({ resourceId: 'after' })]));

const GOOD = 'events/zz-good.json';

describe('nesting of any depth', () => {
  it.each(Object.keys(PLACES))(
    'in %s never ends a run: it lands or is rejected, and the rest lands',
    async (place) => {
      await fc.assert(
        fc.asyncProperty(deep, async (text) => {
          const lake = await emptyLake();
          const files = PLACES[place]?.(text) ?? {};
          const root = await tree({ ...files, [GOOD]: envelope(itemChange(item({ resourceId: 'good' }))) });
          const first = await lake.ingest(root);
          expect(first.readErrors).toEqual([]);
          const landed = (await lake.rows('landing_item', 'DISTINCT resource_id', 'resource_id')).flat();
          expect(landed).toContain('good');
          if (Object.values(files).some((content) => content.includes('"after"')))
            expect(landed).toContain('after');
          const letters = await lake.keys('dead-letters/');
          expect(letters).toHaveLength(first.rejected);
          for (const row of await lake.rows('landing_reject', 'reason, excerpt')) expect(row[0]).not.toBe('');
          expect(await lake.ingest(root)).toMatchObject({ files: 0, rejected: 0 });
          const clock = new FixedClock(new Date(NOW));
          await replayDeadLetters({ store: lake.store, clock });
          const queued = Object.values(files).map((body, index) => ({
            id: `${index}`,
            body,
            sentAt: new Date(NOW),
          }));
          const objects = { find: async () => undefined };
          expect((await landMessages(queued, { store: lake.store, clock, objects })).failed).toEqual([]);
        }),
        { numRuns: 5, endOnFailure: true, examples: EXTREMES },
      );
    },
  );

  it('of wrappings in wrappings is followed to a limit, and then rejected', async () => {
    const wrapped = (times: number): unknown => {
      let message: unknown = envelope(itemChange(item({ resourceId: `w${times}` })));
      for (let at = 0; at < times; at += 1)
        message =
          at % 2 === 0
            ? { Type: 'Notification', MessageId: `${at}`, Message: JSON.stringify(message) }
            : { invokingEvent: JSON.stringify(message) };
      return message;
    };
    const lake = await emptyLake();
    const root = await tree({ 'events/a.json': [wrapped(1), wrapped(4), wrapped(14), wrapped(2)] });
    expect(await lake.ingest(root)).toMatchObject({ items: 3, rejected: 1 });
    expect(await lake.rows('landing_reject', 'reason_code')).toEqual([['nesting_too_deep']]);
  });
});
