import { Command } from 'commander';
import { compact } from '../land-deliveries.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, withLake } from '../options.ts';
import { createProgress } from '../progress.ts';

/** `stocktake compact`: merges what has landed into a new generation. Repeating it changes nothing. */
export function compactCommand(): Command {
  return withLake(new Command('compact'))
    .description('merge what has landed into a new generation of the lake')
    .action(run);
}

async function run(options: LakeOptions): Promise<void> {
  const lake = await openLake(options);
  try {
    await compact(lake, createProgress());
  } finally {
    await lake.close();
  }
}
