import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Accepts a finding of cdk-nag at one construct and what lies below it. The reason is for the person who reviews
 * the deployment; a test refuses empty ones and ids that no rule has.
 *
 * @param rule bare id, e.g. `AwsSolutions-S1`
 */
export function acknowledge(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}
