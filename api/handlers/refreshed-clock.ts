import { lakeClock, type SettledClock } from '#ingest/settings.ts';
import type { ObjectStore } from '#platform/ports/object-store.ts';

const FRESH_MS = 60_000;

/** The lake's clock for a process that answers many requests: what the lake says of it is read once a minute. */
export class RefreshedClock implements SettledClock {
  readonly #store: Pick<ObjectStore, 'get'>;
  #clock: SettledClock = { now: () => new Date(), sampleTime: undefined };
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(store: Pick<ObjectStore, 'get'>) {
    this.#store = store;
  }

  async refresh(): Promise<void> {
    if (performance.now() - this.#readAt < FRESH_MS) return;
    this.#clock = await lakeClock(this.#store);
    this.#readAt = performance.now();
  }

  now(): Date {
    return this.#clock.now();
  }

  get sampleTime(): Date | undefined {
    return this.#clock.sampleTime;
  }
}
