import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { type CommonOptions, wholeNumber, withNow } from '../options.ts';
import { createProgress } from '../progress.ts';
import { SampleOptionsError } from '../sample/options.ts';
import { writeSample } from '../sample/write-sample.ts';

interface SampleOptions extends CommonOptions {
  readonly out: string;
  readonly accounts?: number;
  readonly resources?: number;
  readonly seed: number;
  readonly shape: string;
}

/** `stocktake sample`: a made-up organization as AWS would deliver it. */
export function sampleCommand(): Command {
  return withNow(new Command('sample'))
    .description('write a made-up organization as AWS Config and EventBridge would deliver it')
    .requiredOption('--out <dir>', 'folder to write into')
    .option('--accounts <n>', 'number of accounts', wholeNumber('--accounts', 1))
    .option('--resources <n>', 'about how many resources', wholeNumber('--resources', 1))
    .option('--seed <s>', 'another seed, another organization', wholeNumber('--seed', 0), 1)
    .option(
      '--shape <name>',
      'default (an organization) or single (one account, no Organizations)',
      'default',
    )
    .action(run);
}

async function run(options: SampleOptions): Promise<void> {
  if (options.out.trim() === '') throw new UsageError('--out needs the name of a folder.');
  const progress = createProgress();
  progress.start('Writing the sample organization');
  const written = await writeSample({ ...options, now: options.now ?? thisHour() }, (text) =>
    progress.update(text),
  ).catch((error: unknown) => {
    if (error instanceof SampleOptionsError) throw new UsageError(error.message, { cause: error });
    throw error;
  });
  progress.done(
    `Wrote ${written.files} files of ${written.accounts} accounts to ${options.out}; its clock is ${written.asOf.toISOString()}.`,
  );
}

/** Deliveries end at this hour, so that two runs in one hour are the same. */
export function thisHour(): Date {
  const now = new Date();
  now.setUTCMinutes(0, 0, 0);
  return now;
}
