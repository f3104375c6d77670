import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import { methodsOf } from './allowed-methods.ts';
import { AnswerStore } from './answer-store.ts';
import type { ApiDeps } from './deps.ts';
import { invalidRequest, problemOf } from './problems.ts';
import { coverageRoutes } from './routes/coverage.ts';
import { lakeRoutes } from './routes/lake.ts';
import { questionRoutes } from './routes/questions.ts';
import { reportRoutes } from './routes/reports.ts';
import { resourceRoutes } from './routes/resources.ts';
import { sqlRoutes } from './routes/sql.ts';
import { questionOf, runWork } from './run-work.ts';
import { RunningAnswers } from './running-answers.ts';

const LARGEST_BODY = 1_048_576;

export interface Api {
  readonly app: OpenAPIHono;
  readonly answers: RunningAnswers;
}

/** The HTTP API: Request to Response, the same app under the local server and in a Lambda. */
export function createApi(deps: ApiDeps): Api {
  const store = new AnswerStore(deps.answers.keyValues);
  const answers = new RunningAnswers({
    store,
    newId: deps.answers.newId,
    engine: deps.answers.engine.name,
    run: (work, request) => runWork(work, request, deps),
    questionOf: (work) => questionOf(work, deps),
    // Nobody knows the id of an answer before the response that is waited for here.
    isShared: false,
    ...(deps.onMade === undefined ? {} : { onMade: deps.onMade }),
  });
  const routes = { deps, answers, store };
  const app = new OpenAPIHono({ defaultHook: invalidRequest });
  app.use(secureHeaders({ contentSecurityPolicy: contentSecurityPolicy }));
  app.use(
    '/v1/*',
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (context) =>
        context.json(
          {
            code: 'HTTP_413',
            message: `The request is larger than ${LARGEST_BODY.toLocaleString('en-US')} bytes.`,
            hint: 'Ask a shorter question, or send shorter SQL.',
          },
          413,
        ),
    }),
  );
  app.onError((error, context) => {
    const { status, problem } = problemOf(error);
    if (status >= 500) deps.onFault?.(error);
    return context.json(problem, status);
  });
  questionRoutes(app, routes);
  sqlRoutes(app, routes);
  reportRoutes(app, routes);
  coverageRoutes(app, deps);
  resourceRoutes(app, deps);
  lakeRoutes(app, deps);
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Stocktake',
      version: '1',
      description: 'Questions about everything an AWS organization owns.',
    },
  });
  app.notFound((context) => {
    const allowed = methodsOf(app, context.req.path);
    const hint = 'GET /openapi.json lists what there is.';
    if (allowed.length > 0) {
      const message = `This address does not take ${context.req.method}; it takes ${allowed.join(', ')}.`;
      return context.json({ code: 'HTTP_405', message, hint }, 405, { allow: allowed.join(', ') });
    }
    return context.json({ code: 'HTTP_404', message: 'There is nothing at this address.', hint }, 404);
  });
  return { app, answers };
}

/** Nothing but the page's own files runs or is shown; text from the lake is never markup. */
const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  manifestSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
};
