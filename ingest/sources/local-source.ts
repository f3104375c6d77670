import { createReadStream } from 'node:fs';
import { opendir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { AppError } from '#catalog/errors.ts';
import type { DeliverySource, SourceFile } from './delivery-source.ts';

/** A path that was named, or a file below it, cannot be read. */
export class SourceUnreadableError extends AppError {
  override readonly name = 'SourceUnreadableError';
  readonly code = 'ingest.source_unreadable';
  readonly retryable = false;
}

const READ_BYTES = 256 * 1024;
const MOST_PARENTS = 16;

/** Opens a path of this machine: a delivery tree, any folder, or a single file. */
export async function localSource(path: string): Promise<DeliverySource> {
  const full = resolve(path);
  const info = await stat(full).catch((error: unknown) => {
    throw new SourceUnreadableError(`${path}: ${messageOf(error)}`, { cause: error });
  });
  const isSingleFile = !info.isDirectory();
  const root = isSingleFile ? await treeRootOf(dirname(full)) : full;
  return {
    name: path,
    isSingleFile,
    files: () => (isSingleFile ? single(full, root) : walk(full, full)),
    find: (key) => find(root, key),
  };
}

async function* single(full: string, root: string): AsyncGenerator<SourceFile> {
  yield await sourceFile(full, root);
}

/** Files below a folder in the order of their names; links to folders are not followed, so a walk always ends. */
async function* walk(folder: string, root: string): AsyncGenerator<SourceFile> {
  const entries = [];
  for await (const entry of await opendir(folder)) entries.push(entry);
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(full, root);
    else if (entry.isFile() || entry.isSymbolicLink()) {
      const info = await stat(full).catch(() => undefined);
      if (info === undefined || info.isFile()) yield await sourceFile(full, root);
    }
  }
}

async function sourceFile(full: string, root: string): Promise<SourceFile> {
  const info = await stat(full).catch((error: unknown) => {
    throw new SourceUnreadableError(`${full}: ${messageOf(error)}`, { cause: error });
  });
  return {
    path: relative(root, full).split(sep).join('/') || basename(full),
    fullPath: full.split(sep).join('/'),
    size: info.size,
    modifiedAt: info.mtime,
    open: () => createReadStream(full, { highWaterMark: READ_BYTES }),
  };
}

/** The key as it stands, and then without its leading folders: the tree may begin below the bucket's prefix. */
async function find(root: string, key: string): Promise<SourceFile | undefined> {
  const parts = key.split('/').filter((part) => part !== '');
  if (parts.some((part) => part === '..' || part === '.')) return undefined;
  const start = parts.lastIndexOf('AWSLogs');
  for (let skipped = 0; skipped <= Math.max(0, start); skipped += 1) {
    const full = join(root, ...parts.slice(skipped));
    const info = await stat(full).catch(() => undefined);
    if (info?.isFile() === true) return sourceFile(full, root);
  }
  return undefined;
}

/** The folder that a single file's tree begins at, so that keys of oversized objects can be found; else its own folder. */
async function treeRootOf(folder: string): Promise<string> {
  let at = folder;
  for (let depth = 0; depth < MOST_PARENTS; depth += 1) {
    for (const mark of ['AWSLogs', 'organization', 'sample.json'])
      if ((await stat(join(at, mark)).catch(() => undefined)) !== undefined) return at;
    const parent = dirname(at);
    if (parent === at) break;
    at = parent;
  }
  return folder;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
