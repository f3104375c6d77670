import { Command, CommanderError } from 'commander';
import { AppError } from '#catalog/errors.ts';
import { UsageError } from './errors.ts';
import { failedToAnswer, toldError } from './told-error.ts';

const WRONG_USE = 2;

// The SDK would warn in every run that its versions of 2027 need Node 22; the version in use is pinned.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/**
 * Each command's module by name, in the order of the help. Only the one that is called is loaded: the SQL grammar,
 * the engine and the server are most of the start-up time, and few commands need them all.
 */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./commands/start.ts')).startCommand(),
  sample: async () => (await import('./commands/sample.ts')).sampleCommand(),
  ingest: async () => (await import('./commands/ingest.ts')).ingestCommand(),
  compact: async () => (await import('./commands/compact.ts')).compactCommand(),
  rebuild: async () => (await import('./commands/rebuild.ts')).rebuildCommand(),
  replay: async () => (await import('./commands/replay.ts')).replayCommand(),
  status: async () => (await import('./commands/status.ts')).statusCommand(),
  ask: async () => (await import('./commands/ask.ts')).askCommand(),
  sql: async () => (await import('./commands/sql.ts')).sqlCommand(),
  tables: async () => (await import('./commands/tables.ts')).tablesCommand(),
  report: async () => (await import('./commands/report.ts')).reportCommand(),
  policy: async () => (await import('./commands/policy.ts')).policyCommand(),
  serve: async () => (await import('./commands/serve.ts')).serveCommand(),
  recorder: async () => (await import('./commands/recorder.ts')).recorderCommand(),
  erase: async () => (await import('./commands/erase.ts')).eraseCommand(),
};

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('stocktake')
    .description('Ask what an AWS organization owns, and know what the answer covers.')
    .showHelpAfterError('(add --help for what the command takes)')
    .exitOverride();
  const called = Object.hasOwn(commands, argv[2] ?? '') ? commands[argv[2] ?? ''] : undefined;
  const loaded = called === undefined ? Object.values(commands) : [called];
  for (const load of loaded) {
    const command = await load();
    // A sub-command must end by throwing too, or it exits with commander's own status.
    program.addCommand(command.copyInheritedSettings(program));
    for (const inner of command.commands) inner.copyInheritedSettings(program);
  }
  await program.parseAsync([...argv]);
}

function report(error: unknown): void {
  if (error instanceof CommanderError) {
    // Help and version are no errors; everything else commander throws is wrong use, already explained by it.
    process.exitCode = error.exitCode === 0 ? 0 : WRONG_USE;
    return;
  }
  const told = toldError(error);
  if (told !== undefined) {
    if (answersAsJson(process.argv)) process.stdout.write(`${JSON.stringify(failedToAnswer(told))}\n`);
    error = told;
  }
  if (error instanceof AppError) {
    process.stderr.write(`stocktake: ${error.message}${error.hint === undefined ? '' : `\n${error.hint}`}\n`);
    process.exitCode = isWrongUse(error) ? WRONG_USE : 1;
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`stocktake: something went wrong: ${text}\n`);
  if (process.env.STOCKTAKE_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`);
  process.exitCode = 1;
}

/** Wrong use by the command's own word, or by a report's: a parameter that it does not take. */
const isWrongUse = (error: AppError): boolean =>
  error instanceof UsageError || error.code === 'report.parameter';

/** With --json, a command that answers prints one object whatever happens, unless a batch prints its lines. */
const answersAsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  const isBatch = options.some((option) => option === '--batch' || option.startsWith('--batch='));
  return ['ask', 'sql', 'report', 'status'].includes(argv[2] ?? '') && options.includes('--json') && !isBatch;
};

// A reader that closes early (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
await main(process.argv).catch(report);
