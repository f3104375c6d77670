import { isObject, type JsonObject, textField } from '../decode/json-value.ts';
import type { Telling } from '../land/telling.ts';
import { type ItemKey, stateIdOf } from '../normalise/item.ts';
import { recorderOf } from './item-change.ts';
import type { MessageTarget } from './read-message.ts';

/** An event that tells of an item by its key and by where the item itself lies. */
export interface OversizedEvent {
  readonly key: ItemKey;
  /** `bucket/key` as told. */
  readonly location: string;
  readonly changeType: string | null;
  readonly telling: Telling;
  readonly deliveryId: string;
  readonly sourceKey: string;
  readonly ordinal: number;
}

/** Takes events whose item is in an object of its own, to be found at the end of the run or later. */
export interface OversizedEvents {
  wait(event: OversizedEvent): void;
}

/** An OversizedConfigurationItemChangeNotification: summary and `s3DeliverySummary.s3BucketLocation`. */
export function readOversized(message: JsonObject, target: MessageTarget, telling: Telling): void {
  const { landing } = target;
  const summary = isObject(message.configurationItemSummary) ? message.configurationItemSummary : {};
  const told: Telling = { ...telling, sourceKind: 'event', recorder: recorderOf(summary, telling) };
  landing.countEvent();
  const keyed = landing.keyOf(summary, told);
  if (!keyed.ok) {
    landing.reject(keyed.rejection, { value: message }, told);
    return;
  }
  const key = keyed.item;
  const changeType = textField(summary, 'changeType');
  const ordinal = landing.takeOrdinal();
  landing.notice({ key, stateId: stateIdOf(summary), changeType }, told, ordinal);
  const delivery = isObject(message.s3DeliverySummary) ? message.s3DeliverySummary : {};
  const location = textField(delivery, 's3BucketLocation');
  if (location === null) {
    const detail = textField(delivery, 'errorMessage', 'errorCode') ?? 'The message names no object.';
    const rejection = { code: 'oversized_object_missing', detail, ...placeOfReject(told, key) } as const;
    landing.reject(rejection, { value: message }, told, ordinal);
    return;
  }
  target.oversized.wait({
    key,
    location,
    changeType,
    telling: { ...told, toldAt: told.toldAt ?? key.capturedAt },
    deliveryId: landing.id,
    sourceKey: landing.sourceKey,
    ordinal,
  });
}

/** A reject counts where it was told, and where that is not known, at the item's own place. */
export const placeOfReject = ({ recorder }: Telling, key: ItemKey): Telling['recorder'] => ({
  accountId: recorder.accountId ?? key.accountId,
  region: recorder.region ?? key.region,
});
