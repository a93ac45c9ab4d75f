import { type App, CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnUrl, EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, addOrders, NAME, REGION, REQUIRED } from '../../support/orders';
import { problemsOf, wayOut } from '../../support/sealed-orders';

const QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}`;
const QUEUE_URL = `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${NAME}`;
const OTHER_QUEUE_ARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:other`;
const TABLE_ARN = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${NAME}`;
const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}`;
const ROLE = `${NAME}-${REGION}`;
const MANAGER = 'OrdersStack-key-policy';
const INVOKE = { Action: 'lambda:InvokeFunction', Principal: '*' };
const allow = (Action: string, Resource: string) => ({ Statement: [{ Effect: 'Allow', Action, Resource }] });

const PATHS: Readonly<Record<string, string>> = {
  'KeyPolicyManager/Function': 'OrdersStack/EncryptedQueueToTableKeyPolicyManager/Function/Resource',
};

const aimed = (type: string, part: string, path: string): string =>
  `'${path}' must not be aimed at ${PATHS[part] ?? `OrdersStack/Orders/${part}/Resource`}, got ${type}${wayOut(`${part} <- ${path}`)}`;

const elsewhere = ({ node }: EncryptedQueueToTable): Stack =>
  new Stack(node.root as App, 'Elsewhere', { env: { account: ACCOUNT, region: REGION } });

/** What is said of a resource in another stack of the app, which names what it is aimed at by a text. */
function problemsOfRaw(type: string, properties: Record<string, unknown>): string[] {
  const orders = addOrders();
  new CfnResource(elsewhere(orders), 'Raw', { type, properties });
  return problemsOf(orders);
}

test.each<[type: string, part: string, properties: Record<string, unknown>]>([
  ['AWS::Lambda::Permission', 'Writer', { ...INVOKE, FunctionName: NAME }],
  ['AWS::Lambda::Permission', 'KeyPolicyManager/Function', { ...INVOKE, FunctionName: MANAGER }],
  ['AWS::Lambda::Url', 'Writer', { TargetFunctionArn: FUNCTION_ARN, AuthType: 'NONE' }],
  ['AWS::Lambda::EventInvokeConfig', 'Writer', { FunctionName: NAME, Qualifier: '$LATEST' }],
  ['AWS::Lambda::EventSourceMapping', 'Writer', { FunctionName: NAME, EventSourceArn: OTHER_QUEUE_ARN }],
  ['AWS::Lambda::EventSourceMapping', 'Queue', { FunctionName: 'other', EventSourceArn: QUEUE_ARN }],
  ['AWS::Lambda::Function', 'WriterRole', { Role: `arn:aws:iam::${ACCOUNT}:role/${ROLE}` }],
  ['AWS::SQS::QueuePolicy', 'Queue', { Queues: [QUEUE_URL] }],
  ['AWS::SQS::QueueInlinePolicy', 'DeadLetterQueue', { Queue: `${QUEUE_URL}-dlq` }],
  ['AWS::IAM::Policy', 'WriterRole', { Roles: [ROLE] }],
  ['AWS::IAM::RolePolicy', 'WriterRole', { RoleName: ROLE }],
  ['AWS::IAM::ManagedPolicy', 'WriterRole', { Roles: [ROLE] }],
  ['AWS::IAM::InstanceProfile', 'WriterRole', { Roles: [ROLE] }],
  ['AWS::Pipes::Pipe', 'Queue', { Source: QUEUE_ARN }],
  ['AWS::RDS::Integration', 'Table', { SourceArn: TABLE_ARN }],
  ['Custom::KeyPolicy', 'KeyPolicyManager/Function', { ServiceToken: FUNCTION_ARN.replace(NAME, MANAGER) }],
  ['AWS::IAM::Policy', 'Writer', { Users: ['Eve'], PolicyDocument: allow('lambda:InvokeFunction', FUNCTION_ARN) }],
  [
    'AWS::IAM::Policy',
    'Writer',
    { PolicyDocument: { Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: FUNCTION_ARN } } },
  ],
  ['AWS::IAM::User', 'Writer', { Policies: [{ PolicyDocument: allow('lambda:UpdateFunctionCode', FUNCTION_ARN) }] }],
])('%s aimed at %s by its name', (type, part, properties) => {
  expect(problemsOfRaw(type, properties)).toEqual([aimed(type, part, 'Elsewhere/Raw')]);
});

