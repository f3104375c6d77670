import type { Answer, LakeInfo, Problem, ReportSummary, TableSummary } from '#api/contract/rest.ts';

/** The API could not be reached, or refused the request; the message is for a person. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new ApiProblem('Stocktake cannot be reached. Is the server still running?');
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = body as Problem | null;
    throw new ApiProblem(problem?.message ?? `The server answered ${response.status}.`);
  }
  return body as T;
}

const POLL_MS = 1_000;

/** An answer, or one that takes longer than a request may: then it is asked for until it is made. */
async function answered(path: string, init?: RequestInit): Promise<Answer> {
  let reply = await call<Answer | { readonly id: string }>(path, init);
  while (!('rows' in reply)) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    reply = await call<Answer | { readonly id: string }>(`/v1/questions/${encodeURIComponent(reply.id)}`);
  }
  return reply;
}

const post = (value: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const api = {
  lake: () => call<LakeInfo>('/v1/lake'),
  coverage: () => call<Answer>('/v1/coverage'),
  reports: () => call<ReportSummary[]>('/v1/reports'),
  tables: () => call<TableSummary[]>('/v1/tables'),
  runReport: (name: string, parameters: Record<string, string>) =>
    answered(`/v1/reports/${name}`, post({ parameters })),
  ask: (question: string, conversation: string | undefined) =>
    answered(
      '/v1/questions?wait=true',
      post(conversation === undefined ? { question } : { question, conversation }),
    ),
  sql: (sql: string) => answered('/v1/sql', post({ sql })),
  answer: (id: string) => answered(`/v1/questions/${encodeURIComponent(id)}`),
};

/** Address of an answer's rows as CSV. */
export const csvAddress = (answer: Answer): string => `/v1/questions/${encodeURIComponent(answer.id)}/csv`;
