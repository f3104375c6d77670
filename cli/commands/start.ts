import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { compact, landDeliveries } from '../land-deliveries.ts';
import { type OpenLake, openLake } from '../open-lake.ts';
import { type LakeOptions, MOST_PORT, wholeNumber, withLake } from '../options.ts';
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
    .option('--port <n>', 'port (0 takes any free one)', wholeNumber('--port', 0, MOST_PORT), 0)
    .action(run);
}

async function run(options: StartOptions): Promise<void> {
  const progress = createProgress();
  const lake = await openLake(options);
  try {
    if ((await lake.catalogue.snapshot()).generation === undefined) {
      await makeSampleLake(lake, options, progress);
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
  progress.start('Writing a made-up organization');
  // A sample of an earlier, interrupted start may be half written.
  if (existsSync(out)) await rm(out, { recursive: true });
  const written = await writeSample(
    { out, seed: SAMPLE_SEED, shape: 'default', now: options.now ?? thisHour() },
    (text) => progress.update(text),
  );
  progress.done(`Wrote ${written.files} deliveries of ${written.accounts} accounts to ${out}`);
  await landDeliveries(lake, [out], progress);
  await compact(lake, progress);
}
