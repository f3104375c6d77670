import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalKeyValueStore } from '#platform/local/local-key-value-store.ts';
import { LocalObjectStore } from '#platform/local/local-object-store.ts';
import { LocalTableCatalogue } from '#platform/local/local-table-catalogue.ts';
import { MemoryKeyValueStore } from '#platform/memory/memory-key-value-store.ts';
import { MemoryObjectStore } from '#platform/memory/memory-object-store.ts';
import { MemoryTableCatalogue } from '#platform/memory/memory-table-catalogue.ts';
import { keyValueStoreContract } from './key-value-store.contract.ts';
import { objectStoreContract } from './object-store.contract.ts';
import { tableCatalogueContract } from './table-catalogue.contract.ts';

const folder = () => mkdtemp(join(tmpdir(), 'stocktake-contract-'));

objectStoreContract('MemoryObjectStore', async () => new MemoryObjectStore());
objectStoreContract('LocalObjectStore', async () => new LocalObjectStore(await folder()));
keyValueStoreContract('MemoryKeyValueStore', async (clock) => new MemoryKeyValueStore(clock));
keyValueStoreContract('LocalKeyValueStore', async (clock) => new LocalKeyValueStore(await folder(), clock));
tableCatalogueContract('MemoryTableCatalogue', async () => new MemoryTableCatalogue());
tableCatalogueContract('LocalTableCatalogue', async () => new LocalTableCatalogue(await folder()));
