import { allTables } from '#catalog/tables.ts';
import { grammarTranslator } from '#nl2sql/grammar-translator.ts';
import type { Translation, Turn } from '#nl2sql/translator.ts';
import type { CountedValue, Vocabulary } from '#nl2sql/vocabulary.ts';
import { ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { schemaFrom } from '#sql/schema.ts';

/** A made-up lake, as far as a translator can see it. */

export const schema = schemaFrom(allTables());
export const now = new Date('2026-11-25T02:00:00Z');

const counted = (...values: string[]): CountedValue[] =>
  values.map((value, at) => ({ value, count: 100 - at }));

const values: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ec2_instance: { instance_type: ['t3.micro', 'm5.large'], state_name: ['running', 'stopped'] },
  ec2_volume: { volume_type: ['gp2', 'gp3'], state: ['in-use', 'available'] },
  rds_db_instance: { engine: ['postgres', 'mysql'], engine_version: ['13.4', '14.2'] },
  lambda_function: { runtime: ['python3.8', 'nodejs18.x'] },
};

export const vocabulary: Vocabulary = {
  types: counted(
    'AWS::EC2::Instance',
    'AWS::EC2::Volume',
    'AWS::S3::Bucket',
    'AWS::EC2::SecurityGroup',
    'AWS::RDS::DBInstance',
    'AWS::RDS::DBCluster',
    'AWS::Lambda::Function',
    'AWS::IAM::Role',
    'AWS::IAM::User',
    'AWS::ECS::Cluster',
    'AWS::EKS::Cluster',
    'AWS::EC2::VPC',
    'AWS::EC2::Subnet',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'AWS::ElasticLoadBalancing::LoadBalancer',
    'AWS::CloudTrail::Trail',
    'Acme::Billing::Ledger',
  ),
  accounts: [
    { id: '111111111111', name: 'shop-prod', ouPath: '/Workloads/Prod', environment: 'prod' },
    { id: '222222222222', name: 'shop-dev', ouPath: '/Workloads/Dev', environment: 'dev' },
    { id: '333333333333', name: 'log-archive', ouPath: '/Security', environment: null },
  ],
  organizationalUnits: ['/Security', '/Workloads', '/Workloads/Dev', '/Workloads/Prod'],
  regions: ['eu-west-1', 'global', 'us-east-1'],
  environments: counted('prod', 'production', 'dev', 'staging'),
  tags: [
    { key: 'team', values: counted('orders', 'search') },
    { key: 'owner', values: counted('ana') },
    { key: 'Owner', values: counted('Ben') },
    { key: 'cost-center', values: counted('cc-100') },
  ],
  rules: ['access-keys-rotated', 'iam-user-mfa-enabled'],
  valuesOf: async (table) => new Map(Object.entries(values[table] ?? {})),
  named: async (name) =>
    name === 'web-1' ? [{ type: 'AWS::EC2::Instance', id: 'i-0abc12345', name: 'web-1' }] : [],
};

export async function translate(
  question: string,
  previous: readonly Turn[] = [],
  lake: Vocabulary = vocabulary,
): Promise<Translation> {
  return grammarTranslator.translate({
    question,
    previous,
    schema,
    vocabulary: lake,
    policy: ownerPolicy,
    engine: 'duckdb',
    now,
    zone: 'UTC',
  });
}

type Sql = Extract<Translation, { kind: 'sql' }>;

/** The translation of a question that must become SQL which the checker passes for every engine's rules. */
export async function sqlFor(question: string, previous: readonly Turn[] = []): Promise<Sql> {
  const translation = await translate(question, previous);
  if (translation.kind !== 'sql') throw new Error(`${question}: ${JSON.stringify(translation)}`);
  const prepared = prepare(translation.sql, {
    schema,
    policy: ownerPolicy,
    rowLimit: 100,
    now,
    engine: 'duckdb',
  });
  if (!prepared.ok)
    throw new Error(`${question}: ${JSON.stringify(prepared.diagnostics)}\n${translation.sql}`);
  return translation;
}

/** The turn that a translated question leaves behind. */
export function turnFor(question: string, translation: Sql): Turn {
  return {
    question,
    answerId: 'a',
    status: 'answered',
    sql: translation.sql,
    plan: translation.plan ?? null,
    columns: [],
    keys: [],
    keysComplete: false,
  };
}

/** Asks one question after another; returns the last translation. */
export async function conversation(...questions: string[]): Promise<Sql> {
  const turns: Turn[] = [];
  let last: Sql | undefined;
  for (const question of questions) {
    last = await sqlFor(question, turns);
    turns.push(turnFor(question, last));
  }
  if (last === undefined) throw new Error('nothing was asked');
  return last;
}
