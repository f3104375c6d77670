import { hash } from 'node:crypto';
import type { Clock } from '#platform/ports/clock.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import type { JsonValue } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import { DeliveryLanding, type LandingRun, newLandingRun } from '../land/delivery-landing.ts';
import { Lander } from '../land/lander.ts';
import type { OversizedEvent } from '../messages/oversized.ts';
import { readMessage, UNWRAPPED } from '../messages/read-message.ts';
import { type ObjectFinder, PendingItems } from '../oversized/pending-items.ts';
import { type IngestSummary, SummaryCounter } from '../summary.ts';

/** A message as a queue hands it over. */
export interface QueuedMessage {
  /** The queue's id: the same however often it hands the message over. */
  readonly id: string;
  readonly body: string;
  readonly sentAt: Date;
}

export interface LandMessagesDeps {
  /** The lake. */
  readonly store: ObjectStore;
  readonly clock: Clock;
  /** Where the objects of oversized notifications lie. */
  readonly objects: ObjectFinder;
}

/** A message that has to be handed over again. */
export interface FailedMessage {
  readonly id: string;
  readonly error: unknown;
}

export interface LandedMessages {
  /** Of the messages that landed; what they hold is landed or rejected with a reason. */
  readonly summary: IngestSummary;
  readonly failed: readonly FailedMessage[];
}

/** Messages that this attempt could not take; nothing of it was written. */
class BatchInterrupted extends Error {
  readonly failed: readonly FailedMessage[];

  constructor(failed: readonly FailedMessage[]) {
    super(`${failed.length} messages cannot be taken`);
    this.failed = failed;
  }
}

/**
 * Lands a batch of messages as one landing: one file a table, however many messages and accounts. Each message is a
 * delivery of its own, named by a hash of the queue's id and its content, and its records have their positions in it. So a
 * message that is handed over again lands the same rows at the same positions, which changes nothing, while an event that
 * was sent twice is two messages, and is counted as a duplicate. There is no marker a message: a batch costs as
 * many requests as it has tables.
 *
 * What is no record of AWS Config becomes a dead letter with its reason. `failed` are those that the platform failed, or that
 * threw: nothing of them is written by this call, and the others land without them.
 */
export async function landMessages(
  messages: readonly QueuedMessage[],
  deps: LandMessagesDeps,
): Promise<LandedMessages> {
  const failed: FailedMessage[] = [];
  let left = messages;
  while (left.length > 0) {
    try {
      return { summary: await landTogether(left, deps), failed };
    } catch (error) {
      const broken = error instanceof BatchInterrupted ? error.failed : left.map(({ id }) => ({ id, error }));
      failed.push(...broken);
      const ids = new Set(broken.map(({ id }) => id));
      left = left.filter(({ id }) => !ids.has(id));
    }
  }
  return { summary: new SummaryCounter().finish(), failed };
}

async function landTogether(
  messages: readonly QueuedMessage[],
  { store, clock, objects }: LandMessagesDeps,
): Promise<IngestSummary> {
  const lander = new Lander({ store, clock, folders: 'one' });
  const run = newLandingRun(lander, clock);
  const { summary } = run;
  const failed: FailedMessage[] = [];
  const pending = new PendingItems(store, run);
  for (const message of messages) {
    try {
      for (const event of land(message, run)) await pending.settleNew(event, [objects]);
    } catch (error) {
      failed.push({ id: message.id, error });
    }
  }
  // What a failed message has left in the buffers must not be written: the others are landed anew without it.
  if (failed.length > 0) throw new BatchInterrupted(failed);
  await lander.checkpoint();
  summary.files = messages.length;
  summary.bytes = messages.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  summary.landingFiles = lander.files;
  return summary.finish();
}

/** Lands what one message holds; returns the events whose items lie in objects. */
function land({ id, body, sentAt }: QueuedMessage, run: LandingRun): readonly OversizedEvent[] {
  const landing = new DeliveryLanding(run, hash('sha256', `${id}\n${body}`), `queue/${id}`);
  const oversized: OversizedEvent[] = [];
  let value: JsonValue;
  try {
    value = parseJson(body);
  } catch {
    landing.reject({ code: 'invalid_json', accountId: null, region: null }, { text: body }, UNWRAPPED);
    return oversized;
  }
  readMessage(
    value,
    { landing, oversized: { wait: (event) => oversized.push(event) }, modifiedAt: sentAt.getTime() },
    UNWRAPPED,
  );
  return oversized;
}
