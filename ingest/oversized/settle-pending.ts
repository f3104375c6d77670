import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { newLandingRun } from '../land/delivery-landing.ts';
import { Lander } from '../land/lander.ts';
import type { IngestSummary } from '../summary.ts';
import type { ConfigServices } from './item-history.ts';
import { PendingItems } from './pending-items.ts';

/**
 * Looks once at every oversized item that waits: those whose object has been delivered since land, those that have waited a
 * day are rejected. For whoever ingests message by message, where no single run would look at all of them.
 */
export async function settlePending(deps: {
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Where to ask for items whose object has been missing for an hour. */
  readonly services?: ConfigServices;
}): Promise<IngestSummary> {
  const lander = new Lander(deps);
  const run = newLandingRun(lander, deps.clock);
  const { summary } = run;
  const pending = new PendingItems(deps.store, run, deps.services);
  summary.pending = await pending.settle([]);
  summary.landingFiles = lander.files;
  return summary.finish();
}
