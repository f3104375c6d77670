import { createHash, randomUUID } from 'node:crypto';
import type { ObjectStore } from '../ports/object-store.ts';

/**
 * Where values lie that an item cannot hold. Those that expire soon have a folder of their own, which a rule of the bucket
 * empties after 32 days: the table's TTL removes their items without telling anyone.
 */
export const EXPIRING_VALUES = 'values/expiring/';
const KEPT_VALUES = 'values/kept/';
const MOST_EXPIRING_MS = 31 * 86_400_000;

/** Values as objects; each write is a new object, so none ever changes under a reader. */
export class LargeValues {
  readonly #objects: ObjectStore;

  constructor(objects: ObjectStore) {
    this.#objects = objects;
  }

  /** Keeps the JSON text of a value; returns the key of its object. */
  async keep(key: string, text: string, now: Date, expiresAt: Date | undefined): Promise<string> {
    const isExpiring = expiresAt !== undefined && expiresAt.getTime() - now.getTime() <= MOST_EXPIRING_MS;
    const name = createHash('sha256').update(key).digest('hex');
    const objectKey = `${isExpiring ? EXPIRING_VALUES : KEPT_VALUES}${name}/${randomUUID()}.json`;
    await this.#objects.put(objectKey, Buffer.from(text));
    return objectKey;
  }

  /** ObjectNotFoundError where it was replaced or removed meanwhile. */
  async read(objectKey: string): Promise<string> {
    return Buffer.from(await this.#objects.get(objectKey)).toString('utf8');
  }

  /** Removes an object that no item names any more. What cannot be removed is waste and no error: nobody reads it. */
  async forget(objectKey: string | undefined): Promise<void> {
    if (objectKey !== undefined) await this.#objects.delete([objectKey]).catch(() => undefined);
  }
}
