import { type App, Aspects, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, addOrders, KEY_ARN, NAME, REGION, role, statementOf, templateOf } from '../../support/orders';

const QUEUE = `arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}`;
const DEAD_LETTERS = `${QUEUE}-dlq`;
const TABLE = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${NAME}`;
const VIA_SQS = { 'kms:ViaService': `sqs.${REGION}.amazonaws.com`, 'kms:EncryptionContext:aws:sqs:arn': QUEUE };
const VIA_BOTH = { ...VIA_SQS, 'kms:EncryptionContext:aws:sqs:arn': [QUEUE, DEAD_LETTERS] };
const VIA_DYNAMODB = {
  'kms:ViaService': `dynamodb.${REGION}.amazonaws.com`,
  'kms:EncryptionContext:aws:dynamodb:subscriberId': ACCOUNT,
  'kms:EncryptionContext:aws:dynamodb:tableName': NAME,
};
const SEND = ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'];
const USE = ['kms:Decrypt', 'kms:GenerateDataKey'];
const READ = ['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'];

type Grant = 'grantSendMessages' | 'grantReadData' | 'grantRedrive';
const newRole = (orders: EncryptedQueueToTable, props: object = {}): iam.Role =>
  new iam.Role(Stack.of(orders), 'Role', { assumedBy: new iam.AccountRootPrincipal(), ...props });
const allow = (Action: unknown, Resource: string, StringEquals?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(StringEquals && { Condition: { StringEquals } }),
});
const policiesOf = (stack: Stack): any[] =>
  Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties);
const doorStatements = (orders: EncryptedQueueToTable): any[] => {
  const template = templateOf(orders);
  const [table] = Object.values(template.findResources('AWS::DynamoDB::GlobalTable')) as any[];
  return [
    ...Object.values(template.findResources('AWS::SQS::QueuePolicy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    ),
    ...table.Properties.Replicas[0].ResourcePolicy.PolicyDocument.Statement,
  ].filter(({ Effect, Sid }) => Effect === 'Allow' && !/^Consumers/.test(Sid ?? ''));
};

describe('a grant to a role of the app', () => {
  test.each<[Grant, object[], string, object]>([
    ['grantSendMessages', [allow(SEND, QUEUE), allow(USE, KEY_ARN, VIA_SQS)], 'GranteesSendThroughSqs', VIA_SQS],
    [
      'grantReadData',
      [allow(READ, TABLE), allow('kms:Decrypt', KEY_ARN, VIA_DYNAMODB)],
      'GranteesReadThroughDynamoDb',
      VIA_DYNAMODB,
    ],
    [
      'grantRedrive',
      [
        allow(expect.arrayContaining(['sqs:StartMessageMoveTask', 'sqs:ReceiveMessage']), DEAD_LETTERS),
        allow(SEND, QUEUE),
        allow(USE, KEY_ARN, VIA_BOTH),
      ],
      'GranteesRedriveThroughSqs',
      VIA_BOTH,
    ],
  ])('by %s reaches its IAM policy and, by its name, the key policy', (method, statements, sid, condition) => {
    const orders = addOrders();

    orders[method](newRole(orders, { roleName: 'Shop' })).assertSuccess();

    expect(policiesOf(Stack.of(orders))[0].PolicyDocument.Statement).toEqual(statements);
    expect(statementOf(orders, sid)).toMatchObject({
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Condition: { ArnEquals: { 'aws:PrincipalArn': role('Shop') }, StringEquals: condition },
    });
    expect(doorStatements(orders)).toEqual([]);
  });

  test('gives a role without a name one', () => {
    const orders = addOrders();
    const unnamed = newRole(orders);

    orders.grantSendMessages(unnamed);

    expect(statementOf(orders, 'GranteesSendThroughSqs')!.Condition!.ArnEquals).toEqual({
      'aws:PrincipalArn': expect.stringMatching(
        new RegExp(`^arn:aws:iam::${ACCOUNT}:role/OrdersStack-Role-\\w+-${REGION}$`),
      ),
    });
    const [, arnName] = String(
      (statementOf(orders, 'GranteesSendThroughSqs')!.Condition!.ArnEquals as any)['aws:PrincipalArn'],
    ).split('role/');
    templateOf(orders).hasResourceProperties('AWS::IAM::Role', { RoleName: arnName });
  });

  test('follows an Aspect that renames the role and moves it to a path', () => {
    const orders = addOrders();
    orders.grantSendMessages(newRole(orders));
    Aspects.of(Stack.of(orders)).add({
      visit: node => {
        if (!(node instanceof iam.CfnRole) || !node.node.path.startsWith('OrdersStack/Role')) return;
        node.path = '/application/';
        node.roleName = 'service-shop';
      },
    });

    templateOf(orders).hasResourceProperties('AWS::IAM::Role', { RoleName: 'service-shop', Path: '/application/' });
    expect(orders.keyPolicy.toText()).toContain(`arn:aws:iam::${ACCOUNT}:role/application/service-shop`);
  });

  const overriding = (overrideRole: (made: iam.CfnRole) => void) => {
    const orders = addOrders();
    const made = new iam.Role(Stack.of(orders), 'Role', { assumedBy: new iam.AccountRootPrincipal() });
    orders.grantSendMessages(made);
    Aspects.of(Stack.of(orders)).add({
      visit: node => {
        if (node instanceof iam.CfnRole && node.node.path.startsWith('OrdersStack/Role')) overrideRole(node);
      },
    });
    return orders;
  };

  test('follows an override of the name and the path', () => {
    const orders = overriding(made => {
      made.addPropertyOverride('Path', '/application/');
      made.addOverride('Properties.RoleName', 'service-shop');
    });
    templateOf(orders).hasResourceProperties('AWS::IAM::Role', { RoleName: 'service-shop', Path: '/application/' });
    expect(statementOf(orders, 'GranteesSendThroughSqs')!.Condition!.ArnEquals).toEqual({
      'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/application/service-shop`,
    });
  });

  test('fails where an override leaves the role without a name', () => {
    const orders = overriding(made => made.addPropertyDeletionOverride('RoleName'));
    const named = `arn:aws:iam::${ACCOUNT}:role/OrdersStack-Role-96810390-${REGION}`;
    expect(() => templateOf(orders)).toThrow(
      `'OrdersStack/Role/Resource' must keep the name and path by which a grant names it, ${named}, got name undefined and path "/"`,
    );
  });

  test('takes a name that has the Region in it', () => {
    const orders = addOrders();
    const roleName = `shop-${Aws.REGION}`;
    const made = new iam.Role(Stack.of(orders), 'Role', { roleName, assumedBy: new iam.AccountRootPrincipal() });
    orders.grantSendMessages(made);
    templateOf(orders);
    expect(orders.keyPolicy.toText()).toContain(role(`shop-${REGION}`));
  });

  test('is one statement for all of them', () => {
    const orders = addOrders();
    for (const name of ['A', 'B']) {
      const one = new iam.Role(Stack.of(orders), name, { roleName: name, assumedBy: new iam.AccountRootPrincipal() });
      orders.grantSendMessages(one);
      orders.grantSendMessages(one);
    }

    expect(statementOf(orders, 'GranteesSendThroughSqs')!.Condition!.ArnEquals).toEqual({
      'aws:PrincipalArn': [role('A'), role('B')],
    });
  });

  test('reaches the role of another account, its own policy, and the policies of queue and table', () => {
    const orders = addOrders();
    const elsewhere = new Stack(orders.node.root as App, 'Elsewhere', {
      env: { account: '444455556666', region: REGION },
    });
    const shop = new iam.Role(elsewhere, 'Shop', { roleName: 'Shop', assumedBy: new iam.AccountRootPrincipal() });

    orders.grantSendMessages(shop).assertSuccess();
    orders.grantReadData(shop).assertSuccess();

    const named = {
      Principal: { AWS: 'arn:aws:iam::444455556666:root' },
      Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/Shop' } },
    };
    expect(policiesOf(elsewhere)[0].PolicyDocument.Statement).toHaveLength(4);
    expect(doorStatements(orders)).toEqual([
      expect.objectContaining({ ...named, Action: SEND }),
      expect.objectContaining({ ...named, Action: READ }),
    ]);
    expect(statementOf(orders, 'GranteesSendThroughSqs')).toMatchObject({ Principal: named.Principal });
  });
});

