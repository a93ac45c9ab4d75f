import { App, Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SqsDestination } from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { EncryptedQueueToTable } from 'encrypted-queue-to-table';

/*
 * Services that send to the queue as themselves: a topic, a bucket and a rule. The construct lets each of them in; the
 * subscription, the notification and the target are CDK's own.
 */
const app = new App();
const stack = new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });

const orders = new EncryptedQueueToTable(stack, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string, // cdk deploy --context keyArn=arn:aws:kms:…
  adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
});

const topic = new sns.Topic(stack, 'Topic', { enforceSSL: true });
topic.addSubscription(new SqsSubscription(orders.queue, { rawMessageDelivery: true })); // the body as it was published
orders.allowTopic(topic);

const bucket = new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new SqsDestination(orders.queue));
orders.allowBucket(bucket);

const rule = new events.Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } });
rule.addTarget(new SqsQueue(orders.queue));
orders.allowRule(rule);
