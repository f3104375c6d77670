import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import { AnswerValueSchema } from './contract.ts';

const CachedResultSchema = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  rows: z.array(z.array(AnswerValueSchema)),
  rowCount: z.number(),
  bytesScanned: z.number(),
});
export type CachedResult = z.infer<typeof CachedResultSchema>;

/** Everything that a result depends on: the same key can never cross a policy, an engine or a generation. */
export interface CacheKeyParts {
  readonly checkedSql: string;
  readonly policy: unknown;
  readonly engine: string;
  readonly generations: Readonly<Record<string, string>>;
}

const LIFETIME_MS = 3_600_000;
/** Larger results are read again rather than kept: a key-value store is no place for them. */
const MOST_ROWS = 1_000;

export function cacheKey(parts: CacheKeyParts): string {
  const generations = Object.entries(parts.generations).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([parts.checkedSql, parts.policy, parts.engine, generations]);
  return `cache/${createHash('sha256').update(text).digest('hex')}`;
}

/** The kept result, or undefined where none is kept or what is kept is of another shape. */
export async function readCache(store: KeyValueStore, key: string): Promise<CachedResult | undefined> {
  const parsed = CachedResultSchema.safeParse(await store.get(key));
  return parsed.success ? parsed.data : undefined;
}

export async function writeCache(store: KeyValueStore, key: string, result: CachedResult): Promise<void> {
  if (result.rows.length > MOST_ROWS) return;
  await store.put(key, result, { expiresAt: new Date(Date.now() + LIFETIME_MS) });
}
