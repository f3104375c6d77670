import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type Model,
  RequestValidator,
  ResponseType,
  RestApi as Rest,
} from 'aws-cdk-lib/aws-apigateway';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { BODIES, REST_ROUTES } from './rest-routes.ts';

interface RestApiProps {
  readonly handler: IFunction;
  readonly pool: IUserPool;
  readonly key: IKey;
}

/** Stage of both APIs. The page's distribution hides it: a caller sees /v1/… */
export const STAGE = 'live';

/** Requests a second over all callers, and how many more a moment may bring. */
const RATE = 50;
const BURST = 100;

/** What API Gateway itself refuses, in the form in which the API tells of problems. */
const REFUSALS = [
  {
    type: ResponseType.UNAUTHORIZED,
    code: 'HTTP_401',
    hint: 'Sign in, and send the token as Authorization: Bearer …',
  },
  { type: ResponseType.ACCESS_DENIED, code: 'HTTP_403', hint: 'Sign in as somebody who may ask this.' },
  { type: ResponseType.BAD_REQUEST_BODY, code: 'HTTP_400', hint: 'GET /openapi.json describes the bodies.' },
  { type: ResponseType.THROTTLED, code: 'HTTP_429', hint: 'Too many requests: try again in a second.' },
] as const;

/** The HTTP API: every route checked, signed in, throttled and logged before the function runs. */
export class RestApi extends Construct {
  readonly api: Rest;

  constructor(scope: Construct, id: string, { handler, pool, key }: RestApiProps) {
    super(scope, id);
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new Rest(this, 'Api', {
      restApiName: 'stocktake',
      description: 'Questions about everything an AWS organization owns',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: true,
      deployOptions: {
        stageName: STAGE,
        throttlingRateLimit: RATE,
        throttlingBurstLimit: BURST,
        tracingEnabled: true,
        metricsEnabled: true,
        loggingLevel: MethodLoggingLevel.ERROR,
        // Bodies hold questions and answers: they stay out of the logs.
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(accessLogs),
        accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
      },
    });
    this.addRoutes(handler, pool);
    for (const { type, code, hint } of REFUSALS) {
      this.api.addGatewayResponse(`Refusal${code}${type.responseType}`, {
        type,
        templates: {
          'application/json': `{"code":"${code}","message":$context.error.messageString,"hint":"${hint}"}`,
        },
      });
    }
    acknowledge(
      this.api,
      'AwsSolutions-APIG3',
      'Every route needs a token of the user pool and is throttled; an owner who wants a web ACL attaches one to the stage.',
    );
    acknowledge(
      this.api,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      'API Gateway writes its logs by AWS’s own policy for that, which is set once for account and Region.',
    );
  }

  private addRoutes(handler: IFunction, pool: IUserPool): void {
    const authorizer = new CognitoUserPoolsAuthorizer(this, 'SignedIn', {
      cognitoUserPools: [pool],
      resultsCacheTtl: Duration.minutes(5),
    });
    const requestValidator = new RequestValidator(this, 'Validator', {
      restApi: this.api,
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const integration = new LambdaIntegration(handler, { allowTestInvoke: false });
    const models: Record<string, Model> = {};
    for (const { method, path, body } of REST_ROUTES) {
      if (body !== undefined)
        models[body] ??= this.api.addModel(body, {
          contentType: 'application/json',
          modelName: body,
          schema: BODIES[body],
        });
      const model = body === undefined ? undefined : models[body];
      this.api.root.resourceForPath(path).addMethod(method, integration, {
        authorizer,
        authorizationType: AuthorizationType.COGNITO,
        requestValidator,
        requestParameters: Object.fromEntries(
          [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => [`method.request.path.${name}`, true]),
        ),
        ...(model === undefined ? {} : { requestModels: { 'application/json': model } }),
      });
    }
  }
}
