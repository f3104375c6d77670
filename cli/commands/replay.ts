import { Command } from 'commander';
import { replayDeadLetters } from '#ingest/replay.ts';
import { compact } from '../land-deliveries.ts';
import { openLake } from '../open-lake.ts';
import { type LakeOptions, withLake } from '../options.ts';
import { createProgress } from '../progress.ts';

/** `stocktake replay`: the dead letters once more, after what rejected them was mended. */
export function replayCommand(): Command {
  return withLake(new Command('replay')).description('try the rejected records again').action(run);
}

async function run(options: LakeOptions): Promise<void> {
  const lake = await openLake(options);
  const progress = createProgress();
  try {
    progress.start('Reading the dead letters');
    const { replayed, stillRejected } = await replayDeadLetters({ store: lake.store, clock: lake.clock });
    progress.done(`${replayed} records landed, ${stillRejected} are still rejected.`);
    await compact(lake, progress);
  } finally {
    await lake.close();
  }
}
