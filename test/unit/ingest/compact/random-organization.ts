import fc from 'fast-check';
import type { Delivery } from '#test/oracle/oracle.ts';
import {
  ALL,
  accounts,
  deleted,
  envelope,
  events,
  history,
  item,
  recorder,
  snapshot,
} from '#test/unit/oracle/deliver.ts';

/** Small made-up deliveries that contradict each other as no recorder would: every rule of identity, order and absence meets its edges. */

const clock = fc
  .integer({ min: 0, max: 40 })
  .map((step) => `${String(8 + Math.floor(step / 4)).padStart(2, '0')}:${(step % 4) * 15 || '00'}`);
const place = fc.constantFrom(
  { region: 'eu-west-1' },
  { region: 'us-east-1' },
  { region: 'eu-west-1', account: '222222222222' },
);

const told = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  at: clock,
  gone: fc.boolean(),
  global: fc.boolean(),
  size: fc.integer({ min: 1, max: 2 }),
  topic: fc.boolean(),
});
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never;
type Place = typeof place extends fc.Arbitrary<infer T> ? T : never;

const accountOf = (where: Place): string =>
  'account' in where ? (where.account ?? '111111111111') : '111111111111';

const itemOf = ({ id, at, gone, global, size, topic }: Told, where: Place) =>
  (gone ? deleted : item)(id, at, {
    awsAccountId: accountOf(where),
    awsRegion: global ? 'global' : where.region,
    ...(topic ? { resourceType: 'AWS::SNS::Topic' } : {}),
    ...(gone
      ? {}
      : {
          configuration: { name: id, size, nested: { at } },
          tags: size === 1 ? { env: ' ' } : { Environment: id === 'a' ? 'Dev ' : 'Dev' },
        }),
  });

const recorderItem = fc.record({
  at: clock,
  narrow: fc.boolean(),
  global: fc.boolean(),
  recording: fc.boolean(),
});
const recorderOf = (
  { at, narrow, global, recording }: typeof recorderItem extends fc.Arbitrary<infer T> ? T : never,
  where: Place,
) =>
  recorder(
    at,
    narrow
      ? { AllSupported: false, ResourceTypes: ['AWS::SNS::Topic'] }
      : { ...ALL, IncludeGlobalResourceTypes: global },
    { recording, awsAccountId: accountOf(where), awsRegion: where.region },
  );

const delivery: fc.Arbitrary<Delivery> = fc.oneof(
  fc
    .record({
      at: clock,
      where: place,
      items: fc.array(told, { maxLength: 5 }),
      by: fc.option(recorderItem),
      breaks: fc.integer({ min: 0, max: 9 }),
    })
    .map(({ at, where, items, by, breaks }) => {
      const whole = snapshot(
        at,
        [
          ...items.map((each) => itemOf({ ...each, gone: false }, where)),
          ...(by === null ? [] : [recorderOf(by, where)]),
        ],
        where,
      );
      return breaks > 0
        ? whole
        : { ...whole, bytes: whole.bytes.slice(0, Math.floor(whole.bytes.length * 0.7)) };
    }),
  fc
    .record({ at: clock, where: place, items: fc.array(told, { minLength: 1, maxLength: 3 }) })
    .map(({ at, where, items }) =>
      history(
        at,
        items.map((each) => itemOf(each, where)),
        where,
      ),
    ),
  fc
    .record({
      where: place,
      change: told,
      time: clock,
      changeType: fc.constantFrom('CREATE', 'UPDATE', 'DELETE'),
      copies: fc.integer({ min: 1, max: 2 }),
    })
    .map(({ where, change, time, changeType, copies }) =>
      events(
        ...Array.from({ length: copies }, () =>
          envelope(change.at, itemOf(change, where), {
            ...where,
            time,
            changeType,
            id: `${time}${change.id}${changeType}`,
          }),
        ),
      ),
    ),
  fc
    .record({
      name: fc.constantFrom('shop-prod', 'shop'),
      status: fc.constantFrom('ACTIVE', 'SUSPENDED'),
      extra: fc.boolean(),
      at: clock,
    })
    .map(({ name, status, extra, at }) =>
      accounts(
        [
          { Id: '111111111111', Name: name, Status: status, Tags: {}, Regions: ['eu-west-1', 'eu-north-1'] },
          ...(extra
            ? [{ Id: '333333333333', Name: 'empty', Status: 'ACTIVE', Tags: { Environment: 'QA' } }]
            : []),
        ],
        at,
      ),
    ),
);

/** Deliveries; of lists of accounts written at one time only the first (nothing says which of them is the newer). */
export const organization: fc.Arbitrary<readonly Delivery[]> = fc
  .array(delivery, { minLength: 1, maxLength: 9 })
  .map((tree) => {
    const lists = tree.filter(({ path }) => path.startsWith('organization/'));
    return tree.filter(
      (each) =>
        !lists.includes(each) || lists.find(({ modifiedAt }) => modifiedAt === each.modifiedAt) === each,
    );
  });

/** The same deliveries in another order, cut into runs. */
export const inRuns = (tree: readonly Delivery[]): fc.Arbitrary<readonly (readonly Delivery[])[]> =>
  fc
    .record({
      order: fc.shuffledSubarray([...tree], { minLength: tree.length }),
      cuts: fc.array(fc.nat({ max: tree.length }), { maxLength: 3 }),
    })
    .map(({ order, cuts }) => {
      const at = [0, ...[...cuts].sort((left, right) => left - right), order.length];
      return at
        .slice(1)
        .map((end, index) => order.slice(at[index], end))
        .filter((run) => run.length > 0);
    });
