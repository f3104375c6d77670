import type { ColumnDefinition } from '../define-table.ts';
import { AppError } from '../errors.ts';
import type { baseColumnNames } from '../facts/reserved-names.ts';

/** The columns of resources, in order; every typed table has all of them. */
export const baseColumns: readonly ColumnDefinition[] = [
  {
    name: 'account_id',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Account that owns the resource, 12 digits.',
  },
  {
    name: 'account_name',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Name of that account as the organization tells it; NULL where it was not told.',
  },
  {
    name: 'region',
    type: 'varchar',
    sensitivity: 'public',
    description: 'AWS Region, or `global` for IAM and the like.',
  },
  {
    name: 'availability_zone',
    type: 'varchar',
    sensitivity: 'public',
    description: 'Availability zone; NULL where none applies or was recorded.',
  },
  {
    name: 'resource_type',
    type: 'varchar',
    sensitivity: 'public',
    description: 'Type as AWS Config names it, e.g. AWS::EC2::Instance.',
  },
  {
    name: 'resource_id',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'Id as AWS Config records it: an instance id, a bucket name, sometimes an ARN or a URL.',
  },
  {
    name: 'resource_name',
    type: 'varchar',
    sensitivity: 'internal',
    description:
      'Name as AWS Config records it; NULL for about half of all resources. The tag Name is in tags.',
  },
  {
    name: 'arn',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'ARN as recorded; NULL where AWS Config leaves it out.',
  },
  {
    name: 'environment',
    type: 'varchar',
    sensitivity: 'internal',
    description:
      "Environment as written, in lower case: the account's (tag, else OU, else name), and where it has none the resource's own tag. prod, prd and production are different values here.",
  },
  {
    name: 'created_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'Time of creation in UTC; NULL where AWS Config does not tell it.',
  },
  {
    name: 'captured_at',
    type: 'timestamp',
    sensitivity: 'internal',
    description: 'When AWS Config captured the version shown, in UTC.',
  },
  {
    name: 'tags',
    type: 'varcharMap',
    sensitivity: 'internal',
    description:
      "Tags of the resource, keys as written (Environment and environment are two). Read one with element_at(tags, 'key').",
  },
  {
    name: 'configuration',
    type: 'varchar',
    json: true,
    sensitivity: 'internal',
    description:
      'Whole configuration as JSON text, secrets redacted. Prefer the typed columns of the typed table.',
  },
  {
    name: 'supplementary_configuration',
    type: 'varchar',
    json: true,
    sensitivity: 'internal',
    description:
      'What AWS Config records beside the configuration (policies, ACLs, access blocks …) as JSON text, secrets redacted.',
  },
  {
    name: 'source',
    type: 'varchar',
    sensitivity: 'internal',
    description: 'How the version shown was told: event, history or snapshot.',
  },
];

/** A base column is asked for that does not exist: a bug in catalog/. */
export class UnknownBaseColumnError extends AppError {
  override readonly name = 'UnknownBaseColumnError';
  readonly code = 'catalog.unknown_base_column';
  readonly retryable = false;
}

export type BaseColumnName = (typeof baseColumnNames)[number];

/** Some of the base columns, in the order asked for. */
export function baseColumnsNamed(...names: readonly BaseColumnName[]): readonly ColumnDefinition[] {
  return names.map((name) => {
    const column = baseColumns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new UnknownBaseColumnError(`There is no base column ${name}.`);
    return column;
  });
}

/** Identity of a resource in tables that hold something about it. */
export const identityColumns: readonly ColumnDefinition[] = baseColumnsNamed(
  'account_id',
  'account_name',
  'region',
  'resource_type',
  'resource_id',
  'resource_name',
  'arn',
  'environment',
);

/** Base columns of a part table: all of resources but the two JSON documents and the source. */
export const partBaseColumns: readonly ColumnDefinition[] = baseColumns.filter(
  ({ name }) => !['configuration', 'supplementary_configuration', 'source'].includes(name),
);

/** The day that append-only files are partitioned by. */
export const dayColumn = (of: string): ColumnDefinition => ({
  name: 'day',
  type: 'date',
  sensitivity: 'public',
  description: `Day of ${of} in UTC; the table is partitioned by it, so a condition on it reads less.`,
});
