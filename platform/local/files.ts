import { randomUUID } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Folder under a root for files that are not whole yet; no object lives there. */
export const STAGING_FOLDER = '.partial';

export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Writes and syncs a file under the root's staging folder; a later rename makes it visible whole. */
export async function writePartial(root: string, body: Uint8Array): Promise<string> {
  const path = join(root, STAGING_FOLDER, randomUUID());
  await inFolderOf(path, async () => {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(body);
      await file.sync();
    } finally {
      await file.close();
    }
  });
  return path;
}

/** Puts a finished file in its place, over what is there. */
export async function placeOver(partial: string, target: string): Promise<void> {
  await inFolderOf(target, () => rename(partial, target));
}

/** Puts a finished file in its place; false where another file has it already. A hard link is atomic, a check is not. */
export async function placeIfAbsent(partial: string, target: string): Promise<boolean> {
  try {
    await inFolderOf(target, () => link(partial, target));
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(partial, { force: true });
  }
}

/** Runs an action that needs the target's folder; the folder may be pruned by a delete at any moment, so again. */
async function inFolderOf(target: string, action: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(dirname(target), { recursive: true });
      return await action();
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || attempt >= 20) throw error;
    }
  }
}
