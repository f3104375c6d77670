import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, AnswerSchema } from '#answer/contract.ts';
import { answerOf, batch, columnOf, rowsOf, sql, sqlAnswers } from './answers.ts';
import { stocktake } from './command.ts';
import { sampleLake } from './sample-lake.ts';

const { lake } = await sampleLake('default');
const fields = [
  'id',
  'conversation',
  'status',
  'question',
  'sql',
  'columns',
  'rows',
  'row_count',
  'truncated',
  'verdict',
  'text',
  'assumptions',
  'choices',
  'chart',
  'follow_ups',
  'translator',
  'engine',
  'generations',
  'estimate',
  'bytes_scanned',
  'cost_usd',
  'elapsed_ms',
  'diagnostics',
];

describe('stocktake sql', () => {
  it('prints one JSON object with every field of the contract', async () => {
    const text =
      'SELECT account_id, count(*) AS n FROM ec2_instance GROUP BY account_id ORDER BY n DESC, account_id';
    const result = await stocktake(['sql', text, '--lake', lake, '--json']);
    expect(result.exitCode).toBe(0);
    const answer = answerOf(result);
    expect(Object.keys(JSON.parse(result.stdout) as object).sort()).toEqual([...fields].sort());
    expect(answer).toMatchObject({
      status: 'answered',
      question: null,
      columns: [
        { name: 'account_id', type: 'varchar' },
        { name: 'n', type: 'bigint' },
      ],
      truncated: false,
      engine: 'duckdb',
      diagnostics: [],
    });
    expect(answer.sql).toContain('GROUP BY account_id');
    expect(answer.row_count).toBe(answer.rows.length);
    expect(answer.estimate?.bytes).toBeGreaterThan(0);
    expect(answer.estimate?.cost_usd).toBeGreaterThan(0);
    expect(Object.keys(answer.generations)).toContain('ec2_instance');
    expect(answer.verdict?.accounts.length).toBeGreaterThanOrEqual(12);
    expect(answer.verdict?.regions).toContain('eu-west-1');
    expect(answer.verdict?.oldest_data_at).not.toBeNull();
    expect(answer.text).not.toBe('');
  });

  it('keeps standard output for the answer alone', async () => {
    const { stdout } = await stocktake(['sql', 'SELECT 1 AS one', '--lake', lake, '--json']);
    expect(AnswerSchema.safeParse(JSON.parse(stdout)).success).toBe(true);
    expect(stdout.endsWith('\n')).toBe(true);
  });

  it('takes a query after --, though it begins with a dash', async () => {
    const answer = await sql(lake, '-- a comment first\nSELECT 1 AS one');
    expect(answer.rows).toEqual([[1]]);
    expect(answer.sql).not.toContain('comment');
  });

  it('prints CSV with a header', async () => {
    const result = await stocktake([
      'sql',
      `SELECT 'a "quoted", text' AS note, 7 AS n, CAST(NULL AS varchar) AS nothing, ARRAY[1, 2] AS list`,
      '--lake',
      lake,
      '--csv',
    ]);
    expect(result.exitCode).toBe(0);
    const [header, row] = result.stdout.split(/\r?\n/);
    expect(header).toBe('note,n,nothing,list');
    expect(row).toBe('"a ""quoted"", text",7,,"[1,2]"');
  });

  it('prints a table to a person', async () => {
    const { stdout, exitCode } = await stocktake(['sql', "SELECT 'here' AS word", '--lake', lake]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('word');
    expect(stdout).toContain('here');
  });

  it('runs nothing in a dry run, and tells the price', async () => {
    const answer = await sql(lake, 'SELECT * FROM resources', '--dry-run');
    expect(answer).toMatchObject({ status: 'answered', rows: [], row_count: null, truncated: false });
    expect(answer.columns.map(({ name }) => name)).toContain('resource_id');
    expect(answer.estimate?.bytes).toBeGreaterThan(0);
    expect(answer.verdict).not.toBeNull();
  });

  it('reads fewer bytes for fewer columns', async () => {
    const answers = await sqlAnswers(
      lake,
      { all: 'SELECT * FROM s3_bucket', one: 'SELECT resource_id FROM s3_bucket' },
      '--dry-run',
    );
    expect(answers.one.estimate?.bytes).toBeLessThan(answers.all.estimate?.bytes ?? 0);
  });

  it('cuts at 10,000 rows, and counts the true total', async () => {
    const answers = await sqlAnswers(lake, {
      all: 'SELECT resource_id, tag_key FROM resource_tags',
      count: 'SELECT count(*) AS n FROM resource_tags',
      limited: 'SELECT resource_id FROM resource_tags LIMIT 5',
    });
    const total = Number(answers.count.rows[0]?.[0]);
    expect(total).toBeGreaterThan(10_000);
    expect(answers.all.rows).toHaveLength(10_000);
    expect(answers.all).toMatchObject({ truncated: true, row_count: total });
    expect(answers.limited).toMatchObject({ truncated: false, row_count: 5 });
  });

  it('takes the time from --now', async () => {
    const text = "SELECT current_date AS today, date_diff('hour', now(), now()) AS zero";
    const answer = await sql(lake, text, '--now', '2027-01-02T03:04:05Z');
    expect(answer.rows[0]?.[0]).toBe('2027-01-02');
    const own = await sql(lake, text);
    expect(own.rows[0]?.[0]).toBe('2026-03-10');
  });

  it('judges age against --now', async () => {
    const query = 'SELECT count(*) FROM ec2_instance';
    const later = await sql(lake, query, '--now', '2026-04-10T00:00:00Z');
    expect(later.verdict?.status).toBe('partial');
    expect(later.verdict?.causes.map(({ kind }) => kind)).toContain('stale');
  });
});

describe('what is refused', () => {
  let answers: Readonly<Record<string, Answer>>;
  const queries: Readonly<Record<string, string>> = {
    nothing: '',
    'only a comment': '-- nothing here',
    'no SQL': 'SELEKT everything',
    'two statements': 'SELECT 1; SELECT 2',
    insert: "INSERT INTO accounts VALUES ('1')",
    delete: 'DELETE FROM resources',
    drop: 'DROP TABLE resources',
    'create as': 'CREATE TABLE mine AS SELECT * FROM resources',
    unload: "UNLOAD (SELECT * FROM resources) TO 's3://elsewhere/' WITH (format = 'PARQUET')",
    explain: 'EXPLAIN ANALYZE SELECT * FROM resources',
    table: 'TABLE resources',
    'unknown table': 'SELECT * FROM unicorns',
    'unknown column': 'SELECT horn FROM resources',
    'other catalog': 'SELECT * FROM other.inventory.resources',
    'information schema': 'SELECT * FROM information_schema.tables',
    'hidden column': 'SELECT "$path" FROM resources',
    'file of this machine': "SELECT * FROM '/etc/passwd'",
    'table function': "SELECT * FROM read_text('/etc/passwd')",
    'scalar function of DuckDB': "SELECT getenv('HOME')",
    'polymorphic table function': 'SELECT * FROM TABLE(sequence(1, 10))',
    recursion: 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT * FROM t',
    'alias in where': 'SELECT account_id AS a FROM resources WHERE a IS NULL',
    'not grouped': 'SELECT account_id, region, count(*) FROM resources GROUP BY account_id',
    'aggregate in where': 'SELECT account_id FROM resources WHERE count(*) > 1',
    'types that do not meet': 'SELECT * FROM resources WHERE resource_id = 5',
    'endless sequence': 'SELECT * FROM UNNEST(sequence(1, 9000000000)) AS t(n)',
    'endless padding': "SELECT lpad('x', 2000000000, 'y')",
    'endless product':
      'SELECT count(*) FROM relationships a, relationships b, relationships c, relationships d',
    deep: `SELECT ${'('.repeat(4000)}1${')'.repeat(4000)}`,
    long: `SELECT '${'x'.repeat(262_200)}'`,
    'landing table': 'SELECT * FROM landing_items',
  };
  beforeAll(async () => {
    answers = await sqlAnswers(lake, queries);
  });

  it.each(Object.keys(queries))('%s', (name) => {
    const answer = answers[name];
    expect(answer?.status, `${answer?.text} ${JSON.stringify(answer?.rows.slice(0, 2))}`).toBe('refused');
    expect(answer?.diagnostics.length).toBeGreaterThan(0);
    for (const diagnostic of answer?.diagnostics ?? []) {
      expect(diagnostic.code).toMatch(/^[A-Z][A-Z0-9_]+$/);
      expect(diagnostic.message.length).toBeGreaterThan(10);
    }
    expect(answer?.rows).toEqual([]);
  });

  it('tells unknown names by a code of their own', () => {
    const codes = (name: string) => answers[name]?.diagnostics.map(({ code }) => code);
    expect(codes('unknown table')).toContain('SQL_UNKNOWN_TABLE');
    expect(codes('unknown column')).toContain('SQL_UNKNOWN_COLUMN');
    expect(codes('drop')).toContain('SQL_NOT_READ_ONLY');
    expect(codes('no SQL')).not.toEqual(codes('unknown table'));
  });

  it('is refused in a dry run too', async () => {
    const dry = await sqlAnswers(lake, queries, '--dry-run');
    expect(
      Object.entries(dry)
        .filter(([, { status }]) => status !== 'refused')
        .map(([name]) => name),
    ).toEqual([]);
  });

  it('exits 3', async () => {
    const { exitCode, stdout } = await stocktake(['sql', 'DROP TABLE resources', '--lake', lake, '--json']);
    expect(exitCode).toBe(3);
    expect((JSON.parse(stdout) as Answer).status).toBe('refused');
  });
});

describe('what fails while it runs', () => {
  it.each(['SELECT 1 / 0', "SELECT CAST('ten' AS integer)", 'SELECT element_at(ARRAY[1], 0)'])(
    '%s fails and exits 1',
    async (text) => {
      const result = await stocktake(['sql', text, '--lake', lake, '--json']);
      const answer = answerOf(result);
      expect([answer.status, result.exitCode]).toEqual(['failed', 1]);
      expect(answer.diagnostics.length).toBeGreaterThan(0);
      expect(answer.text).not.toMatch(/\n\s+at /);
    },
  );
});

describe('stocktake sql --batch', () => {
  it('answers line by line, and no bad line ends it', async () => {
    const { lines, result } = await batch(
      ['sql', '--lake', lake],
      [
        { id: 'first', sql: 'SELECT 1 AS n' },
        'this is not JSON',
        '{"id": "half", "sql": ',
        { id: 'no query' },
        { id: 'wrong query', sql: 5 },
        { id: { nested: true }, sql: 'SELECT 2 AS n' },
        '',
        '[1, 2]',
        { id: 'refused', sql: 'DELETE FROM resources' },
        { id: 'fails', sql: 'SELECT 1 / 0' },
        { id: 'last', sql: 'SELECT 3 AS n' },
      ],
    );
    expect(result.exitCode).toBe(0);
    const answers = lines.map(({ id, answer }) => [id, AnswerSchema.parse(answer).status]);
    expect(answers).toEqual([
      ['first', 'answered'],
      [null, 'failed'],
      [null, 'failed'],
      ['no query', 'failed'],
      ['wrong query', 'failed'],
      [{ nested: true }, 'answered'],
      [null, 'failed'],
      ['refused', 'refused'],
      ['fails', 'failed'],
      ['last', 'answered'],
    ]);
  });
});

describe('stocktake tables', () => {
  it('lists the tables that can be queried', async () => {
    const { stdout, exitCode } = await stocktake(['tables', '--lake', lake]);
    expect(exitCode).toBe(0);
    for (const name of [
      'resources',
      'resource_history',
      'resource_changes',
      'resource_tags',
      'relationships',
      'accounts',
      'coverage',
      'rejected_records',
      'compliance',
      'compliance_history',
      'cost_daily',
      'metrics',
      'api_activity',
      'security_findings',
      'query_log',
      'ec2_instance',
      'rds_db_instance',
      's3_bucket',
      'iam_role',
      'ec2_security_group_rule',
      'policy_statement',
      'ec2_instance_volume',
      'ec2_network_interface_address',
    ])
      expect(stdout).toMatch(new RegExp(`^${name}\\b`, 'm'));
    expect(stdout).not.toMatch(/^landing/m);
  });

  it('describes one', async () => {
    const { stdout, exitCode } = await stocktake(['tables', 'ec2_instance', '--lake', lake]);
    expect(exitCode).toBe(0);
    for (const column of ['account_id', 'instance_type', 'state_name', 'tags'])
      expect(stdout).toContain(column);
  });

  it('has every table that it lists, empty or not', async () => {
    const { stdout } = await stocktake(['tables', '--lake', lake]);
    const names = stdout.split('\n').flatMap((line) => /^([a-z][a-z0-9_]+)\s/.exec(line)?.[1] ?? []);
    expect(names.length).toBeGreaterThan(413);
    const some = names.filter((_name, index) => index % 9 === 0);
    const answers = await sqlAnswers(
      lake,
      Object.fromEntries(some.map((name) => [name, `SELECT * FROM ${name} LIMIT 1`])),
    );
    expect(
      Object.entries(answers)
        .filter(([, { status }]) => status !== 'answered')
        .map(([name, { text }]) => `${name}: ${text}`),
    ).toEqual([]);
  });
});

describe('query_log', () => {
  it('has a row for what was asked', async () => {
    const marker = `SELECT ${Date.now()} AS marker`;
    await sql(lake, marker);
    const log = await sql(lake, 'SELECT sql, engine, row_count, user_id FROM query_log');
    expect(columnOf(log, 'sql')).toContain(marker);
    const own = rowsOf(log).find((row) => row.sql === marker);
    expect(own).toMatchObject({ engine: 'duckdb', row_count: 1 });
  });
});
