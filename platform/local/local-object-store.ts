import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { copyFile, open, readdir, readFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ObjectNotFoundError, PreconditionFailedError } from '../ports/errors.ts';
import { compareKeys, PAGE_SIZE } from '../ports/key-order.ts';
import type { ObjectInfo, ObjectPage, ObjectStore, PutOptions } from '../ports/object-store.ts';
import { withFileLock } from './file-lock.ts';
import { errorCode, placeIfAbsent, placeOver, STAGING_FOLDER, writePartial } from './files.ts';
import { objectPath } from './object-path.ts';

/**
 * Objects as files under a folder. A put is a rename, so a reader sees the old file or the new one; a put that
 * must not overwrite is a hard link, which fails where the name exists. The etag is the file's identity (inode,
 * time, size): every put makes a new inode, and no content is read for it.
 */
export class LocalObjectStore implements ObjectStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  async put(key: string, body: Uint8Array, options: PutOptions = {}): Promise<ObjectInfo> {
    const target = objectPath(this.#root, key);
    return this.#place(key, await writePartial(this.#root, body), target, options);
  }

  async putFile(key: string, path: string, options: PutOptions = {}): Promise<ObjectInfo> {
    const target = objectPath(this.#root, key);
    return this.#place(key, await this.#adopt(path), target, options);
  }

  async get(key: string): Promise<Uint8Array> {
    return orNotFound(key, () => readFile(objectPath(this.#root, key)));
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const info = await statOf(objectPath(this.#root, key));
    return info?.isFile() === true ? infoOf(key, info) : undefined;
  }

  async stream(key: string): Promise<AsyncIterable<Uint8Array>> {
    const file = await orNotFound(key, () => open(objectPath(this.#root, key), 'r'));
    return file.createReadStream({ highWaterMark: 1 << 20 });
  }

  async list(prefix: string, cursor?: string): Promise<ObjectPage> {
    const found: string[] = [];
    await this.#collect('', prefix, cursor, found);
    const objects: ObjectInfo[] = [];
    for (const key of found.slice(0, PAGE_SIZE)) {
      const info = await this.head(key);
      if (info !== undefined) objects.push(info);
    }
    return { objects, cursor: found.length > PAGE_SIZE ? found[PAGE_SIZE - 1] : undefined };
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      const path = objectPath(this.#root, key);
      try {
        await unlink(path);
      } catch (error) {
        if (!['ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
      }
      await this.#pruneAbove(path);
    }
  }

  async #place(key: string, partial: string, target: string, options: PutOptions): Promise<ObjectInfo> {
    const info = await stat(partial, { bigint: true });
    if (options.ifNoneMatch === '*') {
      if (!(await placeIfAbsent(partial, target))) throw new PreconditionFailedError(`${key} exists already`);
    } else if (options.ifMatch !== undefined) {
      const lock = join(this.#root, STAGING_FOLDER, 'locks', encodeURIComponent(key).slice(-200));
      await withFileLock(lock, async () => {
        const present = await this.head(key);
        if (present?.etag !== options.ifMatch) {
          await rm(partial, { force: true });
          throw new PreconditionFailedError(`${key} has changed`);
        }
        await placeOver(partial, target);
      });
    } else {
      await placeOver(partial, target);
    }
    return infoOf(key, info);
  }

  /** Brings a file under the root's own file system, so that the rename into place is atomic. */
  async #adopt(path: string): Promise<string> {
    const partial = await writePartial(this.#root, new Uint8Array());
    try {
      await rename(path, partial);
    } catch (error) {
      if (errorCode(error) !== 'EXDEV') throw error;
      await copyFile(path, partial, constants.COPYFILE_FICLONE);
      await rm(path, { force: true });
    }
    return partial;
  }

  /** Walks folders in key order (a folder sorts as its name and `/`) until one page and one more are found. */
  async #collect(folder: string, prefix: string, cursor: string | undefined, found: string[]): Promise<void> {
    const entries = await readdir(join(this.#root, folder), { withFileTypes: true }).catch(
      (error: unknown) => {
        if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return [];
        throw error;
      },
    );
    const named = entries
      .filter((entry) => folder !== '' || entry.name !== STAGING_FOLDER)
      .map((entry) => ({
        path: `${folder}${entry.name}${entry.isDirectory() ? '/' : ''}`,
        isFolder: entry.isDirectory(),
      }))
      .sort((left, right) => compareKeys(left.path, right.path));
    for (const { path, isFolder } of named) {
      if (found.length > PAGE_SIZE) return;
      if (isFolder) {
        const mayHold = path.startsWith(prefix) || prefix.startsWith(path);
        const isPast = cursor !== undefined && compareKeys(path, cursor) < 0 && !cursor.startsWith(path);
        if (mayHold && !isPast) await this.#collect(path, prefix, cursor, found);
      } else if (path.startsWith(prefix) && (cursor === undefined || compareKeys(path, cursor) > 0)) {
        found.push(path);
      }
    }
  }

  async #pruneAbove(path: string): Promise<void> {
    for (let folder = dirname(path); folder.length > this.#root.length; folder = dirname(folder)) {
      try {
        await rmdir(folder);
      } catch {
        return;
      }
    }
  }
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  try {
    return await stat(path, { bigint: true });
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function infoOf(key: string, info: BigIntStats): ObjectInfo {
  return {
    key,
    size: Number(info.size),
    etag: `${info.ino.toString(36)}-${info.mtimeNs.toString(36)}-${info.size.toString(36)}`,
    lastModified: info.mtime,
  };
}

async function orNotFound<T>(key: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error) ?? '')) {
      throw new ObjectNotFoundError(`There is no object ${key}`, { cause: error });
    }
    throw error;
  }
}
