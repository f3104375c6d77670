import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeSample } from '#cli/sample/write-sample.ts';
import { type AthenaStandIn, startAthena } from '#test/athena/start.ts';
import { deployHub } from '#test/emulator/deploy.ts';
import { type Emulator, startEmulator } from '#test/emulator/start.ts';
import { filesIn } from '#test/golden/lake/deliveries.ts';
import { type BedrockDouble, startBedrockDouble } from '#test/models/bedrock-double.ts';
import { Hub, until } from './hub.ts';

const NOW = new Date();
const ITEM_CHANGE = 'Config Configuration Item Change';
/** An instance that no snapshot tells: only its event. */
const INSTANCE = 'i-0feedfacecafe0001';

const Account = z.object({ Id: z.string(), Name: z.string() });

describe('the thread in AWS', () => {
  let folder: string;
  let emulator: Emulator;
  let athena: AthenaStandIn;
  let bedrock: BedrockDouble;
  let hub: Hub;
  let accounts: readonly z.infer<typeof Account>[];
  let owner: string;
  let landedAfter = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stocktake-thread-'));
    emulator = await startEmulator();
    athena = await startAthena({
      emulatorUrl: emulator.endpoint,
      workGroups: { stocktake: {}, 'stocktake-compaction': {} },
    });
    bedrock = await startBedrockDouble({ text: ['Nothing comes to mind.'] });
    const deployed = await deployHub({
      emulatorUrl: emulator.endpoint,
      athenaUrl: athena.athenaUrl,
      bedrockUrl: bedrock.url,
      settings: { modelId: 'thread.model-v1:0' },
    });
    hub = new Hub(deployed, emulator.endpoint);

    const deliveries = join(folder, 'deliveries');
    await writeSample({ out: deliveries, now: NOW, accounts: 2, resources: 30 });
    const list = await readFile(join(deliveries, 'organization/accounts.json'), 'utf8');
    accounts = z.object({ Accounts: z.array(Account) }).parse(JSON.parse(list)).Accounts;
    const newest = (await filesIn(deliveries)).filter(
      (path) => path.includes('/ConfigSnapshot/') || path === 'organization/accounts.json',
    );
    for (const path of newest) await hub.deliver(path, await readFile(join(deliveries, path)));
    owner = await hub.signIn('owner@example.com', 'owners');
  }, 600_000);

  afterAll(async () => {
    await bedrock?.stop();
    await athena?.stop();
    await emulator?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('says that there is no lake before the first compaction', async () => {
    const answer = await hub.ask(owner, 'How many resources are there?');
    expect(answer.status).toBe('failed');
    expect(answer.diagnostics.map(({ code }) => code)).toContain('NO_LAKE');
  });

  it('lands notified objects and the events of two members, and keeps what is no event', async () => {
    const told = performance.now();
    for (const [index, { Id }] of accounts.slice(0, 2).entries())
      await hub.tell(ITEM_CHANGE, instanceTold(Id, `${INSTANCE}${index}`));
    await hub.send('this is no event');
    await hub.settled();
    landedAfter = performance.now() - told;
    const landed = await hub.keys('landing/');
    expect(landed.some((key) => key.includes('landing_item'))).toBe(true);
    await until(async () => (await hub.keys('dead-letters/')).length === 1, 'no dead letter');
    expect(await hub.waiting('EventsDeadLettersUrl')).toBe(0);
  }, 300_000);

  it('compacts by UNLOAD, and answers from it: rows, verdict, price', async () => {
    const begun = performance.now();
    expect(await hub.compact()).toMatchObject({ generation: expect.stringMatching(/^0000000001-/) });
    const compacted = performance.now();
    const answer = await hub.ask(owner, 'How many resources are there by account?');
    const asked = performance.now();
    expect(answer.status, JSON.stringify(answer.diagnostics)).toBe('answered');
    expect(answer.engine).toBe('athena');
    expect(answer.rows.length).toBeGreaterThan(1);
    expect(answer.verdict?.status).toMatch(/complete|partial/);
    expect(answer.estimate?.bytes ?? 0).toBeGreaterThan(0);
    expect(answer.bytes_scanned ?? 0).toBeGreaterThan(0);
    const told = await hub.sql(
      owner,
      `SELECT account_id FROM ec2_instance WHERE resource_id LIKE '${INSTANCE}%'`,
    );
    expect(told.rows.map(([id]) => id).sort()).toEqual(
      accounts
        .slice(0, 2)
        .map(({ Id }) => Id)
        .sort(),
    );
    const ms = {
      'event to landing': landedAfter,
      compaction: compacted - begun,
      question: asked - compacted,
    };
    console.log(`stages of the thread: ${JSON.stringify(ms)} ms`);
  }, 900_000);

  it('takes the questions asked into the next generation, and changes no resource', async () => {
    const before = await hub.sql(owner, 'SELECT count(*) AS n FROM resources');
    expect(await hub.compact()).toMatchObject({ generation: expect.stringMatching(/^0000000002-/) });
    expect((await hub.sql(owner, 'SELECT count(*) AS n FROM resources')).rows).toEqual(before.rows);
    const asked = await hub.sql(owner, "SELECT count(*) AS n FROM query_log WHERE engine = 'athena'");
    expect(Number(asked.rows[0]?.[0])).toBeGreaterThan(0);
  }, 300_000);

  it('is as it was where compaction is killed, and healed by the next run', async () => {
    const [member] = accounts;
    if (member === undefined) throw new Error('no account');
    const count = 'SELECT count(*) AS n FROM resources';
    const before = await hub.sql(owner, count);
    await hub.tell(ITEM_CHANGE, instanceTold(member.Id, `${INSTANCE}9`));
    // Told twice: the second changes nothing.
    await hub.tell(ITEM_CHANGE, instanceTold(member.Id, `${INSTANCE}9`));
    await hub.settled();
    const manifests = await hub.keys('manifests/');
    await hub.killCompactionAfter(5);
    await expect(hub.compact()).rejects.toThrow(/timed out|compaction failed/i);
    expect(await hub.keys('manifests/')).toEqual(manifests);
    expect((await hub.sql(owner, count)).rows).toEqual(before.rows);
    await hub.killCompactionAfter(900);
    expect(await hub.compact()).toMatchObject({ generation: expect.any(String) });
    expect((await hub.sql(owner, count)).rows).toEqual([[Number(before.rows[0]?.[0]) + 1]]);
  }, 600_000);

  it('answers over the socket, stage by stage', async () => {
    const told = await hub.askLive(owner, 'How many resources are there by account?');
    expect(told[0]?.type).toBe('question-accepted');
    expect(told.some(({ type }) => type === 'stage')).toBe(true);
    const end = told.at(-1);
    expect(end?.type === 'answer-end' && end.answer.status).toBe('answered');
  }, 120_000);

  it('asks the model where the grammar cannot tell, and checks what it writes', async () => {
    const input = {
      outcome: 'sql',
      sql: 'SELECT count(*) AS n FROM resources',
      subject: 'resources',
      assumptions: ['Every type counts.'],
    };
    bedrock.script((request) => ({ calls: [{ name: toolOf(request.body), input }], stopReason: 'tool_use' }));
    const answer = await hub.ask(owner, 'Wie viele Ressourcen haben wir insgesamt?');
    expect(bedrock.requests.length).toBeGreaterThan(0);
    expect([answer.status, answer.translator]).toEqual(['answered', 'bedrock']);
    bedrock.script((request) => ({
      calls: [{ name: toolOf(request.body), input: { ...input, sql: 'SELECT * FROM secrets' } }],
      stopReason: 'tool_use',
    }));
    expect((await hub.ask(owner, 'Welche Geheimnisse haben wir?')).status).not.toBe('answered');
  }, 120_000);

  it('shows a user with a narrower policy her accounts alone', async () => {
    const [mine] = accounts;
    if (mine === undefined) throw new Error('no account');
    await hub.putPolicies({
      users: { 'ann@example.com': { groups: ['analysts'] } },
      rules: [
        { name: 'analysts read one account', groups: ['analysts'], tables: ['*'], accounts: [mine.Id] },
      ],
    });
    const ann = await hub.signIn('ann@example.com');
    const answer = await hub.sql(ann, 'SELECT DISTINCT account_id FROM resources');
    expect(answer.rows).toEqual([[mine.Id]]);
    const stranger = await hub.signIn('stranger@example.com');
    expect((await hub.sql(stranger, 'SELECT DISTINCT account_id FROM resources')).status).toBe('refused');
  }, 120_000);
});

