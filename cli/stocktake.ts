import { Command, CommanderError } from 'commander';
import { AppError } from '#catalog/errors.ts';
import { askCommand } from './commands/ask.ts';
import { compactCommand } from './commands/compact.ts';
import { eraseCommand } from './commands/erase.ts';
import { ingestCommand } from './commands/ingest.ts';
import { policyCommand } from './commands/policy.ts';
import { rebuildCommand } from './commands/rebuild.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { sampleCommand } from './commands/sample.ts';
import { serveCommand } from './commands/serve.ts';
import { sqlCommand } from './commands/sql.ts';
import { startCommand } from './commands/start.ts';
import { statusCommand } from './commands/status.ts';
import { tablesCommand } from './commands/tables.ts';
import { UsageError } from './errors.ts';

const WRONG_USE = 2;

async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('stocktake')
    .description('Ask what an AWS organization owns, and know what the answer covers.')
    .showHelpAfterError('(add --help for what the command takes)')
    .exitOverride();
  const commands = [
    startCommand(),
    sampleCommand(),
    ingestCommand(),
    compactCommand(),
    rebuildCommand(),
    replayCommand(),
    statusCommand(),
    askCommand(),
    sqlCommand(),
    tablesCommand(),
    reportCommand(),
    policyCommand(),
    serveCommand(),
    eraseCommand(),
  ];
  for (const command of commands) {
    // copyInheritedSettings: a sub-command must end by throwing too, or it exits with commander's own status.
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
  if (error instanceof AppError) {
    process.stderr.write(`stocktake: ${error.message}${error.hint === undefined ? '' : `\n${error.hint}`}\n`);
    process.exitCode = error instanceof UsageError ? WRONG_USE : 1;
    return;
  }
  const text = error instanceof Error ? error.message : String(error);
  process.stderr.write(`stocktake: something went wrong: ${text}\n`);
  if (process.env.STOCKTAKE_DEBUG !== undefined && error instanceof Error)
    process.stderr.write(`${error.stack ?? ''}\n`);
  process.exitCode = 1;
}

// A reader that closes early (`| head`) is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
await main(process.argv).catch(report);
