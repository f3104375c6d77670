import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { AnswerValue } from '#answer/contract.ts';
import { rowsOf, sqlAnswers } from './answers.ts';
import { SAMPLE_NOW } from './sample-lake.ts';

/** Tables that together hold everything of a lake, with the columns that may depend on the order of arrival. */
const tables: Readonly<Record<string, readonly string[]>> = {
  resources: [],
  resource_history: [],
  resource_changes: [],
  resource_tags: [],
  relationships: [],
  accounts: [],
  coverage: [],
  compliance: [],
  compliance_history: [],
  rejected_records: ['received_at', 'dead_letter_key', 'day', 'source'],
  ec2_instance: [],
  ec2_security_group: [],
  ec2_security_group_rule: [],
  policy_statement: [],
  iam_role: [],
  lambda_function: [],
  rds_db_instance: [],
  s3_bucket: [],
};

/** Rows of each table in an order of its own: what must be the same whichever way the lake was made. */
export async function fingerprint(
  lake: string,
  ignored: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const names = Object.keys(tables).filter((name) => !ignored.includes(name));
  const answers = await sqlAnswers(
    lake,
    Object.fromEntries(names.map((name) => [name, `SELECT * FROM ${name}`])),
    '--now',
    SAMPLE_NOW,
  );
  return Object.fromEntries(
    names.map((name) => {
      const answer = answers[name];
      if (answer === undefined) throw new Error(`no answer about ${name}`);
      expect(`${name}: ${answer.status} ${answer.truncated}`, answer.text).toBe(`${name}: answered false`);
      const rows = rowsOf(answer).map((row) => JSON.stringify(comparable(row, tables[name] ?? [])));
      const hash = createHash('sha256').update(rows.sort().join('\n')).digest('hex').slice(0, 12);
      return [name, `${rows.length} rows ${hash}`];
    }),
  );
}

function comparable(
  row: Readonly<Record<string, AnswerValue>>,
  left: readonly string[],
): Record<string, AnswerValue> {
  return Object.fromEntries(
    Object.entries(row).filter(([name]) => !name.startsWith('ingested_') && !left.includes(name)),
  );
}
