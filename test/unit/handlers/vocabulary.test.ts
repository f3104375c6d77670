import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refreshVocabulary } from '#api/handlers/vocabulary/refresh-vocabulary.ts';
import { vocabularyFor } from '#nl2sql/vocabulary-cache.ts';
import { silentTelemetry } from '#platform/lambda/telemetry.ts';
import { MemoryTableCatalogue } from '#platform/memory/memory-table-catalogue.ts';
import { effectivePolicy, ownerPolicy } from '#sql/policy.ts';
import type { TestLake } from '../ingest/compact/lake.ts';
import { ACCOUNTS, cloud, policies, twoAccounts } from './api-fixtures.ts';

let lake: TestLake;
beforeAll(async () => {
  lake = await twoAccounts();
});
afterAll(async () => {
  await lake.close();
});

/** An engine of another process, which must not be needed. */
const noEngine = () => ({
  name: 'duckdb' as const,
  run: async () => {
    throw new Error('the words were read again');
  },
  unload: async () => [],
  close: async () => undefined,
});

describe('after a generation was committed', () => {
  it('the words of the owner and of every policy are there for the first question of each', async () => {
    const { deps, keyValues } = cloud(lake);
    await keyValues.put('policies/current', policies);
    await refreshVocabulary(deps.answers, silentTelemetry);
    const snapshot = await lake.catalogue.snapshot();
    const wordsFor = (policy: typeof ownerPolicy) =>
      vocabularyFor({ engine: noEngine(), snapshot, policy, now: lake.clock.now() }, keyValues);

    expect((await wordsFor(ownerPolicy)).types).toEqual([{ value: 'AWS::EC2::Instance', count: 5 }]);
    // Signed in: the id is another than the document's name of her, the rights are the same.
    const ana = effectivePolicy(policies, '7d3e-ana', { names: ['ana@example.com'], groups: [] });
    const words = await wordsFor(ana);
    expect(words.types).toEqual([{ value: 'AWS::EC2::Instance', count: 2 }]);
    expect(words.accounts.map(({ id }) => id)).toEqual([ACCOUNTS[0]]);
    const owners = effectivePolicy(policies, '0b1c-owner', { names: [], groups: ['owners'] });
    expect((await wordsFor(owners)).types).toEqual([{ value: 'AWS::EC2::Instance', count: 5 }]);
  });

  it('nothing is read from a lake without one', async () => {
    const { deps, keyValues } = cloud(lake);
    const answers = { ...deps.answers, engine: noEngine(), catalogue: new MemoryTableCatalogue() };
    await refreshVocabulary(answers, silentTelemetry);
    expect((await keyValues.list('')).keys).toEqual([]);
  });

  it('it fails where no words can be read, so that it is tried again', async () => {
    const { deps } = cloud(lake);
    await expect(
      refreshVocabulary({ ...deps.answers, engine: noEngine() }, silentTelemetry),
    ).rejects.toThrow();
  });
});
