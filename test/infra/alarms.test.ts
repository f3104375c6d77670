import { describe, expect, it } from 'vitest';
import { MODES, one, resources, stacksOf } from './synthesise.ts';

const { hub } = stacksOf({ ...MODES.hub, alarmEmail: 'ops@example.com', maxDataAgeHours: '12' }).stacks;
const alarms = [...resources(hub, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);

const dimension = (alarm: { Dimensions?: { Name: string; Value: unknown }[] }, name: string): string =>
  JSON.stringify(alarm.Dimensions?.find(({ Name }) => Name === name)?.Value ?? null);

describe('alarms', () => {
  const deadLetters = [...resources(hub, 'AWS::SQS::Queue')].filter(
    ([, { Properties }]) => Properties.RedrivePolicy === undefined,
  );

  it('finds the queues of dead letters', () => {
    expect(deadLetters.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'EventsDeadLetters',
      'ObjectsDeadLetters',
      'FailedCalls',
    ]);
  });

  it.each(deadLetters)('watch that %s stays empty', (id) => {
    const watching = alarms.filter((alarm) => dimension(alarm, 'QueueName').includes(`"${id}"`));
    expect(watching).toHaveLength(1);
    expect(watching[0]).toMatchObject({
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
  });

  it.each([...resources(hub, 'AWS::Lambda::Function').keys()])('watch the errors of %s', (id) => {
    const watching = alarms.filter((alarm) => dimension(alarm, 'FunctionName').includes(`"${id}"`));
    expect(watching).toHaveLength(1);
    expect(watching[0]).toMatchObject({ MetricName: 'Errors', Statistic: 'Sum', Threshold: 1 });
  });

  it('watch replies that are server errors, which a function makes of its faults', () => {
    const [watching, ...others] = alarms.filter(({ Namespace }) => Namespace === 'AWS/ApiGateway');
    expect(others).toEqual([]);
    expect(watching).toMatchObject({ MetricName: '5XXError', Statistic: 'Sum', Threshold: 5, Period: 300 });
    expect(dimension(watching, 'ApiName')).toBe('"stocktake"');
  });

  it.each(['AnswersAnswer', 'AnswersRest', 'AnswersSocket'])('watch the answers of %s', (prefix) => {
    const { Variables } = one(hub, 'AWS::Lambda::Function', prefix)[1].Properties.Environment;
    const service = Variables.POWERTOOLS_SERVICE_NAME;
    const watching = alarms.filter(
      (alarm) =>
        alarm.MetricName === 'AnswersFailed' && dimension(alarm, 'service') === JSON.stringify(service),
    );
    expect(watching).toHaveLength(1);
    expect(watching[0]).toMatchObject({
      Namespace: Variables.POWERTOOLS_METRICS_NAMESPACE,
      Statistic: 'Sum',
    });
  });

  it('watch the age of data, and take silence for the worst', () => {
    const [age, ...others] = alarms.filter(({ MetricName }) => MetricName === 'DataAgeSeconds');
    expect(others).toEqual([]);
    expect(age).toMatchObject({
      Namespace: 'Stocktake',
      Statistic: 'Maximum',
      Dimensions: [{ Name: 'service', Value: 'compact' }],
      Threshold: 12 * 3600,
      TreatMissingData: 'breaching',
    });
    const [, compact] = one(hub, 'AWS::Lambda::Function', 'Compact');
    expect(compact.Properties.Environment.Variables).toMatchObject({
      POWERTOOLS_METRICS_NAMESPACE: 'Stocktake',
      POWERTOOLS_SERVICE_NAME: 'compact',
    });
  });

  it('all tell the topic, which tells a person', () => {
    const [topic] = one(hub, 'AWS::SNS::Topic');
    for (const alarm of alarms) expect(alarm.AlarmActions).toEqual([{ Ref: topic }]);
    expect(one(hub, 'AWS::SNS::Subscription')[1].Properties).toMatchObject({
      Protocol: 'email',
      Endpoint: 'ops@example.com',
    });
  });
});
