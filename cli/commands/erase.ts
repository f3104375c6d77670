import { Command } from 'commander';
import { type EraseTarget, eraseFromLake } from '#ingest/compact/erase.ts';
import { UsageError } from '../errors.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, withLake } from '../options.ts';
import { createProgress } from '../progress.ts';

interface EraseOptions extends LakeOptions {
  readonly account?: string;
  readonly resource?: string;
}

/** `stocktake erase`: an account that leaves, or one resource, out of the lake for good. */
export function eraseCommand(): Command {
  return withLake(new Command('erase'))
    .description('erase an account or one resource from the lake; the erasure itself is recorded')
    .option('--account <id>', 'everything of this account')
    .option('--resource <key>', 'one resource, as account/region/type/id')
    .action(run);
}

async function run(options: EraseOptions): Promise<void> {
  const target = targetOf(options);
  const lake = await openLake(options);
  const progress = createProgress();
  try {
    progress.start('Erasing');
    const summary = await eraseFromLake(target, {
      ...lake,
      catalogue: lake.storedCatalogue,
      progress: (text) => progress.update(text),
    });
    progress.done(
      summary.generation === undefined && summary.objects === 0
        ? 'The lake held nothing of it.'
        : `Erased ${summary.rows} rows of ${summary.tables} tables and ${summary.objects} files.`,
    );
  } finally {
    await lake.close();
  }
}

function targetOf({ account, resource }: EraseOptions): EraseTarget {
  if ((account === undefined) === (resource === undefined)) {
    throw new UsageError('Give either --account ID or --resource KEY.');
  }
  if (account !== undefined) {
    if (!/^\d{12}$/.test(account))
      throw new UsageError(`--account "${account}" is not an account id of 12 digits.`);
    return { kind: 'account', accountId: account };
  }
  // Ids contain slashes themselves: only the first three part the key.
  const [, accountId, region, resourceType, resourceId] =
    /^(\d{12})\/([^/]+)\/([^/]+)\/(.+)$/s.exec(resource ?? '') ?? [];
  if (
    accountId === undefined ||
    region === undefined ||
    resourceType === undefined ||
    resourceId === undefined
  ) {
    throw new UsageError(`--resource "${resource}" is not of the form account/region/type/id.`, {
      hint: 'For instance 111122223333/eu-west-1/AWS::S3::Bucket/my-bucket; global resources have the Region global.',
    });
  }
  return { kind: 'resource', accountId, region, resourceType, resourceId };
}
