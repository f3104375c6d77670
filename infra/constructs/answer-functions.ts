import { Duration } from 'aws-cdk-lib';
import { type EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { AnswerEnv } from '../../api/handlers/answer/env.ts';
import { RestEnv } from '../../api/handlers/rest/env.ts';
import { SocketEnv } from '../../api/handlers/socket/env.ts';
import { VocabularyEnv } from '../../api/handlers/vocabulary/env.ts';
import type { Settings } from '../settings.ts';
import { grantConnections, grantInvoke, grantModel, grantState } from './function-grants.ts';
import { DATABASE } from './inventory-database.ts';
import { ANSWER_WRITES, grantWrite } from './lake-access.ts';
import { NodeFunction } from './node-function.ts';
import { grantQuery } from './query-access.ts';
import type { SignIn } from './sign-in.ts';
import type { SocketApi } from './socket-api.ts';
import type { StateTable } from './state-table.ts';
import type { Workgroup } from './workgroup.ts';

interface AnswerFunctionsProps {
  readonly key: IKey;
  readonly lake: IBucket;
  readonly results: IBucket;
  readonly state: StateTable;
  readonly workgroup: Workgroup;
  readonly bus: EventBus;
  readonly signIn: SignIn;
  readonly socketApi: SocketApi;
  readonly failedCalls: IQueue;
  readonly settings: Settings;
}

/** API Gateway gives an integration 29 seconds. */
const GATEWAY_TIMEOUT = Duration.seconds(29);
const ANSWER_TIMEOUT = Duration.minutes(5);

/** What answers: REST and socket hand long questions to `answer`; the vocabulary is read anew when a generation is committed. */
export class AnswerFunctions extends Construct {
  readonly rest: NodeFunction<typeof RestEnv>;
  readonly answer: NodeFunction<typeof AnswerEnv>;
  readonly socket: NodeFunction<typeof SocketEnv>;
  readonly vocabulary: NodeFunction<typeof VocabularyEnv>;

  constructor(scope: Construct, id: string, props: AnswerFunctionsProps) {
    super(scope, id);
    const { key, lake, state, workgroup, failedCalls, signIn, socketApi, settings } = props;
    const reading = {
      LAKE_BUCKET: lake.bucketName,
      STATE_TABLE: state.tableName,
      DATABASE,
      WORKGROUP: workgroup.workgroupName,
    };
    const asking = { ...reading, MODEL_ID: settings.modelId, MODEL_DATA: settings.modelData };
    this.answer = new NodeFunction(this, 'Answer', {
      folder: 'api/handlers/answer',
      schema: AnswerEnv,
      environment: { ...asking, SOCKET_ENDPOINT: socketApi.endpoint },
      description: 'Answers one question or query, and tells who waits for it',
      key,
      timeout: ANSWER_TIMEOUT,
      memoryMb: 1769,
      failedCalls,
      // Whoever asked has gone by the time a third attempt would run.
      retryAttempts: 1,
    });
    this.rest = new NodeFunction(this, 'Rest', {
      folder: 'api/handlers/rest',
      schema: RestEnv,
      environment: { ...asking, ANSWER_FUNCTION: this.answer.functionName },
      description: 'The HTTP API',
      key,
      timeout: GATEWAY_TIMEOUT,
      memoryMb: 1769,
    });
    this.socket = new NodeFunction(this, 'Socket', {
      folder: 'api/handlers/socket',
      schema: SocketEnv,
      environment: {
        STATE_TABLE: state.tableName,
        ANSWER_FUNCTION: this.answer.functionName,
        USER_POOL_ISSUER: signIn.issuer,
        USER_POOL_CLIENT: signIn.client.userPoolClientId,
        SOCKET_ENDPOINT: socketApi.endpoint,
      },
      description: 'The WebSocket API: connections, and questions handed on',
      key,
      timeout: GATEWAY_TIMEOUT,
      memoryMb: 512,
    });
    this.vocabulary = new NodeFunction(this, 'Vocabulary', {
      folder: 'api/handlers/vocabulary',
      schema: VocabularyEnv,
      environment: reading,
      description: 'Reads the words of the newest generation: accounts, tags, values',
      key,
      timeout: ANSWER_TIMEOUT,
      memoryMb: 1769,
      failedCalls,
    });
    this.grant(props);
    new Rule(this, 'GenerationCommitted', {
      description: 'A generation was committed: refresh the vocabulary',
      eventBus: props.bus,
      eventPattern: { source: ['stocktake'], detailType: ['GenerationCommitted'] },
      targets: [new LambdaFunction(this.vocabulary, { deadLetterQueue: failedCalls, retryAttempts: 2 })],
    });
  }

  private grant({ key, lake, results, state, workgroup, socketApi, settings }: AnswerFunctionsProps): void {
    for (const asker of [this.answer, this.rest, this.vocabulary]) {
      grantQuery(asker, { workgroup, databases: [DATABASE], lake, results, key });
      grantWrite(asker, lake, key, ANSWER_WRITES);
    }
    for (const asker of [this.answer, this.rest]) grantModel(asker, settings.modelId);
    for (const user of [this.answer, this.rest, this.vocabulary, this.socket]) grantState(user, state, key);
    for (const caller of [this.rest, this.socket]) grantInvoke(caller, this.answer);
    for (const sender of [this.answer, this.socket])
      grantConnections(sender, socketApi.api.apiId, socketApi.stageName);
  }
}
