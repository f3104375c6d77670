import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomOrganization } from '#cli/sample/shapes/random-organization.ts';
import { organizationTruth } from '#cli/sample/truth.ts';
import { writeOrganization } from '#cli/sample/write-sample.ts';
import { currentResources, readDeliveries } from './read-deliveries.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stocktake-sample-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the truth of random organizations', () => {
  it.each(Array.from({ length: 12 }, (_unused, index) => index + 1))(
    'says what a reader of the files alone finds (seed %i)',
    async (seed) => {
      const plan = randomOrganization(seed);
      await writeOrganization(plan, folder);

      const found = currentResources(readDeliveries(folder));
      const truth = organizationTruth(plan);

      const expected = truth.resources.filter((resource) => resource.known === 'current');
      const key = (resource: (typeof expected)[number]): string =>
        `${resource.accountId}|${resource.region}|${resource.type}|${resource.id}`;
      expect([...found.keys()].sort()).toEqual(expected.map(key).sort());
      for (const resource of expected) {
        const item = found.get(key(resource));
        expect(item?.configurationItemCaptureTime).toBe(resource.knownState?.capturedAt.toISOString());
        expect(item?.configuration).toEqual(resource.knownState?.configuration);
        expect(item?.tags).toEqual(resource.knownState?.tags);
      }
    },
  );

  it('holds all kinds of trouble across seeds', () => {
    const kinds = new Set<string>();
    for (let seed = 1; seed <= 30; seed += 1) {
      const truth = organizationTruth(randomOrganization(seed));
      for (const resource of truth.resources)
        kinds.add(`${resource.known} ${resource.world === undefined ? 'gone' : 'exists'}`);
      for (const change of truth.changes) kinds.add(`${change.changeType} by ${change.toldBy ?? 'nobody'}`);
      for (const recorder of truth.recorders)
        for (const snapshot of recorder.snapshots) if (!snapshot.isComplete) kinds.add('broken snapshot');
    }
    for (const kind of [
      'current exists',
      'current gone',
      'deleted gone',
      'deleted exists',
      'not-recorded exists',
      'untold exists',
      'UPDATE by nobody',
      'CREATE by event',
      'DELETE by history',
      'broken snapshot',
    ]) {
      expect(kinds).toContain(kind);
    }
  });
});
