import type { Golden } from '#test/golden/dialect/cases.ts';
import { answerForm, readType, spellType } from './answer-form.ts';
import { TrinoClient, TrinoError } from './trino-client.ts';

/** What Trino answers to a query, in the form the goldens are kept in. */
export async function askTrino(client: TrinoClient, sql: string): Promise<Golden> {
  try {
    const answer = await client.query(sql);
    const types = answer.columns.map((column) => readType(column.type));
    return {
      sql,
      types: types.map(spellType),
      rows: answer.rows.map((row) =>
        row.map((value, index) => answerForm(value, types[index] ?? { kind: 'unknown' })),
      ),
    };
  } catch (error) {
    if (error instanceof TrinoError) return { sql, error: error.name };
    throw error;
  }
}

export const trinoFromEnvironment = (): TrinoClient => {
  const url = process.env.TRINO_URL;
  if (url === undefined) throw new Error('TRINO_URL is not set: run this through scripts/trino.sh');
  return new TrinoClient(url);
};
