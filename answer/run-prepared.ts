import type { ResultValue } from '#platform/ports/query-engine.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import type { EffectivePolicy } from '#sql/policy.ts';
import type { PreparedQuery } from '#sql/prepare.ts';
import { cacheKey, readCache, writeCache } from './cache.ts';
import type { AnswerValue } from './contract.ts';
import type { AnswerDeps } from './deps.ts';

export interface RanQuery {
  readonly rows: readonly (readonly AnswerValue[])[];
  /** The true total: counted by a query of its own where the row limit cut. */
  readonly rowCount: number;
  readonly truncated: boolean;
  readonly bytesScanned: number;
  readonly cached: boolean;
}

interface RunInput {
  readonly query: PreparedQuery;
  readonly snapshot: CatalogueSnapshot;
  readonly policy: EffectivePolicy;
  readonly signal?: AbortSignal;
}

/** Runs a prepared query, or takes its kept result where nothing that it depends on has changed. */
export async function runPrepared(input: RunInput, deps: AnswerDeps): Promise<RanQuery> {
  const { query, snapshot, policy, signal } = input;
  const generations: Record<string, string> = { lake: snapshot.generation ?? '' };
  const key = cacheKey({ checkedSql: query.checked.text, policy, engine: deps.engine.name, generations });
  // query_log grows with every question and is no part of a generation.
  const mayCache = !query.checked.tables.includes('query_log');
  const kept = mayCache ? await readCache(deps.keyValues, key) : undefined;
  if (kept !== undefined) {
    return {
      rows: kept.rows,
      rowCount: kept.rowCount,
      truncated: kept.rowCount > kept.rows.length,
      bytesScanned: 0,
      cached: true,
    };
  }
  const options = { snapshot, ...(signal ? { signal } : {}) };
  const result = await deps.engine.run(query.checked, options);
  const rows = result.rows.map((row) => row.map(answerValue));
  let rowCount = rows.length;
  let bytesScanned = result.bytesScanned;
  if (query.counting !== null && query.rowLimit !== null && rows.length >= query.rowLimit) {
    const counted = await deps.engine.run(query.counting, options);
    rowCount = Number(counted.rows[0]?.[0] ?? rows.length);
    bytesScanned += counted.bytesScanned;
  }
  if (mayCache) {
    await writeCache(deps.keyValues, key, { columns: [...result.columns], rows, rowCount, bytesScanned });
  }
  return { rows, rowCount, truncated: rowCount > rows.length, bytesScanned, cached: false };
}

/** Engine values and answer values have one JSON form; only readonly-ness differs. */
function answerValue(value: ResultValue): AnswerValue {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(answerValue);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, answerValue(inner)]));
}
