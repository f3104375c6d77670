import { z } from 'zod';
import { LocalTableCatalogue } from '#platform/local/local-table-catalogue.ts';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import type { CatalogueSnapshot } from '#platform/ports/table-catalogue.ts';
import { LakeUnreadableError } from './errors.ts';

const isUnreadable = (error: unknown): boolean =>
  error instanceof SyntaxError || error instanceof z.ZodError || error instanceof TypeError;

/** Reads a file of the lake's own. @throws LakeUnreadableError where its content is none of ours */
export async function readLakeFile<T>(name: string, hint: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    throw new LakeUnreadableError(`The lake's ${name} is damaged: it cannot be read.`, {
      hint,
      cause: error,
    });
  }
}

/** The catalogue of a lake whose file somebody may have changed. */
export class GuardedCatalogue extends LocalTableCatalogue {
  override snapshot(): Promise<CatalogueSnapshot> {
    return readLakeFile(
      'catalogue.json',
      'Remove the file and run `stocktake compact`, which writes it anew from the manifests; or `stocktake rebuild`.',
      () => super.snapshot(),
    );
  }
}

/** State is a convenience: a value that is damaged is one that is not there, and is written anew. */
export function withoutDamaged(store: KeyValueStore): KeyValueStore {
  return {
    get: async (key) => {
      try {
        return await store.get(key);
      } catch (error) {
        if (isUnreadable(error)) return undefined;
        throw error;
      }
    },
    put: (...put) => store.put(...put),
    delete: (key) => store.delete(key),
    list: (...list) => store.list(...list),
  };
}
