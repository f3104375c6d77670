import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import { PreconditionFailedError } from '../ports/errors.ts';
import { compareKeys, PAGE_SIZE } from '../ports/key-order.ts';
import type { KeyValueStore } from '../ports/key-value-store.ts';
import { withFileLock } from './file-lock.ts';
import { errorCode, placeIfAbsent, placeOver, STAGING_FOLDER, writePartial } from './files.ts';
import { SystemClock } from './system-clock.ts';

const EntrySchema = z.object({ key: z.string(), value: z.unknown(), expiresAt: z.coerce.date().optional() });
type Entry = z.infer<typeof EntrySchema>;

/** Names longer than a file name can be are hashed. */
const MAX_NAME = 200;

/** Key-value store in the folder `kv/` of a lake: one JSON file a key, replaced by rename. */
export class LocalKeyValueStore implements KeyValueStore {
  readonly #root: string;
  readonly #clock: Clock;

  constructor(root: string, clock: Clock = new SystemClock()) {
    this.#root = resolve(root);
    this.#clock = clock;
  }

  async get(key: string): Promise<unknown> {
    return (await this.#live(this.#path(key)))?.value;
  }

  async put(
    key: string,
    value: unknown,
    options: { readonly ifAbsent?: boolean; readonly expiresAt?: Date } = {},
  ): Promise<void> {
    const path = this.#path(key);
    const entry: Entry = {
      key,
      value,
      ...(options.expiresAt === undefined ? {} : { expiresAt: options.expiresAt }),
    };
    const body = Buffer.from(JSON.stringify(entry));
    const partial = await writePartial(this.#root, body);
    if (options.ifAbsent !== true) return placeOver(partial, path);
    if (await placeIfAbsent(partial, path)) return;
    // Only an expired value may be replaced, and only by one of those who found it so.
    await withFileLock(join(this.#root, STAGING_FOLDER, 'locks', 'key-values'), async () => {
      if ((await this.#live(path)) !== undefined) throw new PreconditionFailedError(`${key} exists already`);
      await placeOver(await writePartial(this.#root, body), path);
    });
  }

  async delete(key: string): Promise<void> {
    await rm(this.#path(key), { force: true });
  }

  async list(
    prefix: string,
    cursor?: string,
  ): Promise<{ readonly keys: readonly string[]; readonly cursor: string | undefined }> {
    const names = await readdir(join(this.#root, 'kv')).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    });
    const keys: string[] = [];
    for (const name of names) {
      const entry = await this.#live(join(this.#root, 'kv', name));
      if (entry?.key.startsWith(prefix) !== true) continue;
      if (cursor === undefined || compareKeys(entry.key, cursor) > 0) keys.push(entry.key);
    }
    const page = keys.sort(compareKeys).slice(0, PAGE_SIZE);
    return { keys: page, cursor: keys.length > PAGE_SIZE ? page.at(-1) : undefined };
  }

  #path(key: string): string {
    const name = encodeURIComponent(key);
    const short =
      name.length <= MAX_NAME
        ? name
        : `${name.slice(0, 100)}~${createHash('sha256').update(key).digest('hex')}`;
    return join(this.#root, 'kv', `${short}.json`);
  }

  async #live(path: string): Promise<Entry | undefined> {
    try {
      const entry = EntrySchema.parse(JSON.parse(await readFile(path, 'utf8')));
      return entry.expiresAt !== undefined && entry.expiresAt <= this.#clock.now() ? undefined : entry;
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }
}
