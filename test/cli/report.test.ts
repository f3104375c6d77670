import { describe, expect, it } from 'vitest';
import { answerOf, columnOf } from './answers.ts';
import { stocktake } from './command.ts';
import { sampleLake } from './sample-lake.ts';

const { lake } = await sampleLake('default');
const open = 'security/open-security-groups';

describe('stocktake report', () => {
  it('lists the reports', async () => {
    const { stdout, exitCode } = await stocktake(['report', 'list']);
    expect(exitCode).toBe(0);
    expect(stdout.trimEnd().split('\n').length).toBeGreaterThanOrEqual(20);
    expect(stdout).toContain(open);
  });

  it('runs one, as an answer like any other', async () => {
    const result = await stocktake([
      'report',
      'run',
      'inventory/resources-by-type',
      '--lake',
      lake,
      '--json',
    ]);
    expect(result.exitCode).toBe(0);
    const answer = answerOf(result);
    expect(answer).toMatchObject({ status: 'answered', translator: 'report', diagnostics: [] });
    expect(answer.rows.length).toBeGreaterThan(45);
    expect(answer.chart).not.toBeNull();
    expect(answer.question).not.toBeNull();
  });

  it('takes a parameter', async () => {
    const on = async (port: string) =>
      answerOf(await stocktake(['report', 'run', open, '--param', `port=${port}`, '--lake', lake, '--json']));
    const [ssh, https] = [await on('22'), await on('443')];
    expect(ssh.status).toBe('answered');
    expect(columnOf(ssh, 'group_id')).not.toEqual(columnOf(https, 'group_id'));
    expect(ssh.sql).toContain('22');
    expect(https.sql).toContain('443');
  });

  it.each([
    ['an unknown parameter', `harbour=22`],
    ['a value that is no number', 'port=ssh'],
    ['SQL in a value', 'port=22 OR 1=1'],
  ])('refuses %s', async (_what, parameter) => {
    const { exitCode, stderr, stdout } = await stocktake([
      'report',
      'run',
      open,
      '--param',
      parameter,
      '--lake',
      lake,
    ]);
    expect([1, 2, 3]).toContain(exitCode);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/port|parameter/i);
  });

  it('takes text in a parameter as text', async () => {
    const answer = answerOf(
      await stocktake([
        'report',
        'run',
        'tags/missing-tag',
        '--param',
        "tag=owner' OR '1'='1",
        '--lake',
        lake,
        '--json',
      ]),
    );
    expect(answer.status).toBe('answered');
    expect(answer.row_count).toBeGreaterThan(4000);
  });

  it('prints CSV', async () => {
    const { stdout, exitCode } = await stocktake([
      'report',
      'run',
      'inventory/databases',
      '--lake',
      lake,
      '--csv',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout.split(/\r?\n/)[0]).toBe('engine,engine_version,instance_count,multi_az_count');
  });
});

describe('stocktake status', () => {
  it('says what the lake holds, to a person and as JSON', async () => {
    const text = await stocktake(['status', '--lake', lake]);
    expect(text.exitCode).toBe(0);
    expect(text.stdout).toMatch(/\d/);
    const json = await stocktake(['status', '--lake', lake, '--json']);
    expect(json.exitCode).toBe(0);
    expect(typeof JSON.parse(json.stdout)).toBe('object');
  });
});
