import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { AppError } from '#catalog/errors.ts';

/** DynamoDB cannot keep the key: it is empty, begins with `/`, or has more than 1,024 bytes. */
export class KeyRefusedError extends AppError {
  override readonly name = 'KeyRefusedError';
  readonly code = 'store.key_refused';
  readonly retryable = false;
}

const MOST_KEY_BYTES = 1024;

/**
 * An item of the key-value table.
 *
 * - `pk` (S): the key's first segment, `sk` (S): the whole key; so one query lists what begins with `segment/…`.
 * - `value` (S): the value as JSON text, or `value_key` (S): the object that holds it.
 * - `expires_at` (N): epoch seconds, rounded up: the table's TTL attribute, which removes items up to days late.
 * - `expires_at_ms` (N): the same in milliseconds, which readers go by.
 * - `write_id` (S): tells one's own conditional write from another's.
 */
export interface Keys {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
}

/** The keys of an item. */
export function keysOf(key: string): Keys {
  const [first = ''] = key.split('/');
  if (first === '' || Buffer.byteLength(key) > MOST_KEY_BYTES)
    throw new KeyRefusedError(
      `A key of ${Buffer.byteLength(key)} bytes that begins "${key.slice(0, 40)}" cannot be kept.`,
    );
  return { pk: { S: first }, sk: { S: key } };
}

/** The attributes that say when an item is gone; none where it stays. */
export function expiryOf(expiresAt: Date | undefined): Record<string, AttributeValue> {
  if (expiresAt === undefined) return {};
  const at = expiresAt.getTime();
  return { expires_at: { N: String(Math.ceil(at / 1000)) }, expires_at_ms: { N: String(at) } };
}

const text = z.object({ S: z.string() }).transform(({ S }) => S);
const number = z.object({ N: z.coerce.number() }).transform(({ N }) => N);

const StoredItemSchema = z.object({
  value: text.optional(),
  value_key: text.optional(),
  expires_at_ms: number.optional(),
  write_id: text.optional(),
});
export type StoredItem = z.infer<typeof StoredItemSchema>;

/** Reads an item as it came from the table. */
export function storedItem(attributes: Record<string, AttributeValue> | undefined): StoredItem | undefined {
  return attributes === undefined ? undefined : StoredItemSchema.parse(attributes);
}
