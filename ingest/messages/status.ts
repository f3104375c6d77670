import { type JsonObject, textField } from '../decode/json-value.ts';
import type { DeliveryLanding } from '../land/delivery-landing.ts';
import type { Telling } from '../land/telling.ts';
import { deliveryKeyOf } from '../sources/delivery-key.ts';

const STATUS =
  /^(ConfigurationSnapshotDelivery(Started|Completed|Failed)|ConfigurationHistoryDelivery(Started|Completed|Failed)|ConfigRulesEvaluationStarted|ScheduledNotification)$/;

/** Whether a messageType tells of a delivery or of an evaluation run. */
export function isStatusMessage(messageType: string | null): messageType is string {
  return messageType !== null && STATUS.test(messageType);
}

/** Messages of deliveries name no account but for the key of the object. */
export function readStatus(
  message: JsonObject,
  messageType: string,
  landing: DeliveryLanding,
  telling: Telling,
): void {
  const objectKey = textField(message, 's3ObjectKey', 's3objectKey');
  const key = objectKey === null ? undefined : deliveryKeyOf(objectKey, objectKey, true);
  const named = key !== undefined && 'accountId' in key ? key : undefined;
  landing.status(messageType, textField(message, 'configSnapshotId'), {
    ...telling,
    sourceKind: 'event',
    recorder: {
      accountId: telling.recorder.accountId ?? textField(message, 'awsAccountId') ?? named?.accountId ?? null,
      region: telling.recorder.region ?? textField(message, 'awsRegion') ?? named?.region ?? null,
    },
  });
}
