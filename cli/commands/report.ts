import { join } from 'node:path';
import { Command } from 'commander';
import { answerReport } from '#answer/answer-report.ts';
import { didYouMean } from '#sql/analyse/scope.ts';
import { readReports } from '#sql/reports/read-reports.ts';
import type { Report } from '#sql/reports/report.ts';
import { UsageError } from '../errors.ts';
import { callerOf, openLake } from '../open-lake.ts';
import { type CommonOptions, type LakeOptions, withLake, withNow } from '../options.ts';
import {
  checkOutput,
  type OutputOptions,
  printAnswer,
  rowLimitOf,
  withOutput,
} from '../output/print-answer.ts';
import { packageRoot } from '../package-root.ts';

interface RunOptions extends LakeOptions, OutputOptions {
  readonly param: Readonly<Record<string, string>>;
  readonly as?: string;
  readonly dryRun?: boolean;
}

/** `stocktake report`: the saved reports. */
export function reportCommand(): Command {
  const command = new Command('report').description('list the saved reports, or run one');
  command.addCommand(
    withNow(
      new Command('list').description('list the saved reports').option('--json', 'print as JSON'),
    ).action(list),
  );
  command.addCommand(
    withOutput(withLake(new Command('run').description('run a saved report')))
      .argument('<name>', 'a report of the list')
      .option('--param <k=v>', 'a parameter (may be repeated)', collect, {})
      .option('--as <user>', 'run as this user of the policies file')
      .option('--dry-run', 'check and price, run nothing')
      .action(run),
  );
  return command;
}

export const reportsFolder = (): string => join(packageRoot(), 'sql', 'reports');

function collect(text: string, previous: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--param ${text} is not of the form name=value.`);
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

async function list(options: CommonOptions & { readonly json?: boolean }): Promise<void> {
  const reports = await readReports(reportsFolder());
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(reports)}\n`);
    return;
  }
  for (const report of reports) process.stdout.write(`${report.name.padEnd(44)} ${report.title}\n`);
}

async function run(name: string, options: RunOptions): Promise<void> {
  checkOutput(options);
  const report = find(await readReports(reportsFolder()), name);
  const lake = await openLake(options);
  try {
    const caller = await callerOf(lake, options.as);
    const answer = await answerReport(
      report,
      options.param,
      { caller, dryRun: options.dryRun === true, ...rowLimitOf(options) },
      lake,
    );
    printAnswer(answer, options);
  } finally {
    await lake.close();
  }
}

/** Long names are no slips of the finger, and comparing them takes long. */
const nearest = (reports: readonly Report[], name: string): string | null =>
  name.length > 100
    ? null
    : didYouMean(
        name,
        reports.map((report) => (name.includes('/') ? report.name : (report.name.split('/').at(-1) ?? ''))),
      );

/** By whole name, or by its last part where that is one report's alone. */
function find(reports: readonly Report[], name: string): Report {
  const found = reports.filter((report) => report.name === name || report.name.endsWith(`/${name}`));
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new UsageError(
      found.length > 1 ? `Several reports are called ${name}.` : `There is no report ${name}.`,
      { hint: (found.length === 0 ? nearest(reports, name) : null) ?? '`stocktake report list` lists them.' },
    );
  }
  return only;
}
