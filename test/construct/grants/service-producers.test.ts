import { type App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as s3n from 'aws-cdk-lib/aws-s3-notifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { type EncryptedQueueToTable } from '../../../src';
import { type Statement } from '../../../src/key-policy/statement';
import { findCycle } from '../../support/cycles';
import { ACCOUNT, addOrders, NAME, REGION, templateOf } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';
const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:orders`;
const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}`;
const from = (source: unknown) => ({
  ArnEquals: { 'aws:SourceArn': source },
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
});
const OF_THE_QUEUE = { StringEquals: { 'kms:EncryptionContext:aws:sqs:arn': QUEUE } };

const onKey = (orders: EncryptedQueueToTable): unknown[] =>
  Stack.of(orders).resolve(
    orders.keyPolicy
      .toJson()
      .Statement.filter(({ Sid }: Statement) => /ServiceProducer/.test(Sid!))
      .map(({ Principal, Condition }: any) => [Principal.Service, Condition]),
  );
const onQueue = (orders: EncryptedQueueToTable): unknown[] =>
  Object.values(templateOf(orders).findResources('AWS::SQS::QueuePolicy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Principal }) => Principal.Service)
    .map(({ Principal, Condition }) => [Principal.Service, Condition]);

describe('a service that sends', () => {
  test('is let in by the queue and by the key, for the one source', () => {
    const orders = addOrders();
    orders.allowService('sns.amazonaws.com', TOPIC);
    orders.allowService('sns.amazonaws.com', TOPIC);

    expect(onQueue(orders)).toEqual([['sns.amazonaws.com', from(TOPIC)]]);
    expect(onKey(orders)).toEqual([['sns.amazonaws.com', from(TOPIC)]]);
  });

  test('of EventBridge is held to the queue by the key, and to the rule by the queue: KMS is not told the rule', () => {
    const orders = addOrders();
    const rule = `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders`;
    orders.allowService('events.amazonaws.com', rule);
    orders.allowService('events.amazonaws.com', `${rule}-2`);

    expect(onQueue(orders)).toEqual([
      ['events.amazonaws.com', from(rule)],
      ['events.amazonaws.com', from(`${rule}-2`)],
    ]);
    expect(onKey(orders)).toEqual([['events.amazonaws.com', OF_THE_QUEUE]]);
  });

  test.each([
    ['sns', TOPIC, '\'service\' must be a service principal, such as sns.amazonaws.com, got "sns"'],
    [
      'sns.amazonaws.com',
      'orders',
      '\'sourceArn\' must be the ARN of one topic, bucket or rule, without wildcards, got "orders"',
    ],
    [
      'sns.amazonaws.com',
      `${TOPIC}*`,
      `'sourceArn' must be the ARN of one topic, bucket or rule, without wildcards, got "${TOPIC}*"`,
    ],
    [
      'sns.amazonaws.com',
      TOPIC.replace(ACCOUNT, '444455556666'),
      `'sourceArn' must be a resource of account ${ACCOUNT}, which the policies name as its owner, got "${TOPIC.replace(ACCOUNT, '444455556666')}"`,
    ],
  ])('fails for %s and %s', (service, source, problem) => {
    expect(() => addOrders().allowService(service, source)).toThrow(new Error(`${problem} ${PATH}`));
  });
});

describe.each(['the same stack', 'another stack'])('in %s', place => {
  const setUp = (): [EncryptedQueueToTable, Stack] => {
    const orders = addOrders();
    const env = { account: ACCOUNT, region: REGION };
    return [
      orders,
      place === 'the same stack' ? Stack.of(orders) : new Stack(orders.node.root as App, 'Other', { env }),
    ];
  };
  const cycles = (orders: EncryptedQueueToTable): unknown[] =>
    (orders.node.root as App)
      .synth()
      .stacks.map(({ template }) => findCycle(template))
      .filter(cycle => cycle);

  test('a rule with a target sends, without a cycle', () => {
    const [orders, stack] = setUp();
    const rule = new events.Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } });
    rule.addTarget(new targets.SqsQueue(orders.queue));
    orders.allowRule(rule);

    expect(onQueue(orders)).toEqual([
      [
        'events.amazonaws.com',
        from(expect.stringMatching(new RegExp(`^arn:aws:events:${REGION}:${ACCOUNT}:rule/\\w+-Rule-\\w+$`))),
      ],
    ]);
    expect(cycles(orders)).toEqual([]);
  });

  test('a rule of a bus of its own is named with it', () => {
    const [orders, stack] = setUp();
    const eventBus = new events.EventBus(stack, 'Bus', { eventBusName: 'shop' });
    const rule = new events.Rule(stack, 'Rule', { eventBus, ruleName: 'sold', eventPattern: { source: ['shop'] } });
    rule.addTarget(new targets.SqsQueue(orders.queue));
    orders.allowRule(rule);

    expect(onQueue(orders)).toEqual([
      ['events.amazonaws.com', from(`arn:aws:events:${REGION}:${ACCOUNT}:rule/shop/sold`)],
    ]);
    expect(cycles(orders)).toEqual([]);
  });

  test('a rule that sends and was not let in is an error, since its events would be lost', () => {
    const [orders, stack] = setUp();
    const rule = (id: string) => new events.Rule(stack, id, { targets: [new targets.SqsQueue(orders.queue)] });
    const allowed = rule('Allowed');
    allowed.addEventPattern({ source: ['shop'] });
    rule('Forgotten').addEventPattern({ source: ['shop'] });
    orders.allowRule(allowed);

    expect(() => (orders.node.root as App).synth()).toThrow(
      `'${stack.node.path}/Forgotten/Resource' must be let in by 'allowRule', since it sends to the queue and its events would be lost`,
    );
  });

  test('a topic sends with the subscription of CDK alone, and with allowTopic', () => {
    const [orders, stack] = setUp();
    const topic = new sns.Topic(stack, 'Topic', { topicName: 'orders' });
    topic.addSubscription(new subscriptions.SqsSubscription(orders.queue, { rawMessageDelivery: true }));
    orders.allowTopic(topic);

    expect(onKey(orders)).toContainEqual(['sns.amazonaws.com', from(TOPIC)]);
    expect(onQueue(orders)).toContainEqual(['sns.amazonaws.com', from(TOPIC)]);
    expect(cycles(orders)).toEqual([]);
  });

  test('a bucket sends with the notification of CDK alone, which no longer warns', () => {
    const [orders, stack] = setUp();
    const bucket = new s3.Bucket(stack, 'Bucket', { bucketName: 'orders-111122223333' });
    bucket.addEventNotification(s3.EventType.OBJECT_CREATED, new s3n.SqsDestination(orders.queue));
    orders.allowBucket(bucket);

    const source = from('arn:aws:s3:::orders-111122223333');
    expect(onQueue(orders)).toEqual([['s3.amazonaws.com', source]]);
    expect(onKey(orders)).toEqual([['s3.amazonaws.com', source]]);
    Annotations.fromStack(Stack.of(orders)).hasNoWarning('*', Match.stringLikeRegexp('imported kms key'));
    expect(cycles(orders)).toEqual([]);
  });
});

test('the subscription of CDK lets a topic use the key, whose ARN it does not say', () => {
  const orders = addOrders();
  new sns.Topic(orders, 'Topic').addSubscription(new subscriptions.SqsSubscription(orders.queue));

  expect(onKey(orders)).toEqual([['sns.amazonaws.com', OF_THE_QUEUE]]);
});

test('a bucket without a name in another stack is refused: nobody could deploy first', () => {
  const orders = addOrders();
  const other = new Stack(orders.node.root as App, 'Other', { env: { account: ACCOUNT, region: REGION } });
  expect(() => orders.allowBucket(new s3.Bucket(other, 'Bucket'))).toThrow(
    new Error(
      `'sourceArn' must be known at synth where its stack is another one, got a Token of Other/Bucket/Resource: give the resource a name, or move it into the stack of the queue ${PATH}`,
    ),
  );
});

test('a service that asks for anybody is refused', () => {
  const orders = addOrders();
  expect(() => orders.queue.grantSendMessages(new iam.ServicePrincipal('sns.amazonaws.com'))).toThrow(
    new Error(
      `'grantee' must name its source, as in ArnEquals aws:SourceArn, got sns.amazonaws.com for anybody ${PATH}`,
    ),
  );
});
