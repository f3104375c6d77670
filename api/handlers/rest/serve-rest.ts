import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { handle } from 'hono/aws-lambda';
import type { Telemetry } from '#platform/lambda/telemetry.ts';
import type { Api } from '../../app.ts';
import { problemOf } from '../../problems.ts';
import { limitedResponse } from './limit-response.ts';

/** Paths begin here, whatever stage or mapping stands before them. */
const OWN_PATH = /\/(v1\/.*|openapi\.json)$/s;

/**
 * Answers a request of API Gateway's REST API with the app that the local server serves, too. Never throws: API Gateway would
 * make a 502 of it.
 * @param prepare what has to be done before the request is
 */
export async function serveRest(
  event: APIGatewayProxyEvent,
  context: Context,
  api: Api,
  telemetry: Telemetry,
  prepare: () => Promise<void> = async () => undefined,
): Promise<APIGatewayProxyResult> {
  const started = performance.now();
  telemetry.correlate(event.requestContext.requestId);
  let result: APIGatewayProxyResult;
  try {
    await prepare();
    const serve = handle(api.app) as unknown as (
      event: APIGatewayProxyEvent,
      context: Context,
    ) => Promise<APIGatewayProxyResult>;
    result = limitedResponse(await serve({ ...event, path: ownPath(event) }, context));
  } catch (error) {
    telemetry.error('a request could not be served', error);
    const { status, problem } = problemOf(error instanceof Error ? error : new Error('unknown'));
    const headers = { 'content-type': 'application/json' };
    result = { statusCode: status, headers, body: JSON.stringify(problem) };
  }
  telemetry.info('answered a request', {
    method: event.httpMethod,
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
