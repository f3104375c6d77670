import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { loadVocabulary, type VocabularyDeps } from './load-vocabulary.ts';
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

/** The vocabulary of a lake's generation for a caller's rights, read once and kept while it is one of the latest used. */
export function vocabularyFor(deps: VocabularyDeps): Promise<Vocabulary> {
  const key = keyOf(deps, deps.snapshot);
  const known = kept.get(key);
  kept.delete(key);
  const loading = known ?? loadVocabulary(deps);
  loading.catch(() => kept.delete(key));
  kept.set(key, loading);
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return loading;
}