test.each<[type: string, properties: Record<string, unknown>]>([
  ['AWS::Lambda::Permission', { ...INVOKE, FunctionName: `${NAME}-of-mine` }],
  ['AWS::Lambda::Permission', { ...INVOKE, FunctionName: `my-${NAME}` }],
  ['AWS::SQS::QueuePolicy', { Queues: [`${QUEUE_URL}-of-mine`] }],
  ['AWS::SNS::Subscription', { Endpoint: QUEUE_ARN }],
  ['AWS::IAM::Policy', { Users: ['Ada'], PolicyDocument: allow('lambda:GetFunction', FUNCTION_ARN) }],
  ['AWS::CloudWatch::Alarm', { Dimensions: [{ Name: 'FunctionName', Value: NAME }] }],
])('%s that only looks like it, or only looks, passes', (type, properties) => {
  expect(problemsOfRaw(type, properties)).toEqual([]);
});

const roleIn = (stack: Stack) => new iam.Role(stack, 'Eve', { assumedBy: new iam.AccountRootPrincipal() });

test.each<[what: string, change: (orders: EncryptedQueueToTable) => unknown, type: string, part: string, path: string]>(
  [
    [
      'a function URL',
      ({ writer }) => writer.addFunctionUrl(),
      'AWS::Lambda::Url',
      'Writer',
      'OrdersStack/Orders/Writer/FunctionUrl/Resource',
    ],
    [
      'a right to invoke for a role',
      orders => orders.writer.grantInvoke(roleIn(Stack.of(orders))),
      'AWS::IAM::Policy',
      'Writer',
      'OrdersStack/Eve/DefaultPolicy/Resource',
    ],
    [
      'the same in another stack',
      orders => orders.writer.grantInvoke(roleIn(elsewhere(orders))),
      'AWS::IAM::Policy',
      'Writer',
      'Elsewhere/Eve/DefaultPolicy/Resource',
    ],
    [
      'a right to invoke for a service',
      ({ writer }) => writer.addPermission('Api', { principal: new iam.ServicePrincipal('apigateway.amazonaws.com') }),
      'AWS::Lambda::Permission',
      'Writer',
      'OrdersStack/Orders/Writer/Api',
    ],
    [
      'asynchronous calls',
      ({ writer }) => writer.configureAsyncInvoke({ retryAttempts: 0 }),
      'AWS::Lambda::EventInvokeConfig',
      'Writer',
      'OrdersStack/Orders/Writer/EventInvokeConfig/Resource',
    ],
    [
      'another queue for the writer',
      orders => new EventSourceMapping(orders, 'Mine', { target: orders.writer, eventSourceArn: OTHER_QUEUE_ARN }),
      'AWS::Lambda::EventSourceMapping',
      'Writer',
      'OrdersStack/Orders/Mine/Resource',
    ],
  ],
)('%s', (_, change, type, part, path) => {
  const orders = addOrders();
  change(orders);
  expect(problemsOf(orders)).toEqual([aimed(type, part, path)]);
});

test('a permission for anybody', () => {
  const orders = addOrders();
  orders.writer.grantInvoke(new iam.AnyPrincipal());
  expect(problemsOf(orders)).toEqual([
    expect.stringMatching(
      /^'OrdersStack\/Orders\/Writer\/Invoke\S+' must not be aimed at OrdersStack\/Orders\/Writer\/Resource, got AWS::Lambda::Permission; /,
    ),
  ]);
});

test('of two constructs, what is aimed at one is said of that one', () => {
  const orders = addOrders();
  const returns = new EncryptedQueueToTable(elsewhere(orders), 'Orders', REQUIRED); // with the same logical ids
  const third = new Stack(orders.node.root as App, 'Third', { env: { account: ACCOUNT, region: REGION } });
  new CfnUrl(third, 'Raw', { targetFunctionArn: returns.writer.functionArn, authType: 'NONE' });
  new CfnUrl(returns, 'Raw', { targetFunctionArn: orders.writer.functionArn, authType: 'NONE' });
  const [by, of] = [wayOut('Writer <- Third/Raw'), wayOut('Writer <- Elsewhere/Orders/Raw')];
  expect(problemsOf(orders)).toEqual([
    `'Elsewhere/Orders/Raw' must not be aimed at OrdersStack/Orders/Writer/Resource, got AWS::Lambda::Url${of}`,
    `'Third/Raw' must not be aimed at Elsewhere/Orders/Writer/Resource, got AWS::Lambda::Url${by}`,
  ]);
});
