import { failedAnswer } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer, AnswerProgress } from '#answer/contract.ts';
import type { Caller } from '#answer/deps.ts';
import type { AnswerStore } from './answer-store.ts';
import type { AnswerWork } from './contract/job.ts';
import type { RunRequest } from './deps.ts';
import { SharedRun } from './shared-run.ts';

export interface RunningAnswer {
  readonly id: string;
  readonly conversation: string;
  readonly userId: string;
  readonly progress: readonly AnswerProgress[];
  readonly finished: Promise<Answer>;
  cancel(): void;
  /** Stops it here because another process takes it over: what this one comes to is not kept. */
  leave(): Promise<void>;
}

export interface StartInput {
  /** Where another process has given the id already. */
  readonly id?: string;
  readonly conversation: string | undefined;
  readonly caller: Caller;
  readonly work: AnswerWork;
  readonly onProgress?: (progress: AnswerProgress) => void;
}

export interface RunningAnswersOptions {
  readonly store: AnswerStore;
  readonly newId: () => string;
  readonly engine: string;
  readonly run: (work: AnswerWork, request: RunRequest) => Promise<Answer>;
  readonly questionOf: (work: AnswerWork) => string | null;
  /** Whether other processes ask about what runs here: its stages are kept, and a wish to cancel is looked for. */
  readonly isShared: boolean;
  /** Told of every answer made here to its end. */
  readonly onMade?: (answer: Answer) => void;
}

/** Answers that are being made in this process. A user only ever finds their own. */
export class RunningAnswers {
  readonly #running = new Map<string, RunningAnswer>();
  readonly #options: RunningAnswersOptions;

  constructor(options: RunningAnswersOptions) {
    this.#options = options;
  }

  /** Starts the work and returns at once. The promise never rejects: what goes wrong becomes a failed answer. */
  start(input: StartInput): RunningAnswer {
    const { engine, newId, questionOf, run, store } = this.#options;
    const { userId } = input.caller;
    const id = input.id ?? newId();
    const conversation = input.conversation ?? newId();
    const question = questionOf(input.work);
    const progress: AnswerProgress[] = [];
    const abort = new AbortController();
    const record = { conversation, question, startedAt: new Date(), progress: [] };
    const shared = this.#options.isShared
      ? new SharedRun(store, { userId, id, record }, () => abort.abort())
      : undefined;
    const request: RunRequest = {
      id,
      conversation,
      caller: input.caller,
      signal: abort.signal,
      onProgress: (step) => {
        progress.push(step);
        shared?.note(step);
        input.onProgress?.(step);
      },
    };
    let isLeft = false;
    const ended = Promise.resolve()
      .then(() => run(input.work, request))
      .catch((error: unknown) => failedAnswer(blankAnswer({ id, conversation, question, engine }), error))
      .then(async (answer) => {
        await shared?.end();
        if (!isLeft) {
          this.#options.onMade?.(answer);
          await keep(store, userId, answer);
        }
        this.#running.delete(id);
        return answer;
      });
    const running: RunningAnswer = {
      id,
      conversation,
      userId,
      progress,
      finished: ended,
      cancel: () => abort.abort(),
      leave: async () => {
        isLeft = true;
        abort.abort();
        this.#running.delete(id);
        await shared?.end();
      },
    };
    this.#running.set(id, running);
    return running;
  }

  running(id: string, userId: string): RunningAnswer | undefined {
    const found = this.#running.get(id);
    return found?.userId === userId ? found : undefined;
  }
}

async function keep(store: AnswerStore, userId: string, answer: Answer): Promise<void> {
  try {
    await store.keepFinished(userId, answer);
  } catch {
    // The answer itself still reaches whoever waits for it; only a later look-up by id will miss it.
  }
}
