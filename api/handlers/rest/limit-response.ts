import type { APIGatewayProxyResult } from 'aws-lambda';
import { z } from 'zod';
import type { Problem } from '../../contract/rest.ts';

/**
 * Bytes of a function's whole response, its body escaped as JSON in JSON. Lambda takes 6 MB, and turns one byte more into a 502.
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export const LARGEST_RESPONSE_BYTES = 5_500_000;

const CutSchema = z.looseObject({
  rows: z.array(z.unknown()),
  truncated: z.boolean(),
  diagnostics: z.array(z.unknown()),
});
type Cut = z.infer<typeof CutSchema>;

const TOO_LARGE: Problem = {
  code: 'HTTP_413',
  message: 'The response is larger than one can be (5.5 MB).',
  hint: 'Ask for fewer rows or columns.',
};

/**
 * A response that Lambda passes on. Of an answer that is too large the last rows are left out: `truncated` is true, row_count keeps
 * the true total, and a diagnostic says what to do. What has no rows to leave out, such as CSV, becomes a 413.
 */
export function limitedResponse(
  result: APIGatewayProxyResult,
  largest = LARGEST_RESPONSE_BYTES,
): APIGatewayProxyResult {
  if (sizeOf(result) <= largest) return result;
  const body = withoutLastRows(result, largest);
  if (body !== undefined) return { ...result, body };
  const headers = { ...result.headers, 'content-type': 'application/json' };
  const problem = { ...result, statusCode: 413, headers, body: JSON.stringify(TOO_LARGE) };
  return { ...problem, isBase64Encoded: false };
}

const sizeOf = (result: APIGatewayProxyResult): number => Buffer.byteLength(JSON.stringify(result));

/** An answer, or an object of answers, whose rows are cut evenly until it fits; undefined where that does not help. */
function withoutLastRows(result: APIGatewayProxyResult, largest: number): string | undefined {
  const parsed = parse(result.body);
  if (parsed === undefined) return undefined;
  for (let share = 0.9; share > 0.001; share *= 0.8) {
    const body = JSON.stringify(cut(parsed, share));
    if (body === undefined) return undefined;
    if (sizeOf({ ...result, body }) <= largest) return body;
  }
  return undefined;
}

function parse(body: string): Cut | Record<string, Cut> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const one = CutSchema.safeParse(value);
    if (one.success) return one.data;
    const several = z.record(z.string(), CutSchema).safeParse(value);
    return several.success ? several.data : undefined;
  } catch {
    return undefined;
  }
}

function cut(value: Cut | Record<string, Cut>, share: number): unknown {
  const one = CutSchema.safeParse(value);
  if (one.success) return cutAnswer(one.data, share);
  return Object.fromEntries(
    Object.entries(value as Record<string, Cut>).map(([name, answer]) => [name, cutAnswer(answer, share)]),
  );
}

function cutAnswer(answer: Cut, share: number): Cut {
  const kept = Math.floor(answer.rows.length * share);
  if (kept === answer.rows.length) return answer;
  const diagnostic = {
    code: 'ANSWER_CUT',
    message: `Only the first ${kept} of ${answer.rows.length} rows fit into a response.`,
    hint: 'Name fewer columns, or ask for part of it: accounts, Regions, types. Totals are of all rows.',
  };
  return {
    ...answer,
    rows: answer.rows.slice(0, kept),
    truncated: true,
    diagnostics: [...answer.diagnostics, diagnostic],
  };
}
