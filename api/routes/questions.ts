import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { AnswerSchema } from '#answer/contract.ts';
import { answerCsv } from '#answer/csv.ts';
import {
  AnswerResponseSchema,
  QuestionAcceptedSchema,
  QuestionRequestSchema,
  QuestionRunningSchema,
} from '../contract/rest.ts';
import type { ApiDeps } from '../deps.ts';
import type { RunningAnswers } from '../running-answers.ts';
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

/** Asking, fetching the answer later, and its rows as a file. */
export function questionRoutes(app: OpenAPIHono, deps: ApiDeps, answers: RunningAnswers): void {
  app.openapi(askRoute, async (context) => {
    const { question, conversation, zone } = context.req.valid('json');
    const caller = await deps.callerOf(context.req.raw.headers);
    const running = answers.start({
      conversation,
      caller,
      question,
      run: (request) => deps.ask(question, zone ?? 'UTC', request),
    });
    if (context.req.valid('query').wait === 'true') return context.json(await running.finished, 200);
    return context.json({ id: running.id, conversation: running.conversation }, 202);
  });

  app.openapi(getRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { userId } = await deps.callerOf(context.req.raw.headers);
    const running = answers.running(id, userId);
    if (running !== undefined) {
      return context.json({ id, conversation: running.conversation, progress: [...running.progress] }, 202);
    }
    const kept = AnswerSchema.safeParse(await answers.finished(id, userId));
    if (kept.success) return context.json(kept.data, 200);
    return context.json(notFound(id), 404);
  });

  app.openapi(csvRoute, async (context) => {
    const { id } = context.req.valid('param');
    const { userId } = await deps.callerOf(context.req.raw.headers);
    const kept = AnswerSchema.safeParse(await answers.finished(id, userId));
    if (!kept.success) return context.json(notFound(id), 404);
    return context.body(answerCsv(kept.data), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="stocktake-answer.csv"',
    });
  });
}
