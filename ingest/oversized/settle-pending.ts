import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { Lander } from '../land/lander.ts';
import { ObservedColumns } from '../land/observed-columns.ts';
import { type IngestSummary, SummaryCounter } from '../summary.ts';
import { PendingItems } from './pending-items.ts';

/**
 * Looks once at every oversized item that waits: those whose object has been delivered since land, those that have waited a
 * day are rejected. For whoever ingests message by message, where no single run would look at all of them.
 */
export async function settlePending(deps: {
  readonly store: ObjectStore;
  readonly clock: Clock;
}): Promise<IngestSummary> {
  const lander = new Lander(deps);
  const summary = new SummaryCounter();
  const pending = new PendingItems(deps.store, {
    lander,
    summary,
    observed: new ObservedColumns(),
    landedIds: new Set(),
    now: deps.clock.now().getTime(),
  });
  summary.pending = await pending.settle([]);
  summary.landingFiles = lander.files;
  return summary.finish();
}
