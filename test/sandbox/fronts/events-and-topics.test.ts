import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeRuleCommand,
  DisableRuleCommand,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { authorizeByPolicies } from '../../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

const ADMINISTRATOR = 'arn:aws:iam::111122223333:role/Administrator';
const STRANGER = 'arn:aws:iam::111122223333:role/Stranger';

let sandbox: Sandbox;
let topicArn: string;
const told: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({
    clock: new TestClock(),
    authorize: authorizeByPolicies,
    told: ({ message }) => told.push(message),
  });
  sandbox.roles.addAdministrator(ADMINISTRATOR);
  topicArn = (await sns().send(new CreateTopicCommand({ Name: 'page' }))).TopicArn!;
});

afterAll(async () => sandbox.close());

const sns = (principal = ADMINISTRATOR): SNSClient => new SNSClient({ ...sandbox.clientOf(principal), maxAttempts: 1 });
const sqs = (): SQSClient => new SQSClient({ ...sandbox.clientOf(ADMINISTRATOR), maxAttempts: 1 });
const bus = (): EventBridgeClient => new EventBridgeClient({ ...sandbox.clientOf(ADMINISTRATOR), maxAttempts: 1 });
const published = () => sandbox.monitoring.topics.published.map(({ publisher, message }) => `${publisher}: ${message}`);

const letIn = (service: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sns:Publish', Resource: topicArn }],
  });

test('a topic takes messages of the account, and of a stranger none', async () => {
  await sns().send(new PublishCommand({ TopicArn: topicArn, Message: 'first' }));
  // the default policy lets in whoever acts for the account
  await sns(STRANGER).send(new PublishCommand({ TopicArn: topicArn, Message: 'second' }));
  await sns().send(
    new SetTopicAttributesCommand({
      TopicArn: topicArn,
      AttributeName: 'Policy',
      AttributeValue: letIn('x.amazonaws.com'),
    }),
  );
  await expect(sns(STRANGER).send(new PublishCommand({ TopicArn: topicArn, Message: 'third' }))).rejects.toMatchObject({
    name: 'AuthorizationErrorException',
  });
  expect(published()).toEqual([`${ADMINISTRATOR}: first`, `${STRANGER}: second`]);
  expect(told).toEqual(['first', 'second']);
});

test('mail waits for its confirmation, a queue does not, and gets the message in an envelope', async () => {
  const { QueueUrl } = await sqs().send(
    new CreateQueueCommand({
      QueueName: 'copies',
      Attributes: {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'sns.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: '*',
              Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
            },
          ],
        }),
      },
    }),
  );
  const Endpoint = 'arn:aws:sqs:eu-west-1:111122223333:copies';
  await sns().send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'email', Endpoint: 'on-call@example.com' }));
  await sns().send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint }));
  const { Attributes } = await sns().send(new GetTopicAttributesCommand({ TopicArn: topicArn }));
  expect(Attributes).toMatchObject({ Owner: '111122223333', SubscriptionsConfirmed: '1', SubscriptionsPending: '1' });
  const { Subscriptions } = await sns().send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
  expect(Subscriptions).toMatchObject([
    { Protocol: 'email', SubscriptionArn: 'PendingConfirmation' },
    { Protocol: 'sqs', Endpoint, SubscriptionArn: expect.stringContaining(`${topicArn}:`) },
  ]);
  await sns().send(new PublishCommand({ TopicArn: topicArn, Message: 'to the queue', Subject: 'news' }));
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body }) => JSON.parse(Body!) as object)).toMatchObject([
    { Type: 'Notification', TopicArn: topicArn, Subject: 'news', Message: 'to the queue' },
  ]);
});

