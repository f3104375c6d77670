import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './command.ts';

/** The moment at which the samples of the suites end. */
export const SAMPLE_NOW = '2026-03-10T12:00:00Z';
export const SAMPLE_SEED = 7;

export interface SampleLake {
  /** The deliveries. */
  readonly deliveries: string;
  readonly lake: string;
}

const run = promisify(execFile);
const cache = join(root, 'node_modules', '.cache', 'stocktake-suites');
const POLL_MS = 500;
/** A busy machine takes minutes; after this, whoever held the lock is thought to have died. */
const LOCK_MS = 600_000;
const KEEP_MS = 24 * 3_600_000;

/**
 * The lake of a sample, made once for every build of the command and shared by all suites: they may ask of it, and
 * change nothing. Suites that change a lake copy it (`copyOf`). Wait for it where a file is loaded: hooks have limits.
 */
export async function sampleLake(shape: 'default' | 'single'): Promise<SampleLake> {
  const home = join(cache, `${await buildKey()}-${shape}`);
  const made = { deliveries: join(home, 'deliveries'), lake: join(home, 'lake') };
  await mkdir(cache, { recursive: true });
  const lock = `${home}.lock`;
  while (!existsSync(home)) {
    if (await taken(lock)) {
      try {
        if (!existsSync(home)) await make(shape, home);
      } finally {
        await rm(lock, { recursive: true, force: true });
      }
    } else {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      if ((await age(lock)) > LOCK_MS) await rm(lock, { recursive: true, force: true });
    }
  }
  return made;
}

async function make(shape: string, home: string): Promise<void> {
  for (const name of await readdir(cache))
    if ((await age(join(cache, name))) > KEEP_MS)
      await rm(join(cache, name), { recursive: true, force: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  await command('sample', '--out', join(draft, 'deliveries'), '--shape', shape, ...fixed());
  await command('ingest', join(draft, 'deliveries'), '--lake', join(draft, 'lake'));
  await rename(draft, home);
}

/** Milliseconds since a file or folder was made or changed; 0 where it is gone. */
async function age(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}

/** What `stocktake sample` is given for the suites' samples. */
export const fixed = (): string[] => ['--seed', String(SAMPLE_SEED), '--now', SAMPLE_NOW];

/** A copy of a lake that a suite may change. */
export async function copyOf(lake: string, to: string): Promise<string> {
  await cp(lake, to, { recursive: true });
  return to;
}

async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    return false;
  }
}

/** The bundle names its chunks by their content, so its text tells builds apart. */
async function buildKey(): Promise<string> {
  const bundle = await readFile(join(root, 'dist', 'stocktake.mjs'));
  return createHash('sha256').update(bundle).digest('hex').slice(0, 16);
}

async function command(...args: readonly string[]): Promise<void> {
  await run(process.execPath, ['dist/stocktake.mjs', ...args], { cwd: root, maxBuffer: 1 << 26 });
}
