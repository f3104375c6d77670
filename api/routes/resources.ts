import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { answerSql } from '#answer/answer-sql.ts';
import type { Caller } from '#answer/deps.ts';
import { quoteString } from '#sql/text.ts';
import { untilDue } from '../begin-work.ts';
import { ResourceResponseSchema } from '../contract/rest.ts';
import type { ApiDeps } from '../deps.ts';
import { answering, problems } from './responses.ts';

const resourceRoute = createRoute({
  method: 'get',
  path: '/v1/resources/{account}/{region}/{type}/{id}',
  request: {
    params: z.object({
      account: z.string(),
      region: z.string(),
      type: z.string(),
      /** Percent-encoded: ids contain slashes and colons. */
      id: z.string(),
    }),
  },
  responses: {
    200: answering('The resource, its history and its edges', ResourceResponseSchema),
    ...problems,
  },
});

const MOST_VERSIONS = 200;

/** One resource with its history and edges. */
export function resourceRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  app.openapi(resourceRoute, async (context) => {
    const { account, region, type, id } = context.req.valid('param');
    const caller = await deps.callerOf(context);
    const key = `account_id = ${quoteString(account)} AND region = ${quoteString(region)} AND resource_type = ${quoteString(type)} AND resource_id = ${quoteString(id)}`;
    const ask = (sql: string, who: Caller) =>
      answerSql(
        { sql, caller: who, rowLimit: MOST_VERSIONS, isLogged: false, ...untilDue(deps) },
        deps.answers,
      );
    const [resource, history, relationships] = await Promise.all([
      ask(`SELECT * FROM resources WHERE ${key}`, caller),
      ask(`SELECT * FROM resource_history WHERE ${key} ORDER BY valid_from DESC`, caller),
      ask(
        `SELECT * FROM relationships WHERE ${key} ORDER BY relationship, target_resource_type, target_resource_id`,
        caller,
      ),
    ]);
    return context.json({ resource, history, relationships }, 200);
  });
}
