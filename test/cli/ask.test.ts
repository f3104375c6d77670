import { describe, expect, it } from 'vitest';
import { AnswerSchema } from '#answer/contract.ts';
import { Facts } from '../golden/questions/facts.ts';
import { answerOf, ask, askAnswers, batch } from './answers.ts';
import { stocktake } from './command.ts';
import { sampleLake } from './sample-lake.ts';

const { lake } = await sampleLake('default');
const { lake: ownLake } = await sampleLake('single');
const facts = new Facts('default');
const instances = facts.of('EC2::Instance');

describe('stocktake ask', () => {
  it('prints the whole answer as JSON', async () => {
    const result = await stocktake(['ask', 'how many EC2 instances are there?', '--lake', lake, '--json']);
    expect(result.exitCode).toBe(0);
    const answer = answerOf(result);
    expect(answer).toMatchObject({
      status: 'answered',
      question: 'how many EC2 instances are there?',
      rows: [[instances.length]],
      row_count: 1,
      translator: 'grammar',
      engine: 'duckdb',
    });
    expect(answer.sql).toMatch(/select/i);
    expect(answer.text).toContain(String(instances.length));
    expect(answer.verdict?.status).toBe('partial');
    expect(answer.id).not.toBe('');
    expect(answer.conversation).not.toBe('');
  });

  it('prints sentence, rows and verdict to a person', async () => {
    const { stdout, exitCode } = await stocktake(['ask', 'list all EKS clusters', '--lake', lake]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(String(facts.of('EKS::Cluster').length));
    expect(stdout).toContain(facts.some('EKS::Cluster').id);
    expect(stdout).toMatch(/account/i);
  });

  it('prints CSV', async () => {
    const { stdout, exitCode } = await stocktake(['ask', 'list all EKS clusters', '--lake', lake, '--csv']);
    expect(exitCode).toBe(0);
    const [header = '', ...rows] = stdout.trimEnd().split(/\r?\n/);
    expect(header.split(',')).toContain('account_id');
    expect(rows).toHaveLength(facts.of('EKS::Cluster').length);
  });

  it('runs nothing in a dry run', async () => {
    const answer = await ask(lake, 'list all EKS clusters', '--dry-run');
    expect(answer).toMatchObject({ status: 'answered', rows: [], row_count: null });
    expect(answer.sql).toContain('eks_cluster');
    expect(answer.estimate?.bytes).toBeGreaterThan(0);
  });

  it('gives SQL that runs as it is shown', async () => {
    const answer = await ask(lake, 'running EC2 instances in checkout-dev');
    const again = answerOf(await stocktake(['sql', '--lake', lake, '--json', '--', answer.sql ?? '']));
    expect(again.rows).toEqual(answer.rows);
  });

  it('sends nothing to a model, and says so', async () => {
    const { stdout, exitCode } = await stocktake([
      'ask',
      'list all EKS clusters',
      '--lake',
      lake,
      '--show-prompt',
    ]);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/nothing|no /i);
  });

  it('names an environment’s rule among its assumptions', async () => {
    const answer = await ask(lake, 'Show me all EC2 instances in production');
    expect(answer.assumptions.join(' ')).toMatch(/environment/i);
  });

  it('reads dates in the zone given, and says in which', async () => {
    const answer = await ask(lake, 'what changed in checkout-prod yesterday?', '--zone', 'Asia/Tokyo');
    expect(answer.status).toBe('answered');
    expect([...answer.assumptions, answer.text].join(' ')).toContain('Asia/Tokyo');
  });
});

describe('a conversation', () => {
  it('goes on in another process, by its id', async () => {
    const first = await ask(lake, 'ec2 instances in checkout-dev', '--conversation', 'suite-continues');
    expect(first.conversation).toBe('suite-continues');
    const second = await ask(lake, 'only the stopped ones', '--conversation', 'suite-continues');
    const stopped = instances.filter(
      ({ accountName, configuration }) =>
        accountName === 'checkout-dev' && JSON.stringify(configuration.state).includes('stopped'),
    );
    expect(second).toMatchObject({ status: 'answered', row_count: stopped.length });
  });

  it('does not go on in another conversation', async () => {
    const answer = await ask(lake, 'only the stopped ones', '--conversation', 'suite-another');
    expect(answer.status).toBe('clarify');
  });

  it('has one id for all turns of a line', async () => {
    const { talk } = await askAnswers(lake, { talk: ['list all EKS clusters', 'how many are there?'] });
    expect(talk).toHaveLength(2);
    expect(new Set(talk.map(({ conversation }) => conversation)).size).toBe(1);
    expect(new Set(talk.map(({ id }) => id)).size).toBe(2);
  });
});

