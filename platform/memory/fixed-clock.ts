import type { Clock } from '../ports/clock.ts';

/** A clock that stands still: `--now`, a sample lake's as_of, tests. */
export class FixedClock implements Clock {
  readonly #time: Date;

  constructor(time: Date) {
    this.#time = time;
  }

  now(): Date {
    return new Date(this.#time);
  }
}
