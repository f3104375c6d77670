import { Command } from 'commander';
import type { EraseSummary, EraseTarget } from '#ingest/compact/erase.ts';
import { eraseEverywhere } from '../erase-traces.ts';
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
    const summaries: EraseSummary[] = [];
    for (const each of withItsCompliance(target))
      summaries.push(await eraseEverywhere(each, lake, (text) => progress.update(text)));
    const sum = (of: (summary: EraseSummary) => number) => summaries.reduce((all, each) => all + of(each), 0);
    const objects = sum((each) => each.objects);
    const isNothing = summaries.every((each) => each.generation === undefined) && objects === 0;
    progress.done(
      isNothing
        ? 'The lake held nothing of it.'
        : `Erased ${sum((each) => each.rows)} rows of ${Math.max(...summaries.map((each) => each.tables))} tables and ${objects} files.`,
    );
  } finally {
    await lake.close();
  }
}

/** What rules say of a resource is told by a resource of its own, whose id is the type and the id of the other. */
function withItsCompliance(target: EraseTarget): readonly EraseTarget[] {
  if (target.kind === 'account') return [target];
  const { resourceType, resourceId } = target;
  return [
    target,
    {
      ...target,
      resourceType: 'AWS::Config::ResourceCompliance',
      resourceId: `${resourceType}/${resourceId}`,
    },
  ];
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
