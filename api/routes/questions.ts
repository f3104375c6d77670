import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { answerSql, failedAnswer } from '#answer/answer-sql.ts';
import { blankAnswer } from '#answer/blank-answer.ts';
import type { Answer } from '#answer/contract.ts';
import { answerCsv } from '#answer/csv.ts';
import type { Caller } from '#answer/deps.ts';
import { AppError } from '#catalog/errors.ts';
import type { KeptAnswer } from '../answer-store.ts';
import { type AnswerRoutes, beginWork, untilDue } from '../begin-work.ts';
import {
  AnswerResponseSchema,
  QuestionAcceptedSchema,
  QuestionRequestSchema,
  QuestionRunningSchema,
} from '../contract/rest.ts';
import type { ApiDeps } from '../deps.ts';
import { answering, body, problems } from './responses.ts';

const askRoute = createRoute({
  method: 'post',
  path: '/v1/questions',
  request: {
    body: body(QuestionRequestSchema),
    query: z.object({ wait: z.enum(['true', 'false']).optional() }),
  },
  responses: {
    200: answering('The answer (with wait=true)', AnswerResponseSchema),
    202: answering('Accepted; GET /v1/questions/{id} has the answer when it is made', QuestionAcceptedSchema),
    ...problems,
  },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/questions/{id}',
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: answering('The answer', AnswerResponseSchema),
    202: answering('Still being answered', QuestionRunningSchema),
    ...problems,
  },
});

const csvRoute = createRoute({
  method: 'get',
  path: '/v1/questions/{id}/csv',
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: { description: 'The rows as CSV', content: { 'text/csv': { schema: z.string() } } },
    ...problems,
  },
});

const notFound = (id: string) => ({
  code: 'HTTP_404',
  message: `No question has the id ${id}.`,
  hint: 'Answers are kept for 24 hours.',
});

/** The process that made the answer ended before it was done. */
export class AnswerLostError extends AppError {
  override readonly name = 'AnswerLostError';
  readonly code = 'answer.lost';
  readonly retryable = true;
}

/** The file cannot be given whole, and is not given in part. */
export class AnswerNotWholeError extends AppError {
  override readonly name = 'AnswerNotWholeError';
  readonly code = 'answer.not_whole';
  readonly retryable = true;
}

/** Longer than two attempts of the function that answers, which end after five minutes each. */
const LOST_AFTER_MS = 12 * 60_000;

/** Asking, fetching the answer later, and its rows as a file. */
export function questionRoutes(app: OpenAPIHono, routes: AnswerRoutes): void {
  const { deps, answers, store } = routes;
  app.openapi(askRoute, async (context) => {
    const { question, conversation, zone } = context.req.valid('json');
    const begun = await beginWork(
      {
        caller: await deps.callerOf(context),
        work: { kind: 'question', question, zone: zone ?? 'UTC' },
        conversation,
        waits: context.req.valid('query').wait === 'true',
      },
      routes,
    );
    if (begun.kind === 'answered') return context.json(begun.answer, 200);
    return context.json({ id: begun.id, conversation: begun.conversation }, 202);
  });

  app.openapi(getRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { userId } = await deps.callerOf(context);
    const running = answers.running(id, userId);
    if (running !== undefined) {
      return context.json({ id, conversation: running.conversation, progress: [...running.progress] }, 202);
    }
    const kept = await store.find(userId, id);
    const answer = answerIn(id, kept, deps.answers.engine.name);
    if (answer !== undefined) return context.json(answer, 200);
    if (kept?.kind === 'running') {
      const { conversation, progress } = kept.running;
      return context.json({ id, conversation, progress: [...progress] }, 202);
    }
    return context.json(notFound(id), 404);
  });

  app.openapi(csvRoute, async (context) => {
    const { id } = context.req.valid('param');
    const caller = await deps.callerOf(context);
    const kept = await store.find(caller.userId, id);
    if (kept?.kind !== 'finished') return context.json(notFound(id), 404);
    const whole = await wholeAnswer(kept.answer, caller, deps);
    return context.body(answerCsv(whole), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="stocktake-answer.csv"',
    });
  });
}

/**
 * The answer with every row that the caller may read: a file of rows that ends at the first 10,000 would pass for all.
 * @throws AnswerNotWholeError
 */
async function wholeAnswer(answer: Answer, caller: Caller, deps: ApiDeps): Promise<Answer> {
  if (!answer.truncated || answer.sql === null) return answer;
  const whole = await answerSql(
    { sql: answer.sql, caller, rowLimit: Number.POSITIVE_INFINITY, isLogged: false, ...untilDue(deps) },
    deps.answers,
  );
  if (whole.status === 'answered') return whole;
  throw new AnswerNotWholeError(`The rows beyond the first could not be read: ${whole.text}`);
}

/** The answer that is kept; one that has been running for too long was lost, and says so. */
function answerIn(id: string, kept: KeptAnswer | undefined, engine: string): Answer | undefined {
  if (kept?.kind !== 'running') return kept?.answer;
  const { conversation, question, startedAt } = kept.running;
  if (Date.now() - startedAt.getTime() <= LOST_AFTER_MS) return undefined;
  const lost = new AnswerLostError('This answer was never finished.', { hint: 'Ask again.' });
  return failedAnswer(blankAnswer({ id, conversation, question, engine }), lost);
}
