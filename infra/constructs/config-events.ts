import type { EventPattern } from 'aws-cdk-lib/aws-events';

/**
 * The detail-types of source aws.config, as EventBridge names them. An oversized item comes as an item change.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-config.html
 */
export const CONFIG_DETAIL_TYPES: readonly string[] = [
  'Config Configuration Item Change',
  'Config Rules Compliance Change',
  'Config Rules Re-evaluation Status',
  'Config Configuration Snapshot Delivery Status',
  'Config Configuration History Delivery Status',
];

/** Config's events of these sources: `aws.config`, and where the owner named one, a second. */
export function configEvents(...sources: readonly string[]): EventPattern {
  return { source: [...sources], detailType: [...CONFIG_DETAIL_TYPES] };
}
