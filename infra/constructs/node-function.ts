import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { z } from 'zod';
import { functionCode } from '../bundling/function-code.ts';
import type { HandlerFolder } from '../bundling/handler-bundle.ts';
import { acceptWildcards, allow } from './allow.ts';

/** Every variable that the function's schema asks for, by name; only those with a default may be left out. */
export type EnvironmentOf<Schema extends z.ZodType> = z.input<Schema> & Readonly<Record<string, string>>;

export interface NodeFunctionProps<Schema extends z.ZodType> {
  /** Folder of the handler below the project, e.g. `ingest/handlers/events`: holds env.ts and handler.ts. */
  readonly folder: HandlerFolder;
  /** The schema that the handler parses its environment with. Values are names known at deployment only: not checked here. */
  readonly schema: Schema;
  readonly environment: EnvironmentOf<Schema>;
  readonly description: string;
  readonly key: IKey;
  readonly timeout: Duration;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
  /** Where an event of an asynchronous call ends that failed for good. Undefined for functions called otherwise. */
  readonly failedCalls?: IQueue;
  /** Attempts after the first that an asynchronous call gets. */
  readonly retryAttempts?: 0 | 1 | 2;
}

/** Namespace of the product's metrics. */
export const METRICS_NAMESPACE = 'Stocktake';

/** A Lambda function over one handler folder: Arm64, Node 24, one bundle, its own role and log group, traced. */
export class NodeFunction<Schema extends z.ZodType> extends LambdaFunction {
  /** Dimension `service` of its metrics and logs: the handler's folder name. */
  readonly serviceName: string;

  constructor(scope: Construct, id: string, props: NodeFunctionProps<Schema>) {
    const serviceName = props.folder.split('/').at(-1) ?? props.folder;
    const role = new Role(scope, `${id}Role`, {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Role of Stocktake's function ${serviceName}`,
    });
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: props.key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    allow(role, {
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    // The environment is encrypted with the key.
    allow(role, { actions: ['kms:Decrypt'], resources: [props.key.keyArn] });
    super(scope, id, {
      code: functionCode(scope, props.folder),
      handler: 'index.handler',
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: props.memoryMb,
      role,
      logGroup,
      tracing: Tracing.ACTIVE,
      environment: {
        ...props.environment,
        POWERTOOLS_SERVICE_NAME: serviceName,
        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
        POWERTOOLS_LOG_LEVEL: 'INFO',
      },
      environmentEncryption: props.key,
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(props.failedCalls === undefined
        ? {}
        : {
            deadLetterQueue: props.failedCalls,
            retryAttempts: props.retryAttempts ?? 2,
            maxEventAge: Duration.hours(1),
          }),
    });
    this.serviceName = serviceName;
    acceptWildcards(role, ['Resource::*'], 'X-Ray takes traces for no resource in particular.');
  }
}
