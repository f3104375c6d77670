import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type AnswerRoutes, beginWork } from '../begin-work.ts';
import { AnswerResponseSchema, ReportRunSchema, ReportSummarySchema } from '../contract/rest.ts';
import { accepted, answering, body, problems } from './responses.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/v1/reports',
  responses: { 200: answering('The saved reports', z.array(ReportSummarySchema)), ...problems },
});

const runRoute = createRoute({
  method: 'post',
  path: '/v1/reports/{area}/{name}',
  request: { params: z.object({ area: z.string(), name: z.string() }), body: body(ReportRunSchema) },
  responses: { 200: answering('The answer', AnswerResponseSchema), ...accepted, ...problems },
});

/** The saved reports, and running one. */
export function reportRoutes(app: OpenAPIHono, routes: AnswerRoutes): void {
  const { deps } = routes;
  app.openapi(listRoute, (context) =>
    context.json(
      deps.reports.map(({ name, title, questions, parameters }) => ({
        name,
        title,
        questions: [...questions],
        parameters: [...parameters],
      })),
      200,
    ),
  );

  app.openapi(runRoute, async (context) => {
    const { area, name } = context.req.valid('param');
    const { parameters } = context.req.valid('json');
    const report = deps.reports.find((candidate) => candidate.name === `${area}/${name}`);
    if (report === undefined) {
      return context.json(
        {
          code: 'HTTP_404',
          message: `There is no report ${area}/${name}.`,
          hint: 'GET /v1/reports lists them.',
        },
        404,
      );
    }
    const caller = await deps.callerOf(context);
    const work = { kind: 'report', name: report.name, parameters: parameters ?? {} } as const;
    const begun = await beginWork({ caller, work, conversation: undefined, waits: true }, routes);
    if (begun.kind === 'answered') return context.json(begun.answer, 200);
    return context.json({ id: begun.id, conversation: begun.conversation }, 202);
  });
}
