import { CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { QueuePolicy } from 'aws-cdk-lib/aws-sqs';
import { type Case, expectProblems, override, partOf, problemsAfter, wayOut } from '../../support/sealed-orders';

const anybody = (action: string) =>
  new iam.PolicyStatement({
    sid: 'Anybody',
    actions: [action],
    principals: [new iam.AnyPrincipal()],
    resources: ['*'],
  });
const got = (action: string) =>
  `must not be there, got {"Action":"${action}","Effect":"Allow","Principal":{"AWS":"*"},"Resource":"*","Sid":"Anybody"}`;
const anySource = new iam.PolicyStatement({
  sid: 'AnySource',
  actions: ['sqs:SendMessage'],
  principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
  resources: ['*'],
  conditions: { ArnLike: { 'aws:SourceArn': '*' } },
});
const gone = 'must stay as the construct made it';
const IN_TABLE = 'Replicas.0.ResourcePolicy.PolicyDocument';
const documentOf = (orders: { queue: { node: any } }) =>
  (orders.queue.node.findChild('Policy') as QueuePolicy).document;

test.each<Case>([
  [
    'lets a service send for any source',
    orders => orders.queue.addToResourcePolicy(anySource.copy()),
    [
      [
        'Queue/Policy',
        'PolicyDocument.AnySource',
        'must not be there, got {"Action":"sqs:SendMessage","Condition":{"ArnLike":{"aws:SourceArn":"*"}},"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Resource":"*","Sid":"AnySource"}',
      ],
    ],
  ],
  [
    'lets anybody send',
    orders => orders.queue.addToResourcePolicy(anybody('sqs:SendMessage')),
    [['Queue/Policy', 'PolicyDocument.Anybody', got('sqs:SendMessage')]],
  ],
  [
    'lets anybody send, past the queue',
    orders => documentOf(orders).addStatements(anybody('sqs:SendMessage')),
    [['Queue/Policy', 'PolicyDocument.Anybody', got('sqs:SendMessage')]],
  ],
  [
    'lets anybody receive dead letters',
    orders => orders.deadLetterQueue.addToResourcePolicy(anybody('sqs:ReceiveMessage')),
    [['DeadLetterQueue/Policy', 'PolicyDocument.Anybody', got('sqs:ReceiveMessage')]],
  ],
  [
    'lets anybody read',
    orders => orders.table.addToResourcePolicy(anybody('dynamodb:GetItem')),
    [['Table', `${IN_TABLE}.Anybody`, got('dynamodb:GetItem')]],
  ],
  [
    'denies nothing any more',
    override('Queue/Policy', 'PolicyDocument.Statement', []),
    [
      ['Queue/Policy', 'PolicyDocument.3d6d59de', gone],
      ['Queue/Policy', 'PolicyDocument.ConsumersSend', gone],
      ['Queue/Policy', 'PolicyDocument.OnlyTheWriterReceives', gone],
      ['Queue/Policy', 'PolicyDocument.OnlyDeployersChange', gone],
    ],
  ],
  [
    'is that of another queue',
    override('Queue/Policy', 'Queues', ['https://elsewhere']),
    [
      [
        'Queue/Policy',
        'Queues.0',
        'must be {"Ref":"OrdersQueueC538DD4C"}, as the construct made it, got "https://elsewhere"',
      ],
    ],
  ],
  [
    'holds under a condition only',
    orders =>
      (partOf(orders, 'Queue/Policy').cfnOptions.condition = new CfnCondition(Stack.of(orders), 'Never', {
        expression: Fn.conditionEquals('1', '2'),
      })),
    [['Queue/Policy', 'Condition', 'must be absent, got "Never"']],
  ],
])('a policy that %s', (_, change, problems) => expectProblems(change, problems));

test('a policy that was taken out', () => {
  expect(problemsAfter(orders => orders.queue.node.tryRemoveChild('Policy'))).toEqual([
    `'OrdersStack/Orders/Queue/Policy/Resource' must stay, got nothing${wayOut('Queue/Policy')}`,
  ]);
});
