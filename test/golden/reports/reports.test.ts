import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, AnswerSchema } from '#answer/contract.ts';
import { readReports } from '#sql/reports/read-reports.ts';
import { root } from '../../cli/command.ts';
import { sampleLake } from '../../cli/sample-lake.ts';
import { askBatch } from '../questions/ask-batch.ts';
import { Facts } from '../questions/facts.ts';
import { score } from '../questions/scorer.ts';
import { spotChecks } from './spot-checks.ts';

const run = promisify(execFile);
const { lake } = await sampleLake('default');
const reports = await readReports(join(root, 'sql', 'reports'));

/** Runs every report's SQL, as it lies in the file, in one process. */
async function runAll(lake: string): Promise<ReadonlyMap<string, Answer>> {
  const folder = await mkdtemp(join(tmpdir(), 'stocktake-reports-'));
  try {
    const file = join(folder, 'reports.jsonl');
    await writeFile(file, reports.map(({ name, sql }) => `${JSON.stringify({ id: name, sql })}\n`).join(''));
    const { stdout } = await run(
      process.execPath,
      ['dist/stocktake.mjs', 'sql', '--batch', file, '--lake', lake, '--json'],
      { cwd: root, maxBuffer: 1 << 29 },
    );
    return new Map(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => {
          const { id, answer } = JSON.parse(line) as { id: string; answer: unknown };
          return [id, AnswerSchema.parse(answer)];
        }),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

describe('the saved reports', () => {
  let answers: ReadonlyMap<string, Answer>;
  let facts: Facts;
  beforeAll(async () => {
    answers = await runAll(lake);
    facts = new Facts('default');
  }, 110_000);

  it('are at least twenty', () => {
    expect(reports.length).toBeGreaterThanOrEqual(20);
  });

  it.each(reports)('$name has a header that says what it answers', (report) => {
    expect(report.title).not.toBe('');
    expect(report.subject).not.toBe('');
    expect(report.questions.length).toBeGreaterThan(0);
    expect(report.columns.every(({ description }) => description !== '')).toBe(true);
  });

  it.each(reports)('$name runs, and gives the columns of its header', ({ name, columns, chart }) => {
    const answer = answers.get(name);
    expect(answer?.diagnostics).toEqual([]);
    expect(answer?.status).toBe('answered');
    expect(answer?.columns.map((column) => column.name)).toEqual(columns.map((column) => column.name));
    const charted = chart === null ? [] : [...(chart.x === null ? [] : [chart.x]), ...chart.y];
    expect(columns.map((column) => column.name)).toEqual(expect.arrayContaining(charted));
  });

  it('find something in the sample, at least every second one', () => {
    const withRows = reports.filter(({ name }) => (answers.get(name)?.row_count ?? 0) > 0);
    expect(withRows.length).toBeGreaterThanOrEqual(reports.length / 2);
  });

  it('never ask the same question twice', () => {
    const questions = reports.flatMap((report) => report.questions.map((text) => text.toLowerCase()));
    expect(questions.filter((text, index) => questions.indexOf(text) !== index)).toEqual([]);
  });

  it('answer the questions that they name', async () => {
    const asked = reports.flatMap((report) =>
      report.questions.map((text, index) => ({ id: `${report.name}#${index}`, turns: [text], report })),
    );
    const got = await askBatch(lake, asked);
    const unlike = asked.flatMap(({ id, turns, report }) => {
      const answer = got.get(id);
      const names = answer?.columns.map(({ name }) => name).join();
      return answer?.status === 'answered' && names === report.columns.map(({ name }) => name).join()
        ? []
        : [`${report.name}: ${turns[0]} → ${answer?.status} by ${answer?.translator}: ${answer?.text}`];
    });
    expect(unlike).toEqual([]);
  });

  it.each(Object.keys(spotChecks))('%s says what is true of the sample', (name) => {
    const answer = answers.get(name);
    const check = spotChecks[name];
    if (answer === undefined || check === undefined) throw new Error(`there is no report ${name}`);
    expect(score(answer, check(facts))).toEqual({ outcome: 'right', why: '' });
  });
});
