import { describe, expect, it } from 'vitest';
import type { CatalogueSnapshot, TablePartition } from '#platform/ports/table-catalogue.ts';
import { athenaPrice, priceOf } from '#sql/price.ts';
import { policyOf, prepared } from './fixtures.ts';

const partition = (values: Record<string, string>, columns: Record<string, number>): TablePartition => ({
  values,
  location: 'tables/x',
  generation: 'g1',
  files: [
    {
      key: 'tables/x/a.parquet',
      rows: 10,
      bytes: Object.values(columns).reduce((sum, bytes) => sum + bytes, 0),
      columns: Object.fromEntries(Object.entries(columns).map(([name, bytes]) => [name, { bytes }])),
    },
  ],
});

const partitions: Record<string, TablePartition[]> = {
  resources: [
    partition(
      { resource_type: 'AWS::EC2::Instance' },
      { arn: 100, region: 10, configuration: 1000, account_id: 1 },
    ),
    partition(
      { resource_type: 'AWS::S3::Bucket' },
      { arn: 200, region: 20, configuration: 2000, account_id: 2 },
    ),
  ],
  resource_changes: [
    partition({ day: '2026-01-01' }, { arn: 1 }),
    partition({ day: '2026-01-02' }, { arn: 10 }),
    partition({ day: '2026-01-03' }, { arn: 100 }),
  ],
  coverage_state: [partition({}, { last_snapshot_at: 7, region: 5 })],
  accounts: [partition({}, { account_id: 50, ou_path: 60 })],
};

const snapshot: CatalogueSnapshot = {
  generation: 'g1',
  committedAt: new Date(0),
  table: () => undefined,
  tables: () => [],
  partitions: (table) => partitions[table] ?? [],
};

const bytesOf = (sql: string, overrides = {}) => priceOf(prepared(sql, overrides), snapshot).bytes;

describe('the price of a query', () => {
  it.each([
    ['SELECT arn FROM resources', 300],
    ['SELECT arn, region FROM resources', 330],
    ['SELECT count(*) FROM resources', 0],
    ["SELECT arn FROM resources WHERE resource_type = 'AWS::S3::Bucket'", 200],
    ["SELECT arn FROM resources WHERE resource_type IN ('AWS::S3::Bucket', 'AWS::EC2::Instance')", 300],
    ["SELECT arn FROM resources WHERE resource_type = 'AWS::IAM::Role'", 0],
    ['SELECT arn FROM ec2_instance', 100],
    ['SELECT configuration FROM ec2_instance', 1000],
    ['SELECT a.arn FROM ec2_instance a JOIN ec2_instance b ON a.region = b.region', 120],
    ["SELECT arn FROM resource_changes WHERE day = DATE '2026-01-02'", 10],
    ["SELECT arn FROM resource_changes WHERE day >= DATE '2026-01-02'", 110],
    [
      "SELECT arn FROM resource_changes WHERE day >= TIMESTAMP '2026-01-02 12:00:00' AND day <= TIMESTAMP '2026-01-02 13:00:00'",
      10,
    ],
    ["SELECT arn FROM resource_changes WHERE day BETWEEN DATE '2026-01-01' AND DATE '2026-01-02'", 11],
    ['SELECT region FROM coverage', 12],
    ['SELECT 1', 0],
  ])('%s', (sql, bytes) => {
    expect(bytesOf(sql)).toBe(bytes);
  });

  it('includes what the conditions of a policy read', () => {
    const policy = policyOf({ organizational_units: ['/A'] });
    expect(bytesOf('SELECT region FROM ec2_instance', { policy })).toBe(10 + 1 + 50 + 60);
  });

  it("is Athena's: five dollars a terabyte, whole megabytes, at least ten", () => {
    expect(athenaPrice(0)).toBe(0);
    expect(athenaPrice(1)).toBeCloseTo((10 * 5) / 1024 ** 2, 12);
    expect(athenaPrice(10 * 1024 ** 2 + 1)).toBeCloseTo((11 * 5) / 1024 ** 2, 12);
    expect(athenaPrice(1024 ** 4)).toBe(5);
  });
});
