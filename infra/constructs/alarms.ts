import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import { METRICS_NAMESPACE } from './node-function.ts';

/** Seconds since the newest data that a run of compaction found; sent by compaction each time it runs. */
export const DATA_AGE_METRIC = 'DataAgeSeconds';

const PERIOD = Duration.minutes(5);

/** What wakes somebody up: messages given up, functions that fail, data that grows old. All alarms tell one topic. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, key: IKey, { alarmEmail }: Settings) {
    super(scope, id);
    this.topic = new Topic(this, 'Topic', {
      masterKey: key,
      enforceSSL: true,
      displayName: 'Stocktake alarms',
    });
    if (alarmEmail !== undefined) this.topic.addSubscription(new EmailSubscription(alarmEmail));
  }

  /** One message in a dead-letter queue is one too many. */
  watchDeadLetters(name: string, queue: IQueue): void {
    this.add(`${name}NotEmpty`, {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: PERIOD, statistic: 'Maximum' }),
      threshold: 1,
      description: `${name} holds messages that could not be handled. docs/deploy/one-account.md says how to look at them and send them again.`,
    });
  }

  watchErrors(name: string, watched: IFunction): void {
    this.add(`${name}Errors`, {
      metric: watched.metricErrors({ period: PERIOD, statistic: 'Sum' }),
      threshold: 1,
      description: `The function ${name} failed. Its log group has the cause.`,
    });
  }

  /** @param serviceName dimension under which compaction sends the metric */
  watchAgeOfData(serviceName: string, { maxDataAgeHours, compactEveryMinutes }: Settings): void {
    this.add('DataTooOld', {
      metric: new Metric({
        namespace: METRICS_NAMESPACE,
        metricName: DATA_AGE_METRIC,
        dimensionsMap: { service: serviceName },
        statistic: 'Maximum',
        // Two runs: one may be missed.
        period: Duration.minutes(Math.max(5, 2 * compactEveryMinutes)),
      }),
      threshold: Duration.hours(maxDataAgeHours).toSeconds(),
      description: `The newest data is older than ${maxDataAgeHours} hours, or compaction no longer runs.`,
      // Silence is the fault that this alarm is for.
      missing: TreatMissingData.BREACHING,
    });
  }

  private add(
    id: string,
    {
      metric,
      threshold,
      description,
      missing = TreatMissingData.NOT_BREACHING,
    }: {
      readonly metric: Metric;
      readonly threshold: number;
      readonly description: string;
      readonly missing?: TreatMissingData;
    },
  ): void {
    const alarm = metric.createAlarm(this, id, {
      alarmDescription: description,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: missing,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
  }
}
