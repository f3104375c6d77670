import { Duration } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
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

/**
 * Seconds since the place (account × Region) that has been quiet for longest told anything, of those that record; sent by
 * compaction each time it runs.
 */
const DATA_AGE_METRIC = 'DataAgeSeconds';
/** Answers that failed by no fault of whoever asked; sent by each function that answers. */
const ANSWERS_FAILED_METRIC = 'AnswersFailed';

const PERIOD = Duration.minutes(5);
/** A throttled query now and then is told to who asked, and tried again; so many in a period are a fault of ours. */
const FEW = 5;

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

  /** A function turns what goes wrong into a reply, so its own errors stay at none. */
  watchReplies(api: RestApi): void {
    this.add('RestServerErrors', {
      metric: api.metricServerError({ period: PERIOD, statistic: 'Sum' }),
      threshold: FEW,
      description: `${FEW} replies of the HTTP API in five minutes were server errors. The log group of the function rest has the causes.`,
    });
  }

  /** @param serviceName dimension under which the function sends the metric */
  watchAnswers(serviceName: string): void {
    this.add(`${serviceName}AnswersFailed`, {
      metric: new Metric({
        namespace: METRICS_NAMESPACE,
        metricName: ANSWERS_FAILED_METRIC,
        dimensionsMap: { service: serviceName },
        statistic: 'Sum',
        period: PERIOD,
      }),
      threshold: FEW,
      description: `${FEW} answers of the function ${serviceName} failed in five minutes, by no fault of who asked. Its log group has the codes.`,
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
      description: `An account and Region that records has told nothing for ${maxDataAgeHours} hours (compaction logs which), or compaction no longer runs.`,
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
