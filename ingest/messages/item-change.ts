import { isObject, type JsonObject, type JsonValue, textField } from '../decode/json-value.ts';
import type { DeliveryLanding } from '../land/delivery-landing.ts';
import type { Telling, ToldChange } from '../land/telling.ts';
import { regionOfZone } from '../normalise/availability-zone.ts';
import { changedPathsOf } from '../normalise/changed-paths.ts';

/** What an item says of its own account and Region; a global item does not say which recorder told it. */
export function recorderOf(item: JsonObject, telling: Telling): Telling['recorder'] {
  const region =
    textField(item, 'awsRegion', 'region') ??
    regionOfZone(textField(item, 'availabilityZone', 'availibilityZone'));
  return {
    accountId: telling.recorder.accountId ?? textField(item, 'awsAccountId', 'accountId'),
    region: telling.recorder.region ?? (region === 'global' ? null : region),
  };
}

/** A ConfigurationItemChangeNotification: the item with what changed. `configurationItem` may be a list. */
export function readItemChange(message: JsonObject, landing: DeliveryLanding, telling: Telling): void {
  const items = Array.isArray(message.configurationItem)
    ? message.configurationItem
    : [message.configurationItem ?? null];
  const diff = isObject(message.configurationItemDiff) ? message.configurationItemDiff : undefined;
  for (const item of items) {
    landing.countEvent();
    if (!isObject(item)) {
      landing.reject(
        { code: 'not_config', detail: 'The item is no JSON object.', ...telling.recorder },
        { value: message },
        telling,
      );
      continue;
    }
    const change: ToldChange = {
      changeType: diff === undefined ? null : textField(diff, 'changeType'),
      changedPaths: diff === undefined ? null : changedPathsOf(diff, item),
    };
    landing.item(item, { ...telling, sourceKind: 'event', recorder: recorderOf(item, telling) }, change);
  }
}

/** An item outside any message is read as a history file tells it: a version, and no event. */
export function readItemMessage(item: JsonValue, landing: DeliveryLanding, telling: Telling): void {
  if (!isObject(item)) {
    landing.reject(
      { code: 'not_config', detail: 'The item is no JSON object.', ...telling.recorder },
      { value: item },
      telling,
    );
    return;
  }
  const hasEnvelope = telling.envelopeId !== null;
  landing.item(item, {
    ...telling,
    sourceKind: hasEnvelope ? 'event' : 'history',
    recorder: recorderOf(item, telling),
  });
}
