import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { AppError } from '#catalog/errors.ts';
import type { Problem } from './contract/rest.ts';

export type ProblemStatus = 400 | 401 | 403 | 404 | 413 | 500 | 503;

/** Statuses by code; other errors of ours are 503 where the same request may work later, else 400. */
const STATUS: Readonly<Record<string, ProblemStatus>> = {
  'auth.not_signed_in': 401,
  'auth.token_expired': 401,
  'auth.token_refused': 401,
  'auth.not_permitted': 403,
  'auth.policies_unusable': 500,
  'platform.credentials': 500,
  'platform.access_denied': 500,
  'platform.place_missing': 500,
  'platform.request_refused': 500,
};

/** Turns whatever a route threw into the one documented error shape; never a stack trace. */
export function problemOf(error: Error): { readonly status: ProblemStatus; readonly problem: Problem } {
  if (error instanceof HTTPException) {
    const status = error.status === 404 ? 404 : error.status === 413 ? 413 : 400;
    const message = status === 400 ? 'The request body is not JSON of the documented form.' : error.message;
    return {
      status,
      problem: { code: `HTTP_${status}`, message, hint: 'GET /openapi.json describes every request.' },
    };
  }
  if (error instanceof AppError) {
    const { code, message, retryable } = error;
    const hint = error.hint ?? (retryable ? 'Try again in a moment.' : null);
    return { status: STATUS[code] ?? (retryable ? 503 : 400), problem: { code, message, hint } };
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
