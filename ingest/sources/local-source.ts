import { createReadStream, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
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
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    yield unreadableFile(folder, root, error);
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const entry of entries) {
    const full = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(full, root);
    else if (entry.isFile() || entry.isSymbolicLink()) {
      const file = await sourceFile(full, root);
      if (file.isFile) yield file;
    }
  }
}

async function sourceFile(full: string, root: string): Promise<SourceFile & { readonly isFile: boolean }> {
  try {
    const info = await stat(full);
    return {
      ...placeOf(full, root),
      size: info.size,
      modifiedAt: info.mtime,
      open: () => readBytes(full),
      isFile: info.isFile(),
    };
  } catch (error) {
    return { ...unreadableFile(full, root, error), isFile: true };
  }
}

function unreadableFile(full: string, root: string, error: unknown): SourceFile {
  return {
    ...placeOf(full, root),
    size: 0,
    modifiedAt: new Date(0),
    open: () => readBytes(full),
    unreadable: messageOf(error),
  };
}

const placeOf = (full: string, root: string): Pick<SourceFile, 'path' | 'fullPath'> => ({
  path: relative(root, full).split(sep).join('/') || basename(full),
  fullPath: full.split(sep).join('/'),
});

/** The bytes of a file; a failure to read them can be told from one of the lake. */
async function* readBytes(full: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(full, { highWaterMark: READ_BYTES }) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new SourceUnreadableError(`${full}: ${messageOf(error)}`, { cause: error });
  }
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
