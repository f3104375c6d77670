import type { QuestionDeps } from '#nl2sql/ask.ts';
import { readReports } from '#sql/reports/read-reports.ts';
import { reportsFolder } from './commands/report.ts';
import type { OpenLake } from './open-lake.ts';

/** What a question needs beyond SQL: the saved reports whose questions it may match. */
export async function questionDeps(lake: OpenLake): Promise<QuestionDeps> {
  return { ...lake, reports: await readReports(reportsFolder()) };
}
