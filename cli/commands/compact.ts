import { Command } from 'commander';
import { compactLake } from '#ingest/compact/compact.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, withLake } from '../options.ts';
import { compactionText } from '../output/summary-text.ts';
import { createProgress } from '../progress.ts';

/** `stocktake compact`: merges what has landed into a new generation. Repeating it changes nothing. */
export function compactCommand(): Command {
  return withLake(new Command('compact'))
    .description('merge what has landed into a new generation of the lake')
    .action(run);
}

async function run(options: LakeOptions): Promise<void> {
  const lake = await openLake(options);
  const progress = createProgress();
  try {
    progress.start('Compacting');
    progress.done(
      compactionText(await compactLake({ ...lake, progress: (text) => progress.update(text) }, {})),
    );
  } finally {
    await lake.close();
  }
}
