import type { Answer, AnswerProgress } from '#answer/contract.ts';
import type { AnswerDeps, Caller } from '#answer/deps.ts';
import type { Background } from '#platform/ports/background.ts';
import type { Report } from '#sql/reports/report.ts';
import type { Principal } from './auth/principal.ts';
import type { AnswerJob } from './contract/job.ts';

/** One question or SQL text on its way to an answer. */
export interface RunRequest {
  readonly id: string;
  readonly conversation: string;
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: AnswerProgress) => void;
}

/** A caller, with the sign-in that made them one; none on a machine of their own. */
export interface ApiCaller extends Caller {
  readonly principal: Principal | null;
}

/** What a request is known by: `env` is what the server put beside it, which no client can set. */
export interface CallerSource {
  readonly req: { readonly raw: Request };
  readonly env: unknown;
}

/** How a process works that ends with its response. */
export interface HandOver {
  /** Takes work that nobody waits for, or that took too long to wait for. */
  readonly background: Background<AnswerJob>;
  /** How long a request may be worked on before it is handed over, in milliseconds. */
  readonly inlineMs: number;
}

/** What the HTTP app needs; the local server and the Lambda handler compose it. */
export interface ApiDeps {
  readonly answers: AnswerDeps;
  readonly ask: (question: string, zone: string, request: RunRequest) => Promise<Answer>;
  readonly reports: readonly Report[];
  /** Who is calling. Locally always the owner; in AWS from the verified token. */
  readonly callerOf: (source: CallerSource) => Promise<ApiCaller>;
  /** Questions that the page offers to a newcomer. */
  readonly examples: readonly string[];
  readonly sampleTime: Date | undefined;
  /** Told of errors that become a 5xx: the caller sees what to do, whoever runs this the cause. */
  readonly onFault?: (error: Error) => void;
  /** Told of every answer that this process made itself. */
  readonly onMade?: (answer: Answer) => void;
  /** Left out where this process lives on: it does all work itself. */
  readonly handOver?: HandOver;
}
