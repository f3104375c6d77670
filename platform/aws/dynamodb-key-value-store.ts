import { randomUUID } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { AppError } from '#catalog/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { ObjectNotFoundError, PreconditionFailedError } from '../ports/errors.ts';
import type { KeyValueStore } from '../ports/key-value-store.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { expiryOf, keysOf, type StoredItem, storedItem } from './dynamodb-item.ts';
import { type KeyPage, listKeys } from './dynamodb-list.ts';
import { type AwsCall, fromAws } from './errors.ts';
import { LargeValues } from './large-values.ts';

/** The value does not fit into an item, and the store was given no place for large ones. */
export class ValueTooLargeError extends AppError {
  override readonly name = 'ValueTooLargeError';
  readonly code = 'store.value_too_large';
  readonly retryable = false;
}

export interface DynamoDbKeyValueStoreOptions {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly clock: Clock;
  /** Where values go that an item cannot hold; without it they are refused with ValueTooLargeError. */
  readonly objects?: ObjectStore;
}

/** An item may have 400 kB, its keys and names included; a value beyond this is kept as an object. */
const MOST_ITEM_BYTES = 350_000;
/** A large value that is replaced while it is read is read again. */
const READ_TRIES = 3;

/**
 * Small JSON values in a DynamoDB table, one item a key (`dynamodb-item.ts` has its attributes). DynamoDB removes an
 * expired item hours late, so every read and condition compares its time with the clock. A value larger than an item can
 * hold is an object, written before the item that names it and removed after the item that replaces it: a reader sees
 * the old value or the new one.
 */
export class DynamoDbKeyValueStore implements KeyValueStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #clock: Clock;
  readonly #large: LargeValues | undefined;

  constructor(options: DynamoDbKeyValueStoreOptions) {
    this.#client = options.client;
    this.#table = options.table;
    this.#clock = options.clock;
    this.#large = options.objects === undefined ? undefined : new LargeValues(options.objects);
  }

  async get(key: string): Promise<unknown> {
    for (let tried = 1; ; tried += 1) {
      const item = await this.#live(key);
      if (item === undefined) return undefined;
      try {
        return JSON.parse(item.value ?? (await this.#largeOf(key).read(item.value_key ?? '')));
      } catch (error) {
        if (!(error instanceof ObjectNotFoundError) || tried >= READ_TRIES) throw error;
      }
    }
  }

  async put(
    key: string,
    value: unknown,
    options: { readonly ifAbsent?: boolean; readonly expiresAt?: Date } = {},
  ): Promise<void> {
    const keys = keysOf(key);
    const text = JSON.stringify(value);
    const now = this.#clock.now();
    const valueKey =
      Buffer.byteLength(text) > MOST_ITEM_BYTES
        ? await this.#largeOf(key).keep(key, text, now, options.expiresAt)
        : undefined;
    const writeId = randomUUID();
    try {
      const { Attributes } = await this.#client.send(
        new PutItemCommand({
          TableName: this.#table,
          Item: {
            ...keys,
            ...(valueKey === undefined ? { value: { S: text } } : { value_key: { S: valueKey } }),
            ...expiryOf(options.expiresAt),
            write_id: { S: writeId },
          },
          ReturnValues: 'ALL_OLD',
          ...(options.ifAbsent === true ? onlyIfAbsent(now) : {}),
        }),
      );
      await this.#large?.forget(storedItem(Attributes)?.value_key);
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw fromAws(error, callOf('writing', key));
      // The answer to a first try may have been lost: what stands in the way is then this very write.
      if (storedItem(error.Item)?.write_id === writeId) return;
      await this.#large?.forget(valueKey);
      throw new PreconditionFailedError(`${key} exists already`, { cause: error });
    }
  }

  async delete(key: string): Promise<void> {
    try {
      const { Attributes } = await this.#client.send(
        new DeleteItemCommand({ TableName: this.#table, Key: { ...keysOf(key) }, ReturnValues: 'ALL_OLD' }),
      );
      await this.#large?.forget(storedItem(Attributes)?.value_key);
    } catch (error) {
      throw fromAws(error, callOf('deleting', key));
    }
  }

  async list(prefix: string, cursor?: string): Promise<KeyPage> {
    const now = this.#clock.now().getTime();
    try {
      return await listKeys(this.#client, this.#table, { prefix, cursor, now });
    } catch (error) {
      throw fromAws(error, callOf('listing', prefix));
    }
  }

  async #live(key: string): Promise<StoredItem | undefined> {
    try {
      const { Item } = await this.#client.send(
        new GetItemCommand({ TableName: this.#table, Key: { ...keysOf(key) }, ConsistentRead: true }),
      );
      const item = storedItem(Item);
      const expiresAt = item?.expires_at_ms ?? Number.POSITIVE_INFINITY;
      return expiresAt <= this.#clock.now().getTime() ? undefined : item;
    } catch (error) {
      throw fromAws(error, callOf('reading', key));
    }
  }

  #largeOf(key: string): LargeValues {
    if (this.#large === undefined)
      throw new ValueTooLargeError(`The value of ${key} is larger than ${MOST_ITEM_BYTES / 1000} kB.`);
    return this.#large;
  }
}

const onlyIfAbsent = (now: Date) => ({
  ConditionExpression: 'attribute_not_exists(pk) OR expires_at_ms <= :now',
  ExpressionAttributeValues: { ':now': { N: String(now.getTime()) } },
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
});

const callOf = (doing: string, key: string): AwsCall => ({ service: 'DynamoDB', doing: `${doing} ${key}` });
