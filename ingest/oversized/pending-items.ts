import { z } from 'zod';
import { AppError } from '#catalog/errors.ts';
import { CredentialsError, ObjectNotFoundError } from '#platform/ports/errors.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';
import { DeliveryLanding, type LandingRun } from '../land/delivery-landing.ts';
import { landingRowOf, type StoredRow, storedRow } from '../land/stored-row.ts';
import type { Telling } from '../land/telling.ts';
import { type OversizedEvent, type OversizedEvents, placeOfReject } from '../messages/oversized.ts';
import type { NormalItem } from '../normalise/item.ts';
import type { DeliverySource } from '../sources/delivery-source.ts';
import { type ConfigServices, itemsFromHistory } from './item-history.ts';
import { itemsOfObject, objectItemsKey, placeOfLocation } from './object-items.ts';

const PENDING = 'pending/events/';
const DAY_MS = 86_400_000;
/** An object that is not there by then is taken for missing: AWS Config is asked for the item itself. */
const MISSING_MS = 3_600_000;

const PlaceSchema = z.object({ accountId: z.string().nullable(), region: z.string().nullable() });
const EventSchema = z.object({
  key: z.object({
    accountId: z.string(),
    region: z.string(),
    resourceType: z.string(),
    resourceId: z.string(),
    capturedAt: z.number(),
  }),
  location: z.string(),
  changeType: z.string().nullable(),
  telling: z.object({
    sourceKind: z.enum(['event', 'history', 'snapshot']),
    recorder: PlaceSchema,
    toldAt: z.number().nullable(),
    envelopeId: z.string().nullable(),
  }),
  deliveryId: z.string(),
  sourceKey: z.string(),
  ordinal: z.number(),
  /** It is in the dead letters, from which its object still takes it back. */
  isRejected: z.boolean(),
});
type PendingEvent = z.infer<typeof EventSchema>;

/** Where the object of an event may lie. */
export type ObjectFinder = Pick<DeliverySource, 'find'>;

const ObjectItemsSchema = z.object({
  items: z.array(
    z.object({
      key: EventSchema.shape.key,
      isDeleted: z.boolean(),
      row: z.custom<StoredRow>((value) => typeof value === 'object' && value !== null),
    }),
  ),
});

/**
 * Oversized items that wait for their object. An event waits in `pending/events/` until a source of some run has the object, or
 * the object is delivered by itself, earlier or later. 24 hours after it was told it is rejected, and waits on: a reject
 * whose (delivery_id, ordinal) has landed as an item is no reject any more.
 */
export class PendingItems implements OversizedEvents {
  readonly #store: ObjectStore;
  readonly #run: LandingRun;
  readonly #services: ConfigServices | undefined;

  /** @param services where to ask for items whose object is missing for an hour; without it they wait for the object */
  constructor(store: ObjectStore, run: LandingRun, services?: ConfigServices) {
    this.#store = store;
    this.#run = run;
    this.#services = services;
  }

  wait(event: OversizedEvent): void {
    const pending = pendingEvent(event);
    this.#run.lander.before(entryKey(pending), pending);
  }

