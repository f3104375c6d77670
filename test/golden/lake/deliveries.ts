import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { DeliverySource, SourceFile } from '#ingest/sources/delivery-source.ts';
import { localSource } from '#ingest/sources/local-source.ts';
import type { Delivery } from '#test/oracle/model.ts';

/** Paths of the files below a folder, relative to it, with `/`, in order. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/** Every file below a folder as the oracle takes it. */
export async function deliveriesIn(folder: string): Promise<readonly Delivery[]> {
  return Promise.all(
    (await filesIn(folder)).map(async (path) => ({ path, bytes: await readFile(join(folder, path)) })),
  );
}

/** Opens a tree as if it held these files alone, and listed them in this order. */
export function onlyThese(paths: readonly string[]): (folder: string) => Promise<DeliverySource> {
  return async (folder) => {
    const source = await localSource(folder);
    const files = new Map<string, SourceFile>();
    for await (const file of source.files()) files.set(file.path, file);
    const held = paths.flatMap((path) => files.get(path) ?? []);
    return {
      name: source.name,
      isSingleFile: false,
      files: async function* () {
        yield* held;
      },
      find: async (key, bucket) => {
        const found = await source.find(key, bucket);
        return held.some(({ path }) => path === found?.path) ? found : undefined;
      },
    };
  };
}
