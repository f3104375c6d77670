import { setTimeout as sleep } from 'node:timers/promises';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  InvokeCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { WebSocket } from 'ws';
import { type Answer, AnswerSchema } from '#answer/contract.ts';
import { type ServerMessage, ServerMessageSchema } from '#api/contract/socket.ts';
import { athenaClient, glueClient } from '#platform/aws/athena-clients.ts';
import { AthenaQueryEngine } from '#platform/aws/athena-query-engine.ts';
import { dynamoDbClient, eventBridgeClient, s3Client } from '#platform/aws/clients.ts';
import { DynamoDbKeyValueStore } from '#platform/aws/dynamodb-key-value-store.ts';
import { GlueTableCatalogue } from '#platform/aws/glue-table-catalogue.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import type { QueryEngine } from '#platform/ports/query-engine.ts';
import type { TableCatalogue } from '#platform/ports/table-catalogue.ts';
import { toTrino } from '#sql/dialect/to-trino.ts';
import { type DeployedHub, HUB_ACCOUNT, LANE_EVENT_SOURCE, LANE_REGION } from '#test/emulator/deploy.ts';

const PASSWORD = 'Thread-Of-The-Hub-1';
/** SendMessageBatch takes as many. */
const MOST_SENT = 10;

/** What came over the socket, and how long after the question was sent. */
export interface Told {
  readonly message: ServerMessage;
  readonly afterMs: number;
}

/** A deployed hub as its owner, its members and its users meet it. */
export class Hub {
  readonly #hub: DeployedHub;
  readonly #settings: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };

