import { reportTexts } from './generated/report-texts.ts';
import { parseReport, type Report } from './report.ts';

/** The saved reports as they were when the program was built, for where there is no folder to read them from. */
export function bundledReports(): readonly Report[] {
  return Object.entries(reportTexts)
    .map(([name, text]) => parseReport(name, text))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
