import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '#answer/contract.ts';
import { answerOf, batch, sql } from '../cli/answers.ts';
import { stocktake } from '../cli/command.ts';
import { copyOf, sampleLake } from '../cli/sample-lake.ts';
import { type BedrockDouble, startBedrockDouble } from './bedrock-double.ts';
import { answers, type OpenaiDouble, startOpenaiDouble } from './openai-double.ts';

const sample = await sampleLake('default');
/** The grammar cannot place "haunted": the model is asked. */
const QUESTION = 'which haunted volumes are the largest';
const SQL =
  "SELECT volume_id, size FROM ec2_volume WHERE element_at(tags, 'haunted') IS NULL ORDER BY size DESC, volume_id LIMIT 3";

let folder: string;
let lake: string;
let openai: OpenaiDouble;
let bedrock: BedrockDouble;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stocktake-models-'));
  lake = await copyOf(sample.lake, join(folder, 'lake'));
  openai = await startOpenaiDouble({});
  bedrock = await startBedrockDouble({});
  process.env.STOCKTAKE_MODEL_URL = openai.url;
  process.env.BEDROCK_ENDPOINT_URL = bedrock.url;
  process.env.AWS_ACCESS_KEY_ID = 'x';
  process.env.AWS_SECRET_ACCESS_KEY = 'x';
});
beforeEach(() => {
  openai.script(
    answers({ outcome: 'sql', sql: SQL, subject: 'haunted volumes', assumptions: ['All are haunted.'] }),
  );
  bedrock.script({});
});
afterAll(async () => {
  await openai.stop();
  await bedrock.stop();
  await rm(folder, { recursive: true, force: true });
});

const run = (question: string, ...options: readonly string[]) =>
  stocktake(['ask', question, '--lake', lake, ...options]);
const ask = async (question: string, ...options: readonly string[]): Promise<Answer> =>
  answerOf(await run(question, '--json', ...options));
const viaBedrock = [
  '--provider',
  'bedrock',
  '--model',
  'eu.test.model-v1:0',
  '--aws-region',
  'eu-west-1',
] as const;

