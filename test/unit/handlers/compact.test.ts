import { afterEach, describe, expect, it } from 'vitest';
import { runCompaction } from '#ingest/handlers/compact/run-compaction.ts';
import { ingestEvents } from '#ingest/handlers/events/ingest-events.ts';
import { bucketFinder } from '#ingest/sources/bucket-source.ts';
import { silentTelemetry, type Telemetry } from '#platform/lambda/telemetry.ts';
import { MemoryEventBus } from '#platform/memory/memory-event-bus.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';
import { TestLake } from '../ingest/compact/lake.ts';
import { envelope, item, itemChange, NOW } from '../ingest/fixtures.ts';
import { sqsEvent, sqsRecord } from './aws-events.ts';

const lakes: TestLake[] = [];
afterEach(async () => {
  for (const lake of lakes.splice(0)) await lake.close();
});

async function lakeWith(...ids: readonly string[]): Promise<TestLake> {
  const lake = await TestLake.open(new Date(NOW));
  lakes.push(lake);
  await tell(lake, ...ids);
  return lake;
}

async function tell({ store, clock }: TestLake, ...ids: readonly string[]): Promise<void> {
  const records = ids.map((id) =>
    sqsRecord(envelope(itemChange(item({ resourceId: id })), { id: `e-${id}` })),
  );
  const objects = bucketFinder(() => new MemoryObjectStore());
  await ingestEvents(sqsEvent(...records), { store, clock, objects }, silentTelemetry);
}

function listening() {
  const metrics: Record<string, number> = {};
  const lines: unknown[] = [];
  const telemetry: Telemetry = {
    ...silentTelemetry,
    info: (...line) => lines.push(line),
    seconds: (name, value) => {
      metrics[name] = value;
    },
  };
  return { telemetry, metrics, lines };
}

describe('a run of compaction', () => {
  it('commits what landed, tells the bus of it, and how old the data is', async () => {
    const lake = await lakeWith('i-1', 'i-2');
    const [bus, { telemetry, metrics }] = [new MemoryEventBus(), listening()];
    const { generation } = await runCompaction({ ...lake, bus }, telemetry);
    expect(generation).toMatch(/^0000000001-/);
    const rows = await lake.rows('SELECT resource_id FROM resources ORDER BY 1');
    expect(rows.map(({ resource_id }) => resource_id)).toEqual(['i-1', 'i-2']);
    expect(bus.published).toEqual([
      {
        type: 'GenerationCommitted',
        detail: {
          generation,
          committedAt: new Date(NOW).toISOString(),
          tables: expect.arrayContaining(['resources', 'resource_history']),
        },
      },
    ]);
    // Told at 09:00, and it is noon.
    expect(metrics).toEqual({ DataAgeSeconds: 3 * 3600 });
  });

  it('tells the age of the place that has been quiet for longest, unless it is off', async () => {
    const lake = await lakeWith('i-1');
    const [loud, quiet, off] = ['111122223333', '222233334444', '333344445555'] as const;
    const from = (account: string, hour: string, fields: object) =>
      sqsRecord(
        envelope(itemChange(item({ awsAccountId: account, ...fields })), {
          id: `e-${account}-${hour}`,
          account,
          time: `2026-03-${hour}:00:00Z`,
        }),
      );
    const recorder = {
      resourceType: 'AWS::Config::ConfigurationRecorder',
      resourceId: 'default',
      configuration: {
        name: 'default',
        recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
        recording: false,
      },
    };
    const { store, clock } = lake;
    const told = sqsEvent(
      from(loud, '10T11', { resourceId: 'i-2' }),
      from(quiet, '09T09', { resourceId: 'i-3' }),
      from(off, '01T09', recorder),
    );
    const objects = bucketFinder(() => new MemoryObjectStore());
    await ingestEvents(told, { store, clock, objects }, silentTelemetry);
    const { telemetry, metrics, lines } = listening();
    await runCompaction({ ...lake, bus: new MemoryEventBus() }, telemetry);
    expect(await lake.rows("SELECT recorder_state FROM coverage WHERE account_id = '333344445555'")).toEqual([
      { recorder_state: 'stopped' },
    ]);
    expect(metrics).toEqual({ DataAgeSeconds: 27 * 3600 });
    expect(lines).toContainEqual(['heard of longest ago', expect.objectContaining({ accountId: quiet })]);
  });

  it('commits and tells nothing where nothing landed', async () => {
    const lake = await lakeWith('i-1');
    const bus = new MemoryEventBus();
    await runCompaction({ ...lake, bus }, silentTelemetry);
    expect(await runCompaction({ ...lake, bus }, silentTelemetry)).toEqual({ generation: null });
    expect(bus.published).toHaveLength(1);
  });

  it('does no harm while another runs', async () => {
    const lake = await lakeWith('i-1', 'i-2', 'i-3');
    const bus = new MemoryEventBus();
    await Promise.all([1, 2].map(() => runCompaction({ ...lake, bus }, silentTelemetry)));
    const rows = await lake.rows('SELECT count(*) AS n FROM resource_history');
    expect(rows).toEqual([{ n: 3 }]);
  });

  it('tells how old the data is even where it fails', async () => {
    const lake = await lakeWith('i-1');
    await runCompaction({ ...lake, bus: new MemoryEventBus() }, silentTelemetry);
    await tell(lake, 'i-2');
    const { telemetry, metrics } = listening();
    const engine = Object.assign(Object.create(lake.engine), {
      name: 'duckdb',
      run: lake.engine.run.bind(lake.engine),
      unload: async () => {
        throw new Error('no engine');
      },
    });
    await expect(runCompaction({ ...lake, engine, bus: new MemoryEventBus() }, telemetry)).rejects.toThrow();
    expect(metrics).toEqual({ DataAgeSeconds: 3 * 3600 });
    expect(await lake.rows('SELECT resource_id FROM resources')).toEqual([{ resource_id: 'i-1' }]);
  });
});
