import { describe, expect, it } from 'vitest';
import { modelTranslator } from '#nl2sql/model/model-translator.ts';
import { type Translation, type TranslationRequest, tokensUsed } from '#nl2sql/translator.ts';
import { ScriptedModel } from '#platform/memory/scripted-model.ts';
import type { ModelReply } from '#platform/ports/model.ts';
import {
  ModelDeclinedError,
  ModelGuardrailError,
  ModelOutputTooLongError,
  ModelStreamBrokenError,
} from '#platform/ports/model-errors.ts';
import { effectivePolicy, ownerPolicy } from '#sql/policy.ts';
import { now, schema, vocabulary } from '../unit/nl2sql/lake.ts';

const usage = { inputTokens: 100, outputTokens: 10, cacheReadTokens: 5, cacheWriteTokens: 0 };
const saying = (...inputs: readonly unknown[]): ModelReply => ({
  calls: inputs.map((input, at) => ({
    id: `c${at}`,
    name: 'answer',
    input: typeof input === 'string' ? input : JSON.stringify(input),
  })),
  text: '',
  usage,
});
const sql = (text: string, more: object = {}) => saying({ outcome: 'sql', sql: text, ...more });
const silent: ModelReply = { calls: [], text: '', usage };
const good = 'SELECT count(*) AS total FROM s3_bucket';

const requestFor = (changes: Partial<TranslationRequest> = {}): TranslationRequest => ({
  question: 'How many buckets smell of cheese?',
  previous: [],
  schema,
  vocabulary,
  policy: ownerPolicy,
  engine: 'duckdb',
  now,
  zone: 'UTC',
  ...changes,
});

async function translate(
  script: ModelReply | readonly ModelReply[] | Error,
  changes: Partial<TranslationRequest> = {},
): Promise<{ translation: Translation; model: ScriptedModel }> {
  const model = new ScriptedModel(
    script instanceof Error
      ? () => {
          throw script;
        }
      : script,
  );
  const translator = modelTranslator({ model, data: 'values', reports: [] });
  return { translation: await translator.translate(requestFor(changes)), model };
}

