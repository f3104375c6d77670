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
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { WebSocket } from 'ws';
import { type Answer, AnswerSchema } from '#answer/contract.ts';
import { type ServerMessage, ServerMessageSchema } from '#api/contract/socket.ts';
import { dynamoDbClient, eventBridgeClient, s3Client } from '#platform/aws/clients.ts';
import { DynamoDbKeyValueStore } from '#platform/aws/dynamodb-key-value-store.ts';
import { S3ObjectStore } from '#platform/aws/s3-object-store.ts';
import { type DeployedHub, HUB_ACCOUNT, LANE_EVENT_SOURCE, LANE_REGION } from '#test/emulator/deploy.ts';

const PASSWORD = 'Thread-Of-The-Hub-1';

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

  /** What AWS Config does: an object appears in the bucket. */
  async deliver(key: string, body: Uint8Array): Promise<void> {
    const Bucket = this.#hub.outputs.DeliveriesBucket;
    await s3Client(this.#settings).send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
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

  async send(body: string): Promise<void> {
    const QueueUrl = this.#hub.outputs.EventsQueueUrl;
    await new SQSClient(this.#settings).send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
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
    const store = new DynamoDbKeyValueStore({
      client: dynamoDbClient(this.#settings),
      table: this.#hub.outputs.StateTable,
      clock: { now: () => new Date() },
    });
    await store.put('policies/current', policies);
  }

  /** Asks over REST and waits for the answer. */
  async ask(token: string, question: string, path = '/v1/questions?wait=true'): Promise<Answer> {
    return this.#post(token, path, { question });
  }

  async sql(token: string, sql: string): Promise<Answer> {
    return this.#post(token, '/v1/sql', { sql });
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
  async askLive(token: string, question: string): Promise<readonly ServerMessage[]> {
    const socket = new WebSocket(`${this.#hub.socketUrl}?token=${encodeURIComponent(token)}`);
    const told: ServerMessage[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('open', () => resolve());
        socket.once('error', reject);
      });
      const ended = new Promise<void>((resolve, reject) => {
        socket.on('error', reject);
        socket.on('message', (data: Buffer) => {
          const message = ServerMessageSchema.parse(JSON.parse(data.toString('utf8')));
          told.push(message);
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
export async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (const end = Date.now() + 180_000; ; ) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(otherwise);
    await sleep(300);
  }
}
