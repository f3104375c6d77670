import { Duration, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, it } from 'vitest';
import { AnswerEnv } from '../../api/handlers/answer/env.ts';
import { RestEnv } from '../../api/handlers/rest/env.ts';
import { SocketEnv } from '../../api/handlers/socket/env.ts';
import { VocabularyEnv } from '../../api/handlers/vocabulary/env.ts';
import { NodeFunction } from '../../infra/constructs/node-function.ts';
import { CompactEnv } from '../../ingest/handlers/compact/env.ts';
import { EventsEnv } from '../../ingest/handlers/events/env.ts';
import { ObjectsEnv } from '../../ingest/handlers/objects/env.ts';
import { listed, MODES, one, type Resource, resources, type Statement, stacksOf } from './synthesise.ts';

const { hub } = stacksOf(MODES.hub).stacks;
const functions = [...resources(hub, 'AWS::Lambda::Function')];

/** Function (id without its hash) → the schema its handler parses the environment with. */
const schemas = {
  IngestEvents: EventsEnv,
  IngestObjects: ObjectsEnv,
  Compact: CompactEnv,
  AnswersAnswer: AnswerEnv,
  AnswersRest: RestEnv,
  AnswersSocket: SocketEnv,
  AnswersVocabulary: VocabularyEnv,
} as const;
const plain = (id: string): string => id.replace(/[0-9A-F]{8}$/, '');

/** A value as it may look once deployed: what only the deployment knows stands as a word. */
function deployed(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  const [kind, inner] = Object.entries(value)[0]!;
  return kind === 'Fn::Join' ? (inner as [string, unknown[]])[1].map(deployed).join('') : 'name';
}

describe('functions', () => {
  it('are these', () => {
    expect(functions.map(([id]) => plain(id)).sort()).toEqual(Object.keys(schemas).sort());
  });

  it.each(functions)(
    '%s runs on Arm64 and Node 24, traced, with its own role, logs and time-out',
    (_, resource) => {
      expect(resource.Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        TracingConfig: { Mode: 'Active' },
      });
      expect(resource.Properties.Timeout).toBeLessThanOrEqual(900);
      expect(resource.Properties.LoggingConfig.LogGroup).toBeDefined();
      expect(resource.Properties.KmsKeyArn).toBeDefined();
      const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties.Role));
      expect(new Set(roles).size).toBe(functions.length);
    },
  );

  it.each(Object.entries(schemas))('%s gets an environment that its handler accepts', (name, schema) => {
    const resource = functions.find(([id]) => plain(id) === name)?.[1];
    const variables: Record<string, unknown> = resource!.Properties.Environment.Variables;
    const values = Object.fromEntries(
      Object.entries(variables).map(([key, value]) => [key, deployed(value)]),
    );
    expect(schema.parse(values)).toBeDefined();
    const ours = Object.keys(variables).filter((key) => !/^(POWERTOOLS_|NODE_OPTIONS)/.test(key));
    expect(ours.filter((key) => !(key in schema.shape))).toEqual([]);
  });

  it('let one compaction run at a time, and do not repeat one that failed', () => {
    const [id, compact] = one(hub, 'AWS::Lambda::Function', 'Compact');
    expect(compact.Properties.ReservedConcurrentExecutions).toBe(1);
    const config = [...resources(hub, 'AWS::Lambda::EventInvokeConfig').values()].find(
      ({ Properties }) => Properties.FunctionName.Ref === id,
    );
    expect(config?.Properties.MaximumRetryAttempts).toBe(0);
  });

  it('answer API Gateway before it gives up', () => {
    for (const name of ['AnswersRest', 'AnswersSocket'])
      expect(one(hub, 'AWS::Lambda::Function', name)[1].Properties.Timeout).toBeLessThanOrEqual(29);
  });

  it('called asynchronously keep the events that failed', () => {
    for (const name of ['Compact', 'AnswersAnswer', 'AnswersVocabulary'])
      expect(one(hub, 'AWS::Lambda::Function', name)[1].Properties.DeadLetterConfig).toBeDefined();
  });
});

describe('a missing variable', () => {
  it('does not compile', () => {
    const stack = new Stack();
    const make = () =>
      new NodeFunction(stack, 'F', {
        folder: 'ingest/handlers/events',
        schema: EventsEnv,
        // @ts-expect-error LAKE_BUCKET is missing
        environment: {},
        description: 'd',
        key: new Key(stack, 'K'),
        timeout: Duration.seconds(1),
        memoryMb: 128,
      });
    expect(make).toBeTypeOf('function');
  });
});

