import { describe, expect, it } from 'vitest';
import { ThrottledError } from '#platform/ports/errors.ts';
import type { EventBus, LakeEvent } from '#platform/ports/event-bus.ts';

/** A bus with somebody who listens, and a way to make it refuse. */
export interface ListenedBus {
  readonly bus: EventBus;
  /** What has been heard once so many events have; fewer where no more come. */
  heard(count: number): Promise<readonly LakeEvent[]>;
  /** From now on every event is refused for being too many, or none. */
  throttle(isOn: boolean): void;
}

const committed = (sequence: number): LakeEvent => ({
  type: 'GenerationCommitted',
  detail: {
    generation: `000000000${sequence}-abcd`,
    committedAt: '2026-03-01T00:00:00.000Z',
    tables: ['resources', 'ünï "q"'],
  },
});
const inOrder = (events: readonly LakeEvent[]) => events.map((event) => JSON.stringify(event)).sort();

/** What every bus must do: told at least once, in no order; not taken is an error. */
export const eventBusContract = (name: string, make: () => Promise<ListenedBus>): void => {
  describe(`${name} keeps the EventBus contract`, () => {
    it('tells whoever listens what was published, to the letter', async () => {
      const { bus, heard } = await make();
      await bus.publish(committed(1));
      await bus.publish(committed(2));
      expect(inOrder(await heard(2))).toEqual(inOrder([committed(1), committed(2)]));
    });

    it('tells what an event was when it was published', async () => {
      const { bus, heard } = await make();
      const tables = ['resources'];
      const { type, detail } = committed(1);
      await bus.publish({ type, detail: { ...detail, tables } });
      tables.push('later');
      expect((await heard(1))[0]?.detail.tables).toEqual(['resources']);
    });

    it('takes an event that was not accepted for an error, tells nobody of it, and takes the next', async () => {
      const { bus, heard, throttle } = await make();
      throttle(true);
      await expect(bus.publish(committed(1))).rejects.toThrow(ThrottledError);
      throttle(false);
      await bus.publish(committed(2));
      expect(await heard(1)).toEqual([committed(2)]);
    });
  });
};
