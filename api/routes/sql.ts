import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { answerSql } from '#answer/answer-sql.ts';
import { AnswerResponseSchema, SqlRequestSchema } from '../contract/rest.ts';
import type { ApiDeps } from '../deps.ts';
import type { RunningAnswers } from '../running-answers.ts';
import { answering, body, problems } from './responses.ts';

const sqlRoute = createRoute({
  method: 'post',
  path: '/v1/sql',
  request: { body: body(SqlRequestSchema) },
  responses: { 200: answering('The answer', AnswerResponseSchema), ...problems },
});

/** One read-only query, checked like any other. */
export function sqlRoutes(app: OpenAPIHono, deps: ApiDeps, answers: RunningAnswers): void {
  app.openapi(sqlRoute, async (context) => {
    const { sql, conversation, dry_run } = context.req.valid('json');
    const caller = await deps.callerOf(context.req.raw.headers);
    const running = answers.start({
      conversation,
      caller,
      question: null,
      run: (request) => answerSql({ ...request, sql, dryRun: dry_run === true }, deps.answers),
    });
    return context.json(await running.finished, 200);
  });
}
