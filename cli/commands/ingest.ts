import { Command } from 'commander';
import { AppError } from '#catalog/errors.ts';
import { isS3Url, parseS3Url } from '#ingest/sources/s3-url.ts';
import type { BucketOptions } from '../delivery-sources.ts';
import { UsageError } from '../errors.ts';
import { compact, landDeliveries } from '../land-deliveries.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, parseTime, withLake } from '../options.ts';
import { createProgress } from '../progress.ts';

interface IngestOptions extends LakeOptions, BucketOptions {
  readonly compact: boolean;
  readonly strict?: boolean;
  readonly json?: boolean;
}

const REJECTS = 4;

const WHAT_IS_READ = `
Read are: [prefix/][org/]AWSLogs/<account>/Config/… as AWS Config delivers it, organization/accounts.json, events/ as
.json, .jsonl or .ndjson, all with .gz or without; anything else is passed over, unless it is the one file named.
A bucket needs s3:ListBucket and s3:GetObject (and kms:Decrypt of its key). What landed before is known by its
content and not read in twice.

Exit status: 0 everything is accounted for, 1 something could not be read, 2 wrong use, 4 (--strict) a record was rejected.`;

/** `stocktake ingest`: deliveries in, a committed generation of the lake out. */
export function ingestCommand(): Command {
  return withLake(new Command('ingest'))
    .description('read deliveries (a tree, a file, a folder of events) into the lake')
    .argument(
      '<path...>',
      'a delivery tree, a single file, a folder of events, or s3://bucket[/prefix or object]',
    )
    .option('--no-compact', 'land only; `stocktake compact` makes it visible')
    .option('--strict', 'exit 4 where a record was rejected')
    .option('--profile <name>', 'AWS profile for s3:// paths (default: the usual chain of credentials)')
    .option(
      '--since <time>',
      'of s3:// paths, only what was delivered from then on; lists of accounts always',
      parseTime,
    )
    .option('--json', 'print the summary as JSON')
    .addHelpText('after', WHAT_IS_READ)
    .action(run);
}

async function run(paths: readonly string[], options: IngestOptions): Promise<void> {
  checkPaths(paths, options);
  const lake = await openLake(options);
  const progress = createProgress();
  try {
    const summary = await landDeliveries(lake, paths, progress, options);
    if (options.compact) await compact(lake, progress);
    if (options.json === true) process.stdout.write(`${JSON.stringify(summary)}\n`);
    if (summary.readErrors.length > 0) process.exitCode = 1;
    else if (options.strict === true && summary.rejected > 0) process.exitCode = REJECTS;
  } finally {
    await lake.close();
  }
}

/** Refuses what cannot be meant, before the lake is opened. */
function checkPaths(paths: readonly string[], options: IngestOptions): void {
  if (paths.some((path) => path.trim() === '')) throw new UsageError('A path is empty: name what to ingest.');
  const buckets = paths.filter(isS3Url);
  try {
    buckets.map(parseS3Url);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new UsageError(error.message, { ...(error.hint === undefined ? {} : { hint: error.hint }) });
  }
  const option = options.since !== undefined ? '--since' : options.profile !== undefined ? '--profile' : '';
  if (option !== '' && buckets.length === 0)
    throw new UsageError(`${option} is for s3:// paths, and none is given.`);
}
