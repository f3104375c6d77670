import { isObject, type JsonObject, textField } from '../decode/json-value.ts';
import type { DeliveryLanding } from '../land/delivery-landing.ts';
import type { Telling } from '../land/telling.ts';
import { timeOf } from '../normalise/time.ts';

/** A ComplianceChangeNotification: the new result of one rule for one resource, or that there is none any more. */
export function readEvaluation(message: JsonObject, landing: DeliveryLanding, telling: Telling): void {
  const result = isObject(message.newEvaluationResult) ? message.newEvaluationResult : undefined;
  const before = isObject(message.oldEvaluationResult) ? message.oldEvaluationResult : undefined;
  const identifier = [result, before].map((each) => each?.evaluationResultIdentifier).find(isObject) ?? {};
  const qualifier = isObject(identifier.evaluationResultQualifier)
    ? identifier.evaluationResultQualifier
    : {};
  const accountId = textField(message, 'awsAccountId', 'accountId') ?? telling.recorder.accountId;
  const region = textField(message, 'awsRegion') ?? telling.recorder.region;
  const told: Telling = {
    ...telling,
    sourceKind: 'event',
    recorder: {
      accountId: telling.recorder.accountId ?? accountId,
      region: telling.recorder.region ?? region,
    },
  };
  const row = {
    account_id: accountId,
    region,
    rule_name: textField(message, 'configRuleName') ?? textField(qualifier, 'configRuleName'),
    resource_type: textField(message, 'resourceType') ?? textField(qualifier, 'resourceType'),
    resource_id: textField(message, 'resourceId') ?? textField(qualifier, 'resourceId'),
    compliance_type: result === undefined ? null : textField(result, 'complianceType'),
    annotation: result === undefined ? null : textField(result, 'annotation'),
    evaluated_at:
      timeOf(result?.resultRecordedTime) ??
      timeOf(result?.configRuleInvokedTime) ??
      timeOf(result === undefined ? undefined : identifier.orderingTimestamp) ??
      timeOf(message.notificationCreationTime) ??
      telling.toldAt,
    is_deleted: result === undefined,
  };
  const needed = [
    row.account_id,
    row.region,
    row.rule_name,
    row.resource_type,
    row.resource_id,
    row.evaluated_at,
  ];
  if (needed.includes(null)) {
    landing.reject({ code: 'no_compliance_key', accountId, region }, { value: message }, told);
    return;
  }
  landing.compliance(row, told);
}
