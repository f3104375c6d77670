import { failedAnswer } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer, AnswerProgress } from '#answer/contract.ts';
import type { Caller } from '#answer/deps.ts';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';
import type { RunRequest } from './deps.ts';

export interface RunningAnswer {
  readonly id: string;
  readonly conversation: string;
  readonly userId: string;
  readonly progress: readonly AnswerProgress[];
  readonly finished: Promise<Answer>;
  cancel(): void;
}

interface StartInput {
  readonly conversation: string | undefined;
  readonly caller: Caller;
  readonly question: string | null;
  readonly run: (request: RunRequest) => Promise<Answer>;
  readonly onProgress?: (progress: AnswerProgress) => void;
}

const KEEP_MS = 24 * 3_600_000;

/** Answers that are being made, and those made in the last 24 hours. A user only ever finds their own. */
export class RunningAnswers {
  readonly #running = new Map<string, RunningAnswer>();
  readonly #store: KeyValueStore;
  readonly #newId: () => string;
  readonly #engine: string;

  constructor(options: {
    readonly store: KeyValueStore;
    readonly newId: () => string;
    readonly engine: string;
  }) {
    this.#store = options.store;
    this.#newId = options.newId;
    this.#engine = options.engine;
  }

  /** Starts the work and returns at once. The promise never rejects: what goes wrong becomes a failed answer. */
  start(input: StartInput): RunningAnswer {
    const id = this.#newId();
    const conversation = input.conversation ?? this.#newId();
    const progress: AnswerProgress[] = [];
    const abort = new AbortController();
    const request: RunRequest = {
      id,
      conversation,
      caller: input.caller,
      signal: abort.signal,
      onProgress: (step) => {
        progress.push(step);
        input.onProgress?.(step);
      },
    };
    const blank = blankAnswer({ id, conversation, question: input.question, engine: this.#engine });
    const finished = input
      .run(request)
      .catch((error: unknown) => failedAnswer(blank, error))
      .then(async (answer) => {
        await this.#keep(input.caller.userId, answer);
        this.#running.delete(id);
        return answer;
      });
    const running = {
      id,
      conversation,
      userId: input.caller.userId,
      progress,
      finished,
      cancel: () => abort.abort(),
    };
    this.#running.set(id, running);
    return running;
  }

  running(id: string, userId: string): RunningAnswer | undefined {
    const found = this.#running.get(id);
    return found?.userId === userId ? found : undefined;
  }

  /** A finished answer as it was given; undefined where there is none of this user's. */
  async finished(id: string, userId: string): Promise<unknown> {
    return this.#store.get(answerKey(userId, id));
  }

  async #keep(userId: string, answer: Answer): Promise<void> {
    try {
      await this.#store.put(answerKey(userId, answer.id), answer, {
        expiresAt: new Date(Date.now() + KEEP_MS),
      });
    } catch {
      // The answer itself still reaches whoever waits for it; only a later look-up by id will miss it.
    }
  }
}

function answerKey(userId: string, id: string): string {
  return `answers/${encodeURIComponent(userId)}/${encodeURIComponent(id)}`;
}
