import { describe, expect, it } from 'vitest';
import { stocktake } from './command.ts';

/** Every command of the design with what its usage must name. */
const commands: Readonly<Record<string, readonly string[]>> = {
  sample: ['--out', '--accounts', '--resources', '--seed', '--shape'],
  ingest: ['--lake', '--no-compact', '--strict', '--profile', '--since'],
  compact: ['--lake'],
  rebuild: ['--lake'],
  replay: ['--lake'],
  status: ['--lake', '--json'],
  ask: [
    '--lake',
    '--json',
    '--csv',
    '--conversation',
    '--provider',
    '--as',
    '--zone',
    '--dry-run',
    '--show-prompt',
    '--batch',
  ],
  sql: ['--lake', '--json', '--csv', '--engine', '--as', '--dry-run', '--batch'],
  tables: [],
  'report list': [],
  'report run': ['--param', '--json', '--csv', '--lake'],
  'policy check': [],
  'policy show': [],
  serve: ['--lake', '--port'],
  recorder: ['--profile', '--aws-region', '--deliver', '--json'],
  erase: ['--account', '--resource', '--lake'],
};

describe('stocktake --help', () => {
  it('lists every command', async () => {
    const { exitCode, stdout } = await stocktake(['--help']);
    expect(exitCode).toBe(0);
    for (const name of Object.keys(commands))
      expect(stdout).toMatch(new RegExp(`\\b${name.split(' ')[0]}\\b`));
  });

  it.each(Object.entries(commands))('says what %s takes', async (name, options) => {
    const { exitCode, stdout } = await stocktake([...name.split(' '), '--help']);
    expect(exitCode).toBe(0);
    for (const option of [...options, '--now', '--help']) expect(stdout).toContain(option);
  });
});

describe('wrong use', () => {
  it.each<[string, readonly string[]]>([
    ['no command', []],
    ['an unknown command', ['enumerate']],
    ['an unknown option', ['sql', 'SELECT 1', '--colour', 'red']],
    ['no query', ['sql']],
    ['a query and a batch', ['sql', 'SELECT 1', '--batch', 'file.jsonl']],
    ['no question', ['ask']],
    ['a question and a batch', ['ask', 'how many buckets?', '--batch', 'file.jsonl']],
    ['two queries', ['sql', 'SELECT 1', 'SELECT 2']],
    ['no path', ['ingest']],
    ['no folder to write to', ['sample']],
    ['an unknown shape', ['sample', '--out', '/nonexistent/x', '--shape', 'round']],
    ['a number that is none', ['sample', '--out', '/nonexistent/x', '--accounts', 'many']],
    ['a time that is none', ['sql', 'SELECT 1', '--now', 'teatime']],
    ['a zone that is none', ['ask', 'how many buckets?', '--zone', 'Atlantis/Main']],
    ['an unknown engine', ['sql', 'SELECT 1', '--engine', 'abacus']],
    ['an unknown provider', ['ask', 'how many buckets?', '--provider', 'oracle-of-delphi']],
    ['an unknown report', ['report', 'run', 'no-such-report']],
    ['a parameter without a value', ['report', 'run', 'security/open-security-groups', '--param', 'port']],
    ['an unknown table', ['tables', 'no_such_table']],
    ['a user to show who is not named', ['policy', 'show']],
    ['nothing to erase', ['erase']],
    ['a batch file that is not there', ['sql', '--batch', '/nonexistent/batch.jsonl']],
  ])('%s exits 2 and says so on standard error', async (what, args) => {
    const { exitCode, stdout, stderr } = await stocktake(args);
    // A file that is not there may also be read as a failure to read.
    expect([2, ...(what.startsWith('a batch file') ? [1] : [])]).toContain(exitCode);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  });
});
