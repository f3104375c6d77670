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

/** @param secondSource also accepted: nobody but AWS may send events of `aws.config` */
export function configEvents(secondSource?: string): EventPattern {
  return {
    source: ['aws.config', ...(secondSource === undefined ? [] : [secondSource])],
    detailType: [...CONFIG_DETAIL_TYPES],
  };
}