describe('a rule', () => {
  const EventPattern = JSON.stringify({ source: ['shop'], detail: { size: [{ numeric: ['>', 3] }] } });

  beforeAll(async () => {
    await bus().send(new PutRuleCommand({ Name: 'Large', EventPattern, Description: 'large orders' }));
    const InputTransformer = { InputPathsMap: { size: '$.detail.size' }, InputTemplate: '"an order of <size>"' };
    await bus().send(
      new PutTargetsCommand({ Rule: 'Large', Targets: [{ Id: 'page', Arn: topicArn, InputTransformer }] }),
    );
  });

  const put = async (size: number): Promise<void> => {
    const entry = { Source: 'shop', DetailType: 'Order', Detail: JSON.stringify({ size }) };
    const { FailedEntryCount } = await bus().send(new PutEventsCommand({ Entries: [entry] }));
    expect(FailedEntryCount).toBe(0);
  };

  const failed = (): number =>
    sandbox.monitoring.metrics.samples(
      { namespace: 'AWS/Events', name: 'FailedInvocations', dimensions: { RuleName: 'Large' } },
      sandbox.clock.now(),
      sandbox.clock.now() + 60_000,
    ).length;

  test('that its target does not let in fails, and is counted', async () => {
    await put(4);
    expect([failed(), published().at(-1)]).toEqual([1, `${ADMINISTRATOR}: to the queue`]);
  });

  test('tells its target of what it matches, and of nothing else', async () => {
    await sns().send(
      new SetTopicAttributesCommand({
        TopicArn: topicArn,
        AttributeName: 'Policy',
        AttributeValue: letIn('events.amazonaws.com'),
      }),
    );
    await put(3);
    await put(5);
    expect([failed(), published().slice(-2)]).toEqual([
      1,
      [`${ADMINISTRATOR}: to the queue`, 'events.amazonaws.com: "an order of 5"'],
    ]);
  });

  test('is described, and silent when it is disabled', async () => {
    await bus().send(new DisableRuleCommand({ Name: 'Large' }));
    const before = published().length;
    await put(6);
    expect(published()).toHaveLength(before);
    const described = await bus().send(new DescribeRuleCommand({ Name: 'Large' }));
    expect(described).toMatchObject({ EventPattern, State: 'DISABLED', Description: 'large orders' });
    const { Targets } = await bus().send(new ListTargetsByRuleCommand({ Rule: 'Large' }));
    expect(Targets).toMatchObject([{ Id: 'page', Arn: topicArn }]);
  });

  test('can be tried before', async () => {
    const event = (size: number): string => JSON.stringify({ source: 'shop', detail: { size } });
    const matches = async (size: number) =>
      (await bus().send(new TestEventPatternCommand({ EventPattern, Event: event(size) }))).Result;
    expect([await matches(3), await matches(4)]).toEqual([false, true]);
    const wrong = bus().send(new TestEventPatternCommand({ EventPattern: '{"a": "b"}', Event: event(1) }));
    await expect(wrong).rejects.toMatchObject({
      name: 'InvalidEventPatternException',
      message: 'Event pattern is not valid. Reason: "a" must be an object or an array at a',
    });
  });
});

test('the trail says whether it logs and what it leaves out', async () => {
  const trail = new CloudTrailClient({ ...sandbox.clientOf(ADMINISTRATOR), maxAttempts: 1 });
  const { trailList = [] } = await trail.send(new DescribeTrailsCommand({}));
  const { Name, TrailARN: TrailName } = trailList[0];
  const EventSelectors = [
    { ReadWriteType: 'WriteOnly' as const, ExcludeManagementEventSources: ['kms.amazonaws.com'] },
  ];
  await trail.send(new PutEventSelectorsCommand({ TrailName, EventSelectors }));
  await trail.send(new StopLoggingCommand({ Name }));
  await expect(trail.send(new GetTrailStatusCommand({ Name }))).resolves.toMatchObject({ IsLogging: false });
  await expect(trail.send(new GetEventSelectorsCommand({ TrailName }))).resolves.toMatchObject({
    EventSelectors: [{ ...EventSelectors[0], IncludeManagementEvents: true }],
  });
  expect([sandbox.monitoring.trail.isLogging, [...sandbox.monitoring.trail.excluded]]).toEqual([
    false,
    ['kms.amazonaws.com'],
  ]);
});
