import type { Answer, AnswerProgress } from '#answer/contract.ts';
import type { AnswerDeps, Caller } from '#answer/deps.ts';
import type { Report } from '#sql/reports/report.ts';

/** One question or SQL text on its way to an answer. */
export interface RunRequest {
  readonly id: string;
  readonly conversation: string;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AnswerProgress) => void;
}

/** What the HTTP app needs; the local server and the Lambda handler compose it. */
export interface ApiDeps {
  readonly answers: AnswerDeps;
  readonly ask: (question: string, zone: string, request: RunRequest) => Promise<Answer>;
  readonly reports: readonly Report[];
  /** Who is calling. Locally always the owner; in AWS from the verified token. */
  readonly callerOf: (headers: Headers) => Promise<Caller>;
  /** Questions that the page offers to a newcomer. */
  readonly examples: readonly string[];
  readonly sampleTime: Date | undefined;
}
