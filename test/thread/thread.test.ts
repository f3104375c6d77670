import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Answer } from '#answer/contract.ts';
import type { OpenLake } from '#cli/open-lake.ts';
import { headManifest } from '#ingest/compact/manifest.ts';
import { readReports } from '#sql/reports/read-reports.ts';
import { type AthenaStandIn, startAthena } from '#test/athena/start.ts';
import { deployHub } from '#test/emulator/deploy.ts';
import { type Emulator, startEmulator } from '#test/emulator/start.ts';
import { type BedrockDouble, startBedrockDouble } from '#test/models/bedrock-double.ts';
import { type Deliveries, deliverTo, sampleDeliveries } from './deliveries.ts';
import { Hub, type Told, until } from './hub.ts';
import { answerHere, inOrderOf, localLake, tellingOf } from './same-answers.ts';
import { differences, shapeOf, tablesWithRows } from './same-tables.ts';
import { deployedSchedule, fireOnce } from './schedule.ts';

/** End of the organization's deliveries; the clock of both lakes stands an hour after it, so that events told by the lane are no surprise. */
const DELIVERED = new Date();
const NOW = new Date(DELIVERED.getTime() + 3_600_000);
const ITEM_CHANGE = 'Config Configuration Item Change';
const BY_ACCOUNT = 'How many resources are there by account?';
const BY_REGION = 'How many resources are there by region?';
/** An instance that no snapshot tells: only its event. */
const INSTANCE = 'i-0feedfacecafe0001';
const instances = `SELECT account_id, resource_id FROM ec2_instance WHERE resource_id LIKE '${INSTANCE}%' ORDER BY 2`;

