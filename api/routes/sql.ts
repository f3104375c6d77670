import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { type AnswerRoutes, beginWork } from '../begin-work.ts';
import { AnswerResponseSchema, SqlRequestSchema } from '../contract/rest.ts';
import { accepted, answering, body, problems } from './responses.ts';

const sqlRoute = createRoute({
  method: 'post',
  path: '/v1/sql',
  request: { body: body(SqlRequestSchema) },
  responses: { 200: answering('The answer', AnswerResponseSchema), ...accepted, ...problems },
});

/** One read-only query, checked like any other. */
export function sqlRoutes(app: OpenAPIHono, routes: AnswerRoutes): void {
  app.openapi(sqlRoute, async (context) => {
    const { sql, conversation, dry_run } = context.req.valid('json');
    const caller = await routes.deps.callerOf(context);
    const work = { kind: 'sql', sql, dryRun: dry_run === true } as const;
    const begun = await beginWork({ caller, work, conversation, waits: true }, routes);
    if (begun.kind === 'answered') return context.json(begun.answer, 200);
    return context.json({ id: begun.id, conversation: begun.conversation }, 202);
  });
}