  /** Keeps the items of an oversized object that is delivered by itself, for events that point to it. */
  keepObject(objectKey: string, items: readonly NormalItem[]): void {
    this.#run.lander.before(objectItemsKey(objectKey), {
      items: items.map(({ key, isDeleted, row }) => ({ key, isDeleted, row: storedRow(row) })),
    });
  }

  /**
   * Tries every waiting event once, after a checkpoint of the run. What lands is checkpointed before its entry goes. Returns how many still
   * wait, rejected ones not counted.
   */
  async settle(sources: readonly ObjectFinder[]): Promise<number> {
    const landed: string[] = [];
    let waiting = 0;
    for await (const event of this.#entries()) {
      const outcome = await this.#settleOne(event, sources);
      if (outcome === 'landed') landed.push(entryKey(event));
      if (outcome === 'waiting') waiting += 1;
      await this.#run.lander.relieve();
    }
    await this.#run.lander.checkpoint();
    for (let at = 0; at < landed.length; at += 1000) await this.#store.delete(landed.slice(at, at + 1000));
    return waiting;
  }

  /** Lands an event's item at once where its object has come already; else the event waits. */
  async settleNew(event: OversizedEvent, sources: readonly ObjectFinder[]): Promise<void> {
    const outcome = await this.#settleOne(pendingEvent(event), sources);
    if (outcome === 'waiting') this.wait(event);
  }

  async #settleOne(
    event: PendingEvent,
    sources: readonly ObjectFinder[],
  ): Promise<'landed' | 'waiting' | 'rejected'> {
    const items = await this.#itemsFor(event, sources);
    const match = items === undefined ? undefined : matching(event, items);
    const landing = new DeliveryLanding(this.#run, event.deliveryId, event.sourceKey);
    if (match !== undefined) {
      const telling: Telling = event.telling;
      landing.landItem(match, telling, { changeType: event.changeType, changedPaths: null }, event.ordinal);
      return 'landed';
    }
    // Its entry stays for the object to come.
    if (event.isRejected) return 'rejected';
    if (items === undefined && this.#ageOf(event) <= DAY_MS) return 'waiting';
    this.#reject(event, landing, items !== undefined);
    return 'rejected';
  }

  #reject(event: PendingEvent, landing: DeliveryLanding, isFound: boolean): void {
    const code = isFound ? 'oversized_object_unreadable' : 'oversized_object_missing';
    const detail = `${event.key.resourceType} ${event.key.resourceId}: no item in ${event.location}.`;
    const { key, location, changeType } = event;
    landing.reject(
      { code, detail, ...placeOfReject(event.telling, event.key) },
      { value: { ...key, location, changeType } },
      event.telling,
      event.ordinal,
    );
    this.#run.lander.before(entryKey(event), { ...event, isRejected: true });
  }

  async *#entries(): AsyncGenerator<PendingEvent> {
    let cursor: string | undefined;
    do {
      const page = await this.#store.list(PENDING, cursor);
      for (const { key } of page.objects) {
        const event = EventSchema.safeParse(
          JSON.parse(Buffer.from(await this.#store.get(key)).toString('utf8')),
        );
        if (event.success) yield event.data;
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
  }

  #ageOf(event: PendingEvent): number {
    return this.#run.now - (event.telling.toldAt ?? event.key.capturedAt);
  }

  async #itemsFor(
    event: PendingEvent,
    sources: readonly ObjectFinder[],
  ): Promise<readonly NormalItem[] | undefined> {
    const { bucket, key } = placeOfLocation(event.location);
    const recorder = event.telling.recorder;
    for (const source of sources) {
      const found = await source.find(key, bucket);
      if (found !== undefined)
        return this.#orWaiting(
          event,
          () => itemsOfObject(found.path, found.open, recorder, this.#run.now),
          // Whoever handed the event over hands it over again.
          (error) => error.retryable,
        );
    }
    const kept = await this.#kept(key);
    if (kept !== undefined || this.#services === undefined || this.#ageOf(event) < MISSING_MS) return kept;
    const services = this.#services;
    // A member account that has no role for this is one that cannot be read, not the end of the others.
    const mayFail = () => false;
    return this.#orWaiting(
      event,
      () => itemsFromHistory(event.key, recorder, services, this.#run.now),
      mayFail,
    );
  }

  /** One object or account that cannot be read is told, and must not keep the others from landing. */
  async #orWaiting<T>(
    event: PendingEvent,
    read: () => Promise<T>,
    isFatal: (error: AppError) => boolean = (error) => error instanceof CredentialsError,
  ): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof AppError) || isFatal(error)) throw error;
      this.#run.summary.readError(event.location, error);
      return undefined;
    }
  }

  /** Items of an object that was delivered by itself. */
  async #kept(key: string): Promise<readonly NormalItem[] | undefined> {
    const kept = await this.#store.get(objectItemsKey(key)).catch((error: unknown) => {
      if (error instanceof ObjectNotFoundError) return undefined;
      throw error;
    });
    if (kept === undefined) return undefined;
    const { items } = ObjectItemsSchema.parse(JSON.parse(Buffer.from(kept).toString('utf8')));
    return items.map(({ key: itemKey, isDeleted, row }) => ({
      key: itemKey,
      isDeleted,
      configuration: null,
      row: landingRowOf(row),
      learned: [],
    }));
  }
}

const pendingEvent = (event: OversizedEvent): PendingEvent => ({
  ...event,
  key: { ...event.key },
  telling: { ...event.telling, recorder: { ...event.telling.recorder } },
  isRejected: false,
});

const entryKey = (event: { readonly deliveryId: string; readonly ordinal: number }): string =>
  `${PENDING}${event.deliveryId}-${event.ordinal}.json`;

/** The item of the resource; of several, the version that the event tells. */
function matching(event: PendingEvent, items: readonly NormalItem[]): NormalItem | undefined {
  const ofResource = items.filter(
    ({ key }) => key.resourceType === event.key.resourceType && key.resourceId === event.key.resourceId,
  );
  return (
    ofResource.find(({ key }) => key.capturedAt === event.key.capturedAt) ??
    (ofResource.length === 1 ? ofResource[0] : undefined)
  );
}
