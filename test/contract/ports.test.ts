import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbQueryEngine } from '#platform/local/duckdb-query-engine.ts';
import { LocalKeyValueStore } from '#platform/local/local-key-value-store.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { LocalTableCatalogue } from '#platform/local/local-table-catalogue.ts';
import { MemoryConfigService } from '#platform/memory/memory-config-service.ts';
import { MemoryEventBus } from '#platform/memory/memory-event-bus.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';
import { MemoryTableCatalogue } from '#platform/memory/memory-table-catalogue.ts';
import { PRELUDE } from '#sql/dialect/prelude.ts';
import { toDuckdb } from '#sql/dialect/to-duckdb.ts';
import { configServiceContract } from './config-service.contract.ts';
import { eventBusContract } from './event-bus.contract.ts';
import { keyValueStoreContract } from './key-value-store.contract.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { queryEngineContract, unloadContract } from './query-engine.contract.ts';
import { tableCatalogueContract } from './table-catalogue.contract.ts';

const folder = () => mkdtemp(join(tmpdir(), 'stocktake-contract-'));

objectStoreContract('MemoryObjectStore', async () => new MemoryObjectStore());
objectStoreContract('LocalObjectStore', async () => new LocalObjectStore(await folder()));
keyValueStoreContract('MemoryKeyValueStore', async (clock) => new MemoryKeyValueStore(clock));
keyValueStoreContract('LocalKeyValueStore', async (clock) => new LocalKeyValueStore(await folder(), clock));
tableCatalogueContract('MemoryTableCatalogue', async () => new MemoryTableCatalogue());
tableCatalogueContract('LocalTableCatalogue', async () => new LocalTableCatalogue(await folder()));

const duckdb = (lakeRoot: string) =>
  new DuckdbQueryEngine({ lakeRoot, translate: toDuckdb, prelude: PRELUDE });
queryEngineContract('DuckdbQueryEngine', async () => duckdb(await folder()));
unloadContract('DuckdbQueryEngine', async () => {
  const root = await folder();
  return { engine: duckdb(root), store: new LocalObjectStore(root) };
});

eventBusContract('MemoryEventBus', async () => {
  let isThrottled = false;
  const bus = new MemoryEventBus(() => isThrottled);
  return {
    bus,
    heard: async () => bus.published,
    throttle: (isOn) => {
      isThrottled = isOn;
    },
  };
});
configServiceContract('MemoryConfigService', async ({ versions, recorders, hasChannel }) => {
  const service = new MemoryConfigService();
  service.versions.push(
    ...versions.map(({ capturedAt, item }) => ({ ...item, capturedAt, text: JSON.stringify(item) })),
  );
  service.status.push(...recorders);
  service.hasChannel = hasChannel;
  return service;
});
