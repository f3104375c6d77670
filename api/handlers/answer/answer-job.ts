import type { Answer } from '#answer/contract.ts';
import { AppError } from '#catalog/errors.ts';
import type { Telemetry } from '#platform/lambda/telemetry.ts';
import type { Connections } from '#platform/ports/connections.ts';
import { isFault } from '../../answer-fault.ts';
import type { AnswerStore } from '../../answer-store.ts';
import { callerFor } from '../../auth/caller.ts';
import { AnswerJobSchema } from '../../contract/job.ts';
import type { ApiCaller, ApiDeps } from '../../deps.ts';
import { questionOf, runWork } from '../../run-work.ts';
import { RunningAnswers } from '../../running-answers.ts';
import { streamAnswer } from '../../socket.ts';
import { PushedConnection } from './pushed-connection.ts';

export interface AnswerJobDeps {
  readonly deps: ApiDeps;
  readonly store: AnswerStore;
  readonly connections: Connections;
  /** Ends the work in time to say that it was ended. */
  readonly deadline: AbortSignal;
}

/**
 * Does one job: answers it, keeps the answer for whoever asks for its id, and tells the connection that waits for it, if one
 * does. A job whose answer is kept already is done. What goes wrong with it, missing rights included, is its answer.
 * @throws ZodError where the event is no job, and AppError where the store does not answer: Lambda tries again
 */
export async function answerJob(event: unknown, from: AnswerJobDeps, telemetry: Telemetry): Promise<void> {
  const { id, conversation, user, connection, ...work } = AnswerJobSchema.parse(event);
  const { deps, store, connections, deadline } = from;
  telemetry.correlate(id);
  if ((await store.find(user.id, id))?.kind === 'finished') return;
  // Only a failed look-up of rights is caught by the work itself: until then the caller may read nothing.
  let caller: ApiCaller = { userId: user.id, policy: NOTHING, principal: user };
  let refusal: unknown;
  try {
    caller = await callerFor(user, deps.answers.keyValues);
  } catch (error) {
    refusal = error;
  }
  const answers = new RunningAnswers({
    store,
    newId: deps.answers.newId,
    engine: deps.answers.engine.name,
    questionOf: (asked) => questionOf(asked, deps),
    isShared: true,
    run: async (asked, request) => {
      if (refusal !== undefined) throw refusal;
      const signal = AbortSignal.any([request.signal, deadline]);
      const isTooSlow = () => deadline.aborted && !request.signal.aborted;
      try {
        const answer = await runWork(asked, { ...request, signal }, deps);
        if (answer.status !== 'failed' || !isTooSlow()) return answer;
      } catch (error) {
        if (!isTooSlow()) throw error;
      }
      throw tooSlow();
    },
  });
  const pushed =
    connection === undefined ? undefined : new PushedConnection(connections, connection, telemetry);
  const input = { id, conversation, caller, work };
  const answer = await streamAnswer(input, pushed ?? { send: () => undefined }, answers);
  await pushed?.drained();
  tell(answer, work.kind, telemetry);
}

/** The work took longer than a function may run. */
export class AnswerTooSlowError extends AppError {
  override readonly name = 'AnswerTooSlowError';
  readonly code = 'answer.too_slow';
  readonly retryable = false;
}

const tooSlow = () =>
  new AnswerTooSlowError('This took longer than an answer may take, so it was stopped.', {
    hint: 'Ask for less at once: name accounts, Regions, types or days.',
  });

const NOTHING: ApiCaller['policy'] = {
  user: '',
  grants: [],
  deniedColumns: [],
  maskedColumns: [],
  rowLimit: null,
  maxBytesPerQuery: null,
  audit: false,
  mayReadTable: () => false,
};

function tell(answer: Answer, kind: string, telemetry: Telemetry): void {
  telemetry.info('answered', {
    kind,
    status: answer.status,
    codes: answer.diagnostics.map(({ code }) => code),
    translator: answer.translator,
    rows: answer.row_count,
    verdict: answer.verdict?.status ?? null,
    bytesScanned: answer.bytes_scanned,
    elapsedMs: answer.elapsed_ms,
  });
  telemetry.count('AnswersMade', 1);
  telemetry.count('AnswersFailed', isFault(answer) ? 1 : 0);
}