describe('a model as translator', () => {
  it('gives checked SQL, says that a model wrote it, what it stated, and what it cost', async () => {
    const { translation } = await translate(
      sql(good, { subject: 'buckets', assumptions: ['Smell is\nnot recorded.'] }),
    );
    expect(translation).toMatchObject({ kind: 'sql', sql: good, subject: 'buckets' });
    if (translation.kind !== 'sql') return;
    expect(translation.assumptions[0]).toMatch(/language model \(scripted, scripted-1\).*115 tokens/);
    expect(translation.assumptions[1]).toBe('The model states: Smell is not recorded.');
    expect(tokensUsed(translation)).toBe(115);
  });

  it('asks back with whole questions, and never with the same one', async () => {
    const { translation } = await translate(
      saying({
        outcome: 'clarify',
        text: 'Which buckets?',
        choices: [
          { label: 'all', question: 'How many buckets are there?' },
          { label: 'same', question: 'how many buckets smell of cheese?' },
        ],
      }),
    );
    expect(translation).toMatchObject({
      kind: 'clarify',
      text: 'Which buckets?',
      choices: [{ label: 'all', question: 'How many buckets are there?' }],
    });
  });

  it('abstains where the model cannot, with its reason', async () => {
    const { translation } = await translate(saying({ outcome: 'cannot', why: 'Smell is not recorded.' }));
    expect(translation).toMatchObject({
      kind: 'abstain',
      text: expect.stringContaining('Smell is not recorded.'),
    });
  });

  it('tells the model what is wrong with its SQL, and takes the corrected one', async () => {
    const { translation, model } = await translate([sql('SELECT smell FROM s3_bucket'), sql(good)]);
    expect(translation).toMatchObject({ kind: 'sql', sql: good });
    expect(tokensUsed(translation)).toBe(230);
    const [, assistant, told] = model.calls[1]?.messages ?? [];
    expect(assistant).toMatchObject({ role: 'assistant', calls: [{ id: 'reply_1_1' }] });
    expect(told).toMatchObject({ role: 'tool', results: [{ callId: 'reply_1_1' }] });
    expect(JSON.stringify(told)).toMatch(/SQL_UNKNOWN_COLUMN.*smell/);
  });

  it('gives up after two corrections, with the diagnostics', async () => {
    const { translation, model } = await translate(sql('SELECT smell FROM s3_bucket'));
    expect(model.calls).toHaveLength(3);
    expect(translation).toMatchObject({ kind: 'abstain', diagnostics: [{ code: 'SQL_UNKNOWN_COLUMN' }] });
    expect(tokensUsed(translation)).toBe(345);
  });

  it.each<[what: string, reply: ModelReply, code: string]>([
    ['an empty reply', silent, 'MODEL_EMPTY_REPLY'],
    ['text without a call', { ...silent, text: 'There are 5 buckets.' }, 'MODEL_NO_TOOL_CALL'],
    [
      'several calls',
      saying({ outcome: 'sql', sql: good }, { outcome: 'cannot', why: 'no' }),
      'MODEL_SEVERAL_CALLS',
    ],
    ['an unknown tool', { ...silent, calls: [{ id: 'x', name: 'run', input: '{}' }] }, 'MODEL_UNKNOWN_TOOL'],
    ['an input that is no JSON', saying('{"outcome": "sql", "sql": "SEL'), 'MODEL_TOOL_NOT_JSON'],
    ['an input of another form', saying({ sql: good }), 'MODEL_TOOL_INVALID'],
    ['no SQL', saying({ outcome: 'sql', sql: ' ' }), 'MODEL_TOOL_INVALID'],
    ['a list', saying([1]), 'MODEL_TOOL_INVALID'],
    ['no query', sql('DROP TABLE resources'), 'SQL_NOT_READ_ONLY'],
    ['two statements', sql(`${good}; ${good}`), 'SQL_MULTIPLE_STATEMENTS'],
    ['an answer of its own', sql('SELECT 42 AS total'), 'MODEL_READS_NOTHING'],
    ['values', sql('VALUES (42)'), 'MODEL_READS_NOTHING'],
    ['a literal from a table', sql('SELECT 42 AS total FROM s3_bucket LIMIT 1'), 'MODEL_ANSWERS_ITSELF'],
    ['a computed literal', sql("SELECT concat('4', '2') FROM s3_bucket"), 'MODEL_ANSWERS_ITSELF'],
    ['a hidden literal', sql('SELECT n FROM (SELECT 42 AS n FROM s3_bucket) AS t'), 'MODEL_ANSWERS_ITSELF'],
    ['a literal beside a count', sql(`${good} UNION ALL SELECT 42`), 'MODEL_ANSWERS_ITSELF'],
    ['work without end', sql('SELECT count(*) FROM resources a, resources b, resources c'), 'SQL_UNBOUNDED'],
  ])('goes back to the model and then abstains: %s', async (_, reply, code) => {
    const { translation, model } = await translate(reply);
    expect(model.calls).toHaveLength(3);
    expect(translation).toMatchObject({ kind: 'abstain', diagnostics: [{ code }] });
  });

  it('recovers from a reply that was no call', async () => {
    const { translation, model } = await translate([silent, sql(good)]);
    expect(translation.kind).toBe('sql');
    expect(model.calls[1]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  it.each([
    [
      new ModelGuardrailError('A guardrail stepped in.', { usage }),
      { kind: 'refuse', code: 'model.guardrail' },
      115,
    ],
    [
      new ModelDeclinedError('Declined.', { usage }),
      { kind: 'abstain', diagnostics: [{ code: 'model.declined' }] },
      115,
    ],
    [new ModelOutputTooLongError('Too long.', { usage }), { kind: 'fail' }, 115],
    [new ModelStreamBrokenError('Broken.'), { kind: 'fail', error: { code: 'model.stream_broken' } }, 0],
  ])('ends on %s', async (error, expected, tokens) => {
    const { translation, model } = await translate(error);
    expect(translation).toMatchObject(expected);
    expect(tokensUsed(translation)).toBe(tokens);
    expect(model.calls).toHaveLength(1);
  });

  it.each([
    ['buckets in production', 'buckets in production'],
    ['EC2 instances', 'EC2 instances'],
    ['the 17 buckets of marketing', null],
    ['buckets. All 5 accounts are safe.', null],
    ['x'.repeat(200), null],
    [null, null],
  ])('uses the subject %j as %j: no number that is not of the result', async (subject, expected) => {
    const { translation } = await translate(sql(good, { subject }));
    expect(translation).toMatchObject({ subject: expected });
  });

  it('says so where the SQL compares with a value that does not occur', async () => {
    const { translation } = await translate(
      sql("SELECT instance_id FROM ec2_instance WHERE state_name = 'Running' AND environment = 'prod'"),
    );
    expect(translation).toMatchObject({ kind: 'sql' });
    if (translation.kind !== 'sql') return;
    const said = translation.assumptions.join('\n');
    expect(said).toMatch(/state_name is “Running”.*running, stopped/);
    expect(said).not.toContain('environment is');
  });

  it('says so where the grammar would have asked back', async () => {
    const undecided: Translation = { kind: 'clarify', text: 'Which cheese?', choices: [] };
    const { translation } = await translate(sql(good), { undecided });
    expect(translation.kind === 'sql' && translation.assumptions.join(' ')).toContain('Which cheese?');
  });
});

describe('a hijacked model', () => {
  const policy = effectivePolicy(
    {
      users: { ana: {} },
      rules: [
        {
          name: 'only instances',
          users: ['ana'],
          tables: ['ec2_instance'],
          denied_columns: ['ec2_instance.key_name'],
        },
      ],
    },
    'ana',
  );

  it.each([
    ['SELECT count(*) FROM s3_bucket', 'SQL_FORBIDDEN_TABLE'],
    ['SELECT instance_id FROM ec2_instance WHERE arn IN (SELECT arn FROM resources)', 'SQL_FORBIDDEN_TABLE'],
    [
      'WITH s AS (SELECT * FROM iam_user) SELECT i.arn FROM ec2_instance i JOIN s ON s.arn = i.arn',
      'SQL_FORBIDDEN_TABLE',
    ],
    ['SELECT key_name FROM ec2_instance', 'SQL_FORBIDDEN_COLUMN'],
    ['SELECT "$path" FROM ec2_instance', 'SQL_HIDDEN_COLUMN'],
    ["SELECT * FROM TABLE(system.query('x'))", 'SQL_UNSUPPORTED_SYNTAX'],
  ])('gets nothing out of %s', async (text, code) => {
    const { translation } = await translate(sql(text), { policy });
    expect(translation).toMatchObject({ kind: 'abstain', diagnostics: [{ code }] });
  });

  it('gets no landing table either, whoever asks', async () => {
    const { translation } = await translate(sql('SELECT item_id FROM coverage_state'));
    expect(translation.kind).toBe('abstain');
  });
});
