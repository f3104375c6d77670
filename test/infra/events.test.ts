import { describe, expect, it } from 'vitest';
import { MODES, ORGANIZATION, one, resources, type Statement, stacksOf } from './synthesise.ts';

const DETAIL_TYPES = [
  'Config Configuration Item Change',
  'Config Rules Compliance Change',
  'Config Rules Re-evaluation Status',
  'Config Configuration Snapshot Delivery Status',
  'Config Configuration History Delivery Status',
];

const { hub } = stacksOf(MODES.hub).stacks;
const { memberRegion } = stacksOf(MODES.member).stacks;

describe('the central bus', () => {
  it('takes events of the organization and of nobody else', () => {
    const [, policy] = one(hub, 'AWS::Events::EventBusPolicy');
    expect(policy.Properties.Statement).toMatchObject({
      Effect: 'Allow',
      Principal: '*',
      Action: 'events:PutEvents',
      Condition: { StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION } },
    });
  });

  it('names the accounts where there is no organization', () => {
    const members = { mode: 'single', memberAccounts: '222233334444, 333344445555' };
    const [, policy] = one(stacksOf(members).stacks.hub, 'AWS::Events::EventBusPolicy');
    const { Principal, Condition } = policy.Properties.Statement;
    expect(Condition).toBeUndefined();
    for (const account of ['111122223333', '222233334444', '333344445555'])
      expect(JSON.stringify(Principal)).toContain(`:iam::${account}:root`);
  });

  it('sends the five kinds of Config events to the queue, and what cannot be sent to the dead letters', () => {
    const [, rule] = one(hub, 'AWS::Events::Rule', 'IntakeConfigEvents');
    expect(rule.Properties.EventPattern).toEqual({ source: ['aws.config'], 'detail-type': DETAIL_TYPES });
    const [target] = rule.Properties.Targets;
    expect(JSON.stringify(target.Arn)).toMatch(/"Events[0-9A-F]{8}"/);
    expect(JSON.stringify(target.DeadLetterConfig.Arn)).toMatch(/"FailedCalls/);
  });

  it('takes a second source where one is set, as if it were Config, with the same dead letters', () => {
    const settings = { ...MODES.hub, eventSource: 'example.config' };
    const { hub: other } = stacksOf(settings).stacks;
    const [, own] = one(other, 'AWS::Events::Rule', 'IntakeConfigEvents');
    expect(own.Properties.EventPattern.source).toEqual(['aws.config']);
    const [, rule] = one(other, 'AWS::Events::Rule', 'IntakeOtherConfigEvents');
    expect(rule.Properties.EventPattern).toEqual({ source: ['example.config'], 'detail-type': DETAIL_TYPES });
    const [target] = rule.Properties.Targets;
    expect(target.Arn).toEqual(own.Properties.Targets[0].Arn);
    expect(target.DeadLetterConfig).toEqual(own.Properties.Targets[0].DeadLetterConfig);
    expect(target.InputTransformer.InputTemplate).toContain('"source":"aws.config"');
    expect(target.InputTransformer.InputTemplate).toContain('"detail":<detail>');
    const forwarding = { ...MODES.member, eventSource: 'example.config' };
    const [, forwarded] = one(stacksOf(forwarding).stacks.memberRegion, 'AWS::Events::Rule');
    expect(forwarded.Properties.EventPattern.source).toEqual(['aws.config', 'example.config']);
    expect(resources(hub, 'AWS::Events::Rule').size).toBe(2);
  });

  it('refreshes the vocabulary when a generation is committed', () => {
    const [, rule] = one(hub, 'AWS::Events::Rule', 'AnswersGenerationCommitted');
    expect(rule.Properties.EventPattern).toEqual({
      source: ['stocktake'],
      'detail-type': ['GenerationCommitted'],
    });
    expect(JSON.stringify(rule.Properties.Targets[0].Arn)).toContain('AnswersVocabulary');
    expect(rule.Properties.Targets[0].DeadLetterConfig).toBeDefined();
    expect(rule.Properties.EventBusName).toBeDefined();
  });
});

