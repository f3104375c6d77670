import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { handle } from 'hono/aws-lambda';
import type { Telemetry } from '#platform/lambda/telemetry.ts';
import type { Api } from '../../app.ts';
import { limitedResponse } from './limit-response.ts';

/** Paths begin here, whatever stage or mapping stands before them. */
const OWN_PATH = /\/(v1\/.*|openapi\.json)$/s;

/** Answers a request of API Gateway's REST API with the app that the local server serves, too. */
export async function serveRest(
  event: APIGatewayProxyEvent,
  context: Context,
  api: Api,
  telemetry: Telemetry,
): Promise<APIGatewayProxyResult> {
  const started = performance.now();
  const { requestContext, httpMethod } = event;
  telemetry.correlate(requestContext.requestId);
  const serve = handle(api.app) as unknown as (
    event: APIGatewayProxyEvent,
    context: Context,
  ) => Promise<APIGatewayProxyResult>;
  const result = limitedResponse(await serve({ ...event, path: ownPath(event) }, context));
  telemetry.info('answered a request', {
    method: httpMethod,
    // The route as it is declared: a path names resources.
    route: event.resource,
    status: result.statusCode,
    bytes: result.body.length,
    elapsedMs: Math.round(performance.now() - started),
  });
  return result;
}

/** API Gateway leaves the stage out of `path` or not, depending on the name by which it was reached. */
function ownPath({ path }: APIGatewayProxyEvent): string {
  if (path.startsWith('/v1/')) return path;
  const own = OWN_PATH.exec(path)?.[1];
  return own === undefined ? path : `/${own}`;
}
