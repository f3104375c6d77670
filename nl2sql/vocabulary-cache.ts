import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import {
  readVocabularyBase,
  type VocabularyBase,
  type VocabularyDeps,
  vocabularyOver,
} from './load-vocabulary.ts';
import type { Vocabulary } from './vocabulary.ts';

const MOST_KEPT = 8;
const kept = new Map<string, Promise<Vocabulary>>();
/** Lakes are told apart by their snapshots' engine, so that two in one process share nothing. */
const engines = new WeakMap<object, number>();
let nextEngine = 1;

function engineId(engine: object): number {
  const known = engines.get(engine);
  if (known !== undefined) return known;
  const id = nextEngine;
  nextEngine += 1;
  engines.set(engine, id);
  return id;
}

const keyOf = (deps: VocabularyDeps, snapshot: CatalogueSnapshot): string =>
  `${engineId(deps.engine)} ${snapshot.generation ?? ''} ${JSON.stringify(deps.policy)}`;

const Counted = z.array(z.object({ value: z.string(), count: z.number() }));
const BaseSchema: z.ZodType<VocabularyBase> = z.object({
  types: Counted,
  accounts: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      ouPath: z.string().nullable(),
      environment: z.string().nullable(),
    }),
  ),
  organizationalUnits: z.array(z.string()),
  regions: z.array(z.string()),
  environments: Counted,
  tags: z.array(z.object({ key: z.string(), values: Counted })),
  rules: z.array(z.string()),
});
const KEPT_DAYS = 2;

/** The words kept from an earlier process, for this generation and these rights; else read and kept. */
async function load(deps: VocabularyDeps, keyValues: KeyValueStore): Promise<Vocabulary> {
  // Words depend on what may be read and not on who reads it: users with the same rights share them.
  const rightsText = JSON.stringify({ ...deps.policy, user: null });
  const rights = createHash('sha256').update(rightsText).digest('hex').slice(0, 16);
  const key = `vocabulary/${encodeURIComponent(deps.snapshot.generation ?? '')}/${rights}`;
  const before = BaseSchema.safeParse(await keyValues.get(key).catch(() => undefined));
  if (before.success) return vocabularyOver(before.data, deps);
  const base = await readVocabularyBase(deps);
  const expiresAt = new Date(Date.now() + KEPT_DAYS * 86_400_000);
  // Keeping it is a convenience: a full disk must not take the answer away.
  await keyValues.put(key, base, { expiresAt }).catch(() => undefined);
  return vocabularyOver(base, deps);
}

/** The vocabulary of a lake's generation for a caller's rights, read once and kept while it is one of the latest used. */
export function vocabularyFor(deps: VocabularyDeps, keyValues: KeyValueStore): Promise<Vocabulary> {
  const key = keyOf(deps, deps.snapshot);
  const known = kept.get(key);
  kept.delete(key);
  const loading = known ?? load(deps, keyValues);
  loading.catch(() => kept.delete(key));
  kept.set(key, loading);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return loading;
}
