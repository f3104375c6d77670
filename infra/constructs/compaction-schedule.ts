import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acceptWildcards, wildcardsIn } from './allow.ts';

interface CompactionScheduleProps {
  readonly compact: IFunction;
  readonly everyMinutes: number;
  readonly undelivered: IQueue;
  readonly key: IKey;
}

/** Runs compaction again and again; a run that is missed is made up for by the next. */
export class CompactionSchedule extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { compact, everyMinutes, undelivered, key }: CompactionScheduleProps,
  ) {
    super(scope, id);
    const scheduleGroup = new ScheduleGroup(this, 'Group', {
      // It holds nothing; kept, its name would be taken when the stack is deployed again.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new Role(this, 'Role', {
      description: 'Stocktake: starts compaction on schedule',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    });
    new Schedule(this, 'Compact', {
      description: 'Makes what landed queryable',
      schedule: ScheduleExpression.rate(Duration.minutes(everyMinutes)),
      scheduleGroup,
      key,
      target: new LambdaInvoke(compact, {
        role,
        deadLetterQueue: undelivered,
        retryAttempts: 2,
        maxEventAge: Duration.minutes(Math.max(5, everyMinutes)),
      }),
    });
    acceptWildcards(
      role,
      wildcardsIn(this, [], [`${compact.functionArn}:*`]),
      'Any version of the one function.',
    );
  }
}
