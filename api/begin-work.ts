import type { Answer } from '#answer/contract.ts';
import type { AnswerStore } from './answer-store.ts';
import { NotSignedInError } from './auth/errors.ts';
import type { AnswerWork } from './contract/job.ts';
import type { ApiCaller, ApiDeps, HandOver } from './deps.ts';
import { questionOf } from './run-work.ts';
import type { RunningAnswers } from './running-answers.ts';

/** What the routes work with. */
export interface AnswerRoutes {
  readonly deps: ApiDeps;
  readonly answers: RunningAnswers;
  readonly store: AnswerStore;
}

export type Begun =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'accepted'; readonly id: string; readonly conversation: string };

interface BeginInput {
  readonly caller: ApiCaller;
  readonly work: AnswerWork;
  readonly conversation: string | undefined;
  /** Whether the request waits for the answer. */
  readonly waits: boolean;
}

/**
 * Begins some work for a request. A process that lives on does it itself. One that ends with its response does only what is
 * waited for, and for as long as a request may take; the rest it hands over, and the answer is asked for by its id.
 * @throws AppError of the platform where nobody takes the work
 */
export async function beginWork(input: BeginInput, routes: AnswerRoutes): Promise<Begun> {
  const { deps, answers } = routes;
  const { caller, work, waits } = input;
  const conversation = input.conversation ?? deps.answers.newId();
  const { handOver } = deps;
  if (handOver !== undefined && !waits) {
    const id = deps.answers.newId();
    await handedOver({ id, conversation, caller, work }, handOver, routes);
    return { kind: 'accepted', id, conversation };
  }
  const running = answers.start({ conversation, caller, work });
  if (!waits) return { kind: 'accepted', id: running.id, conversation };
  if (handOver === undefined) return { kind: 'answered', answer: await running.finished };
  const answer = await within(running.finished, handOver.inlineMs);
  if (answer !== undefined) return { kind: 'answered', answer };
  await running.leave();
  await handedOver({ id: running.id, conversation, caller, work }, handOver, routes);
  return { kind: 'accepted', id: running.id, conversation };
}

async function handedOver(
  work: {
    readonly id: string;
    readonly conversation: string;
    readonly caller: ApiCaller;
    readonly work: AnswerWork;
  },
  { background }: HandOver,
  { deps, store }: AnswerRoutes,
): Promise<void> {
  const { id, conversation, caller } = work;
  if (caller.principal === null)
    throw new NotSignedInError('Work is only handed over for somebody who signed in.');
  // First kept, then handed over: whoever asks for the id must find it from the response on.
  const record = {
    conversation,
    question: questionOf(work.work, deps),
    startedAt: new Date(),
    progress: [],
  };
  await store.keepRunning(caller.userId, id, record);
  await background.start({ ...work.work, id, conversation, user: caller.principal });
}

/** For queries that a request itself needs: they are given up when a response is due, with an answer that says so. */
export const untilDue = ({ handOver }: ApiDeps): { readonly signal?: AbortSignal } =>
  handOver === undefined ? {} : { signal: AbortSignal.timeout(handOver.inlineMs) };

/** undefined where the promise takes longer. */
async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