describe('what functions may do', () => {
  const policies = [...resources(hub, 'AWS::IAM::Policy')];
  const statementsOf = (name: string): readonly Statement[] => {
    const role = one(hub, 'AWS::Lambda::Function', name)[1].Properties.Role['Fn::GetAtt'][0];
    return policies
      .filter(([, { Properties }]) => JSON.stringify(Properties.Roles).includes(`"${role}"`))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
  };
  const actionsOf = (name: string): readonly string[] =>
    [...new Set(statementsOf(name).flatMap(({ Action }) => listed<string>(Action)))].sort();

  const EVERY = [
    'kms:Decrypt',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
    'xray:PutTelemetryRecords',
    'xray:PutTraceSegments',
  ];
  const STATE = ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'];
  const ENCRYPT = ['kms:GenerateDataKey'];
  const READ = ['s3:GetBucketLocation', 's3:GetObject', 's3:ListBucket'];
  const WRITE = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:ListMultipartUploadParts', 's3:PutObject'];
  const CONSUME = [
    'sqs:ChangeMessageVisibility',
    'sqs:DeleteMessage',
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    'sqs:ReceiveMessage',
  ];
  const ASK = [
    'athena:GetQueryExecution',
    'athena:GetQueryResults',
    'athena:GetWorkGroup',
    'athena:StartQueryExecution',
    'athena:StopQueryExecution',
    'glue:BatchGetPartition',
    'glue:GetDatabase',
    'glue:GetPartition',
    'glue:GetPartitions',
    'glue:GetTable',
    'glue:GetTables',
  ];
  const REGISTER = [
    'glue:BatchCreatePartition',
    'glue:BatchDeletePartition',
    'glue:BatchDeleteTable',
    'glue:BatchUpdatePartition',
    'glue:CreateDatabase',
    'glue:CreatePartition',
    'glue:CreateTable',
    'glue:DeletePartition',
    'glue:DeleteTable',
    'glue:UpdatePartition',
    'glue:UpdateTable',
  ];
  const MODEL = ['bedrock:InvokeModelWithResponseStream'];
  const LATER = ['sqs:SendMessage'];
  const CALL = ['lambda:InvokeFunction'];
  const TELL = ['execute-api:ManageConnections'];

  it.each([
    ['IngestEvents', [EVERY, ENCRYPT, READ, WRITE, CONSUME]],
    ['IngestObjects', [EVERY, ENCRYPT, READ, WRITE, CONSUME]],
    ['Compact', [EVERY, ENCRYPT, READ, WRITE, ASK, REGISTER, LATER, ['events:PutEvents', 'sts:AssumeRole']]],
    ['AnswersAnswer', [EVERY, ENCRYPT, STATE, READ, WRITE, ASK, MODEL, LATER, TELL]],
    ['AnswersRest', [EVERY, ENCRYPT, STATE, READ, WRITE, ASK, MODEL, CALL]],
    ['AnswersSocket', [EVERY, ENCRYPT, STATE, CALL, TELL]],
    ['AnswersVocabulary', [EVERY, ENCRYPT, STATE, READ, WRITE, ASK, LATER]],
  ])('%s: exactly these actions', (name, groups) => {
    expect(actionsOf(name)).toEqual([...new Set(groups.flat())].sort());
  });

  it('lets only compaction write tables and manifests', () => {
    const writers = Object.keys(schemas).filter((name) =>
      statementsOf(name).some(
        ({ Action, Resource }) =>
          listed<string>(Action).includes('s3:PutObject') &&
          /"(\/\*|\/tables\/\*|\/manifests\/\*)"/.test(JSON.stringify(Resource)),
      ),
    );
    expect(writers).toEqual(['Compact']);
  });

  it('names the one model, and nothing of Bedrock where none is set', () => {
    const model = statementsOf('AnswersAnswer').find(({ Action }) =>
      JSON.stringify(Action).includes('bedrock'),
    );
    expect(model?.Resource).toEqual([
      'arn:aws:bedrock:*::foundation-model/anthropic.example-v1:0',
      'arn:aws:bedrock:eu-central-1:111122223333:inference-profile/eu.anthropic.example-v1:0',
    ]);
    const without = [...resources(stacksOf(MODES.single).stacks.hub, 'AWS::IAM::Policy').values()];
    expect(JSON.stringify(without)).not.toContain('bedrock');
  });

  it('allows no action by a wildcard, in any stack', () => {
    const all = Object.values(MODES).flatMap((settings) =>
      Object.values(stacksOf(settings).stacks).flatMap((stack) => [...resources(stack).values()]),
    );
    const statements = all
      .filter(({ Type }) => /^AWS::IAM::(Policy|ManagedPolicy|Role)$/.test(Type))
      .flatMap(({ Properties }: Resource): Statement[] => [
        ...(Properties.PolicyDocument?.Statement ?? []),
        ...(Properties.AssumeRolePolicyDocument?.Statement ?? []),
      ]);
    expect(statements.length).toBeGreaterThan(50);
    const wild = statements.filter(
      ({ Effect, Action }) =>
        Effect === 'Allow' && listed<string>(Action).some((action) => action.includes('*')),
    );
    expect(wild).toEqual([]);
  });
});
