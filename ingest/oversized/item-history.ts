import type { ConfigService } from '#platform/ports/config-service.ts';
import type { ItemKey, NormalItem, Place } from '../normalise/item.ts';
import { itemsOfObject } from './object-items.ts';

/** AWS Config of an account and Region; undefined where nobody may ask there. */
export type ConfigServices = (accountId: string, region: string) => Promise<ConfigService | undefined>;

/** Capture times are compared by the millisecond later; the service is asked for those around it. */
const AROUND_MS = 1000;

/**
 * Versions of a resource around a capture time that AWS Config itself keeps, for an event whose object never came; undefined
 * where it has none. The recorder that told the event is asked: a global item's own Region is nobody's place.
 */
export async function itemsFromHistory(
  key: ItemKey,
  recorder: Place,
  services: ConfigServices,
  now: number,
): Promise<readonly NormalItem[] | undefined> {
  const accountId = recorder.accountId ?? key.accountId;
  const service = await services(accountId, recorder.region ?? key.region);
  const texts = await service?.history({
    resourceType: key.resourceType,
    resourceId: key.resourceId,
    from: new Date(key.capturedAt - AROUND_MS),
    to: new Date(key.capturedAt + AROUND_MS),
  });
  if (texts === undefined || texts.length === 0) return undefined;
  return itemsOfObject('history.jsonl', () => lines(texts), recorder, now);
}

async function* lines(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(`${text}\n`);
}
