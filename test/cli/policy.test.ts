import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '#answer/contract.ts';
import { Facts } from '../golden/questions/facts.ts';
import { ask, columnOf, rowsOf, sql, sqlAnswers, temporary } from './answers.ts';
import { stocktake } from './command.ts';
import { copyOf, sampleLake } from './sample-lake.ts';

const facts = new Facts('default');
const sample = await sampleLake('default');
const id = (name: string): string => facts.account(name).id;
const dev = 'checkout-dev';

/** Ana reads one account; Bo reads instances everywhere, addresses masked; Cy one Region; Dee has no rule. */
const policies = {
  users: { ana: { groups: ['checkout'] }, bo: {}, cy: {}, dee: {}, eve: {} },
  rules: [
    {
      name: 'checkout reads its development account',
      groups: ['checkout'],
      tables: ['resources', 'ec2_*', 's3_bucket', 'relationships', 'resource_tags', 'coverage', 'accounts'],
      accounts: [id(dev)],
    },
    {
      name: 'bo reads instances',
      users: ['bo'],
      tables: ['ec2_instance', 'resources'],
      masked_columns: ['ec2_instance.private_ip_address', '*.resource_name'],
      denied_columns: ['ec2_instance.image_id'],
      row_limit: 25,
    },
    { name: 'cy reads Ireland', users: ['cy'], tables: ['*'], regions: ['eu-west-1'] },
    {
      name: 'eve has a small budget',
      users: ['eve'],
      tables: ['*'],
      budgets: { bytes_per_query: 1 },
    },
  ],
};

