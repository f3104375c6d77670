import { fillReport, type Report } from '#sql/reports/report.ts';
import { answerSql, type SqlRequest } from './answer-sql.ts';
import type { Answer } from './contract.ts';
import type { AnswerDeps } from './deps.ts';

/** Runs a saved report with its parameters, as an answer like any other. @throws ReportParameterError */
export function answerReport(
  report: Report,
  parameters: Readonly<Record<string, string>>,
  request: Omit<SqlRequest, 'sql'>,
  deps: AnswerDeps,
): Promise<Answer> {
  const sql = fillReport(report, parameters);
  return answerSql(
    {
      question: report.questions[0] ?? report.title,
      translator: 'report',
      subject: report.subject,
      assumptions: report.assumptions,
      chart: report.chart === null ? null : { ...report.chart, y: [...report.chart.y], title: report.title },
      ...request,
      sql,
    },
    deps,
  );
}
