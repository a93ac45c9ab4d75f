import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { EncryptedQueueToTable } from '../../../src';
import { role } from '../../support/orders';
import { expectScenario, ordersIn, stackIn } from '../../support/scenario';

const FOREIGN = 'arn:aws:iam::999988887777:role/Shop';
const NO_ROLE = "'grantee' must be a role, no user, group, account or organization: name each role that may do it";
const KEY = 'the key policy is rendered by the construct; use its grants, or additionalKeyPolicyStatements';
const WRITER = "'Writer' must not get more rights: it does one thing; give them to a function of your own";

type Call = (orders: EncryptedQueueToTable) => unknown;

/** Finding 4: what reported success, or nothing, and did nothing. */
describe('finding 4, grants that did nothing', () => {
  test.each<readonly [sentence: string, call: Call, effect: string | readonly string[]]>([
    [
      'grantSend(Role.fromRoleArn(…another account…)) reaches queue and key',
      orders => orders.grantSendMessages(iam.Role.fromRoleArn(orders, 'R', FOREIGN)),
      ['AWS::SQS::QueuePolicy', 'Custom::KeyPolicy'],
    ],
    [
      'grantReadData(Role.fromRoleArn(…another account…)) reaches table and key',
      orders => orders.grantReadData(iam.Role.fromRoleArn(orders, 'R', FOREIGN)),
      ['AWS::DynamoDB::GlobalTable', 'Custom::KeyPolicy'],
    ],
    [
      'Role.fromRoleArn(…, {mutable:false}) reaches queue and key',
      orders => orders.grantSendMessages(iam.Role.fromRoleArn(orders, 'R', role('Shop'), { mutable: false })),
      ['AWS::SQS::QueuePolicy', 'Custom::KeyPolicy'],
    ],
    [
      'e.queue.grantSendMessages(role) reaches the key, too',
      orders => orders.queue.grantSendMessages(iam.Role.fromRoleArn(orders, 'R', role('Shop'))),
      ['AWS::IAM::Policy', 'Custom::KeyPolicy'],
    ],
    [
      'e.table.grantReadData(role) reaches the key, too',
      orders => orders.table.grantReadData(iam.Role.fromRoleArn(orders, 'R', role('Shop'))),
      ['AWS::IAM::Policy', 'Custom::KeyPolicy'],
    ],
    ['AccountPrincipal', orders => orders.grantSendMessages(new iam.AccountPrincipal('999988887777')), NO_ROLE],
    ['AccountRootPrincipal for grantRead', orders => orders.grantReadData(new iam.AccountRootPrincipal()), NO_ROLE],
    [
      'new ArnPrincipal(x).withConditions(…)',
      orders =>
        orders.grantSendMessages(
          new iam.ArnPrincipal(role('Shop')).withConditions({ Bool: { 'aws:SecureTransport': 'true' } }),
        ),
      "'grantee' must be a role without conditions of its own: use 'additionalKeyPolicyStatements' for a statement with conditions",
    ],
    [
      'CompositePrincipal(role, service)',
      orders =>
        orders.grantSendMessages(
          new iam.CompositePrincipal(new iam.ArnPrincipal(role('Shop')), new iam.ServicePrincipal('ec2.amazonaws.com')),
        ),
      "'grantee' must be one role: grant each of several by itself",
    ],
    ['bucket.grantRead(e.writer)', orders => new s3.Bucket(orders, 'B').grantRead(orders.writer), WRITER],
    [
      'e.writer.addToRolePolicy(…)',
      orders => orders.writer.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })),
      WRITER,
    ],
    [
      'e.key.grantDecrypt(role)',
      orders => orders.key.grantDecrypt(iam.Role.fromRoleArn(orders, 'R', role('Shop'))),
      `'key.grantDecrypt' must not be called: ${KEY}`,
    ],
    [
      'grantSend(ServicePrincipal) names what to use',
      orders => orders.grantSendMessages(new iam.ServicePrincipal('sns.amazonaws.com')),
      "'grantee' must be a role: for a service use 'allowTopic', 'allowBucket' or 'allowRule'",
    ],
  ])('%s', (_, call, effect) => {
    const write = (before: boolean) =>
      expectScenario(
        app => {
          const orders = ordersIn(stackIn(app, 'S'));
          if (!before) call(orders);
        },
        typeof effect === 'string' && !before ? effect : undefined,
      );
    if (typeof effect === 'string') return void write(false);
    const [before, after] = [texts(write(true)), texts(write(false))];
    for (const type of effect) expect(after[type]).not.toEqual(before[type]);
  });

  test('grantRedrive drops none of its grants', () => {
    expectScenario(app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const shop = new iam.Role(orders, 'R', { assumedBy: new iam.AccountRootPrincipal() });
      const grant = orders.grantRedrive(shop);
      expect(grant.principalStatements.map(({ resources }) => resources)).toEqual([
        [orders.deadLetterQueueArn],
        [orders.queueArn],
        [orders.key.keyArn],
      ]);
    });
  });
});

/** The resources of the one template, as text, by type. */
function texts(templates: Record<string, any>): Record<string, string[]> {
  const resources = Object.values<any>(templates['S.template.json'].Resources);
  return Object.fromEntries(
    resources.map(({ Type }) => [Type, resources.filter(one => one.Type === Type).map(one => JSON.stringify(one))]),
  );
}
