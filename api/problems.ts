import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { AppError } from '#catalog/errors.ts';
import type { Problem } from './contract/rest.ts';

/** Turns whatever a route threw into the one documented error shape; never a stack trace. */
export function problemOf(error: Error): {
  readonly status: 400 | 404 | 413 | 500;
  readonly problem: Problem;
} {
  if (error instanceof HTTPException) {
    const status = error.status === 404 ? 404 : error.status === 413 ? 413 : 400;
    const message = status === 400 ? 'The request body is not JSON of the documented form.' : error.message;
    return {
      status,
      problem: { code: `HTTP_${status}`, message, hint: 'GET /openapi.json describes every request.' },
    };
  }
  if (error instanceof AppError) {
    return { status: 400, problem: { code: error.code, message: error.message, hint: error.hint ?? null } };
  }
  return {
    status: 500,
    problem: {
      code: 'INTERNAL',
      message: 'Something inside Stocktake went wrong.',
      hint: 'Try again; the server log has the cause.',
    },
  };
}

/** A request that does not fit its schema: which field, and why. */
export function invalidRequest(
  result:
    | { readonly success: true }
    | {
        readonly success: false;
        readonly error: {
          readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
        };
      },
  context: Context,
): Response | undefined {
  if (result.success) return undefined;
  const where = result.error.issues
    .map((issue) => `${issue.path.map(String).join('.') || 'body'}: ${issue.message}`)
    .join('; ');
  const problem: Problem = {
    code: 'HTTP_400',
    message: `The request does not fit: ${where}`,
    hint: 'GET /openapi.json describes every request.',
  };
  return context.json(problem, 400);
}
