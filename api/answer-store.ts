import { z } from 'zod';
import { type Answer, type AnswerProgress, AnswerSchema } from '#answer/contract.ts';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';

const ProgressSchema = z.object({
  stage: z.enum(['authorise', 'translate', 'check', 'price', 'run', 'verdict', 'done']),
  detail: z.string().nullable(),
  elapsed_ms: z.number(),
});
const RunningSchema = z.object({
  running: z.object({
    conversation: z.string(),
    question: z.string().nullable(),
    startedAt: z.coerce.date(),
    progress: z.array(ProgressSchema),
  }),
});

/** An answer on its way, in whatever process it is being made. */
export interface RunningRecord {
  readonly conversation: string;
  readonly question: string | null;
  readonly startedAt: Date;
  readonly progress: readonly AnswerProgress[];
}

export type KeptAnswer =
  | { readonly kind: 'running'; readonly running: RunningRecord }
  | { readonly kind: 'finished'; readonly answer: Answer };

const KEEP_MS = 24 * 3_600_000;

/** Answers by user and id, for a day. A user only ever finds their own: the id of somebody else's is unknown to them. */
export class AnswerStore {
  readonly #store: KeyValueStore;

  constructor(store: KeyValueStore) {
    this.#store = store;
  }

  async find(userId: string, id: string): Promise<KeptAnswer | undefined> {
    const value = await this.#store.get(answerKey(userId, id));
    const running = RunningSchema.safeParse(value);
    if (running.success) return { kind: 'running', running: running.data.running };
    const finished = AnswerSchema.safeParse(value);
    return finished.success ? { kind: 'finished', answer: finished.data } : undefined;
  }

  async keepRunning(userId: string, id: string, running: RunningRecord): Promise<void> {
    await this.#store.put(answerKey(userId, id), { running }, { expiresAt: inADay() });
  }

  async keepFinished(userId: string, answer: Answer): Promise<void> {
    await this.#store.put(answerKey(userId, answer.id), answer, { expiresAt: inADay() });
  }

  /** Asks the process that makes the answer to stop. */
  async askToCancel(userId: string, id: string): Promise<void> {
    await this.#store.put(cancelKey(userId, id), true, { expiresAt: inADay() });
  }

  async isAskedToCancel(userId: string, id: string): Promise<boolean> {
    return (await this.#store.get(cancelKey(userId, id))) !== undefined;
  }
}

const inADay = () => new Date(Date.now() + KEEP_MS);
const keyIn = (folder: string) => (userId: string, id: string) =>
  `${folder}/${encodeURIComponent(userId)}/${encodeURIComponent(id)}`;
const answerKey = keyIn('answers');
const cancelKey = keyIn('cancelled');