describe('ask --provider openai', () => {
  it('runs the model’s SQL like any other, and says who wrote it', async () => {
    const answer = await ask(QUESTION, '--provider', 'openai');
    const same = await sql(lake, SQL);
    expect(answer).toMatchObject({
      status: 'answered',
      translator: 'openai',
      question: QUESTION,
      row_count: 3,
    });
    expect(answer.rows).toEqual(same.rows);
    expect(answer.verdict?.status).toBe(same.verdict?.status);
    expect(answer.text).toContain('3 haunted volumes');
    expect(answer.assumptions.join('\n')).toMatch(
      /language model \(openai, default\) wrote[\s\S]*The model states: All are haunted\./,
    );
  });

  it('keeps what the model used in query_log, whatever became of the answer', async () => {
    openai.script(answers({ outcome: 'cannot', why: 'Ghosts are not recorded.' }));
    const refused = await ask('which ghosts are in our volumes', '--provider', 'openai');
    openai.script(answers({ outcome: 'sql', sql: SQL }));
    const answered = await ask(`${QUESTION} of all`, '--provider', 'openai');
    openai.script({ status: 503, body: '{}' });
    const failed = await ask(`${QUESTION} by far`, '--provider', 'openai');
    const log = await sql(lake, 'SELECT id, status, model_tokens FROM query_log');
    expect(log.rows).toContainEqual([refused.id, 'abstained', 120]);
    expect(log.rows).toContainEqual([answered.id, 'answered', 120]);
    expect(log.rows).toContainEqual([failed.id, 'failed', 0]);
  });

  it('asks no model what saved questions and the grammar decide', async () => {
    const counted = await ask('How many S3 buckets are there?', '--provider', 'openai');
    expect(counted).toMatchObject({ status: 'answered', translator: 'grammar' });
    expect(await ask('Which EBS volumes are not encrypted?', '--provider', 'openai')).toMatchObject({
      translator: 'saved',
    });
    expect(await ask('delete all volumes', '--provider', 'openai')).toMatchObject({ status: 'refused' });
    expect(openai.requests).toHaveLength(0);
  });

  it('asks the model about what the grammar only guesses to be off topic, and believes both', async () => {
    openai.script(answers({ outcome: 'cannot', why: 'People are not recorded.' }));
    const refused = await ask('who is the tallest person here', '--provider', 'openai');
    expect(openai.requests).toHaveLength(1);
    expect(refused).toMatchObject({
      status: 'refused',
      translator: 'grammar',
      diagnostics: [{ code: 'OFF_TOPIC' }],
    });
  });

  it('asks back and abstains with exit status 3, and fails with 1', async () => {
    openai.script(
      answers({
        outcome: 'clarify',
        text: 'Haunted by what?',
        choices: [{ label: 'tag', question: 'Which volumes have a tag haunted?' }],
      }),
    );
    const asked = await run(QUESTION, '--json', '--provider', 'openai');
    expect(asked.exitCode).toBe(3);
    expect(answerOf(asked)).toMatchObject({
      status: 'clarify',
      text: 'Haunted by what?',
      choices: [{ question: 'Which volumes have a tag haunted?' }],
    });
    openai.script(answers('{"outcome": "sql", '));
    const broken = await run(QUESTION, '--json', '--provider', 'openai');
    expect(broken.exitCode).toBe(3);
    expect(answerOf(broken)).toMatchObject({
      status: 'abstained',
      diagnostics: [{ code: 'MODEL_TOOL_NOT_JSON' }],
    });
    expect(openai.requests).toHaveLength(3);
    openai.script({ status: 500, body: '{"error":{"message":"out of memory"}}' });
    const failed = await run(QUESTION, '--json', '--provider', 'openai');
    expect(failed.exitCode).toBe(1);
    expect(answerOf(failed)).toMatchObject({
      status: 'failed',
      diagnostics: [{ code: 'model.unavailable' }],
    });
    expect(answerOf(failed).text).toContain('out of memory');
  });

  it('lets no model read for a user what the user may not read', async () => {
    const policies = {
      users: { ana: {} },
      rules: [{ name: 'volumes', users: ['ana'], tables: ['ec2_volume'], regions: ['eu-west-1'] }],
    };
    await writeFile(join(lake, 'policies.json'), JSON.stringify(policies));
    openai.script(answers({ outcome: 'sql', sql: 'SELECT user_name FROM iam_user' }));
    const refused = await ask(QUESTION, '--provider', 'openai', '--as', 'ana');
    expect(refused).toMatchObject({
      status: 'abstained',
      rows: [],
      diagnostics: [{ code: 'SQL_FORBIDDEN_TABLE' }],
    });
    expect(JSON.stringify(openai.requests[0]?.body.messages)).not.toContain('iam_user');
    openai.script(answers({ outcome: 'sql', sql: 'SELECT DISTINCT region FROM ec2_volume' }));
    expect((await ask(QUESTION, '--provider', 'openai', '--as', 'ana')).rows).toEqual([['eu-west-1']]);
    await rm(join(lake, 'policies.json'));
  });

  it('goes on with a conversation: the model sees questions and SQL, never rows', async () => {
    const first = await ask(QUESTION, '--provider', 'openai');
    const volume = String(first.rows[0]?.[0]);
    await ask(
      'and how old is the most haunted of them',
      '--provider',
      'openai',
      '--conversation',
      first.conversation,
    );
    const prompt = JSON.stringify(openai.requests[1]?.body.messages);
    expect(prompt).toContain(QUESTION);
    expect(prompt).toContain('ORDER BY size DESC, volume_id LIMIT 3');
    expect(prompt).not.toContain(volume);
  });

  it('answers each line of a batch, whatever happens to one', async () => {
    openai.script((_, number) =>
      number === 1 ? { status: 500, body: '{}' } : answers({ outcome: 'sql', sql: SQL }),
    );
    const { lines } = await batch(
      ['ask', '--lake', lake, '--provider', 'openai', '--json'],
      [
        { id: 1, turns: [QUESTION] },
        { id: 2, turns: [QUESTION, 'How many S3 buckets are there?'] },
      ],
    );
    const statuses = lines.map(({ answers: given }) => (given as Answer[]).map(({ status }) => status));
    expect(statuses).toEqual([['failed'], ['answered', 'answered']]);
  });
});

