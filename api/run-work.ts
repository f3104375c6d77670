import { answerReport } from '#answer/answer-report.ts';
import { answerSql } from '#answer/answer-sql.ts';
import type { Answer } from '#answer/contract.ts';
import { AppError } from '#catalog/errors.ts';
import type { AnswerWork } from './contract/job.ts';
import type { ApiDeps, RunRequest } from './deps.ts';

/** There is no saved report of that name. */
export class UnknownReportError extends AppError {
  override readonly name = 'UnknownReportError';
  readonly code = 'report.unknown';
  readonly retryable = false;
}

/** Answers whatever a client wants to be answered, the same way whichever door it came through. */
export async function runWork(work: AnswerWork, request: RunRequest, deps: ApiDeps): Promise<Answer> {
  switch (work.kind) {
    case 'question':
      return deps.ask(work.question, work.zone, request);
    case 'sql':
      return answerSql({ ...request, sql: work.sql, dryRun: work.dryRun }, deps.answers);
    case 'report': {
      const report = deps.reports.find(({ name }) => name === work.name);
      if (report === undefined)
        throw new UnknownReportError(`There is no report ${work.name}.`, {
          hint: 'GET /v1/reports lists them.',
        });
      return answerReport(report, work.parameters, request, deps.answers);
    }
  }
}

/** What the answer to some work says was asked: the question, the title of the report, nothing of SQL. */
export function questionOf(work: AnswerWork, deps: Pick<ApiDeps, 'reports'>): string | null {
  if (work.kind === 'question') return work.question;
  if (work.kind === 'sql') return null;
  return deps.reports.find(({ name }) => name === work.name)?.title ?? null;
}
