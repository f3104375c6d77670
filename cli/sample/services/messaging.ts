import type { Cell } from '../cell.ts';
import { capitalTagList, tagList } from '../item.ts';

/** A queue; its id is its URL, its numbers are text. */
export function addQueue(cell: Cell, purpose: string): void {
  const { random } = cell;
  const name = cell.label(purpose);
  const arn = cell.arn('sqs', name);
  const tags = cell.tags(name);
  const createdAt = cell.past(20, 900);
  const encryption = random.chance(0.3)
    ? { KmsMasterKeyId: 'alias/aws/sqs' }
    : { SqsManagedSseEnabled: String(random.chance(0.7)) };
  cell.add({
    type: 'AWS::SQS::Queue',
    id: `https://sqs.${cell.region}.amazonaws.com/${cell.accountId}/${name}`,
    name,
    arn,
    zone: 'Not Applicable',
    createdAt,
    tags,
    configuration: {
      ReceiveMessageWaitTimeSeconds: '0',
      ...encryption,
      CreatedTimestamp: String(createdAt / 1000),
      DelaySeconds: '0',
      MessageRetentionPeriod: '345600',
      MaximumMessageSize: '1048576',
      VisibilityTimeout: '30',
      LastModifiedTimestamp: String(createdAt / 1000),
      QueueArn: arn,
      ...(random.chance(0.1)
        ? {
            Policy: JSON.stringify({
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: arn }],
            }),
          }
        : {}),
    },
    supplementary: { Tags: { ...tags } },
  });
}

/** A topic; its policy is JSON in a string. */
export function addTopic(cell: Cell, purpose: string): string {
  const name = cell.label(purpose);
  const arn = cell.arn('sns', name);
  const tags = cell.tags(name);
  const statement = {
    Sid: '__default_statement_ID',
    Effect: 'Allow',
    Principal: { AWS: '*' },
    Action: ['SNS:Publish', 'SNS:Subscribe'],
    Resource: arn,
    ...(cell.random.chance(0.9)
      ? { Condition: { StringEquals: { 'AWS:SourceOwner': cell.accountId } } }
      : {}),
  };
  cell.add({
    type: 'AWS::SNS::Topic',
    id: arn,
    name,
    arn,
    zone: 'Not Applicable',
    tags,
    configuration: {
      Policy: JSON.stringify({ Version: '2008-10-17', Id: '__default_policy_ID', Statement: [statement] }),
      Owner: cell.accountId,
      TopicArn: arn,
      EffectiveDeliveryPolicy: JSON.stringify({
        http: {
          defaultHealthyRetryPolicy: {
            minDelayTarget: 20,
            maxDelayTarget: 20,
            numRetries: 3,
            backoffFunction: 'linear',
          },
          disableSubscriptionOverrides: false,
        },
      }),
      DisplayName: cell.plan.nameStyle === 'scripts' ? cell.display('topic') : '',
      ...(cell.random.chance(0.4) ? { KmsMasterKeyId: 'alias/aws/sns' } : {}),
    },
    supplementary: { Tags: tagList(tags) },
  });
  return arn;
}

/** A stream, a newer type in capitals. */
export function addStream(cell: Cell): void {
  const name = cell.label('events');
  const tags = cell.tags(name);
  const arn = cell.arn('kinesis', `stream/${name}`);
  const createdAt = cell.past(20, 600);
  cell.add({
    type: 'AWS::Kinesis::Stream',
    id: name,
    name,
    arn,
    zone: 'Regional',
    createdAt,
    tags,
    configuration: {
      Arn: arn,
      Name: name,
      RetentionPeriodHours: cell.random.pick([24, 168]),
      ShardCount: cell.random.int(1, 8),
      Tags: capitalTagList(tags),
      StreamModeDetails: { StreamMode: cell.random.chance(0.5) ? 'PROVISIONED' : 'ON_DEMAND' },
      ...(cell.random.chance(0.5)
        ? { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } }
        : {}),
    },
  });
}
