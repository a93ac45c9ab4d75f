import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { KeyPolicyManagement } from '../../../src';
import { describeScenarios, functionIn, ordersIn, stackIn } from '../../support/scenario';

describeScenarios('finding 2, circles that synthesised', [
  [
    'new events.Rule with SqsQueue(e.queue), and e.allowService with r.ruleArn',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const rule = new events.Rule(s, 'R', { targets: [new targets.SqsQueue(orders.queue)] });
      rule.addEventPattern({ source: ['shop'] });
      orders.allowService('events.amazonaws.com', rule.ruleArn);
    },
  ],
  [
    'a rule of another stack, with a dead-letter queue of its own',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const t = stackIn(app, 'T');
      const rule = new events.Rule(t, 'R', { schedule: events.Schedule.expression('rate(1 day)') });
      rule.addTarget(new targets.SqsQueue(orders.queue, { retryAttempts: 3 }));
      orders.allowRule(rule);
    },
  ],
  [
    'a role with an inline policy that names e.queue.queueArn, and a grant to it',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const send = new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [orders.queue.queueArn] });
      const shop = new iam.Role(s, 'R', {
        assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
        inlinePolicies: { Send: new iam.PolicyDocument({ statements: [send] }) },
      });
      orders.grantSendMessages(shop).assertSuccess();
    },
  ],
  [
    'fn.node.addDependency(e), and a grant to the function',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const shop = functionIn(s);
      shop.node.addDependency(orders);
      orders.grantSendMessages(shop).assertSuccess();
    },
  ],
  [
    'a literal ARN of a rule, and render()',
    app => {
      const orders = ordersIn(stackIn(app, 'S'), { keyPolicyManagement: KeyPolicyManagement.render() });
      orders.allowService('events.amazonaws.com', 'arn:aws:events:eu-west-1:111122223333:rule/sold');
    },
  ],
  [
    'the same with render() and a rule of the app',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s, { keyPolicyManagement: KeyPolicyManagement.render() });
      const rule = new events.Rule(s, 'R', { targets: [new targets.SqsQueue(orders.queue)] });
      rule.addEventPattern({ source: ['shop'] });
      orders.allowService('events.amazonaws.com', rule.ruleArn);
    },
  ],
  [
    'the literal ARN of a rule of the app, which has that name',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const rule = new events.Rule(s, 'R', { ruleName: 'sold', targets: [new targets.SqsQueue(orders.queue)] });
      rule.addEventPattern({ source: ['shop'] });
      orders.allowService('events.amazonaws.com', 'arn:aws:events:eu-west-1:111122223333:rule/sold');
    },
  ],
  [
    'the literal ARN of another rule, whose name begins alike',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const rule = new events.Rule(s, 'R', { ruleName: 'sold', targets: [new targets.SqsQueue(orders.queue)] });
      rule.addEventPattern({ source: ['shop'] });
      orders.allowService('events.amazonaws.com', 'arn:aws:events:eu-west-1:111122223333:rule/sold-2');
    },
    "'S/R/Resource' must be let in by 'allowRule', since it sends to the queue and its events would be lost",
  ],
  [
    'the ARN of a rule for another service',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const rule = new events.Rule(s, 'R', { targets: [new targets.SqsQueue(orders.queue)] });
      rule.addEventPattern({ source: ['shop'] });
      orders.allowService('sns.amazonaws.com', rule.ruleArn);
    },
    "'S/R/Resource' must be let in by 'allowRule', since it sends to the queue and its events would be lost",
  ],
  [
    'SNS, S3 and a rule, all in a stack that waits for the queue',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const t = stackIn(app, 'T');
      functionIn(t, { QUEUE_URL: orders.queueUrl });
      const topic = new sns.Topic(t, 'Topic', { topicName: 'shop' });
      const { SQS: protocol } = sns.SubscriptionProtocol;
      new sns.Subscription(t, 'ToOrders', { topic, protocol, endpoint: orders.queueArn, rawMessageDelivery: true });
      orders.allowTopic(topic);
      const bucket = new s3.Bucket(t, 'Bucket', { bucketName: 'shop' });
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SqsDestination(orders.queue));
      orders.allowBucket(bucket);
      const rule = new events.Rule(t, 'R', { eventPattern: { source: ['shop'] } });
      rule.addTarget(new targets.SqsQueue(orders.queue));
      orders.allowRule(rule);
    },
  ],
  [
    'the same with a subscription of SqsSubscription, which CDK puts into the stack of the queue',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const t = stackIn(app, 'T');
      const topic = new sns.Topic(t, 'Topic', { topicName: 'shop' });
      topic.addSubscription(new subscriptions.SqsSubscription(orders.queue));
      orders.allowTopic(topic);
      const bucket = new s3.Bucket(t, 'Bucket', { bucketName: 'shop' });
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SqsDestination(orders.queue));
    },
    /DependencyCycle|would create a cyclic reference/,
  ],
  [
    'SNS and S3, in the stack of the queue',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const topic = new sns.Topic(s, 'Topic');
      topic.addSubscription(new subscriptions.SqsSubscription(orders.queue));
      orders.allowTopic(topic);
      const bucket = new s3.Bucket(s, 'Bucket');
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SqsDestination(orders.queue));
      orders.allowBucket(bucket);
    },
  ],
]);