function toolOf(body: Readonly<Record<string, unknown>>): string {
  const config = z
    .object({
      toolConfig: z.object({
        tools: z.array(z.object({ toolSpec: z.object({ name: z.string() }).optional() })),
      }),
    })
    .parse(body).toolConfig;
  return config.tools.find(({ toolSpec }) => toolSpec !== undefined)?.toolSpec?.name ?? '';
}

/** An item change as AWS Config tells it. */
function instanceTold(account: string, id: string): unknown {
  const captured = new Date(NOW.getTime() - 60_000).toISOString();
  return {
    recordVersion: '1.3',
    messageType: 'ConfigurationItemChangeNotification',
    notificationCreationTime: captured,
    configurationItemDiff: { changeType: 'CREATE', changedProperties: {} },
    configurationItem: {
      configurationItemVersion: '1.3',
      configurationItemCaptureTime: captured,
      configurationItemStatus: 'ResourceDiscovered',
      configurationStateId: 1,
      awsAccountId: account,
      awsRegion: LANE.region,
      resourceType: 'AWS::EC2::Instance',
      resourceId: id,
      ARN: `arn:aws:ec2:${LANE.region}:${account}:instance/${id}`,
      tags: {},
      relationships: [],
      configuration: { instanceId: id, instanceType: 't3.micro', state: { code: 16, name: 'running' } },
      supplementaryConfiguration: {},
    },
  };
}

const LANE = { region: 'us-east-1' } as const;
