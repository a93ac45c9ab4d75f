import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { type EncryptedQueueToTable } from '../../src';
import { ACCOUNT, addOrders, templateOf } from '../support/orders';

describe('a grant', () => {
  const roleIn = (orders: EncryptedQueueToTable): iam.Role =>
    new iam.Role(Stack.of(orders), 'Role', { assumedBy: new iam.AccountRootPrincipal() });

  test.each<[string, (orders: EncryptedQueueToTable, role: iam.IGrantable) => iam.Grant, string[][]]>([
    [
      'grantSendMessages',
      (orders, role) => orders.grantSendMessages(role),
      [['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage']],
    ],
    [
      'grantReadData',
      (orders, role) => orders.grantReadData(role),
      [['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan']],
    ],
    [
      'grantRedrive',
      (orders, role) => orders.grantRedrive(role),
      [
        [
          'sqs:CancelMessageMoveTask',
          'sqs:DeleteMessage',
          'sqs:GetQueueAttributes',
          'sqs:GetQueueUrl',
          'sqs:ListMessageMoveTasks',
          'sqs:ReceiveMessage',
          'sqs:StartMessageMoveTask',
        ],
        ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
      ],
    ],
  ])('of %s reaches the role and the key policy', (_, grant, actions) => {
    const orders = addOrders();
    const role = roleIn(orders);

    grant(orders, role).assertSuccess();

    const [policy] = Object.values(templateOf(orders).findResources('AWS::IAM::Policy'));
    expect(
      policy.Properties.PolicyDocument.Statement.map((statement: { Action: string[] }) => statement.Action),
    ).toEqual(actions);
    const principals = orders.keyPolicy
      .toJson()
      .Statement.map((statement: { Principal: { AWS?: unknown } }) => statement.Principal.AWS);
    expect(Stack.of(orders).resolve(principals).flat()).toContainEqual({ 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] });
  });

  test.each([
    ['a service', new iam.ServicePrincipal('sns.amazonaws.com'), "'grantee' must name at least one role, got []"],
    ['everybody', new iam.ArnPrincipal('*'), '\'grantee[0]\' must name one role, without wildcards, got "*"'],
    [
      'a user',
      new iam.ArnPrincipal(`arn:aws:iam::${ACCOUNT}:user/me`),
      `'grantee[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got "arn:aws:iam::${ACCOUNT}:user/me"`,
    ],
  ])('fails for %s, which the key policy could not name', (_, principal, problem) => {
    expect(() => addOrders().grantSendMessages(principal)).toThrow(new Error(`${problem} [OrdersStack/Orders]`));
  });
});
