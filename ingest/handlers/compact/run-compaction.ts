import { type CompactDeps, CompactionContendedError, compactLake } from '#ingest/compact/compact.ts';
import { headManifest } from '#ingest/compact/manifest.ts';
import type { ConfigServices } from '#ingest/oversized/item-history.ts';
import { settlePending } from '#ingest/oversized/settle-pending.ts';
import type { Telemetry } from '#platform/lambda/telemetry.ts';
import type { EventBus } from '#platform/ports/event-bus.ts';
import { oldestPlace } from './age-of-data.ts';

export interface CompactionDeps extends CompactDeps {
  readonly bus: EventBus;
  /** AWS Config of member accounts, for oversized items whose object never came. */
  readonly services?: ConfigServices;
}

export interface CompactionOutcome {
  /** The generation that this run committed; null where nothing new had landed, or another run was quicker. */
  readonly generation: string | null;
}

/**
 * One run of compaction: waiting oversized items first, then what has landed, then everybody who keeps something of the lake is
 * told. Two runs at once do no harm; one that always comes second leaves the work to the other. The age of the
 * oldest place is told even where the run fails: then it grows.
 */
export async function runCompaction(deps: CompactionDeps, telemetry: Telemetry): Promise<CompactionOutcome> {
  try {
    const { pending, items, rejected } = await settlePending(deps);
    const summary = await compactLake({ ...deps, progress: (text) => telemetry.info(`compaction: ${text}`) });
    const { generation, landingFiles, rows, rewritten, resources, elapsedMs } = summary;
    if (generation !== null) {
      const committedAt = (await headManifest(deps.store))?.committedAt ?? deps.clock.now().toISOString();
      const tables = rewritten.map(({ table }) => table);
      await deps.bus.publish({ type: 'GenerationCommitted', detail: { generation, committedAt, tables } });
    }
    telemetry.info('compacted', {
      generation,
      landingFiles,
      tables: rewritten.length,
      rows,
      resources,
      elapsedMs: Math.round(elapsedMs),
      oversized: { pending, items, rejected },
    });
    return { generation };
  } catch (error) {
    if (!(error instanceof CompactionContendedError)) throw error;
    telemetry.info('others committed first; what landed waits for the next run');
    return { generation: null };
  } finally {
    await tellAge(deps, telemetry);
  }
}

async function tellAge(deps: CompactionDeps, telemetry: Telemetry): Promise<void> {
  try {
    const oldest = await oldestPlace(deps, deps.clock.now());
    if (oldest === undefined) return;
    telemetry.info('heard of longest ago', { ...oldest });
    telemetry.seconds('DataAgeSeconds', oldest.seconds);
  } catch (error) {
    telemetry.error('the age of the data cannot be told', error);
  }
}
