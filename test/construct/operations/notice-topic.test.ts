import { App, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, REGION, REQUIRED, templateOf } from '../../support/orders';

test('what can wait until morning goes to the notice topic, and what must be acted on does not', () => {
  const stack = new Stack(new App(), 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
  const [alarmTopic, noticeTopic] = ['Pager', 'Mail'].map(id => new sns.Topic(stack, id));
  const orders = new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, alarmTopic, noticeTopic });

  const alarms = Object.entries(templateOf(orders).findResources('AWS::CloudWatch::Alarm'));
  const topicsOf = (alarm: string): string =>
    JSON.stringify(alarms.find(([id]) => id.includes(alarm))![1].Properties.AlarmActions);
  expect(topicsOf('MaterialExpires30d')).toMatch(/^\[{"Ref":"Mail\w+"}\]$/);
  expect(topicsOf('RetentionRisk')).toMatch(/^\[{"Ref":"Pager\w+"}\]$/);
});
