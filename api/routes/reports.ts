import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { answerReport } from '#answer/answer-report.ts';
import { AnswerResponseSchema, ReportRunSchema, ReportSummarySchema } from '../contract/rest.ts';
import type { ApiDeps } from '../deps.ts';
import type { RunningAnswers } from '../running-answers.ts';
import { answering, body, problems } from './responses.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/v1/reports',
  responses: { 200: answering('The saved reports', z.array(ReportSummarySchema)), ...problems },
});

const runRoute = createRoute({
  method: 'post',
  path: '/v1/reports/{area}/{name}',
  request: { params: z.object({ area: z.string(), name: z.string() }), body: body(ReportRunSchema) },
  responses: { 200: answering('The answer', AnswerResponseSchema), ...problems },
});

/** The saved reports, and running one. */
export function reportRoutes(app: OpenAPIHono, deps: ApiDeps, answers: RunningAnswers): void {
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
    const caller = await deps.callerOf(context.req.raw.headers);
    const running = answers.start({
      conversation: undefined,
      caller,
      question: report.title,
      run: (request) => answerReport(report, parameters ?? {}, request, deps.answers),
    });
    return context.json(await running.finished, 200);
  });
}
