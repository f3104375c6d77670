import { Command } from 'commander';
import { UsageError } from '../errors.ts';
import { compact, landDeliveries } from '../land-deliveries.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, parseTime, withLake } from '../options.ts';
import { createProgress } from '../progress.ts';

interface IngestOptions extends LakeOptions {
  readonly compact: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

const REJECTS = 4;

/** `stocktake ingest`: deliveries in, a committed generation of the lake out. */
export function ingestCommand(): Command {
  return withLake(new Command('ingest'))
    .description('read deliveries (a tree, a file, a folder of events) into the lake')
    .argument('<path...>', 'what to read')
    .option('--no-compact', 'land only; `stocktake compact` makes it visible')
    .option('--strict', 'exit 4 where a record was rejected')
    .option('--profile <name>', 'AWS profile for s3:// paths')
    .option('--since <time>', 'of s3:// paths, only what was delivered from then on', parseTime)
    .option('--json', 'print the summary as JSON')
    .action(run);
}

async function run(paths: readonly string[], options: IngestOptions): Promise<void> {
  const remote = paths.find((path) => path.startsWith('s3://'));
  if (remote !== undefined)
    throw new UsageError(`${remote}: reading a bucket is not available on this machine yet.`, {
      hint: 'Copy it into a folder and ingest that.',
    });
  const lake = await openLake(options);
  const progress = createProgress();
  try {
    const summary = await landDeliveries(lake, paths, progress);
    if (options.compact) await compact(lake, progress);
    if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
    if (summary.readErrors.length > 0) process.exitCode = 1;
    else if (options.strict === true && summary.rejected > 0) process.exitCode = REJECTS;
  } finally {
    await lake.close();
  }
}
