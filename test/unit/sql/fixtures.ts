import { allTables } from '#catalog/tables.ts';
import { type EffectivePolicy, effectivePolicy, ownerPolicy, PoliciesSchema } from '#sql/policy.ts';
import { type PreparedQuery, type PrepareOptions, prepare } from '#sql/prepare.ts';
import { schemaFrom } from '#sql/schema.ts';

export const schema = schemaFrom(allTables());
export const now = new Date('2026-03-05T10:20:30.456Z');

export const options: PrepareOptions = {
  schema,
  policy: ownerPolicy,
  rowLimit: 10_000,
  now,
  engine: 'athena',
};

/** The policy of a user whom one rule names. */
export function policyOf(
  rule: Record<string, unknown>,
  attributes: Record<string, string | string[]> = {},
): EffectivePolicy {
  const policies = PoliciesSchema.parse({
    users: { ana: { attributes } },
    rules: [{ name: 'test', users: ['ana'], tables: ['*'], ...rule }],
  });
  return effectivePolicy(policies, 'ana');
}

/** A query that must be accepted. */
export function prepared(sql: string, overrides: Partial<PrepareOptions> = {}): PreparedQuery {
  const result = prepare(sql, { ...options, ...overrides });
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.diagnostics)}\n${sql}`);
  return result.query;
}

/** The code of the first diagnostic, or `accepted`. */
export function codeOf(sql: string, overrides: Partial<PrepareOptions> = {}): string {
  const result = prepare(sql, { ...options, ...overrides });
  return result.ok ? 'accepted' : (result.diagnostics[0]?.code ?? 'no code');
}

/** Type of the first column. */
export const typeOf = (expression: string): string =>
  prepared(`SELECT ${expression} FROM resources`).columns[0]?.type ?? '';

/** Names and types of the columns, as `name type`. */
export const shapeOf = (sql: string): string[] =>
  prepared(sql).columns.map((column) => `${column.name} ${column.type}`);
