import { athenaClient } from '#platform/aws/athena-clients.ts';
import { AthenaQueryEngine, type AthenaQueryEngineOptions } from '#platform/aws/athena-query-engine.ts';
import { emptyCatalogue, snapshotOf } from '#platform/ports/catalogue-state.ts';
import type { CheckedSql, QueryEngine } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { TrinoClient } from '#platform/trino/trino-client.ts';
import { TrinoQueryEngine } from '#platform/trino/trino-query-engine.ts';
import { toTrino } from '#sql/dialect/to-trino.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { schemaOf } from '#sql/schema.ts';

/** Database of the lake under test; the project's SQL calls it by this name. */
export const DATABASE = 'inventory';

/** Address of the stand-in, which scripts/trino.sh starts. */
export function athenaEndpoint(): string {
  const endpoint = process.env.ATHENA_ENDPOINT_URL;
  if (endpoint === undefined)
    throw new Error('ATHENA_ENDPOINT_URL is not set: run this through scripts/trino.sh');
  return endpoint;
}

/** Athena for callers, through the stand-in; its workgroups are those of lane.ts. */
export const athenaEngine = (
  workGroup = 'primary',
  more: Partial<AthenaQueryEngineOptions> = {},
): AthenaQueryEngine =>
  new AthenaQueryEngine({
    client: athenaClient({ endpoint: athenaEndpoint(), maxAttempts: 2 }),
    workGroup,
    database: DATABASE,
    translate: toTrino,
    ...more,
  });

/** The same Trino asked directly. */
export function trinoEngine(): TrinoQueryEngine {
  const url = process.env.TRINO_URL ?? '';
  return new TrinoQueryEngine({
    client: new TrinoClient({ url, user: 'lane', catalog: 'awsdatacatalog', schema: DATABASE }),
    translate: toTrino,
  });
}

/** A lake without tables, for queries over VALUES; each has another generation, so that no execution is met again. */
export const emptyLake = (): CatalogueSnapshot => {
  lakes += 1;
  return snapshotOf({
    ...emptyCatalogue,
    generation: { id: `${Date.now()}-${lakes}`, committedAt: new Date(0).toISOString() },
  });
};
let lakes = 0;

/** A query as compaction and the owner may write it. */
export function checked(
  sql: string,
  snapshot: CatalogueSnapshot,
  engine: Pick<QueryEngine, 'name'>,
  rowLimit: number | null = null,
): CheckedSql {
  const found = checkedIfTaken(sql, snapshot, engine, rowLimit);
  if (typeof found === 'string') throw new Error(`${sql}: ${found}`);
  return found;
}

/** The same, or why it is refused. */
export function checkedIfTaken(
  sql: string,
  snapshot: CatalogueSnapshot,
  engine: Pick<QueryEngine, 'name'>,
  rowLimit: number | null,
): CheckedSql | string {
  const result = prepare(sql, {
    schema: schemaOf(snapshot),
    policy: ownerPolicy,
    rowLimit,
    now: new Date('2026-03-01T12:00:00Z'),
    engine: engine.name,
    internal: true,
  });
  return result.ok ? result.query.checked : (result.diagnostics[0]?.message ?? 'refused');
}