describe('a grant to a role that is imported', () => {
  test('of the account gets an IAM policy, as CDK users expect', () => {
    const orders = addOrders();

    orders.grantSendMessages(iam.Role.fromRoleName(orders, 'Shop', 'Shop')).assertSuccess();

    expect(policiesOf(Stack.of(orders))).toMatchObject([{ Roles: ['Shop'] }]);
    expect(orders.keyPolicy.toText()).toContain(`"aws:PrincipalArn": "${role('Shop')}"`);
  });

  test('as immutable, or is only an ARN, is a principal of the policies', () => {
    const orders = addOrders();

    orders.grantSendMessages(iam.Role.fromRoleArn(orders, 'Shop', role('Shop'), { mutable: false })).assertSuccess();
    orders.grantReadData(new iam.ArnPrincipal(role('Reports'))).assertSuccess();

    expect(policiesOf(Stack.of(orders))).toEqual([]);
    expect(doorStatements(orders)).toEqual([
      expect.objectContaining({ Principal: { AWS: role('Shop') }, Action: SEND }),
      expect.objectContaining({ Principal: { AWS: role('Reports') }, Action: READ }),
    ]);
    expect(statementOf(orders, 'ProducersThroughSqs')!.Principal).toMatchObject({
      AWS: expect.arrayContaining([role('Shop')]),
    });
  });

  test('from another account is named by the policies of queue and key', () => {
    const orders = addOrders();
    const foreign = 'arn:aws:iam::444455556666:role/Shop';

    orders.grantSendMessages(iam.Role.fromRoleArn(orders, 'Shop', foreign)).assertSuccess();

    expect(doorStatements(orders)).toEqual([
      expect.objectContaining({
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Condition: { ArnEquals: { 'aws:PrincipalArn': foreign } },
      }),
    ]);
  });
});
