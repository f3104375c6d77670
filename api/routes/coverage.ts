import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import { answerSql } from '#answer/answer-sql.ts';
import { untilDue } from '../begin-work.ts';
import { AnswerResponseSchema } from '../contract/rest.ts';
import type { ApiDeps } from '../deps.ts';
import { answering, problems } from './responses.ts';

const coverageRoute = createRoute({
  method: 'get',
  path: '/v1/coverage',
  responses: { 200: answering('One row per account, Region and domain', AnswerResponseSchema), ...problems },
});

const COVERAGE_SQL = 'SELECT * FROM coverage ORDER BY account_name, account_id, region, domain';

/** The coverage table as an answer: within the caller's policy, like any query. */
export function coverageRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  app.openapi(coverageRoute, async (context) => {
    const caller = await deps.callerOf(context);
    return context.json(
      await answerSql(
        { sql: COVERAGE_SQL, caller, subject: 'account-Regions', isLogged: false, ...untilDue(deps) },
        deps.answers,
      ),
      200,
    );
  });
}
