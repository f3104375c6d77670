import { ApiGatewayManagementApiClient } from '@aws-sdk/client-apigatewaymanagementapi';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { type AwsSettings, clientConfig } from './clients.ts';

export const lambdaClient = (settings: AwsSettings = {}): LambdaClient =>
  new LambdaClient(clientConfig(settings));

/** @param endpoint the management address of a WebSocket API's stage */
export const connectionsClient = (
  endpoint: string,
  settings: AwsSettings = {},
): ApiGatewayManagementApiClient =>
  new ApiGatewayManagementApiClient(clientConfig({ ...settings, endpoint }));
