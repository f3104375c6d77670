import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, batch, temporary } from './answers.ts';
import { stocktake } from './command.ts';

describe('a folder without a committed lake', () => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  beforeAll(async () => {
    folder = await temporary();
    await mkdir(join(folder.path, 'empty'));
    await mkdir(join(folder.path, 'foreign'));
    await writeFile(join(folder.path, 'foreign', 'notes.txt'), 'not a lake');
  });
  afterAll(() => folder.dispose());

  it.each([
    ['missing', ['sql', 'SELECT 1']],
    ['empty', ['sql', 'SELECT count(*) FROM resources']],
    ['foreign', ['ask', 'how many buckets do we have?']],
    ['missing', ['ask', 'how many buckets do we have?']],
    ['empty', ['report', 'run', 'inventory/resources-by-type']],
  ])('(%s) answers failed with NO_LAKE: %s', async (name, args) => {
    const result = await stocktake([...args, '--lake', join(folder.path, name), '--json']);
    expect(result.exitCode).toBe(1);
    const answer = answerOf(result);
    expect(answer.status).toBe('failed');
    expect(answer.diagnostics.map(({ code }) => code)).toContain('NO_LAKE');
    expect(answer.text).toContain('no lake');
    expect(answer.rows).toEqual([]);
  });

  it('says so to a person as well', async () => {
    const { exitCode, stdout, stderr } = await stocktake([
      'ask',
      'how many buckets do we have?',
      '--lake',
      join(folder.path, 'empty'),
    ]);
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toContain('no lake');
  });

  it('answers every line of a batch', async () => {
    const { lines } = await batch(
      ['sql', '--lake', join(folder.path, 'missing')],
      [
        { id: 1, sql: 'SELECT 1' },
        { id: 2, sql: 'SELECT 2' },
      ],
    );
    expect(lines.map(({ id, answer }) => [id, (answer as { status: string }).status])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
    ]);
  });

  it('has nothing to say of its status', async () => {
    const { stdout, stderr } = await stocktake(['status', '--lake', join(folder.path, 'empty')]);
    expect(stdout + stderr).toMatch(/no lake/i);
  });
});
