import type { Clock } from '../ports/clock.ts';
import { PreconditionFailedError } from '../ports/errors.ts';
import { compareKeys, PAGE_SIZE } from '../ports/key-order.ts';
import type { KeyValueStore } from '../ports/key-value-store.ts';

/** A key-value store in memory; values are copied as JSON, so that nobody shares an object with it. */
export class MemoryKeyValueStore implements KeyValueStore {
  readonly #entries = new Map<string, { readonly json: string; readonly expiresAt: Date | undefined }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async get(key: string): Promise<unknown> {
    const entry = this.#live(key);
    return entry === undefined ? undefined : JSON.parse(entry.json);
  }

  async put(
    key: string,
    value: unknown,
    options: { readonly ifAbsent?: boolean; readonly expiresAt?: Date } = {},
  ): Promise<void> {
    if (options.ifAbsent === true && this.#live(key) !== undefined) {
      throw new PreconditionFailedError(`${key} exists already`);
    }
    this.#entries.set(key, { json: JSON.stringify(value), expiresAt: options.expiresAt });
  }

  async delete(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  async list(
    prefix: string,
    cursor?: string,
  ): Promise<{ readonly keys: readonly string[]; readonly cursor: string | undefined }> {
    const keys = [...this.#entries.keys()]
      .filter((key) => key.startsWith(prefix) && (cursor === undefined || compareKeys(key, cursor) > 0))
      .filter((key) => this.#live(key) !== undefined)
      .sort(compareKeys);
    const page = keys.slice(0, PAGE_SIZE);
    return { keys: page, cursor: keys.length > PAGE_SIZE ? page.at(-1) : undefined };
  }

  #live(key: string): { readonly json: string } | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAt !== undefined && entry.expiresAt <= this.#clock.now()) return undefined;
    return entry;
  }
}
