import { describe, expect, it } from 'vitest';
import type { Clock } from '#platform/ports/clock.ts';
import { PreconditionFailedError } from '#platform/ports/errors.ts';
import type { KeyValueStore } from '#platform/ports/key-value-store.ts';

/** What every key-value store must do; the clock it is given is the one it expires by. */
export const keyValueStoreContract = (name: string, make: (clock: Clock) => Promise<KeyValueStore>): void => {
  describe(`${name} keeps the KeyValueStore contract`, () => {
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
    const movable = () => {
      const clock = { time: at(0), now: () => clock.time };
      return clock;
    };

    it('gives back values as JSON keeps them, and undefined for what is not there', async () => {
      const store = await make(movable());
      const value = { list: [1, null, 'x'], nested: { ok: true } };
      await store.put('conversations/ü/1', value);
      expect(await store.get('conversations/ü/1')).toEqual(value);
      value.nested.ok = false;
      expect(await store.get('conversations/ü/1')).toEqual({ list: [1, null, 'x'], nested: { ok: true } });
      expect(await store.get('conversations')).toBeUndefined();
      await store.delete('conversations/ü/1');
      await store.delete('conversations/ü/1');
      expect(await store.get('conversations/ü/1')).toBeUndefined();
    });

    it('lets one of many writers be first', async () => {
      const store = await make(movable());
      const tries = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) => store.put('k', index, { ifAbsent: true })),
      );
      expect(tries.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
      await expect(store.put('k', 9, { ifAbsent: true })).rejects.toThrow(PreconditionFailedError);
    });

    it('forgets a value when its time has come', async () => {
      const clock = movable();
      const store = await make(clock);
      await store.put('cache/1', 'old', { expiresAt: at(5) });
      clock.time = at(4);
      expect(await store.get('cache/1')).toBe('old');
      clock.time = at(5);
      expect(await store.get('cache/1')).toBeUndefined();
      expect((await store.list('cache/')).keys).toEqual([]);
      await store.put('cache/1', 'new', { ifAbsent: true });
      expect(await store.get('cache/1')).toBe('new');
    });

    it('lists keys with a prefix in order, long ones too', async () => {
      const store = await make(movable());
      const long = `p/${'é'.repeat(300)}`;
      for (const key of ['p/b', 'p/a', long, 'q/a', 'p/a.json', 'p']) await store.put(key, 1);
      expect(await store.list('p/')).toEqual({ keys: ['p/a', 'p/a.json', 'p/b', long], cursor: undefined });
      expect((await store.list('p/', 'p/a.json')).keys).toEqual(['p/b', long]);
    });
  });
};
