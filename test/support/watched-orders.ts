import { App, Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ACCOUNT, REGION, REQUIRED } from './orders';
import { EncryptedQueueToTable } from '../../src';

/** The construct `Orders` with a topic for each urgency, in a stack of its own. */
export function addWatchedOrders(props: object = {}): EncryptedQueueToTable {
  const app = new App({ context: { 'aws:cdk:enable-path-metadata': true } });
  const stack = new Stack(app, 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
  return new EncryptedQueueToTable(stack, 'Orders', {
    ...REQUIRED,
    alarmTopic: new Topic(stack, 'Page'),
    noticeTopic: new Topic(stack, 'Notice'),
    ...props,
  });
}

/** The properties of the alarms of a template, by the names that users know. */
export function alarmsOf(template: Template): Record<string, any> {
  return Object.fromEntries(
    Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Metadata, Properties }) => [
      Metadata['aws:cdk:path'].split('/').at(-2),
      Properties,
    ]),
  );
}
