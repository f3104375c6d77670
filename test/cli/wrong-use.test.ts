import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, batch, temporary } from './answers.ts';
import { stocktake } from './command.ts';
import { copyOf, sampleLake } from './sample-lake.ts';

const { lake } = await sampleLake('single');

/** A stack trace, or an error that nobody foresaw, is never an answer. */
const UNFORESEEN = /INTERNAL|something went wrong|\n\s+at /;

describe('the command line, used wrongly', () => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  let file: string;
  let empty: string;
  beforeAll(async () => {
    folder = await temporary();
    file = join(folder.path, 'a-file');
    empty = join(folder.path, 'a-folder');
    await writeFile(file, 'not a lake');
    await mkdir(empty);
  });
  afterAll(() => folder.dispose());

  const uses: readonly (readonly [string, () => readonly string[], number, RegExp])[] = [
    ['a file as the lake', () => ['sql', 'SELECT 1', '--lake', file], 1, /no lake.*is a file/i],
    ['a lake below a file', () => ['sql', 'SELECT 1', '--lake', join(file, 'x')], 1, /no lake/i],
    ['no name of a lake', () => ['sql', 'SELECT 1', '--lake', ''], 2, /--lake needs/],
    ['a port that is none', () => ['serve', '--lake', lake, '--port', '99999'], 2, /from 0 to 65535/],
    ['a negative port', () => ['serve', '--lake', lake, '--port=-1'], 2, /--port/],
    [
      'a batch that is not there',
      () => ['sql', '--batch', '/nowhere', '--lake', lake],
      2,
      /there is no file/,
    ],
    ['questions that are not there', () => ['ask', '--batch', '/nowhere', '--lake', lake], 2, /no file/],
    ['a folder as a batch', () => ['sql', '--batch', empty, '--lake', lake], 2, /is a folder/],
    ['two forms at once', () => ['sql', 'SELECT 1', '--json', '--csv', '--lake', lake], 2, /not both/],
    ['a limit of none', () => ['sql', 'SELECT 1', '--limit', '0', '--lake', lake], 2, /--limit/],
    ['an empty path', () => ['ingest', '', '--lake', empty], 2, /path is empty/],
    ['an empty folder to write into', () => ['sample', '--out', ''], 2, /name of a folder/],
    ['a table with a near name', () => ['tables', 'ec2_instnce'], 2, /Did you mean .*ec2_instance/],
    [
      'a report with a near name',
      () => ['report', 'run', 'missing-tagg', '--lake', lake],
      2,
      /Did you mean .*missing-tag/,
    ],
    ['a report that is none', () => ['report', 'run', 'cost/nothing', '--lake', lake], 2, /no report/i],
  ];

  it.each(uses)('says what is wrong with %s', async (_name, args, code, words) => {
    const result = await stocktake(args());
    const said = result.stdout + result.stderr;
    expect(said).toMatch(words);
    expect(said).not.toMatch(UNFORESEEN);
    expect(result.exitCode, said).toBe(code);
  });

  it('answers --json with one object even where nothing could begin', async () => {
    const result = await stocktake(['sql', 'SELECT 1', '--lake', file, '--json']);
    expect(JSON.parse(result.stdout)).toMatchObject({ status: 'failed', diagnostics: [{ code: 'NO_LAKE' }] });
  });

  it('answers every line of a batch over a file', async () => {
    const { lines } = await batch(['sql', '--lake', file], [{ id: 7, sql: 'SELECT 1' }, 'nonsense']);
    expect(lines).toMatchObject([
      { id: 7, answer: { diagnostics: [{ code: 'NO_LAKE' }] } },
      { id: null, answer: { diagnostics: [{ code: 'NO_LAKE' }] } },
    ]);
  });

  it('says which port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((ready) => other.once('listening', ready));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? String(address.port) : '';
    const { exitCode, stderr } = await stocktake(['serve', '--lake', lake, '--port', port]);
    other.close();
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`Port ${port} is taken`)]);
  });

  it.each(['catalogue.json', 'settings.json'])('names a damaged %s', async (name) => {
    const broken = await copyOf(lake, join(folder.path, `broken-${name}`));
    await writeFile(join(broken, name), '{');
    const result = await stocktake(['sql', 'SELECT count(*) FROM resources', '--json', '--lake', broken]);
    expect(result.exitCode).toBe(1);
    expect(answerOf(result).text).toContain(name);
    expect(result.stdout + result.stderr).not.toMatch(UNFORESEEN);
  });

  it('answers a wrong parameter of a report in the form asked for', async () => {
    const args = ['report', 'run', 'security/compliance-by-rule', '--param', 'nothing=1', '--lake', lake];
    const result = await stocktake([...args, '--json']);
    expect(result.stdout + result.stderr).toMatch(/nothing/);
    expect(result.stdout + result.stderr).not.toMatch(UNFORESEEN);
    expect(result.exitCode).toBe(2);
    expect(answerOf(result)).toMatchObject({ status: 'failed', rows: [] });
  });
});

describe('more rows than are shown', () => {
  const many = 'SELECT a.n FROM UNNEST(sequence(1, 4000)) AS a(n) CROSS JOIN UNNEST(ARRAY[1, 2, 3]) AS b(m)';

  it('are cut with words, and given whole as CSV', async () => {
    const shown = await stocktake(['sql', many, '--lake', lake]);
    expect(shown.stderr).toContain('10,000 of 12,000 rows are given');
    const whole = await stocktake(['sql', many, '--csv', '--lake', lake]);
    expect(whole.stdout.trim().split('\n')).toHaveLength(12_001);
    expect(whole.stderr).not.toContain('are given');
    const limited = await stocktake(['sql', many, '--csv', '--limit', '11000', '--lake', lake]);
    expect(limited.stdout.trim().split('\n')).toHaveLength(11_001);
    expect(limited.stderr).toContain('larger --limit');
  });
});
