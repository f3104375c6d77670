import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery, Row } from '#test/oracle/oracle.ts';
import { ALL, deleted, envelope, events, history, item, recorder, run, snapshot } from './deliver.ts';

const clock = fc
  .integer({ min: 0, max: 40 })
  .map((step) => `${String(8 + Math.floor(step / 4)).padStart(2, '0')}:${(step % 4) * 15 || '00'}`);
const place = fc.constantFrom({ region: 'eu-west-1' }, { region: 'us-east-1' });
const told = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  at: clock,
  gone: fc.boolean(),
  global: fc.boolean(),
});

const itemOf = (
  { id, at, gone, global }: { id: string; at: string; gone: boolean; global: boolean },
  region: string,
) => (gone ? deleted : item)(id, at, { awsRegion: global ? 'global' : region });

const recorderItem = fc
  .record({ at: clock, narrow: fc.boolean(), global: fc.boolean(), recording: fc.boolean() })
  .map(
    ({ at, narrow, global, recording }) =>
      (region: string) =>
        recorder(
          at,
          narrow
            ? { AllSupported: false, ResourceTypes: ['AWS::SNS::Topic'] }
            : { ...ALL, IncludeGlobalResourceTypes: global },
          { recording, awsRegion: region },
        ),
  );

const delivery: fc.Arbitrary<Delivery> = fc.oneof(
  fc
    .record({ at: clock, where: place, items: fc.array(told, { maxLength: 4 }), by: fc.option(recorderItem) })
    .map(({ at, where, items, by }) =>
      snapshot(
        at,
        [
          ...items.map((each) => itemOf({ ...each, gone: false }, where.region)),
          ...(by === null ? [] : [by(where.region)]),
        ],
        where,
      ),
    ),
  fc
    .record({ at: clock, where: place, items: fc.array(told, { minLength: 1, maxLength: 3 }) })
    .map(({ at, where, items }) =>
      history(
        at,
        items.map((each) => itemOf(each, where.region)),
        where,
      ),
    ),
  fc
    .record({
      where: place,
      change: told,
      time: clock,
      changeType: fc.constantFrom('CREATE', 'UPDATE', 'DELETE'),
    })
    .map(({ where, change, time, changeType }) =>
      events(
        envelope(change.at, itemOf(change, where.region), {
          ...where,
          time,
          changeType,
          id: `${time}${change.id}`,
        }),
      ),
    ),
);

const sorted = (deliveries: readonly Delivery[]) =>
  Object.fromEntries(
    Object.entries(run(...deliveries)).map(([name, rows]) => [
      name,
      rows.map((row) => JSON.stringify(row)).sort(),
    ]),
  );

const shuffled = fc
  .array(delivery, { minLength: 1, maxLength: 8 })
  .chain((tree) => fc.tuple(fc.constant(tree), fc.shuffledSubarray(tree, { minLength: tree.length })));

describe('on any deliveries', () => {
  it('neither order nor repetition changes a table', () => {
    fc.assert(
      fc.property(shuffled, ([tree, other]) => {
        expect(sorted([...other, ...tree])).toEqual(sorted(tree));
      }),
      { numRuns: 150 },
    );
  });

  it('each history ends where the next version begins, and holds no two deletions in a row', () => {
    fc.assert(
      fc.property(fc.array(delivery, { minLength: 1, maxLength: 8 }), (tree) => {
        const rows = run(...tree).resource_history ?? [];
        const lives = new Map<string, Row[]>();
        for (const row of rows) {
          const key = `${row.region}|${row.resource_type}|${row.resource_id}`;
          lives.set(key, [...(lives.get(key) ?? []), row]);
        }
        for (const life of lives.values())
          life.forEach((row, index) => {
            const next = life[index + 1];
            expect(row.valid_to).toEqual(next?.valid_from ?? null);
            expect(row.is_deleted === true && next?.is_deleted === true).toBe(false);
          });
      }),
      { numRuns: 150 },
    );
  });

  it('what exists is the last row of its history', () => {
    fc.assert(
      fc.property(fc.array(delivery, { minLength: 1, maxLength: 8 }), (tree) => {
        const { resources = [], resource_history = [] } = run(...tree);
        const open = resource_history.filter((row) => row.valid_to === null && row.is_deleted === false);
        const name = (row: Row) => `${row.region}|${row.resource_type}|${row.resource_id}|${row.captured_at}`;
        const names = new Set(open.map(name));
        expect(resources.filter((row) => !names.has(name(row)))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
