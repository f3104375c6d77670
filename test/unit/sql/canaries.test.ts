import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { publishedResourceTypes, resourceTypeFacts } from '#catalog/resource-types.ts';
import { type OpenLake, openLake } from '#cli/open-lake.ts';
import { compactLake } from '#ingest/compact/compact.ts';
import { ingestPaths } from '#ingest/ingest.ts';
import { type EffectivePolicy, ownerPolicy } from '#sql/policy.ts';
import { prepare } from '#sql/prepare.ts';
import { type SqlSchema, type SqlTable, schemaOf } from '#sql/schema.ts';
import { ownContents } from '#sql/scope/contents.ts';
import { accounts, envelope, events, item, snapshot } from '../oracle/deliver.ts';
import { policyOf } from './fixtures.ts';

/**
 * A value that stands nowhere else is planted in every column. Whatever column a rule then hides, no other column of
 * any table may show what stood in it.
 */
const TYPES = ['AWS::Lambda::Function', 'AWS::EC2::Instance', 'AWS::IAM::Role'];
const SHOWN = [
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
  'lambda_function',
  'ec2_instance',
  'iam_role',
  'policy_statement',
  'security_group_attachment',
  'ec2_instance_volume',
  'ec2_network_interface_address',
  'iam_attached_policy',
];

/** Facts of the envelope: what repeats them is found by them, not they by it. */
const isFact = (column: string): boolean =>
  /^(target_)?(resource_id|resource_name|arn)$|^account_name$/.test(column);

const isTold = (secrets: readonly string[], texts: readonly string[]): boolean =>
  secrets.some((secret) => texts.some((text) => text.includes(secret)));

let planted = 0;
/** Telling no one anything, and recognised in any text. */
const canary = (): string => {
  planted += 1;
  return `canary${planted}z`;
};
const CANARY = /canary\d+z/g;

/** A document with a canary at every scalar text that the catalogue has a column for. */
function filled(type: string): Record<string, Record<string, unknown>> {
  const documents: Record<string, Record<string, unknown>> = {
    configuration: {},
    supplementaryConfiguration: {},
  };
  for (const { path, type: kind, json } of resourceTypeFacts(type).properties) {
    if (kind !== 'varchar' || json) continue;
    const keys = path.split('.');
    let at: Record<string, unknown> = documents;
    for (const key of keys.slice(0, -1)) {
      if (typeof at[key] !== 'object') at[key] = {};
      at = at[key] as Record<string, unknown>;
    }
    at[keys.at(-1) ?? ''] ??= canary();
  }
  return documents;
}

const extra: Readonly<Record<string, () => Record<string, unknown>>> = {
  'AWS::Lambda::Function': () => ({ vpcConfig: { securityGroupIds: [canary()] } }),
  'AWS::EC2::Instance': () => ({
    blockDeviceMappings: [{ deviceName: canary(), ebs: { volumeId: canary() } }],
    networkInterfaces: [
      {
        networkInterfaceId: canary(),
        privateIpAddresses: [
          {
            privateIpAddress: canary(),
            privateDnsName: canary(),
            association: { publicIp: canary(), publicDnsName: canary() },
          },
        ],
      },
    ],
    securityGroups: [{ groupId: canary(), groupName: canary() }],
  }),
  'AWS::IAM::Role': () => ({
    rolePolicyList: [{ policyName: canary(), policyDocument: policyDocument() }],
    assumeRolePolicyDocument: policyDocument(),
    attachedManagedPolicies: [{ policyName: canary(), policyArn: `arn:aws:iam::aws:policy/${canary()}` }],
  }),
};
const policyDocument = () => ({
  Statement: [
    { Sid: canary(), Effect: 'Allow', Principal: { AWS: canary() }, Action: canary(), Resource: canary() },
  ],
});

function resource(type: string, target: string): Record<string, unknown> {
  const name = canary();
  const documents = filled(type);
  const configuration = {
    ...documents.configuration,
    ...extra[type]?.(),
    nested: { name },
    tags: [{ key: canary(), value: canary() }],
  };
  return item(canary(), '10:00', {
    resourceType: type,
    resourceName: name,
    ARN: `arn:aws:made:eu-west-1:111111111111:${name}/${canary()}`,
    tags: { [canary()]: canary(), Environment: canary() },
    relationships: [
      { resourceType: 'AWS::IAM::Role', resourceName: target, name: 'Is associated with' },
      {
        resourceType: 'AWS::IAM::Policy',
        resourceId: canary(),
        resourceName: canary(),
        name: 'Is attached to',
      },
    ],
    ...documents,
    configuration,
  });
}

