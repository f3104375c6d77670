import { defineTable } from '../define-table.ts';
import { lambdaRuntimes, lambdaRuntimesAsOf } from '../lifecycle/lambda-runtimes.ts';

const date = (day: string | null): string => (day === null ? 'CAST(NULL AS date)' : `DATE '${day}'`);
const rows = lambdaRuntimes.map(
  ({ runtime, deprecatedOn, createBlockedOn }) =>
    `('${runtime}', ${date(deprecatedOn)}, ${date(createBlockedOn)})`,
);

/** The dated table of runtime lifecycles as something SQL can join: the rows are in the text itself. */
export const lambdaRuntime = defineTable({
  name: 'lambda_runtime',
  description: `Lambda runtimes with the dates that AWS publishes for their end, as of ${lambdaRuntimesAsOf}. Join lambda_function.runtime to it.`,
  rowPer: 'Lambda runtime',
  visibility: 'analyst',
  domain: 'none',
  partitionKeys: [],
  storage: {
    kind: 'view',
    sql: `SELECT runtime, deprecated_on, create_blocked_on, coalesce(deprecated_on <= current_date, false) AS is_deprecated
FROM (VALUES
  ${rows.join(',\n  ')}
) AS lifecycle (runtime, deprecated_on, create_blocked_on)`,
  },
  columns: [
    {
      name: 'runtime',
      type: 'varchar',
      sensitivity: 'public',
      description: 'Identifier as functions name it, e.g. python3.9.',
    },
    {
      name: 'deprecated_on',
      type: 'date',
      sensitivity: 'public',
      description: 'From this day AWS no longer patches or supports it; NULL where no day is published.',
    },
    {
      name: 'create_blocked_on',
      type: 'date',
      sensitivity: 'public',
      description:
        'From this day no function can be created with it; NULL where AWS keeps putting the day off.',
    },
    {
      name: 'is_deprecated',
      type: 'boolean',
      sensitivity: 'public',
      description: 'deprecated_on has come, by the clock of the question.',
    },
  ],
});