describe('a member Region', () => {
  it('forwards the same events, by a role that may do only that', () => {
    const [, rule] = one(memberRegion, 'AWS::Events::Rule');
    expect(rule.Properties.EventPattern).toEqual({ source: ['aws.config'], 'detail-type': DETAIL_TYPES });
    expect(rule.Properties.EventBusName).toBeUndefined();
    const [target] = rule.Properties.Targets;
    const bus = JSON.stringify(target.Arn);
    expect(bus).toContain(':events:eu-central-1:111122223333:event-bus/stocktake');
    const [role] = one(memberRegion, 'AWS::IAM::Role');
    expect(target.RoleArn).toEqual({ 'Fn::GetAtt': [role, 'Arn'] });
    const policies = [...resources(memberRegion, 'AWS::IAM::Policy').values()];
    expect(policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement)).toEqual([
      { Action: 'events:PutEvents', Effect: 'Allow', Resource: target.Arn },
    ]);
  });

  it('is one template for every account and Region: no assets, no parameters of a bootstrapped account', () => {
    const { app, stacks } = stacksOf(MODES.member);
    const assembly = app.synth();
    for (const stack of [stacks.memberAccount, stacks.memberRegion]) {
      const { template } = assembly.getStackArtifact(stack!.artifactId);
      expect(template.Parameters).toBeUndefined();
      expect(template.Rules).toBeUndefined();
      expect(JSON.stringify(template)).not.toContain('cdk-hnb659fds');
    }
  });

  const RECORDING = { ...MODES.member, recorder: 'create', deliveriesBucket: 'example-deliveries' };

  it('switches AWS Config on where it is told to', () => {
    const { memberRegion: created } = stacksOf(RECORDING).stacks;
    const [, channel] = one(created, 'AWS::Config::DeliveryChannel');
    expect(channel.Properties.S3BucketName).toBe('example-deliveries');
    const [, recorder] = one(created, 'AWS::Config::ConfigurationRecorder');
    expect(recorder.Properties.RecordingGroup.AllSupported).toBe(true);
    expect(resources(memberRegion, 'AWS::Config::ConfigurationRecorder').size).toBe(0);
  });

  it('makes nothing that an account has only one of: a second Region gets the same template', () => {
    const { memberAccount, memberRegion: created } = stacksOf(RECORDING).stacks;
    const global = [...resources(created).values()].filter(
      ({ Type, Properties }) => Type === 'AWS::IAM::ServiceLinkedRole' || Properties?.RoleName !== undefined,
    );
    expect(global).toEqual([]);
    const [, role] = one(memberAccount, 'AWS::IAM::ServiceLinkedRole');
    expect(role.Properties.AWSServiceName).toBe('config.amazonaws.com');
    const single = stacksOf(MODES.single).stacks;
    expect(resources(single.memberAccount, 'AWS::IAM::ServiceLinkedRole').size).toBe(1);
    expect(single.memberRegion?.dependencies).toContain(single.memberAccount);
  });

  it('leaves the role of AWS Config alone where the account has it, or no recorder is made', () => {
    const linked = (settings: Readonly<Record<string, string>>) =>
      resources(stacksOf(settings).stacks.memberAccount, 'AWS::IAM::ServiceLinkedRole').size;
    expect(linked({ ...RECORDING, recorderRole: 'existing' })).toBe(0);
    expect(linked(MODES.member)).toBe(0);
  });
});