describe('the thread in AWS', () => {
  let folder: string;
  let emulator: Emulator;
  let athena: AthenaStandIn;
  let bedrock: BedrockDouble;
  let hub: Hub;
  let deliveries: Deliveries;
  let local: OpenLake;
  let owner: string;
  const took: Record<string, number> = {};

  const timed = async <T>(stage: string, work: () => Promise<T>): Promise<T> => {
    const begun = performance.now();
    const done = await work();
    took[stage] = Math.round(performance.now() - begun);
    return done;
  };
  const generation = async (): Promise<string | undefined> => (await headManifest(hub.lake))?.generation;

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
    await hub.lake.put('settings.json', Buffer.from(JSON.stringify({ as_of: NOW })));
    deliveries = await sampleDeliveries(join(folder, 'deliveries'), DELIVERED);
    owner = await hub.signIn('owner@example.com', 'owners');
  }, 600_000);

  afterAll(async () => {
    console.log(`stages of the thread: ${JSON.stringify(took)} ms`);
    await local?.close();
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

  it('lands what an organization delivers: notified objects, and events', async () => {
    await timed('deliveries to landing', async () => {
      await deliverTo(hub, deliveries);
      await hub.settled();
    });
    expect((await hub.keys('landing/')).some((key) => key.includes('landing_item'))).toBe(true);
    local = await localLake(join(folder, 'lake'), deliveries.root, hub, NOW);
  }, 300_000);

  it('compacts by UNLOAD when the schedule says so, and keeps the words of the new generation', async () => {
    expect(await deployedSchedule(emulator.endpoint)).toMatchObject({
      ScheduleExpression: 'rate(1 day)',
    });
    await timed('schedule to generation', async () => {
      await fireOnce(emulator.endpoint);
      await until(async () => (await generation()) !== undefined, 'the schedule made no generation', 900_000);
    });
    const committed = (await generation()) ?? '';
    expect(committed).toMatch(/^0000000001-/);
    // Nobody has asked anything of it yet: the event of the commit has them read.
    await timed('generation to vocabulary', () =>
      until(async () => (await hub.vocabularies(committed)).length > 0, 'no vocabulary was read'),
    );
  }, 1_200_000);

  it('has the same tables as the lake of this machine, value by value', async () => {
    const cloud = hub.tables(athena.athenaUrl);
    const here = { catalogue: local.storedCatalogue, engine: local.engine };
    const [there, expected] = [await cloud.catalogue.snapshot(), await here.catalogue.snapshot()];
    expect(shapeOf(there)).toEqual(shapeOf(expected));
    const tables = tablesWithRows(expected);
    expect(tables.length).toBeGreaterThan(30);
    expect(await timed(`${tables.length} tables`, () => differences(tables, here, cloud, NOW))).toEqual([]);
  }, 600_000);

  it('gives the same rows for every saved report, in their order', async () => {
    const reports = await readReports(join(import.meta.dirname, '../../sql/reports'));
    const withRows: string[] = [];
    await timed(`${reports.length} reports`, async () => {
      for (const report of reports) {
        const expected = await answerHere(report, local);
        const answer = await hub.report(owner, report.name);
        expect(answer.status, `${report.name}: ${answer.text}`).toBe('answered');
        expect(tellingOf(answer), report.name).toEqual(tellingOf(expected));
        expect(inOrderOf(report, answer), report.name).toEqual(inOrderOf(report, expected));
        if (answer.rows.length > 0) withRows.push(report.name);
      }
    });
    console.log(`reports with rows: ${withRows.length} of ${reports.length}`);
    expect(withRows.length).toBeGreaterThan(reports.length / 2);
  }, 600_000);

  it('answers over REST: rows, verdict, price', async () => {
    const byAccount = await timed('question over REST', () => hub.ask(owner, BY_ACCOUNT));
    expect(byAccount.status, JSON.stringify(byAccount.diagnostics)).toBe('answered');
    expect(byAccount.engine).toBe('athena');
    expect(byAccount.rows).toHaveLength(2);
    expect(byAccount.verdict?.status).toMatch(/complete|partial/);
    expect(byAccount.estimate?.bytes ?? 0).toBeGreaterThan(0);
    expect(byAccount.bytes_scanned ?? 0).toBeGreaterThan(0);
    expect(byAccount.cost_usd ?? 0).toBeGreaterThan(0);
  }, 120_000);

  it('answers over the socket, stage by stage: rows, verdict, price', async () => {
    const told = await hub.askLive(owner, BY_REGION);
    console.log(`question over the socket, by stage: ${stagesOf(told)}`);
    expect(told[0]?.message.type).toBe('question-accepted');
    const stages = told.flatMap(({ message }) => (message.type === 'stage' ? [message] : []));
    expect(stages.map(({ stage }) => stage)).toEqual([
      'translate',
      'check',
      'price',
      'run',
      'verdict',
      'done',
    ]);
    expect(told.map(({ message }) => ('seq' in message ? message.seq : null))).toEqual(
      told.map((_, at) => at),
    );
    const answer = answerOf(told);
    expect(answer.status, answer.text).toBe('answered');
    expect(answer.rows.length).toBeGreaterThan(1);
    expect(answer.verdict?.accounts.toSorted()).toEqual(deliveries.accounts.map(({ Id }) => Id).sort());
    expect(answer.estimate?.bytes ?? 0).toBeGreaterThan(0);
    expect(answer.bytes_scanned ?? 0).toBeGreaterThan(0);
    expect(answer.cost_usd ?? 0).toBeGreaterThan(0);
    // The same over REST, from the kept result: nothing is scanned again.
    const again = await hub.ask(owner, BY_REGION);
    expect(tellingOf(again)).toEqual(tellingOf(answer));
    expect([again.estimate, again.bytes_scanned, again.cost_usd]).toEqual([answer.estimate, 0, 0]);
  }, 120_000);

  it('lands the events of two members by the bus, and keeps what is no event', async () => {
    await timed('events on the bus to landing', async () => {
      for (const [index, { Id }] of deliveries.accounts.entries())
        await hub.tell(ITEM_CHANGE, instanceTold(Id, `${INSTANCE}${index}`));
      await hub.send('this is no event');
      await hub.settled();
    });
    await until(async () => (await hub.keys('dead-letters/')).length === 1, 'no dead letter');
    expect(await hub.waiting('EventsDeadLettersUrl')).toBe(0);
  }, 120_000);

  it('gives up a poisoned message after its attempts, while the rest of its batch lands', async () => {
    const [{ Id }] = deliveries.accounts;
    const deployed = await hub.attempts({ seconds: 2, times: 3 });
    expect(deployed).toEqual({ seconds: 720, times: 5 });
    const poison = ' \n ';
    const neighbour = { id: 'e-neighbour', source: 'aws.config', 'detail-type': ITEM_CHANGE, account: Id };
    const landed = (await hub.keys('landing/')).length;
    await hub.send(
      poison,
      JSON.stringify({
        ...neighbour,
        region: 'us-east-1',
        time: DELIVERED,
        detail: instanceTold(Id, `${INSTANCE}2`),
      }),
    );
    await until(async () => (await hub.waiting('EventsDeadLettersUrl')) > 0, 'nothing was given up');
    expect(await hub.givenUp()).toEqual([poison]);
    expect(await hub.waiting('EventsDeadLettersUrl')).toBe(1);
    expect(await hub.waiting('EventsQueueUrl')).toBe(0);
    expect((await hub.keys('landing/')).length).toBeGreaterThan(landed);
    expect((await hub.keys('dead-letters/')).length).toBe(1);
    expect(await emulator.log()).toMatch(/processed 1 SQS messages from \S+Events\S+ \(1 partial failures\)/);
    await hub.attempts(deployed);
  }, 120_000);

  it('makes what landed queryable, and takes the questions asked into the next generation', async () => {
    const count = 'SELECT count(*) AS n FROM resources';
    const before = await hub.sql(owner, count);
    const made = await timed('compaction', () => hub.compact());
    expect(made).toMatchObject({ generation: expect.stringMatching(/^0000000002-/) });
    const [one, other] = deliveries.accounts.map(({ Id }) => Id);
    expect((await hub.sql(owner, instances)).rows).toEqual([
      [one, `${INSTANCE}0`],
      [other, `${INSTANCE}1`],
      [one, `${INSTANCE}2`],
    ]);
    expect((await hub.sql(owner, count)).rows).toEqual([[Number(before.rows[0]?.[0]) + 3]]);
    const asked = await hub.sql(owner, "SELECT count(*) AS n FROM query_log WHERE engine = 'athena'");
    expect(Number(asked.rows[0]?.[0])).toBeGreaterThan(0);
  }, 600_000);

  it('is as it was where compaction is killed, and healed by the next run', async () => {
    const [member] = deliveries.accounts;
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

  it('shows a user with a narrower policy her accounts alone, over REST and over the socket', async () => {
    const [mine, others] = deliveries.accounts;
    const whole = answerOf(await hub.askLive(owner, BY_ACCOUNT));
    expect(whole.rows).toHaveLength(2);
    await hub.putPolicies({
      users: { 'ann@example.com': { groups: ['analysts'] } },
      rules: [
        { name: 'analysts read one account', groups: ['analysts'], tables: ['*'], accounts: [mine.Id] },
      ],
    });
    const ann = await hub.signIn('ann@example.com');
    expect((await hub.sql(ann, 'SELECT DISTINCT account_id FROM resources')).rows).toEqual([[mine.Id]]);
    const answer = answerOf(await hub.askLive(ann, BY_ACCOUNT));
    expect(answer.status, answer.text).toBe('answered');
    expect(answer.rows).toEqual(whole.rows.filter((row) => row.includes(mine.Id)));
    expect(answer.rows).toHaveLength(1);
    expect(answer.verdict?.accounts).toEqual([mine.Id]);
    expect(answer.cost_usd ?? 0).toBeGreaterThan(0);
    expect(JSON.stringify(answer)).not.toContain(others.Id);
    const stranger = await hub.signIn('stranger@example.com');
    expect((await hub.sql(stranger, 'SELECT DISTINCT account_id FROM resources')).status).toBe('refused');
    expect(answerOf(await hub.askLive(stranger, BY_ACCOUNT))).toMatchObject({ status: 'refused', rows: [] });
  }, 120_000);
});

/** The answer that ends what was told. */
function answerOf(told: readonly Told[]): Answer {
  const end = told.at(-1)?.message;
  if (end?.type !== 'answer-end') throw new Error(`no answer: ${JSON.stringify(end)}`);
  return end.answer;
}

/** When each stage began by its function's clock, and when the client was told: milliseconds. */
const stagesOf = (told: readonly Told[]): string =>
  told
    .map(({ message, afterMs }) =>
      message.type === 'stage'
        ? `${message.stage} ${message.elapsed_ms} (told after ${afterMs})`
        : message.type === 'answer-end'
          ? `answer ${message.answer.elapsed_ms} (told after ${afterMs})`
          : `${message.type} (told after ${afterMs})`,
    )
    .join(', ');

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
  const captured = new Date(DELIVERED.getTime() - 60_000).toISOString();
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
