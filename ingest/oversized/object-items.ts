import { hash } from 'node:crypto';
import type { OpenBytes } from '../decode/inflate.ts';
import { isObject, type JsonValue } from '../decode/json-value.ts';
import { parseJson } from '../decode/parse-json.ts';
import { readRecords } from '../decode/read-records.ts';
import type { NormalItem, Place } from '../normalise/item.ts';
import { normaliseItem } from '../normalise/item.ts';
import { canonicalKey } from '../sources/delivery-key.ts';

/** Where the items of a delivered oversized object are kept for events that may still point to it. */
export function objectItemsKey(objectKey: string): string {
  return `pending/objects/${hash('sha256', canonicalKey(objectKey))}.json`;
}

/** Bucket and key in `bucket/key`, as events name an object. */
export function placeOfLocation(location: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^(?:s3:\/\/)?(?:([^/]*)\/)?(.*)$/s.exec(location) ?? [];
  return { bucket, key };
}

/** Items in the object of an oversized notification: a delivered file, a message with an item, or an item alone. */
export async function itemsOfObject(
  name: string,
  open: OpenBytes,
  place: Place,
  now: number,
): Promise<readonly NormalItem[]> {
  const items: NormalItem[] = [];
  for await (const records of readRecords(name, open))
    for (const { kind, text } of records) {
      if (text === undefined || kind === 'shell') continue;
      for (const raw of itemsIn(parsed(text))) {
        const result = isObject(raw) ? normaliseItem(raw, place, now) : undefined;
        if (result?.ok === true) items.push(result.item);
      }
    }
  return items;
}

function itemsIn(value: JsonValue | undefined): readonly JsonValue[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value.configurationItems)) return value.configurationItems;
  return isObject(value.configurationItem) ? [value.configurationItem] : [value];
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
