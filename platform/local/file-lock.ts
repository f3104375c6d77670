import { mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ThrottledError } from '../ports/errors.ts';
import { errorCode } from './files.ts';

/** What a lock guards takes milliseconds; a lock this old has lost its owner. */
const STALE_MS = 20_000;
const PATIENCE_MS = 30_000;

/**
 * Runs an action while holding a lock file, so that a read-modify-write of a local file is not lost between two
 * processes. A lock whose process died, or that is older than any action takes, is broken.
 */
export async function withFileLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  await mkdir(dirname(path), { recursive: true });
  while (!(await acquire(path))) {
    if (await isStale(path)) await breakLock(path);
    else if (Date.now() > deadline) throw new ThrottledError(`${path} is held by another process`);
    else await wait(5 + Math.random() * 10);
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

async function acquire(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(`${hostname()} ${process.pid}`).finally(() => file.close());
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  try {
    const [text, info] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const [host, pid] = text.split(' ');
    if (host === hostname() && pid !== undefined && !isAlive(Number(pid))) return true;
    return Date.now() - info.mtimeMs > STALE_MS;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Only one process breaks a lock at a time, and looks again before it does: else it could break the next owner's. */
async function breakLock(path: string): Promise<void> {
  const breaker = `${path}.break`;
  if (await acquire(breaker)) {
    try {
      if (await isStale(path)) await rm(path, { force: true });
    } finally {
      await rm(breaker, { force: true });
    }
  } else if (await isStale(breaker)) {
    await rm(breaker, { force: true });
  }
}
