import type { AnswerProgress } from '#answer/contract.ts';
import type { AnswerStore, RunningRecord } from './answer-store.ts';

const POLL_MS = 1_000;

/**
 * An answer that other processes may ask about while this one makes it: its stages are kept as they begin, and somebody's
 * wish to cancel it is looked for. Failures of the store never fail the answer.
 */
export class SharedRun {
  readonly #store: AnswerStore;
  readonly #userId: string;
  readonly #id: string;
  #record: RunningRecord;
  #writes: Promise<void> = Promise.resolve();
  readonly #poll: NodeJS.Timeout;

  constructor(
    store: AnswerStore,
    run: { readonly userId: string; readonly id: string; readonly record: RunningRecord },
    cancel: () => void,
  ) {
    this.#store = store;
    this.#userId = run.userId;
    this.#id = run.id;
    this.#record = run.record;
    this.#write();
    this.#poll = setInterval(() => {
      store.isAskedToCancel(run.userId, run.id).then(
        (isAsked) => {
          if (isAsked) cancel();
        },
        () => undefined,
      );
    }, POLL_MS);
    this.#poll.unref();
  }

  note(step: AnswerProgress): void {
    this.#record = { ...this.#record, progress: [...this.#record.progress, step] };
    this.#write();
  }

  /** Waits for what is being written, so that nothing overwrites the finished answer. */
  async end(): Promise<void> {
    clearInterval(this.#poll);
    await this.#writes;
  }

  #write(): void {
    const record = this.#record;
    this.#writes = this.#writes
      .then(() => this.#store.keepRunning(this.#userId, this.#id, record))
      .catch(() => undefined);
  }
}
