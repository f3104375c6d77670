import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** Outputs of a stack, by the names under which `cdk deploy` prints them. */
export function outputs(stack: Stack, values: Readonly<Record<string, string>>): void {
  // A scope of their own: constructs of the stack may have the same names.
  const scope = new Construct(stack, 'Outputs');
  for (const [name, value] of Object.entries(values))
    new CfnOutput(scope, name, { value }).overrideLogicalId(name);
}
