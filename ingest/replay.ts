import { z } from 'zod';
import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { isObject } from './decode/json-value.ts';
import { parseJson } from './decode/parse-json.ts';
import { DeliveryLanding, type LandingRun, newLandingRun } from './land/delivery-landing.ts';
import { Lander } from './land/lander.ts';
import type { Telling } from './land/telling.ts';
import { readMessage } from './messages/read-message.ts';
import { PendingItems } from './oversized/pending-items.ts';

export interface ReplaySummary {
  readonly replayed: number;
  readonly stillRejected: number;
}

const LetterSchema = z.looseObject({
  delivery_id: z.string(),
  ordinal: z.number(),
  source_key: z.string(),
  told: z.object({
    sourceKind: z.enum(['event', 'history', 'snapshot']),
    recorder: z.object({ accountId: z.string().nullable(), region: z.string().nullable() }),
    toldAt: z.coerce.date().nullable(),
    envelopeId: z.string().nullable(),
  }),
});

const PREFIX = 'dead-letters/';

/**
 * Tries every record in the dead letters again, as the code reads records now. What lands keeps the delivery and the
 * position it was rejected at, so compaction knows that it is rejected no longer; then its letter goes. Letters
 * hold redacted records: what a secret was is not there to be replayed.
 */
export async function replayDeadLetters(deps: {
  readonly store: ObjectStore;
  readonly clock: Clock;
}): Promise<ReplaySummary> {
  const { store, clock } = deps;
  const lander = new Lander(deps);
  const run = newLandingRun(lander, clock);
  const pending = new PendingItems(store, run);
  const landed: string[] = [];
  let stillRejected = 0;
  for await (const key of keysUnder(store, PREFIX)) {
    const text = Buffer.from(await store.get(key)).toString('utf8');
    if (replayLetter(text, run, pending)) landed.push(key);
    else stillRejected += 1;
    await lander.relieve();
  }
  // The letters go last: a run that dies before this lands the same rows at the same positions again.
  await lander.checkpoint();
  await store.delete(landed);
  return { replayed: landed.length, stillRejected };
}

/** Whether the letter's record landed. */
function replayLetter(text: string, run: LandingRun, pending: PendingItems): boolean {
  const whole = parseJson(text);
  const letter = LetterSchema.safeParse(whole);
  if (!letter.success || !isObject(whole) || !isObject(whole.record)) return false;
  const { told, delivery_id, source_key, ordinal } = letter.data;
  const telling: Telling = { ...told, toldAt: told.toldAt?.getTime() ?? null };
  const landing = new DeliveryLanding(run, delivery_id, source_key, ordinal);
  const { record } = whole;
  if (record.resourceType !== undefined && told.sourceKind !== 'event') landing.item(record, telling);
  else readMessage(record, { landing, oversized: pending, modifiedAt: telling.toldAt ?? run.now }, telling);
  return landing.rejected === 0;
}

async function* keysUnder(store: ObjectStore, prefix: string): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const page = await store.list(prefix, cursor);
    for (const { key } of page.objects) yield key;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