describe('a policy', () => {
  let folder: Awaited<ReturnType<typeof temporary>>;
  let lake: string;
  beforeAll(async () => {
    folder = await temporary();
    lake = await copyOf(sample.lake, join(folder.path, 'lake'));
    await writeFile(join(lake, 'policies.json'), JSON.stringify(policies));
  });
  afterAll(() => folder.dispose());

  it('is checked and shown', async () => {
    const check = await stocktake(['policy', 'check', '--lake', lake]);
    expect(check.exitCode, check.stderr).toBe(0);
    const show = await stocktake(['policy', 'show', 'ana', '--lake', lake]);
    expect(show.exitCode).toBe(0);
    expect(show.stdout).toContain(id(dev));
    expect(show.stdout).not.toContain('image_id');
  });

  it('that is wrong is not used', async () => {
    const wrong = join(folder.path, 'wrong');
    await copyOf(lake, wrong);
    await writeFile(join(wrong, 'policies.json'), JSON.stringify({ users: {}, rules: [{ name: 'no who' }] }));
    const check = await stocktake(['policy', 'check', '--lake', wrong]);
    expect(check.exitCode).not.toBe(0);
    expect(check.stderr).toMatch(/rules/);
    const use = await stocktake(['sql', 'SELECT count(*) FROM resources', '--lake', wrong, '--as', 'ana']);
    expect(use.exitCode).not.toBe(0);
    expect(use.stdout).toBe('');
  });

  describe('of one account', () => {
    let as: Readonly<Record<string, Answer>>;
    const queries = {
      accounts: 'SELECT DISTINCT account_id FROM resources',
      aliased: 'SELECT r.account_id FROM (SELECT * FROM ec2_instance) r WHERE true OR r.account_id IS NULL',
      with: 'WITH resources AS (SELECT * FROM ec2_instance) SELECT DISTINCT account_id FROM resources',
      union: 'SELECT account_id FROM s3_bucket UNION SELECT account_id FROM ec2_volume',
      subquery: 'SELECT (SELECT count(*) FROM ec2_instance) AS n',
      exists: `SELECT 1 WHERE EXISTS (SELECT 1 FROM resources WHERE account_id = '${id('ledger-prod')}')`,
      coverage: 'SELECT DISTINCT account_id FROM coverage',
      list: 'SELECT account_id FROM accounts',
      another: `SELECT * FROM s3_bucket WHERE account_id = '${id('ledger-prod')}'`,
      denied: 'SELECT * FROM iam_role',
      'denied in a join': 'SELECT * FROM resources r JOIN iam_role i ON i.account_id = r.account_id',
      unknown: 'SELECT * FROM unicorns',
      edges: 'SELECT * FROM relationships',
    };
    beforeAll(async () => {
      as = await sqlAnswers(lake, queries, '--as', 'ana');
    });

    it.each(['accounts', 'aliased', 'with', 'union', 'list', 'coverage'])(
      'shows nothing else: %s',
      (name) => {
        const answer = as[name];
        expect(answer?.status, answer?.text).toBe('answered');
        expect([...new Set(answer === undefined ? [] : columnOf(answer, 'account_id'))]).toEqual([id(dev)]);
      },
    );

    it('holds in subqueries', () => {
      const own = facts.of('EC2::Instance', ({ accountName }) => accountName === dev).length;
      expect(as.subquery?.rows).toEqual([[own]]);
      expect(as.exists?.rows).toEqual([]);
    });

    it('neither names nor counts the accounts outside', () => {
      const others = facts.accounts.filter(({ name }) => name !== dev);
      const shown = JSON.stringify(as.accounts);
      for (const other of others) {
        expect(shown).not.toContain(other.id);
        expect(shown).not.toContain(other.name);
      }
      expect(as.accounts?.verdict?.accounts).toEqual([id(dev)]);
    });

    it('says that rows outside are not permitted, not that none exist', () => {
      expect(as.another).toMatchObject({ status: 'answered', rows: [] });
      expect(as.another?.verdict?.status).toBe('not_permitted');
      expect(as.another?.text).not.toMatch(/none exist/);
    });

    it('tells forbidden tables from unknown ones', () => {
      const code = (name: string) => as[name]?.diagnostics[0]?.code;
      expect(as.denied?.status).toBe('refused');
      expect(code('denied')).toBe('SQL_FORBIDDEN_TABLE');
      expect(code('denied in a join')).toBe('SQL_FORBIDDEN_TABLE');
      expect(code('unknown')).toBe('SQL_UNKNOWN_TABLE');
    });

    it('hides the targets of edges that lead outside', () => {
      const edges = as.edges === undefined ? [] : rowsOf(as.edges);
      expect(edges.length).toBeGreaterThan(0);
      const outside = new Set(
        facts.all.filter(({ accountName }) => accountName !== dev).map((fact) => fact.id),
      );
      const own = new Set(facts.all.filter(({ accountName }) => accountName === dev).map((fact) => fact.id));
      const leaked = edges.filter(
        ({ target_resource_id: target }) =>
          typeof target === 'string' && outside.has(target) && !own.has(target),
      );
      expect(leaked).toEqual([]);
    });

    it('holds for questions', async () => {
      const own = await ask(lake, 'how many EC2 instances are there?', '--as', 'ana');
      expect(own.rows).toEqual([
        [facts.of('EC2::Instance', ({ accountName }) => accountName === dev).length],
      ]);
      const forbidden = await ask(lake, 'list all IAM roles', '--as', 'ana');
      expect(forbidden.rows).toEqual([]);
      expect(JSON.stringify(forbidden)).not.toContain(id('ledger-prod'));
    });

    it('holds in a dry run', async () => {
      const answer = await sql(lake, 'SELECT * FROM iam_role', '--as', 'ana', '--dry-run');
      expect(answer.status).toBe('refused');
    });
  });

  describe('with masked and denied columns', () => {
    let as: Readonly<Record<string, Answer>>;
    const addresses = new Set(
      facts.of('EC2::Instance').map(({ configuration }) => configuration.privateIpAddress),
    );
    const [address] = addresses;
    beforeAll(async () => {
      as = await sqlAnswers(
        lake,
        {
          plain: 'SELECT instance_id, private_ip_address FROM ec2_instance',
          star: 'SELECT * FROM ec2_instance',
          touched:
            "SELECT concat('ip ', private_ip_address) AS a, substr(private_ip_address, 1, 6) AS b FROM ec2_instance",
          compared: `SELECT instance_id FROM ec2_instance WHERE private_ip_address = '${address}'`,
          derived: 'SELECT a FROM (SELECT private_ip_address AS a FROM ec2_instance) t',
          distinct: 'SELECT count(DISTINCT private_ip_address) AS n FROM ec2_instance',
          document: 'SELECT configuration FROM ec2_instance',
          denied: 'SELECT image_id FROM ec2_instance',
          'denied in where': "SELECT instance_id FROM ec2_instance WHERE image_id LIKE 'ami-%'",
          limited: 'SELECT resource_id FROM resources',
        },
        '--as',
        'bo',
      );
    });

    it.each(['plain', 'star', 'touched', 'derived', 'document'])('shows no address: %s', (name) => {
      const answer = as[name];
      expect(answer?.status, answer?.text).toBe('answered');
      expect(answer?.rows.length).toBeGreaterThan(0);
      const text = JSON.stringify(answer?.rows);
      expect(
        [...addresses].filter((each) => text.includes(`"${each}"`) || text.includes(`ip ${each}`)),
      ).toEqual([]);
    });

    it('cannot be asked about a masked value', () => {
      expect(as.compared?.rows).toEqual([]);
      expect(Number(as.distinct?.rows[0]?.[0])).toBeLessThanOrEqual(1);
    });

    it('refuses a denied column, and leaves it out of *', () => {
      expect(as.denied?.diagnostics[0]?.code).toBe('SQL_FORBIDDEN_COLUMN');
      expect(as['denied in where']?.status).toBe('refused');
      expect(JSON.stringify(as.star?.rows)).not.toContain('ami-0');
    });

    it('limits rows', () => {
      expect(as.limited).toMatchObject({ truncated: true });
      expect(as.limited?.rows).toHaveLength(25);
      expect(as.limited?.row_count).toBe(facts.all.length);
    });
  });

  it('of one Region shows no other', async () => {
    const answer = await sql(lake, 'SELECT DISTINCT region FROM resources', '--as', 'cy');
    expect(answer.rows).toEqual([['eu-west-1']]);
  });

  it('with a budget refuses what costs more', async () => {
    const answer = await sql(lake, 'SELECT * FROM resources', '--as', 'eve');
    expect(answer.status).toBe('refused');
    expect(answer.text).toMatch(/budget/i);
  });

  it.each(['dee', 'nobody-of-that-name'])('grants nothing to whom no rule names: %s', async (user) => {
    const result = await stocktake([
      'sql',
      'SELECT count(*) FROM resources',
      '--lake',
      lake,
      '--as',
      user,
      '--json',
    ]);
    expect([2, 3]).toContain(result.exitCode);
    expect(result.stdout).not.toMatch(/"rows":\[\[/);
  });

  it('does not let one caller read another’s cached answer', async () => {
    const text = 'SELECT count(*) AS cached FROM s3_bucket';
    const owner = await sql(lake, text);
    const ana = await sql(lake, text, '--as', 'ana');
    expect(Number(ana.rows[0]?.[0])).toBeLessThan(Number(owner.rows[0]?.[0]));
  });

  it('is needed for --as', async () => {
    const result = await stocktake(['sql', 'SELECT 1', '--lake', sample.lake, '--as', 'ana']);
    expect(result.exitCode).toBe(2);
  });
});