describe('queues', () => {
  const queues = [...resources(hub, 'AWS::SQS::Queue')];
  const read = queues.filter(([, { Properties }]) => Properties.RedrivePolicy !== undefined);

  it('give up a message after five attempts and keep it for 14 days', () => {
    expect(read.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['Events', 'Objects']);
    for (const [id, { Properties }] of read) {
      expect(Properties.RedrivePolicy.maxReceiveCount).toBe(5);
      const [deadLetters] = Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'];
      expect(deadLetters).toMatch(new RegExp(`^${id.replace(/[0-9A-F]{8}$/, '')}DeadLetters`));
      const kept = queues.find(([other]) => other === deadLetters)?.[1];
      expect(kept?.Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    }
  });

  it('hide a message for six times as long as its reader may run, and take back what failed alone', () => {
    for (const [, mapping] of resources(hub, 'AWS::Lambda::EventSourceMapping')) {
      const [queue] = mapping.Properties.EventSourceArn['Fn::GetAtt'];
      const reader = resources(hub, 'AWS::Lambda::Function').get(mapping.Properties.FunctionName.Ref);
      const hidden = queues.find(([id]) => id === queue)?.[1].Properties.VisibilityTimeout;
      expect(hidden).toBeGreaterThanOrEqual(6 * reader!.Properties.Timeout);
      expect(mapping.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(mapping.Properties.ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    }
  });

  it('take notifications of a bucket in another account where it is named', () => {
    const external = JSON.stringify([
      {
        name: 'org-config',
        account: '444455556666',
        kmsKeyArn: 'arn:aws:kms:eu-central-1:444455556666:key/1',
      },
    ]);
    const { hub: other } = stacksOf({ ...MODES.hub, deliveryBuckets: external }).stacks;
    const policies = JSON.stringify([...resources(other, 'AWS::SQS::QueuePolicy').values()]);
    expect(policies).toContain('"aws:SourceArn":["arn:aws:s3:::org-config"]');
    const reads = JSON.stringify([...resources(other, 'AWS::IAM::Policy').values()]);
    expect(reads).toContain('arn:aws:s3:::org-config/*');
    expect(reads).toContain('arn:aws:kms:eu-central-1:444455556666:key/1');
  });
});

describe('a topic between a bucket and the queue', () => {
  const TOPIC = 'arn:aws:sns:eu-central-1:444455556666:config-objects';
  const { hub: told } = stacksOf({ ...MODES.hub, notificationTopics: TOPIC }).stacks;
  const bySns = (statements: readonly Statement[]) =>
    statements.filter(({ Principal }) => JSON.stringify(Principal).includes('sns.amazonaws.com'));
  const statements = (type: string, of = told) =>
    [...resources(of, type).values()].flatMap(
      ({ Properties }): Statement[] => (Properties.PolicyDocument ?? Properties.KeyPolicy).Statement,
    );

  it('may send to the objects queue, encrypted with the key, and no other topic may', () => {
    const condition = { ArnEquals: { 'aws:SourceArn': [TOPIC] } };
    const [queue] = [...resources(told, 'AWS::SQS::Queue').keys()].filter((id) =>
      /^Objects[0-9A-F]{8}$/.test(id),
    );
    expect(bySns(statements('AWS::SQS::QueuePolicy'))).toMatchObject([
      { Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [queue, 'Arn'] }, Condition: condition },
    ]);
    expect(bySns(statements('AWS::KMS::Key'))).toMatchObject([
      { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Condition: condition },
    ]);
  });

  it('is none unless it is named', () => {
    expect(bySns([...statements('AWS::SQS::QueuePolicy', hub), ...statements('AWS::KMS::Key', hub)])).toEqual(
      [],
    );
  });
});

describe('the schedule', () => {
  it('leaves nothing behind whose name a second deployment would need', () => {
    expect(one(hub, 'AWS::Scheduler::ScheduleGroup')[1].DeletionPolicy).toBe('Delete');
  });

  it('runs compaction every 15 minutes, or as often as is set', () => {
    const [, schedule] = one(hub, 'AWS::Scheduler::Schedule');
    expect(schedule.Properties.ScheduleExpression).toBe('rate(15 minutes)');
    expect(schedule.Properties.State).toBe('ENABLED');
    expect(schedule.Properties.Target.Arn['Fn::GetAtt'][0]).toMatch(/^Compact/);
    expect(schedule.Properties.Target.DeadLetterConfig).toBeDefined();
    const hourly = stacksOf({ ...MODES.hub, compactEveryMinutes: '60' }).stacks.hub;
    expect(one(hourly, 'AWS::Scheduler::Schedule')[1].Properties.ScheduleExpression).toBe('rate(1 hour)');
  });
});
