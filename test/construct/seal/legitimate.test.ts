import { type App, Aspects, type IAspect, RemovalPolicies, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, KEY_ARN, REGION, REQUIRED, role } from '../../support/orders';
import { type Change, override, partOf, problemsAfter, toEach } from '../../support/sealed-orders';

const aspect =
  (of: IAspect): Change =>
  orders =>
    Aspects.of(orders.node.root).add(of);
const deny = (action: string) =>
  new iam.PolicyStatement({
    sid: 'Mine',
    effect: iam.Effect.DENY,
    actions: [action],
    principals: [new iam.AnyPrincipal()],
    resources: ['*'],
  });
const each = (type: string, change: (resource: any) => void) => aspect(toEach(type, change));

test.each<[string, Change]>([
  ['tags on everything', orders => Tags.of(orders.node.root).add('team', 'shop')],
  [
    'an alarm on the dead letters',
    ({ deadLetterQueue, node }) =>
      new cloudwatch.Alarm(Stack.of(node.scope!), 'Alarm', {
        metric: deadLetterQueue.metricApproximateNumberOfMessagesVisible(),
        threshold: 1,
        evaluationPeriods: 1,
      }),
  ],
  [
    'a permissions boundary on every role',
    orders =>
      iam.PermissionsBoundary.of(orders.node.root).apply(
        iam.ManagedPolicy.fromManagedPolicyArn(orders, 'Boundary', `arn:aws:iam::${ACCOUNT}:policy/Boundary`),
      ),
  ],
  ['logs kept longer', each('AWS::Logs::LogGroup', group => (group.retentionInDays = 3653))],
  ['logs kept for less time', each('AWS::Logs::LogGroup', group => (group.retentionInDays = 30))],
  ['logs on a key', each('AWS::Logs::LogGroup', group => (group.kmsKeyId = KEY_ARN))],
  [
    'logs that hide personal data',
    each('AWS::Logs::LogGroup', group => (group.dataProtectionPolicy = { Name: 'mask' })),
  ],
  ['everything destroyed', orders => RemovalPolicies.of(orders.node.root).destroy()],
  ['everything retained', orders => RemovalPolicies.of(orders.node.root).retain()],
  [
    'everything retained but for what a failed creation leaves',
    orders => RemovalPolicies.of(orders.node.root).apply(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE),
  ],
  ['messages kept longer', override('Queue', 'MessageRetentionPeriod', 1209600)],
  ['smaller messages', override('Queue', 'MaximumMessageSize', 1024)],
  ['data keys used for less time', override('Queue', 'KmsDataKeyReusePeriodSeconds', 60)],
  ['long polling', override('Queue', 'ReceiveMessageWaitTimeSeconds', 20)],
  ['reserved concurrency', each('AWS::Lambda::Function', handler => (handler.reservedConcurrentExecutions = 5))],
  [
    'tracing that others begin',
    each('AWS::Lambda::Function', handler => (handler.tracingConfig = { mode: 'PassThrough' })),
  ],
  ['more memory', orders => ((orders.writer.node.defaultChild as lambda.CfnFunction).memorySize = 1769)],
  [
    'signed code only',
    each(
      'AWS::Lambda::Function',
      handler => (handler.codeSigningConfigArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:code-signing-config:csc-1`),
    ),
  ],
  [
    'provisioned capacity',
    orders => ((orders.table.node.defaultChild as dynamodb.CfnGlobalTable).billingMode = 'PROVISIONED'),
  ],
  ['shorter recovery', override('Table', 'Replicas.0.PointInTimeRecoverySpecification.RecoveryPeriodInDays', 7)],
  ['a paused mapping', override('Mapping', 'Enabled', false)],
  ['fewer pollers', override('Mapping', 'ScalingConfig', { MaximumConcurrency: 2 })],
  ['a further deny on the queue', orders => orders.queue.addToResourcePolicy(deny('sqs:SendMessage'))],
  ['a further deny on the table', orders => orders.table.addToResourcePolicy(deny('dynamodb:Scan'))],
  ['metadata of a linter', orders => partOf(orders, 'Writer').addMetadata('cfn_nag', {})],
  ['a further order', orders => orders.writer.node.addDependency(new sns.Topic(orders, 'First'))],
  ['a logical id', orders => partOf(orders, 'Queue').overrideLogicalId('OrdersQueue')],
  ['an output', orders => orders.writer.currentVersion],
  [
    'a subscription',
    orders =>
      new sns.Topic(orders, 'Topic', { topicName: 'orders' }).addSubscription(
        new subscriptions.SqsSubscription(orders.queue),
      ),
  ],
  [
    'grants after everything',
    orders => [
      orders.grantSendMessages(iam.Role.fromRoleArn(orders, 'Late', role('Late'), { mutable: false })),
      orders.grantReadData(iam.Role.fromRoleArn(orders, 'Far', 'arn:aws:iam::444455556666:role/Far')),
      orders.grantRedrive(new iam.Role(Stack.of(orders), 'Here', { assumedBy: new iam.AccountRootPrincipal() })),
    ],
  ],
  [
    'another construct on another key',
    ({ node }) =>
      new EncryptedQueueToTable(Stack.of(node.scope!), 'Bills', {
        ...REQUIRED,
        keyArn: KEY_ARN.replace('1234', '4321'),
        strictConditions: true,
        logRetention: logs.RetentionDays.INFINITE,
      }),
  ],
  [
    'the same in another stack with a key of the app',
    ({ node }) => {
      const env = { account: ACCOUNT, region: REGION };
      const { keyArn } = new kms.Key(new Stack(node.root as App, 'KeyStack', { env }), 'Key');
      return new EncryptedQueueToTable(new Stack(node.root as App, 'BillsStack', { env }), 'Bills', {
        ...REQUIRED,
        keyArn,
      });
    },
  ],
])('%s', (_, change) => {
  expect(problemsAfter(change)).toEqual([]);
});
