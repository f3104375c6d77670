import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { ObjectNotFoundError, PreconditionFailedError, ThrottledError } from '../ports/errors.ts';
import { compareKeys, PAGE_SIZE } from '../ports/key-order.ts';
import type { ObjectInfo, ObjectPage, ObjectStore, PutOptions } from '../ports/object-store.ts';

export interface MemoryObjectStoreOptions {
  /** Says which call is answered with ThrottledError, as S3 answers 503 SlowDown; counted from 1. */
  readonly throttle?: (call: number, operation: string, key: string) => boolean;
  readonly pageSize?: number;
}

/** An object store in memory that fails the way S3 does: 412 on a conditional put, pages of 1,000, throttling. */
export class MemoryObjectStore implements ObjectStore {
  readonly #objects = new Map<string, { readonly body: Uint8Array; readonly info: ObjectInfo }>();
  readonly #options: MemoryObjectStoreOptions;
  #calls = 0;

  constructor(options: MemoryObjectStoreOptions = {}) {
    this.#options = options;
  }

  async put(key: string, body: Uint8Array, options: PutOptions = {}): Promise<ObjectInfo> {
    this.#enter('put', key);
    const present = this.#objects.get(key);
    if (options.ifNoneMatch === '*' && present !== undefined) {
      throw new PreconditionFailedError(`${key} exists already`);
    }
    if (options.ifMatch !== undefined && present?.info.etag !== options.ifMatch) {
      throw new PreconditionFailedError(`${key} has changed`);
    }
    const copy = body.slice();
    const etag = createHash('md5').update(copy).digest('hex');
    const info: ObjectInfo = { key, size: copy.byteLength, etag, lastModified: new Date() };
    this.#objects.set(key, { body: copy, info });
    return info;
  }

  async putFile(key: string, path: string, options: PutOptions = {}): Promise<ObjectInfo> {
    const info = await this.put(key, await readFile(path), options);
    await rm(path, { force: true });
    return info;
  }

  async get(key: string): Promise<Uint8Array> {
    this.#enter('get', key);
    return this.#present(key).slice();
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    this.#enter('head', key);
    return this.#objects.get(key)?.info;
  }

  async stream(key: string): Promise<AsyncIterable<Uint8Array>> {
    this.#enter('get', key);
    const body = this.#present(key);
    return (async function* chunks() {
      for (let at = 0; at < body.byteLength; at += 65_536) yield body.slice(at, at + 65_536);
    })();
  }

  async list(prefix: string, cursor?: string): Promise<ObjectPage> {
    this.#enter('list', prefix);
    const size = this.#options.pageSize ?? PAGE_SIZE;
    const keys = [...this.#objects.keys()]
      .filter((key) => key.startsWith(prefix) && (cursor === undefined || compareKeys(key, cursor) > 0))
      .sort(compareKeys);
    const page = keys.slice(0, size);
    return {
      objects: page.flatMap((key) => this.#objects.get(key)?.info ?? []),
      cursor: keys.length > size ? page.at(-1) : undefined,
    };
  }

  async delete(keys: readonly string[]): Promise<void> {
    this.#enter('delete', keys[0] ?? '');
    for (const key of keys) this.#objects.delete(key);
  }

  #present(key: string): Uint8Array {
    const found = this.#objects.get(key);
    if (found === undefined) throw new ObjectNotFoundError(`There is no object ${key}`);
    return found.body;
  }

  #enter(operation: string, key: string): void {
    this.#calls += 1;
    if (this.#options.throttle?.(this.#calls, operation, key) === true) {
      throw new ThrottledError(`Slow down (${operation} ${key})`);
    }
  }
}
