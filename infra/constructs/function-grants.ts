import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { allow } from './allow.ts';

/** Lets a function read, write and list values of the state table. */
export function grantState(user: IFunction, table: Table, key: IKey): void {
  allow(user, {
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query'],
    resources: [table.tableArn],
  });
  allow(user, { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [key.keyArn] });
}

/**
 * Lets a function call one model as a stream (all that ConverseStream asks for), by its own id or through an inference profile (`us.`, `eu.`, `apac.`, `global.`).
 * A profile calls the model in other Regions: there only the model's Region is open.
 */
export function grantModel(caller: IFunction, modelId: string): void {
  if (modelId === '') return;
  const { partition, region, account } = Stack.of(caller);
  const model = modelId.replace(/^(us|eu|apac|au|jp|ca|us-gov|global)\./, '');
  allow(caller, {
    actions: ['bedrock:InvokeModelWithResponseStream'],
    resources: [
      `arn:${partition}:bedrock:*::foundation-model/${model}`,
      ...(model === modelId
        ? []
        : [`arn:${partition}:bedrock:${region}:${account}:inference-profile/${modelId}`]),
    ],
    why: 'The one model; an inference profile calls it in Regions of its own choice.',
  });
}

/** Lets a function start another one. */
export function grantInvoke(caller: IFunction, called: IFunction): void {
  allow(caller, { actions: ['lambda:InvokeFunction'], resources: [called.functionArn] });
}

/** Lets a function write to the open connections of a WebSocket API, and close them. */
export function grantConnections(sender: IFunction, apiId: string, stageName: string): void {
  const { partition, region, account } = Stack.of(sender);
  allow(sender, {
    actions: ['execute-api:ManageConnections'],
    resources: [
      `arn:${partition}:execute-api:${region}:${account}:${apiId}/${stageName}/POST/@connections/*`,
      `arn:${partition}:execute-api:${region}:${account}:${apiId}/${stageName}/DELETE/@connections/*`,
    ],
    why: 'Connections of this one stage: their ids come and go.',
  });
}
