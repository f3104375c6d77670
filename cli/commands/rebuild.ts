import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { recordedErasures } from '#ingest/compact/erase.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { eraseEverywhere } from '../erase-traces.ts';
import { UsageError } from '../errors.ts';
import { readLakeFile } from '../lake-file.ts';
import { compact, landDeliveries, readSources } from '../land-deliveries.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, withLake } from '../options.ts';
import { createProgress } from '../progress.ts';

interface RebuildOptions extends LakeOptions {
  readonly profile?: string;
}

/** What belongs to the owner and not to the deliveries, so it outlives a rebuild. */
const OWNERS_FILES = ['policies.json', 'excuses.json', 'query_log', 'kv'];

/** `stocktake rebuild`: the lake made anew from the original deliveries. The old one answers until the new one is whole. */
export function rebuildCommand(): Command {
  return withLake(new Command('rebuild'))
    .description('remake the lake from the original deliveries')
    .option('--profile <name>', 'AWS profile for deliveries in s3:// paths')
    .action(run);
}

async function run(options: RebuildOptions): Promise<void> {
  const root = resolve(options.lake);
  const fresh = `${root}.rebuild`;
  const old = `${root}.before-rebuild`;
  // A run that died between the two renames left the lake aside: it is put back first.
  if (!existsSync(root) && existsSync(old)) await rename(old, root);
  const sources = await readSources(root);
  if (sources.length === 0)
    throw new UsageError(`The lake ${root} does not know of any delivery it was made from.`);
  await rm(fresh, { recursive: true, force: true });
  const progress = createProgress();
  const lake = await openLake({ ...options, lake: fresh });
  try {
    const summary = await landDeliveries(lake, sources, progress, options);
    if (summary.readErrors.length > 0) {
      process.stderr.write('Some deliveries could not be read, so the lake stays as it was.\n');
      process.exitCode = 1;
      return;
    }
    await compact(lake, progress);
    const erased = await readLakeFile(
      'record of erasures',
      'Mend or remove the file under erasures/ that is no JSON: what it names would come back.',
      () => recordedErasures(new LocalObjectStore(root)),
    );
    for (const target of erased) await eraseEverywhere(target, lake);
  } finally {
    await lake.close();
  }
  for (const name of OWNERS_FILES) {
    if (existsSync(join(root, name))) await cp(join(root, name), join(fresh, name), { recursive: true });
  }
  await rename(root, old);
  await rename(fresh, root);
  await rm(old, { recursive: true, force: true });
  process.stderr.write('The lake is rebuilt.\n');
}
