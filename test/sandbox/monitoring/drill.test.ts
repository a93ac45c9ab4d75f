import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { Duration } from 'aws-cdk-lib';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import type { EncryptedQueueToTable } from '../../../src';
import { Drill } from '../../support/drill';

/** An alarm and a rule, each to a topic that lets in both, and to one that lets in the rule alone. */
function watch({ writer, key }: EncryptedQueueToTable): void {
  const { stack } = writer;
  const page = new Topic(stack, 'Page', { topicName: 'page' });
  page.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
  const careless = new Topic(stack, 'Careless', { topicName: 'careless' });
  const alarm = new Alarm(stack, 'NotStored', {
    alarmName: 'NotStored',
    metric: new Metric({
      namespace: 'EncryptedQueueToTable',
      metricName: 'Retryable',
      dimensionsMap: { FunctionName: writer.functionName },
      statistic: 'Sum',
      period: Duration.minutes(1),
    }),
    threshold: 1,
    evaluationPeriods: 2,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(page), new SnsAction(careless));
  alarm.addOkAction(new SnsAction(page));
  new CompositeAlarm(stack, 'NotWorking', {
    compositeAlarmName: 'NotWorking',
    alarmRule: AlarmRule.anyOf(AlarmRule.fromAlarm(alarm, AlarmState.ALARM)),
  });
  const who = EventField.fromPath('$.detail.userIdentity.sessionContext.sessionIssuer.userName');
  const message = RuleTargetInput.fromText(
    `${EventField.time}: ${who} called ${EventField.fromPath('$.detail.eventName')} from ${EventField.fromPath('$.detail.sourceIPAddress')}.`,
  );
  new Rule(stack, 'KeyStopped', {
    eventPattern: {
      source: ['aws.kms'],
      detailType: ['AWS API Call via CloudTrail'],
      detail: { eventName: ['DisableKey'], resources: { ARN: [key.keyArn] } },
    },
    targets: [new SnsTopic(page, { message }), new SnsTopic(careless, { message })],
  });
}

let drill: Drill;

beforeAll(async () => {
  drill = await Drill.start({ more: watch });
});

afterAll(async () => drill.close());

test('an hour of healthy traffic is quiet, and every message is stored', async () => {
  await drill.pass(1);
  drill.restart();
  const sent = await drill.pass(60);
  expect([sent, drill.inAlarm, drill.notifications]).toEqual([60, [], []]);
  await expect(drill.pipeline.items()).resolves.toHaveLength(61);
});

test('an outage is an alarm after two minutes, and its end another message', async () => {
  drill.restart();
  const end = drill.begin('table refused');
  await drill.pass(5);
  expect(drill.inAlarm).toEqual(['NotStored', 'NotWorking']);
  end();
  await drill.idle(10);
  expect(drill.inAlarm).toEqual([]);
  expect(drill.notifications.map(({ minute, topic, subject }) => `${minute} ${topic} ${subject}`)).toEqual([
    '2 page ALARM: "NotStored" in eu-west-1',
    expect.stringMatching(/^\d+ page OK: "NotStored" in eu-west-1$/),
  ]);
  expect(drill.transitions.slice(0, 2)).toEqual(['2: NotStored ALARM', '2: NotWorking ALARM']);
});

test('a topic that is the target of a rule takes nothing of an alarm, unless somebody lets it in', () => {
  const { history } = drill.pipeline.sandbox.monitoring.alarms;
  const actions = history.filter(({ type, summary }) => type === 'Action' && summary.includes(':careless'));
  expect(actions.map(({ summary }) => summary)).toEqual([
    expect.stringContaining('cloudwatch.amazonaws.com is not authorized to perform: SNS:Publish on resource'),
  ]);
});

test('somebody stops the key, and a rule says who at once', async () => {
  const { sandbox, keyArn } = drill.pipeline;
  const kms = new KMSClient(sandbox.clientOf(ADMINISTRATOR));
  drill.restart();
  await drill.idle(3);
  await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
  await drill.idle(1);
  await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
  const text = expect.stringMatching(/^"2026-01-01T01:\d\d:00Z: KeyAdmin called DisableKey from 192\.0\.2\.0\."$/);
  expect(drill.notifications).toEqual(
    ['page', 'careless'].map(topic => ({ minute: 3, topic, subject: undefined, message: text })),
  );
});
