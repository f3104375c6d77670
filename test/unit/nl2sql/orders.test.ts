import { describe, expect, it } from 'vitest';
import { resourceTypeFacts } from '#catalog/resource-types.ts';
import { families } from '#catalog/words/families.ts';
import { topics } from '#catalog/words/topics.ts';
import { emptyPlan } from '#nl2sql/decide/outcome.ts';
import { inapplicable, missingGroups, missingOrder, sqlOf } from '#nl2sql/emit/sql.ts';
import type { ColumnRef, GroupKey, Measure, Order, Plan } from '#nl2sql/plan/plan.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { conversation, now, schema } from './lake.ts';

const column = (
  name: string,
  columns: ColumnRef['columns'] = null,
  type: ColumnRef['type'] = 'varchar',
): ColumnRef => ({
  name,
  type,
  isJson: false,
  columns,
  isDerived: false,
});

const sources: readonly Plan['source'][] = [
  { kind: 'resources' },
  ...['AWS::EC2::Instance', 'AWS::S3::Bucket', 'AWS::IAM::User', 'AWS::EC2::SecurityGroup'].map(
    (type): Plan['source'] => ({ kind: 'types', types: [type], family: null, noun: 'thing' }),
  ),
  ...families.map(({ name, types }): Plan['source'] => ({
    kind: 'types',
    types: types.filter((type) => schema.table(resourceTypeFacts(type).table) !== undefined),
    family: name,
    noun: 'thing',
  })),
  {
    kind: 'types',
    types: ['AWS::EC2::Volume', 'AWS::S3::Bucket'],
    family: null,
    noun: 'volumes and buckets',
  },
  ...topics.map(({ name }): Plan['source'] => ({
    kind: 'topic',
    topic: name,
    countsResources: name === 'changes',
  })),
];
const columns: readonly ColumnRef[] = [
  column('engine', { 'AWS::RDS::DBInstance': 'engine', 'AWS::RDS::DBCluster': 'engine' }),
  column('size', { 'AWS::EC2::Volume': 'size' }, 'bigint'),
  column('created_at', null, 'timestamp'),
  column('changed_at', null, 'timestamp'),
  column('region'),
  column('no_such_column'),
];
const orders: readonly (Order | null)[] = [
  null,
  { by: { kind: 'measure' }, descending: true },
  { by: { kind: 'created' }, descending: false },
  { by: { kind: 'time' }, descending: true },
  ...columns.map((by): Order => ({ by: { kind: 'column', column: by }, descending: true })),
];
const groups: readonly (readonly GroupKey[])[] = [[], [{ kind: 'account' }], [{ kind: 'region' }]];
const measures: readonly Measure[] = [{ kind: 'list' }, { kind: 'details' }, { kind: 'count' }];

describe('any plan that is translated', () => {
  it('names only columns that its tables have, whatever it shows and however it is ordered', () => {
    const context = { schema, now, tagOf: (key: string) => ({ keys: [key], mixesCase: false }) };
    const policy = ownerPolicy;
    const refused: string[] = [];
    let asked = 0;
    for (const source of sources)
      for (const order of orders)
        for (const groupBy of groups)
          for (const measure of measures)
            for (const shown of [[], columns.slice(0, 2), columns.slice(2)]) {
              const plan: Plan = { ...emptyPlan, source, order, groupBy, measure, columns: shown };
              const isDeclined =
                missingOrder(plan, context) !== undefined ||
                missingGroups(plan, context).length > 0 ||
                inapplicable(plan, context).length > 0;
              if (isDeclined) continue;
              asked += 1;
              const sql = sqlOf(plan, context);
              // The same text is checked once, however many plans lead to it.
              if (checked.has(sql)) continue;
              checked.add(sql);
              const prepared = prepare(sql, { schema, policy, rowLimit: 10, now, engine: 'duckdb' });
              if (!prepared.ok) refused.push(`${prepared.diagnostics[0]?.message} ${sql}`);
            }
    expect(asked).toBeGreaterThan(1000);
    expect(refused.slice(0, 3)).toEqual([]);
  }, 120_000);

  it('lists what was counted before in an order that a list has', async () => {
    const { sql } = await conversation('databases by engine', 'show their names and regions');
    expect(sql).not.toContain('created_at');
  });
});

const checked = new Set<string>();
