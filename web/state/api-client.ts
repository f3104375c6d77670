import type { Answer, LakeInfo, Problem, ReportSummary, TableSummary } from '#api/contract/rest.ts';
import { token } from './sign-in.ts';

/** The API could not be reached, or refused the request; the message is for a person. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
}

/** @throws ApiProblem */
async function request(path: string, init?: RequestInit): Promise<Response> {
  const known = await token();
  const headers = new Headers(init?.headers);
  if (known !== undefined) headers.set('authorization', `Bearer ${known}`);
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers });
  } catch {
    throw new ApiProblem('Stocktake cannot be reached. Is the server still running?');
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => null)) as Problem | null;
  throw new ApiProblem(problem?.message ?? `The server answered ${response.status}.`);
}

async function call<T>(path: string, init?: RequestInit): Promise<T> {
  return (await request(path, init)).json() as Promise<T>;
}

/** Saves what is at an address as a file: a plain link could not say who asks. @throws ApiProblem */
async function save(path: string, name: string): Promise<void> {
  const address = URL.createObjectURL(await (await request(path)).blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
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
  saveCsv: ({ id }: Answer) => save(`/v1/questions/${encodeURIComponent(id)}/csv`, `stocktake-${id}.csv`),
  saveOpenApi: () => save('/openapi.json', 'stocktake-openapi.json'),
};
