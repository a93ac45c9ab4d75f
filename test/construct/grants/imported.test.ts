import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, addOrders, KEY_ARN, NAME, REGION, role } from '../../support/orders';

const PATH = '[Shop/Orders]';
const ROLES = {
  consumerRoleArns: [role('App')],
  producerRoleArns: [role('Shop')],
  readerRoleArns: [role('Reports')],
  redriverRoleArns: [role('OnCall')],
};
const importOrders = (names: object = {}) => {
  const stack = new Stack(new App(), 'Shop', { env: { account: ACCOUNT, region: REGION } });
  const all = { keyArn: KEY_ARN, queueName: NAME, tableName: NAME, ...ROLES, ...names };
  return EncryptedQueueToTable.fromNames(stack, 'Orders', all);
};

test('has the names of the construct it stands for', () => {
  const orders = addOrders();
  const { deadLetterQueueArn, deadLetterQueueUrl, queueArn, queueName, queueUrl, tableArn, tableName } = orders;

  expect(importOrders()).toMatchObject({
    deadLetterQueueArn,
    deadLetterQueueUrl,
    queueArn,
    queueName,
    queueUrl,
    tableArn,
    tableName,
  });
});

test('names the dead-letter queue of a FIFO queue as the construct does', () => {
  const { deadLetterQueueArn } = addOrders({ fifo: true });
  expect(importOrders({ queueName: `${NAME}.fifo` }).deadLetterQueueArn).toBe(deadLetterQueueArn);
});

test.each([
  ['grantSendMessages', 'Shop', 'sqs:SendMessage'],
  ['grantSendMessages', 'App', 'sqs:SendMessage'],
  ['grantReadData', 'Reports', 'dynamodb:Query'],
  ['grantReadData', 'App', 'dynamodb:Query'],
  ['grantRedrive', 'OnCall', 'sqs:StartMessageMoveTask'],
] as const)('%s gives %s, whom the other app lets in, the rights', (method, name, action) => {
  const orders = importOrders();
  const stack = Stack.of(orders);
  const grantee = new iam.Role(stack, name, { roleName: name, assumedBy: new iam.AccountRootPrincipal() });

  orders[method](grantee).assertSuccess();

  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')) as any[];
  const actions = policy.Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string }) => Action);
  expect(actions).toEqual(expect.arrayContaining([action, 'kms:Decrypt']));
});

test.each([
  ['grantSendMessages', 'Reports', "'consumerRoleArns' or 'producerRoleArns'"],
  ['grantReadData', 'Shop', "'consumerRoleArns' or 'readerRoleArns'"],
  ['grantRedrive', 'App', "'redriverRoleArns'"],
] as const)('%s fails for %s, whom the other app does not let do that', (method, name, props) => {
  const orders = importOrders();
  expect(() => orders[method](iam.Role.fromRoleName(orders, name, name))).toThrow(
    new Error(`'grantee' must be among ${props}, here and in the app that owns the key, got "${role(name)}" ${PATH}`),
  );
});

test.each([
  [{ keyArn: 'alias/orders' }, 'keyArn'],
  [{ queueName: 'a.b' }, 'queueName'],
  [{ queueName: undefined }, 'queueName'],
  [{ tableName: 'ab' }, 'tableName'],
  [{ consumerRoleArns: ['*'] }, 'consumerRoleArns[0]'],
  [{ functionNames: 'writer' }, 'functionNames'],
  [{ functionName: 'a writer' }, 'functionName'],
])('fails for %j', (names, prop) => {
  expect(() => importOrders(names)).toThrow(expect.objectContaining({ name: 'InvalidProps' }));
  expect(() => importOrders(names)).toThrow(`'${prop}' must `);
});