describe('what is not answered', () => {
  const asked = {
    empty: '',
    blank: '   \t ',
    'a word': 'how many?',
    'a change': 'delete all buckets',
    'off topic': 'what is the capital of France?',
    'a change in SQL': 'DROP TABLE resources',
    'two statements': 'SELECT 1; DELETE FROM resources',
    'another language': 'wie spät ist es in Köln?',
    'control characters': 'list \u0000\u0007 \u001b[31m buckets \u0000',
    markup: '<script>alert(1)</script>',
    injection: "buckets'; DROP TABLE resources; --",
    nonsense: 'glorp the frimble',
    long: `list buckets ${'and buckets '.repeat(9000)}`,
  } as const;

  it('gets a clear answer of the right status, each', async () => {
    const answers = await askAnswers(
      lake,
      Object.fromEntries(Object.entries(asked).map(([name, text]) => [name, [text]])),
    );
    const status = (name: keyof typeof asked) => answers[name]?.[0]?.status;
    const declined = ['clarify', 'abstained', 'refused'];
    expect(status('a change')).toBe('refused');
    expect(status('off topic')).toBe('refused');
    expect(status('a change in SQL')).toBe('refused');
    expect(status('two statements')).toBe('refused');
    expect(status('a word')).toBe('clarify');
    for (const name of [
      'empty',
      'blank',
      'nonsense',
      'markup',
      'another language',
      'injection',
      'long',
    ] as const)
      expect(declined, `${name}: ${answers[name]?.[0]?.text}`).toContain(status(name));
    const texts = Object.values(answers).map(([answer]) => answer?.text ?? '');
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(10);
      expect(text.length).toBeLessThan(2000);
      expect(text).not.toMatch(/undefined|\[object|TypeError/);
    }
    // Different reasons, different words.
    const different = new Set(
      (['empty', 'a word', 'a change', 'off topic', 'nonsense', 'long'] as const).map(
        (name) => answers[name]?.[0]?.text,
      ),
    );
    expect(different.size).toBe(6);
  });

  it.each<[string, number, string]>([
    ['how many?', 3, 'clarify'],
    ['delete all buckets', 3, 'refused'],
  ])('"%s" exits %i', async (text, exitCode, status) => {
    const result = await stocktake(['ask', text, '--lake', lake, '--json']);
    expect(result.exitCode).toBe(exitCode);
    expect(answerOf(result).status).toBe(status);
  });

  it('offers choices that can be asked as they stand', async () => {
    const answer = await ask(lake, 'tell me about checkout-reports-app');
    if (answer.status !== 'clarify') return;
    expect(answer.choices.length).toBeGreaterThan(1);
    for (const { label, question } of answer.choices.slice(0, 3)) {
      expect(label).not.toBe('');
      expect((await ask(lake, question)).status).toBe('answered');
    }
  });

  it('offers follow-ups that can be asked as they stand', async () => {
    const question = 'list all S3 buckets';
    const first = await ask(lake, question);
    expect(first.follow_ups.length).toBeGreaterThan(0);
    const talks = await askAnswers(
      lake,
      Object.fromEntries(first.follow_ups.map((next) => [next, [question, next]])),
    );
    expect(
      Object.entries(talks)
        .filter(([, answers]) => answers.at(-1)?.status !== 'answered')
        .map(([next]) => next),
    ).toEqual([]);
  });
});

describe('stocktake ask --batch', () => {
  it('answers line by line, and no bad line ends it', async () => {
    const { lines, result } = await batch(
      ['ask', '--lake', lake],
      [
        { id: 1, turns: ['how many EKS clusters are there?'] },
        '{"id": 2, "turns": ["how many',
        { id: 3, turns: [] },
        { id: 4, turns: 'how many EKS clusters are there?' },
        { id: 5, turns: ['delete everything', 'list all EKS clusters'] },
        { turns: ['list all EKS clusters'] },
        'null',
      ],
    );
    expect(result.exitCode).toBe(0);
    const got = lines.map(({ id, answers }) => [
      id,
      AnswerSchema.array()
        .parse(answers)
        .map(({ status }) => status),
    ]);
    expect(got).toEqual([
      [1, ['answered']],
      [null, ['failed']],
      [3, ['failed']],
      [4, ['failed']],
      [5, ['refused', 'answered']],
      [null, ['answered']],
      [null, ['failed']],
    ]);
  });
});

describe('questions about one account', () => {
  it('are answered without an organization', async () => {
    const single = new Facts('single');
    const answers = await askAnswers(ownLake, {
      count: ['how many S3 buckets are there?'],
      regions: ['resources by region'],
      tables: ['list lambda functions'],
    });
    expect(answers.count[0]?.rows).toEqual([[single.of('S3::Bucket').length]]);
    expect(answers.regions[0]?.rows.map((row) => row[0]).sort()).toEqual([
      'eu-west-1',
      'global',
      'us-east-1',
    ]);
    expect(answers.tables[0]?.row_count).toBe(single.of('Lambda::Function').length);
  });
});
