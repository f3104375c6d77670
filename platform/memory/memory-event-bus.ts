import { ThrottledError } from '../ports/errors.ts';
import type { EventBus, LakeEvent } from '../ports/event-bus.ts';

/** A bus that keeps what was published. */
export class MemoryEventBus implements EventBus {
  readonly published: LakeEvent[] = [];
  readonly #throttle: (call: number) => boolean;
  #calls = 0;

  /** @param throttle says which call, counted from 1, is answered with ThrottledError */
  constructor(throttle: (call: number) => boolean = () => false) {
    this.#throttle = throttle;
  }

  async publish(event: LakeEvent): Promise<void> {
    this.#calls += 1;
    if (this.#throttle(this.#calls)) throw new ThrottledError('The bus asks to come back later');
    this.published.push(structuredClone(event));
  }
}