  constructor(hub: DeployedHub, endpoint: string) {
    this.#hub = hub;
    this.#settings = {
      endpoint,
      region: LANE_REGION,
      credentials: { accessKeyId: HUB_ACCOUNT, secretAccessKey: 'lane' },
    };
  }

  get lake(): S3ObjectStore {
    return new S3ObjectStore({ client: s3Client(this.#settings), bucket: this.#hub.outputs.LakeBucket });
  }

  get #state(): DynamoDbKeyValueStore {
    return new DynamoDbKeyValueStore({
      client: dynamoDbClient(this.#settings),
      table: this.#hub.outputs.StateTable,
      clock: { now: () => new Date() },
    });
  }

  /** The deployed lake as Glue and Athena have it. */
  tables(athenaUrl: string): { readonly catalogue: TableCatalogue; readonly engine: QueryEngine } {
    const { LakeBucket: bucket, Database: database, QuestionsWorkgroup: workGroup } = this.#hub.outputs;
    const client = athenaClient({ ...this.#settings, endpoint: athenaUrl });
    return {
      catalogue: new GlueTableCatalogue({
        glue: glueClient(this.#settings),
        store: this.lake,
        bucket,
        database,
      }),
      engine: new AthenaQueryEngine({ client, workGroup, database, translate: toTrino }),
    };
  }

  /** What AWS Config does: an object appears in the bucket. Returns when it did. */
  async deliver(key: string, body: Uint8Array): Promise<Date> {
    const client = s3Client(this.#settings);
    const store = new S3ObjectStore({ client, bucket: this.#hub.outputs.DeliveriesBucket });
    await store.put(key, body);
    return (await store.head(key))?.lastModified ?? new Date(Number.NaN);
  }

  /** An object in a bucket that the hub knows nothing of until an event names it. */
  async putElsewhere(bucket: string, key: string, body: Uint8Array): Promise<void> {
    const client = s3Client(this.#settings);
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  /** A member's event on the hub's bus, as the member's rule forwards it. */
  async tell(detailType: string, detail: unknown): Promise<void> {
    const { FailedEntryCount } = await eventBridgeClient(this.#settings).send(
      new PutEventsCommand({
        Entries: [
          {
            Source: LANE_EVENT_SOURCE,
            DetailType: detailType,
            Detail: JSON.stringify(detail),
            EventBusName: this.#hub.outputs.EventBus,
          },
        ],
      }),
    );
    if (FailedEntryCount !== 0) throw new Error('the bus refused the event');
  }

  /** Messages on the events queue; up to ten are sent at once, and so read as one batch. */
  async send(...bodies: readonly string[]): Promise<void> {
    const QueueUrl = this.#hub.outputs.EventsQueueUrl;
    const sqs = new SQSClient(this.#settings);
    for (let at = 0; at < bodies.length; at += MOST_SENT) {
      const Entries = bodies
        .slice(at, at + MOST_SENT)
        .map((MessageBody, index) => ({ Id: `${index}`, MessageBody }));
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`the queue refused: ${JSON.stringify(Failed)}`);
    }
  }

  /** What the deployed events queue has of these two settings; given others, they hold from now on. */
  async attempts(change?: { readonly seconds: number; readonly times: number }) {
    const QueueUrl = this.#hub.outputs.EventsQueueUrl;
    const sqs = new SQSClient(this.#settings);
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] }),
    );
    const redrive = JSON.parse(Attributes.RedrivePolicy ?? '{}') as { readonly maxReceiveCount?: number };
    if (change !== undefined) {
      const RedrivePolicy = JSON.stringify({ ...redrive, maxReceiveCount: change.times });
      const changed = { VisibilityTimeout: `${change.seconds}`, RedrivePolicy };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: changed }));
    }
    return { seconds: Number(Attributes.VisibilityTimeout), times: Number(redrive.maxReceiveCount) };
  }

  /** Bodies of the messages that were given up. */
  async givenUp(): Promise<readonly string[]> {
    const { Messages = [] } = await new SQSClient(this.#settings).send(
      new ReceiveMessageCommand({
        QueueUrl: this.#hub.outputs.EventsDeadLettersUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 0,
      }),
    );
    return Messages.map(({ Body = '' }) => Body);
  }

  /** Keys of the words that are kept for questions. */
  async vocabularies(generation: string): Promise<readonly string[]> {
    return (await this.#state.list(`vocabulary/${encodeURIComponent(generation)}/`)).keys;
  }

  /** Messages that wait or are being read. */
  async waiting(queue: 'EventsQueueUrl' | 'ObjectsQueueUrl' | 'EventsDeadLettersUrl'): Promise<number> {
    const { Attributes = {} } = await new SQSClient(this.#settings).send(
      new GetQueueAttributesCommand({
        QueueUrl: this.#hub.outputs[queue],
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    );
    return Object.values(Attributes).reduce((sum, value) => sum + Number(value), 0);
  }

  /** Until both queues are empty. */
  async settled(): Promise<void> {
    await until(
      async () => (await this.waiting('EventsQueueUrl')) + (await this.waiting('ObjectsQueueUrl')) === 0,
      'the queues did not empty',
    );
  }

  async keys(prefix: string): Promise<readonly string[]> {
    return (await this.lake.list(prefix)).objects.map(({ key }) => key);
  }

  /** What the schedule does. */
  async compact(): Promise<unknown> {
    // It may take as long as a function may; asked once, or it would run twice.
    const requestHandler = { requestTimeout: 900_000 };
    const lambda = new LambdaClient({ ...this.#settings, maxAttempts: 1, requestHandler });
    const { FunctionError, Payload } = await lambda.send(
      new InvokeCommand({ FunctionName: this.#hub.outputs.CompactFunction, Payload: Buffer.from('{}') }),
    );
    const text = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError !== undefined) throw new Error(`compaction failed: ${text}`);
    return JSON.parse(text);
  }

  /** Ends the function that compacts after so many seconds, as a fault of the machine would. */
  async killCompactionAfter(seconds: number): Promise<void> {
    const lambda = new LambdaClient(this.#settings);
    const FunctionName = this.#hub.outputs.CompactFunction;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: seconds }));
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60 }, { FunctionName });
  }

  /** A person of the user pool; returns their token. */
  async signIn(email: string, group?: string): Promise<string> {
    const pool = { UserPoolId: this.#hub.outputs.UserPoolId };
    const cognito = new CognitoIdentityProviderClient(this.#settings);
    const attributes = [
      { Name: 'email', Value: email },
      { Name: 'email_verified', Value: 'true' },
    ];
    await cognito.send(
      new AdminCreateUserCommand({
        ...pool,
        Username: email,
        TemporaryPassword: PASSWORD,
        UserAttributes: attributes,
        MessageAction: 'SUPPRESS',
      }),
    );
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...pool, Username: email, Password: PASSWORD, Permanent: true }),
    );
    if (group !== undefined)
      await cognito.send(new AdminAddUserToGroupCommand({ ...pool, Username: email, GroupName: group }));
    const { AuthenticationResult } = await cognito.send(
      new AdminInitiateAuthCommand({
        ...pool,
        ClientId: this.#hub.outputs.UserPoolClientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: email, PASSWORD },
      }),
    );
    const token = AuthenticationResult?.IdToken;
    if (token === undefined) throw new Error('no token');
    return token;
  }

  async putPolicies(policies: unknown): Promise<void> {
    await this.#state.put('policies/current', policies);
  }

  /** Asks over REST and waits for the answer. */
  async ask(token: string, question: string, path = '/v1/questions?wait=true'): Promise<Answer> {
    return this.#post(token, path, { question });
  }

  async sql(token: string, sql: string): Promise<Answer> {
    return this.#post(token, '/v1/sql', { sql });
  }

  /** Runs a saved report with its own parameters. */
  async report(token: string, name: string): Promise<Answer> {
    return this.#post(token, `/v1/reports/${name}`, {});
  }

  async #post(token: string, path: string, body: unknown): Promise<Answer> {
    const response = await fetch(`${this.#hub.restUrl}${path}`, {
      method: 'POST',
      headers: { authorization: token, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const reply = (await response.json()) as { id?: string };
    if (response.status === 200) return AnswerSchema.parse(reply);
    if (response.status !== 202 || reply.id === undefined)
      throw new Error(`${response.status} ${JSON.stringify(reply)}`);
    return this.#later(token, reply.id);
  }

  async #later(token: string, id: string): Promise<Answer> {
    let answer: Answer | undefined;
    await until(async () => {
      const response = await fetch(`${this.#hub.restUrl}/v1/questions/${id}`, {
        headers: { authorization: token },
      });
      if (response.status === 202) return false;
      answer = AnswerSchema.parse(await response.json());
      return true;
    }, 'the answer did not come');
    if (answer === undefined) throw new Error('no answer');
    return answer;
  }

  /** Asks over the socket; returns everything that was told until the answer's end. */
  async askLive(token: string, question: string): Promise<readonly Told[]> {
    const socket = new WebSocket(`${this.#hub.socketUrl}?token=${encodeURIComponent(token)}`);
    const told: Told[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('open', () => resolve());
        socket.once('error', reject);
      });
      const started = performance.now();
      const ended = new Promise<void>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('message', (data: Buffer) => {
          const message = ServerMessageSchema.parse(JSON.parse(data.toString('utf8')));
          told.push({ message, afterMs: Math.round(performance.now() - started) });
          if (['answer-end', 'answer-stored', 'problem'].includes(message.type)) resolve();
        });
      });
      socket.send(JSON.stringify({ type: 'question', question }));
      await Promise.race([
        ended,
        sleep(60_000).then(() => Promise.reject(new Error('no answer in a minute'))),
      ]);
      return told;
    } finally {
      socket.close();
    }
  }
}

/** Looks again until it holds; the words of the error say what did not come. */
export async function until(
  holds: () => Promise<boolean>,
  otherwise: string,
  withinMs = 180_000,
): Promise<void> {
  for (const end = Date.now() + withinMs; ; ) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(otherwise);
    await sleep(300);
  }
}
