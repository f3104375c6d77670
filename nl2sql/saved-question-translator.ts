import type { Report } from '#sql/reports/report.ts';
import { atomsOf } from './lex/atoms.ts';
import type { Translation, TranslationRequest, Translator } from './translator.ts';

const SILENT = new Set([
  'the',
  'a',
  'an',
  'please',
  'me',
  'show',
  'list',
  'give',
  'our',
  'my',
  'all',
  'do',
  'we',
  'have',
  'is',
  'are',
  'what',
  'which',
  'there',
]);

/** Two questions are the same when their words are, but for articles and the words that only ask. */
function signature(question: string): string {
  return atomsOf(question)
    .filter((atom) => atom.kind !== 'comma' && !(atom.kind === 'word' && SILENT.has(atom.stem)))
    .map((atom) => (atom.kind === 'quoted' ? atom.raw : atom.stem))
    .join(' ');
}

/** Answers a question that a saved report answers word for word; the report's SQL is verified, so it comes first. */
export function savedQuestionTranslator(reports: readonly Report[]): Translator {
  const byQuestion = new Map(
    reports.flatMap((report) => report.questions.map((question) => [signature(question), report] as const)),
  );
  return {
    name: 'saved',
    async translate({ question }: TranslationRequest): Promise<Translation> {
      const key = signature(question);
      const report = key === '' ? undefined : byQuestion.get(key);
      if (report === undefined) return { kind: 'pass' };
      return {
        kind: 'sql',
        sql: report.sql,
        subject: report.subject,
        title: report.title,
        assumptions: [...report.assumptions, `This is the saved report ${report.name}.`],
        followUps: [],
        ...(report.chart === null
          ? {}
          : {
              chart: {
                kind: report.chart.kind,
                title: report.title,
                x: report.chart.x,
                y: [...report.chart.y],
              },
            }),
      };
    },
  };
}