describe('a hidden column', () => {
  let folder = '';
  let lake: OpenLake;
  let schema: SqlSchema;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stocktake-canaries-'));
    const target = canary();
    const items = TYPES.map((type) => resource(type, target));
    const changed = {
      ...items[0],
      configurationItemCaptureTime: '2026-03-01T12:00:00.000Z',
      configurationStateId: 9 ** 15,
    };
    const compliance = item('rule/x', '11:00', {
      resourceType: 'AWS::Config::ResourceCompliance',
      resourceId: `AWS::IAM::Role/${items[2]?.resourceId}`,
      configuration: {
        targetResourceId: items[2]?.resourceId,
        targetResourceType: 'AWS::IAM::Role',
        configRuleList: [{ configRuleName: canary(), complianceType: 'NON_COMPLIANT', annotation: canary() }],
        complianceType: 'NON_COMPLIANT',
      },
    });
    const broken = { ...items[1], resourceId: undefined, resourceName: 'broken' };
    const deliveries = [
      snapshot('11:00', [...items, compliance, broken]),
      events(envelope('12:00', { ...changed, configuration: { other: canary() } }, { changeType: 'UPDATE' })),
      accounts([
        {
          Id: '111111111111',
          Name: canary(),
          Email: `${canary()}@x`,
          Status: 'ACTIVE',
          JoinedTimestamp: '2020-01-01T00:00:00Z',
          OuPath: `/${canary()}`,
          Tags: { [canary()]: canary() },
        },
      ]),
    ];
    for (const { path, bytes } of deliveries) {
      await mkdir(dirname(join(folder, 'tree', path)), { recursive: true });
      await writeFile(join(folder, 'tree', path), bytes);
    }
    lake = await openLake({ lake: join(folder, 'lake'), now: new Date('2026-03-02T00:00:00Z') });
    await ingestPaths([join(folder, 'tree')], { store: lake.store, clock: lake.clock });
    await compactLake({ ...lake, catalogue: lake.storedCatalogue });
    schema = schemaOf(await lake.catalogue.snapshot());
  });
  afterAll(async () => {
    await lake.close();
    await rm(folder, { recursive: true, force: true });
  });

  const tableOf = (name: string): SqlTable => {
    const table = schema.table(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  };

  async function rowsOf(name: string, policy: EffectivePolicy): Promise<readonly Record<string, unknown>[]> {
    const snapshotNow = await lake.catalogue.snapshot();
    const result = prepare(`SELECT * FROM ${name}`, {
      schema,
      policy,
      rowLimit: 1000,
      now: lake.clock.now(),
      engine: 'duckdb',
    });
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.diagnostics)}`);
    const ran = await lake.engine.run(result.query.checked, { snapshot: snapshotNow });
    return ran.rows.map((row) =>
      Object.fromEntries(result.query.columns.map((column, at) => [column.name, row[at]])),
    );
  }

  /** Column by column, what the owner reads. */
  async function shown(
    policy: EffectivePolicy,
    tables: readonly string[] = SHOWN,
  ): Promise<Map<string, string[]>> {
    const cells = new Map<string, string[]>();
    for (const name of tables) {
      for (const row of await rowsOf(name, policy)) {
        for (const [column, value] of Object.entries(row)) {
          if (value === null) continue;
          const key = `${name}.${column}`;
          cells.set(key, [
            ...(cells.get(key) ?? []),
            typeof value === 'string' ? value : JSON.stringify(value),
          ]);
        }
      }
    }
    return cells;
  }

  it('is planted in every table', async () => {
    const cells = await shown(ownerPolicy);
    for (const name of SHOWN) {
      const texts = [...cells].flatMap(([key, values]) => (key.startsWith(`${name}.`) ? values : []));
      expect(
        texts.some((text) => CANARY.test(text)),
        name,
      ).toBe(true);
      CANARY.lastIndex = 0;
    }
  });

  it('shows through no other column of any table', { timeout: 300_000 }, async () => {
    const cells = await shown(ownerPolicy);
    // What the item's envelope says is its own, though a document may say it too.
    const envelopeCells = ['resource_id', 'resource_name', 'arn', 'account_name'].flatMap(
      (column) => cells.get(`resources.${column}`) ?? [],
    );
    const known = new Set([
      ...envelopeCells.flatMap((text) => text.match(CANARY) ?? []),
      ...(cells.get('resources.tags') ?? []).flatMap((text) => text.match(CANARY) ?? []),
    ]);
    const ownTags = (cells.get('resources.configuration') ?? []).flatMap((text) =>
      (text.match(/"tags":.*?\]/g) ?? []).flatMap((list) => list.match(CANARY) ?? []),
    );
    for (const token of ownTags) known.delete(token);
    const tried = new Set<string>();
    let turn = 0;
    for (const [key, values] of cells) {
      const [name = '', column = ''] = key.split('.');
      // It repeats keys of documents and has no word of its own.
      if (column === 'changed_paths') continue;
      const definition = tableOf(name).columns.find((one) => one.name === column);
      if (definition === undefined) throw new Error(key);
      // The account of one type's resources is that of others, which a rule about the type does not speak of.
      if (column === 'account_name' && tableOf(name).resourceTypes !== undefined) continue;
      // Single properties are all read alike: every fourth will do.
      turn += 1;
      if (definition.path !== undefined && definition.json !== true && turn % 4 !== 0) continue;
      const contents = JSON.stringify([ownContents(tableOf(name), definition), definition.json]);
      if (tried.has(contents) || !values.some((text) => text.match(CANARY) !== null)) continue;
      tried.add(contents);
      // Of a document every canary counts, but for those that it repeats; of a text the whole of it.
      const secrets =
        definition.json === true || definition.type !== 'varchar'
          ? values
              .flatMap((text) => text.match(CANARY) ?? [])
              .filter((token) => column === 'tags' || !known.has(token))
          : values.filter((text) => isFact(column) || text.match(CANARY)?.some((token) => !known.has(token)));
      const rule = tried.size % 2 === 0 ? { masked_columns: [key] } : { denied_columns: [key] };
      // A table that does not show it to the owner shows it to nobody.
      const holders = SHOWN.filter((each) =>
        [...cells].some(([where, texts]) => where.startsWith(`${each}.`) && isTold(secrets, texts)),
      );
      const seen = await shown(policyOf(rule), holders);
      const leaks = [...seen].flatMap(([where, texts]) => {
        const text = texts.join('\n');
        return secrets.filter((secret) => text.includes(secret)).map((secret) => `${where} ${secret}`);
      });
      expect(leaks, JSON.stringify(rule)).toEqual([]);
    }
    expect(tried.size).toBeGreaterThan(40);
  });

  it('names types that are published', () => {
    for (const type of TYPES) expect(publishedResourceTypes()).toContain(type);
  });
});
