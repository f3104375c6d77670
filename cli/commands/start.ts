import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { compactLake } from '#ingest/compact/compact.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { type OpenLake, openLake } from '../open-lake.ts';
import { type LakeOptions, wholeNumber, withLake } from '../options.ts';
import { compactionText, ingestText } from '../output/summary-text.ts';
import { createProgress, type Progress } from '../progress.ts';
import { writeSample } from '../sample/write-sample.ts';
import { serveLake } from '../serve-lake.ts';
import { untilStopped } from '../until-stopped.ts';
import { thisHour } from './sample.ts';

interface StartOptions extends LakeOptions {
  readonly port: number;
}

const SAMPLE_SEED = 1;

/** `stocktake start` (`npm start`): a made-up organization becomes a lake, and the page opens over it. */
export function startCommand(): Command {
  return withLake(new Command('start'))
    .description('make a lake of a made-up organization, where there is none yet, and serve the page over it')
    .option('--port <n>', 'port (0 takes any free one)', wholeNumber('--port', 0), 0)
    .action(run);
}

async function run(options: StartOptions): Promise<void> {
  const progress = createProgress();
  let lake = await openLake(options);
  try {
    if ((await lake.catalogue.snapshot()).generation === undefined) {
      await makeSampleLake(lake, options, progress);
      // Opened anew: the sample's clock is now known.
      await lake.close();
      lake = await openLake(options);
    }
    progress.start('Starting the server');
    const server = await serveLake(lake, options.port);
    progress.done('Ready. Ctrl-C ends it.');
    process.stdout.write(`Stocktake is at ${server.url}\n`);
    await untilStopped();
    await server.close();
  } finally {
    await lake.close();
  }
}

async function makeSampleLake(lake: OpenLake, options: StartOptions, progress: Progress): Promise<void> {
  const out = join(dirname(lake.root), 'sample');
  const tell = (text: string) => progress.update(text);
  progress.start('Writing a made-up organization');
  // A sample of an earlier, interrupted start may be half written.
  if (existsSync(out)) await rm(out, { recursive: true });
  const written = await writeSample(
    { out, seed: SAMPLE_SEED, shape: 'default', now: options.now ?? thisHour() },
    tell,
  );
  progress.done(`Wrote ${written.files} deliveries of ${written.accounts} accounts to ${out}`);
  progress.start('Reading the deliveries');
  progress.done(
    ingestText(await ingestPaths([out], { store: lake.store, clock: lake.clock, progress: tell }, {})),
  );
  progress.start('Compacting');
  progress.done(compactionText(await compactLake({ ...lake, progress: tell }, {})));
}
