import { isObject, textField } from '../decode/json-value.ts';
import type { LandingRow } from '../land/row-buffer.ts';
import type { NormalItem } from './item.ts';

const RESOURCE_COMPLIANCE = 'AWS::Config::ResourceCompliance';

/**
 * Evaluation results that an item AWS::Config::ResourceCompliance holds, one for each rule; its own resourceId is
 * `<type>/<id>` of the evaluated resource. A deleted item takes all results of the resource away: one row without a rule.
 */
export function resourceComplianceRows(item: NormalItem): readonly LandingRow[] {
  if (item.key.resourceType !== RESOURCE_COMPLIANCE) return [];
  const slash = item.key.resourceId.indexOf('/');
  const configuration = isObject(item.configuration) ? item.configuration : {};
  const resourceType =
    textField(configuration, 'targetResourceType') ??
    (slash < 0 ? null : item.key.resourceId.slice(0, slash));
  const resourceId = textField(configuration, 'targetResourceId') ?? item.key.resourceId.slice(slash + 1);
  const shared = {
    account_id: item.key.accountId,
    region: item.key.region,
    resource_type: resourceType,
    resource_id: resourceId,
    evaluated_at: item.key.capturedAt,
    is_deleted: item.isDeleted,
  };
  if (item.isDeleted) return [shared];
  const rules = Array.isArray(configuration.configRuleList) ? configuration.configRuleList : [];
  return rules.flatMap((rule) => {
    if (!isObject(rule)) return [];
    const name = textField(rule, 'configRuleName', 'configRuleId');
    if (name === null) return [];
    return [
      {
        ...shared,
        rule_name: name,
        compliance_type: textField(rule, 'complianceType'),
        annotation: textField(rule, 'annotation'),
      },
    ];
  });
}