describe('--model-data and --show-prompt', () => {
  it('prints exactly what would be sent, and to whom, and sends nothing', async () => {
    const shown = await run(QUESTION, '--provider', 'openai', '--show-prompt', '--json');
    expect(shown.exitCode).toBe(0);
    expect(openai.requests).toHaveLength(0);
    const prompt = JSON.parse(shown.stdout);
    await ask(QUESTION, '--provider', 'openai');
    expect(prompt.body).toEqual(openai.requests[0]?.body);
    expect(prompt).toMatchObject({
      sent: false,
      would_send: true,
      to: `POST ${openai.url}/chat/completions`,
      model_data: 'schema',
    });
    const text = await run(QUESTION, ...viaBedrock, '--show-prompt');
    expect(text.stdout).toContain(`POST ${bedrock.url}/model/eu.test.model-v1%3A0/converse-stream`);
    expect(text.stdout).toContain('region eu-west-1');
    expect(bedrock.requests).toHaveLength(0);
  });

  it('says that nothing would be sent where the grammar decides', async () => {
    const shown = await run(
      'How many S3 buckets are there?',
      '--provider',
      'openai',
      '--show-prompt',
      '--json',
    );
    expect(JSON.parse(shown.stdout)).toMatchObject({ would_send: false, decided_by: 'grammar' });
    const plain = await run('How many S3 buckets are there?', '--show-prompt', '--json');
    expect(JSON.parse(plain.stdout)).toMatchObject({ would_send: false, to: null, body: null });
  });

  it('is schema for any server, values for Bedrock, and what the option says', async () => {
    const dataOf = async (...options: readonly string[]) => {
      const { body } = JSON.parse((await run(QUESTION, '--show-prompt', '--json', ...options)).stdout);
      return JSON.stringify(body).includes('checkout-prod');
    };
    expect(await dataOf('--provider', 'openai')).toBe(false);
    expect(await dataOf('--provider', 'openai', '--model-data', 'values')).toBe(true);
    expect(await dataOf(...viaBedrock)).toBe(true);
    expect(await dataOf(...viaBedrock, '--model-data', 'schema')).toBe(false);
  });
});

describe('ask --provider bedrock', () => {
  it('answers by a model on Bedrock', async () => {
    bedrock.script({ calls: [{ name: 'answer', input: { outcome: 'sql', sql: SQL } }] });
    const answer = await ask(QUESTION, ...viaBedrock);
    expect(answer).toMatchObject({ status: 'answered', translator: 'bedrock', row_count: 3 });
    expect(bedrock.requests).toMatchObject([{ modelId: 'eu.test.model-v1:0' }]);
  });

  it.each([
    ['a stream that breaks', { text: ['a'], breaks: 'end' }, 'failed', 'model.stream_broken'],
    [
      'no access',
      { error: { status: 403, type: 'AccessDeniedException', message: 'no' } },
      'failed',
      'model.access_denied',
    ],
    ['a guardrail', { stopReason: 'guardrail_intervened' }, 'refused', 'model.guardrail'],
    ['text alone', { text: ['There are 12.'] }, 'abstained', 'MODEL_NO_TOOL_CALL'],
    [
      'a call that is no JSON',
      { calls: [{ name: 'answer', input: '{"outcome":' }] },
      'abstained',
      'MODEL_TOOL_NOT_JSON',
    ],
  ] as const)('says in words what happened: %s', async (_, reply, status, code) => {
    bedrock.script(reply);
    const answer = await ask(QUESTION, ...viaBedrock);
    expect(answer).toMatchObject({ status, rows: [], diagnostics: [{ code }] });
    expect(answer.text).toMatch(/^\S.{20,}/);
    expect(answer.text).not.toContain('There are 12');
  });
});

describe('wrong use', () => {
  it.each([
    ['no model', ['--provider', 'bedrock'], {}],
    ['no server', ['--provider', 'openai'], { STOCKTAKE_MODEL_URL: '' }],
    ['an address that is none', ['--provider', 'openai', '--model-url', 'localhost'], {}],
    ['an unknown provider', ['--provider', 'oracle'], {}],
    ['data that no model may see', ['--provider', 'openai', '--model-data', 'rows'], {}],
    ['a setting that is none', ['--provider', 'openai'], { STOCKTAKE_MODEL_TEMPERATURE: 'hot' }],
  ])('%s exits 2', async (_, options, environment) => {
    const before = { ...process.env };
    Object.assign(process.env, environment);
    const { exitCode, stderr, stdout } = await run(QUESTION, ...options);
    process.env = before;
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('help says how a model is chosen and what it sees', async () => {
    const { stdout } = await stocktake(['ask', '--help']);
    for (const word of [
      'grammar',
      'bedrock',
      'openai',
      '--model ',
      '--profile',
      '--aws-region',
      '--model-url',
      '--model-data',
      'STOCKTAKE_MODEL_KEY',
      '--show-prompt',
    ])
      expect(stdout).toContain(word);
  });
});

describe('a plain question', () => {
  it('loads no model’s client', async () => {
    const loaded = async (...options: readonly string[]) => {
      const coverage = await mkdtemp(join(folder, 'coverage-'));
      process.env.NODE_V8_COVERAGE = coverage;
      await run(QUESTION, ...options);
      delete process.env.NODE_V8_COVERAGE;
      const files = await Promise.all(
        (await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')),
      );
      return files.join('').match(/chunks\/(bedrock|openai|model-translator)[\w-]*\.mjs/g) ?? [];
    };
    expect(await loaded()).toEqual([]);
    expect((await loaded(...viaBedrock)).join(' ')).toMatch(/bedrock/);
  });
});
