import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ConfigService, RecorderStatus } from '#platform/ports/config-service.ts';
import { PlaceMissingError } from '#platform/ports/errors.ts';

/** A version of a resource as AWS Config's API gives it, its time apart. */
export interface RecordedVersion {
  readonly capturedAt: Date;
  readonly item: {
    readonly resourceType: string;
    readonly resourceId: string;
    readonly configurationStateId: string;
    readonly configuration: string;
  };
}

/** What AWS Config of one account and Region knows. */
export interface Recorded {
  readonly versions: readonly RecordedVersion[];
  readonly recorders: readonly RecorderStatus[];
  readonly hasChannel: boolean;
}

const NOTHING: Recorded = { versions: [], recorders: [], hasChannel: false };
const at = (minute: number, ms = 0) => new Date(Date.UTC(2026, 2, 1, 12, minute, 0, ms));
const version = (resourceId: string, minute: number, ms = 0): RecordedVersion => ({
  capturedAt: at(minute, ms),
  item: {
    resourceType: 'AWS::EC2::Instance',
    resourceId,
    configurationStateId: `${minute}.${ms}`,
    configuration: '{"instanceType":"t3.micro"}',
  },
});
const Item = z.looseObject({
  resourceId: z.string(),
  configurationStateId: z.string(),
  configuration: z.string(),
});

/** What every AWS Config must do, whatever order its versions were recorded in. */
export const configServiceContract = (
  name: string,
  make: (recorded: Recorded) => Promise<ConfigService>,
): void => {
  describe(`${name} keeps the ConfigService contract`, () => {
    const versions = [
      version('i-1', 3),
      version('i-2', 5),
      ...[1, 7, 5].map((minute) => version('i-1', minute)),
    ];
    const query = { resourceType: 'AWS::EC2::Instance', resourceId: 'i-1' };
    const states = async (service: ConfigService, more: Parameters<ConfigService['history']>[0]) =>
      (await service.history(more)).map((text) => Item.parse(JSON.parse(text)).configurationStateId);

    it('gives the versions of one resource as items of the API, newest first', async () => {
      const service = await make({ ...NOTHING, versions });
      expect(await states(service, query)).toEqual(['7.0', '5.0', '3.0', '1.0']);
      const [text = ''] = await service.history(query);
      expect(Item.parse(JSON.parse(text))).toMatchObject(version('i-1', 7).item);
    });

    it('has both ends of a span in it, to the millisecond', async () => {
      const service = await make({
        ...NOTHING,
        versions: [...versions, version('i-1', 3, 1), version('i-1', 2, 999), version('i-1', 5, 1)],
      });
      expect(await states(service, { ...query, from: at(3), to: at(5) })).toEqual(['5.0', '3.1', '3.0']);
      expect(await states(service, { ...query, from: at(5, 1) })).toEqual(['7.0', '5.1']);
      expect(await states(service, { ...query, to: at(1) })).toEqual(['1.0']);
      expect(await states(service, { ...query, from: at(8) })).toEqual([]);
    });

    it('gives no more versions than are wanted: the newest', async () => {
      const many = Array.from({ length: 250 }, (_, minute) => version('i-1', minute));
      const service = await make({ ...NOTHING, versions: many });
      expect(await states(service, { ...query, limit: 3 })).toEqual(['249.0', '248.0', '247.0']);
      expect(await states(service, { ...query, to: at(120), limit: 1 })).toEqual(['120.0']);
      expect(await states(service, query)).toHaveLength(250);
    });

    it('has no versions of what was never recorded', async () => {
      const service = await make({ ...NOTHING, versions });
      expect(await service.history({ ...query, resourceId: 'i-9' })).toEqual([]);
      expect(await service.history({ ...query, resourceType: 'AWS::S3::Bucket' })).toEqual([]);
    });

    it('delivers a snapshot where a channel is, each with an id of its own', async () => {
      const service = await make({ ...NOTHING, hasChannel: true });
      const ids = [await service.deliverSnapshot(), await service.deliverSnapshot()];
      expect(new Set(ids).size).toBe(2);
      const without = await make(NOTHING);
      await expect(without.deliverSnapshot()).rejects.toThrow(PlaceMissingError);
    });

    it('tells how the recorder is, or that there is none', async () => {
      const recorders: readonly RecorderStatus[] = [
        { name: 'default', isRecording: true, lastStatus: 'Success', lastError: null, changedAt: at(1) },
        {
          name: 'broken',
          isRecording: false,
          lastStatus: 'Failure',
          lastError: 'AccessDenied: no bucket',
          changedAt: null,
        },
      ];
      expect(await (await make({ ...NOTHING, recorders })).recorders()).toEqual(recorders);
      expect(await (await make(NOTHING)).recorders()).toEqual([]);
    });
  });
};
