import { Duration, Stack } from 'aws-cdk-lib';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { WriteMode } from '../../../src';
import { RUNBOOKS } from '../../../src/construct/names/runbooks';
import { KEY_ARN, NAME, templateOf } from '../../support/orders';
import { addWatchedOrders, alarmsOf } from '../../support/watched-orders';

const withProps = (props: object = {}): Template => templateOf(addWatchedOrders(props));

describe('the alarms', () => {
  const template = withProps();
  const alarms = alarmsOf(template);

  test('say what they mean, what to do first and where to read on', () => {
    expect(alarms.DeadLetters.AlarmDescription).toBe(
      'There are messages that could not be stored. First: npx encrypted-queue-to-table dlq list OrdersStack. Runbook: https://github.com/encrypted-queue-to-table/encrypted-queue-to-table/blob/main/docs/runbooks/dead-letters.md',
    );
  });

  test.each(Object.entries(alarms))('%s has a description that CloudWatch takes, and a page', (_, alarm) => {
    expect(alarm.AlarmDescription.length).toBeLessThanOrEqual(1_024);
    expect(RUNBOOKS).toContain(/\/([a-z-]+)\.md$/.exec(alarm.AlarmDescription)![1]);
    expect(alarm.AlarmActions).toHaveLength(1);
  });

  test('page for what stops, and notify for the rest', () => {
    const paging = Object.keys(alarms).filter(name => alarms[name].AlarmActions[0].Ref.startsWith('Page'));
    expect(paging).toEqual([
      'Stalled',
      'RetentionRisk',
      'DeadLetters',
      'DeadLettersExpire',
      'NotStored',
      'KeyUnavailable',
      'WriterErrors',
      'WriterThrottled',
      'MaterialExpires7d',
      'MaterialExpires1d',
    ]);
  });

  test('watch the key by its id alone, as KMS names it in its metrics', () => {
    expect(alarms.MaterialExpires1d).toMatchObject({
      Dimensions: [{ Name: 'KeyId', Value: KEY_ARN.split('/')[1] }],
      TreatMissingData: 'ignore',
    });
  });

  test('of the table name the operation that the writer uses', () => {
    const operationOf = (from: Template) =>
      alarmsOf(from).TableErrors.Metrics[1].MetricStat.Metric.Dimensions.find(
        ({ Name }: { Name: string }) => Name === 'Operation',
      ).Value;
    expect(operationOf(template)).toBe('BatchWriteItem');
    expect(operationOf(withProps({ writeMode: WriteMode.insertOnly() }))).toBe('PutItem');
  });

  test.each([
    ['DeadLettersExpire', {}, 432_000],
    ['DeadLettersExpire', { deadLetterRetentionPeriod: Duration.days(4) }, 300],
    ['RetentionRisk', {}, 172_800],
    ['RetentionRisk', { retentionPeriod: Duration.days(14) }, 604_800],
    ['Backlog', {}, 300],
    ['Backlog', { timeout: Duration.seconds(10) }, 120],
    ['WriterSlow', { timeout: Duration.seconds(10) }, 5_000],
  ])('%s follows from %j', (name, props, threshold) => {
    expect(alarmsOf(withProps(props))[name].Threshold).toBe(threshold);
  });

  test('wait for the second try of a message, however long that takes', () => {
    expect(alarmsOf(withProps({ timeout: Duration.minutes(10) })).WriterErrors).toMatchObject({
      DatapointsToAlarm: 2,
      EvaluationPeriods: 61,
    });
  });

  test('can be changed and taken out by name', () => {
    const changed = alarmsOf(
      withProps({
        alarms: {
          Backlog: { threshold: 900, evaluationPeriods: 3 },
          Stalled: { evaluationPeriods: 10, datapointsToAlarm: 8 },
          WriterSlow: { enabled: false },
        },
      }),
    );
    expect(changed.Backlog).toMatchObject({ Threshold: 900, EvaluationPeriods: 3, DatapointsToAlarm: 3 });
    expect(changed.Stalled).toMatchObject({ EvaluationPeriods: 10, DatapointsToAlarm: 8 });
    expect(Object.keys(changed)).not.toContain('WriterSlow');
  });

  test('can go to a topic of their own', () => {
    const topic = Topic.fromTopicArn(new Stack(), 'Team', TEAM);
    const own = alarmsOf(withProps({ alarms: { Poison: { topic } } }));
    expect(own.Poison.AlarmActions).toEqual([TEAM]);
  });

  test('exist on request: when nothing is sent, and when the key is used unusually often', () => {
    const asked = alarmsOf(
      withProps({ expectTrafficEvery: Duration.hours(2), alarms: { KeyUseUnusual: { threshold: 500 } } }),
    );
    expect(asked.Silence).toMatchObject({ Period: 7_200, Threshold: 0, TreatMissingData: 'breaching' });
    expect(asked.KeyUseUnusual).toMatchObject({
      Threshold: 500,
      Dimensions: [
        { Name: 'KeyArn', Value: KEY_ARN },
        { Name: 'Operation', Value: 'Decrypt' },
      ],
    });
  });

  test('are one in NotWorking, which calls nobody', () => {
    template.hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmActions: Match.absent(),
      AlarmRule: Match.anyValue(),
    });
  });

  test('are found by name, and a name that is none says which there are', () => {
    const orders = addWatchedOrders({ alarms: { Poison: { enabled: false } } });
    expect(orders.alarm('DeadLetters').node.id).toBe('DeadLetters');
    expect(() => orders.alarm('Poison')).toThrow(
      '\'name\' must be one of Stalled, Backlog, RetentionRisk, DeadLetters, DeadLettersExpire, NotStored, KeyUnavailable, OldestWritten, WriterErrors, WriterThrottled, WriterSlow, TableThrottled, TableErrors, MaterialExpires30d, MaterialExpires7d, MaterialExpires1d, AlarmPathBroken, got "Poison" [OrdersStack/Orders]',
    );
  });
});

const TEAM = 'arn:aws:sns:eu-west-1:111122223333:team';

test('the queue of an alarm is the one it is about', () => {
  const { DeadLetters, Stalled } = alarmsOf(withProps());
  expect(DeadLetters.Dimensions).toEqual([{ Name: 'QueueName', Value: `${NAME}-dlq` }]);
  expect(JSON.stringify(Stalled.Metrics)).not.toContain('-dlq');
});
