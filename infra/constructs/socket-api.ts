import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnStage, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { WebSocketLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { STAGE } from './rest-api.ts';

const RATE = 50;
const BURST = 100;

/** Neither query string nor headers: a token may be in them at $connect. */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  requestTime: '$context.requestTime',
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  status: '$context.status',
  connectionId: '$context.connectionId',
});

/** The WebSocket API: the same questions, with each stage told as it begins. Made first, its functions later need its address. */
export class SocketApi extends Construct {
  readonly api: WebSocketApi;
  readonly stage: CfnStage;
  readonly stageName = STAGE;
  /** Where functions write to connections. */
  readonly endpoint: string;

  constructor(scope: Construct, id: string, key: IKey) {
    super(scope, id);
    this.api = new WebSocketApi(this, 'Api', {
      apiName: 'stocktake-socket',
      description: 'Questions and their answers as a stream',
      routeSelectionExpression: '$request.body.type',
    });
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stage = new CfnStage(this, 'Stage', {
      apiId: this.api.apiId,
      stageName: this.stageName,
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLogs.logGroupArn, format: ACCESS_LOG_FORMAT },
      defaultRouteSettings: {
        throttlingRateLimit: RATE,
        throttlingBurstLimit: BURST,
        loggingLevel: 'ERROR',
        dataTraceEnabled: false,
        detailedMetricsEnabled: true,
      },
    });
    const { region, urlSuffix } = Stack.of(this);
    this.endpoint = `https://${this.api.apiId}.execute-api.${region}.${urlSuffix}/${this.stageName}`;
  }

  /**
   * Gives all three routes to one function, which checks the token at $connect and refuses the connection without. An
   * authorizer in front would be one more function that does the same, and takes a token from one place only.
   */
  handleBy(handler: IFunction): void {
    for (const route of ['$connect', '$disconnect', '$default']) {
      const added = this.api.addRoute(route, {
        integration: new WebSocketLambdaIntegration(`${route.slice(1)}Integration`, handler),
      });
      acknowledge(
        added,
        'AwsSolutions-APIG4',
        'The function verifies the user pool’s token at $connect and knows no other connection; API Gateway has no Cognito authorizer for WebSockets.',
      );
    }
  }
}
