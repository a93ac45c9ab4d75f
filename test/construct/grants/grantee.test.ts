import { type App, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { type EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, addOrders, ADMIN, REGION, role } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';
const newRole = (orders: EncryptedQueueToTable, props: object = {}): iam.Role =>
  new iam.Role(Stack.of(orders), 'Role', { assumedBy: new iam.AccountRootPrincipal(), ...props });

describe('a grant fails for', () => {
  const NO_ROLE = "'grantee' must be a role, no user, group, account or organization: name each role that may do it";
  test.each<[string, (orders: EncryptedQueueToTable) => unknown, string]>([
    ['an account', () => new iam.AccountPrincipal('444455556666'), NO_ROLE],
    ['the account itself', () => new iam.AccountRootPrincipal(), NO_ROLE],
    ['everybody', () => new iam.AnyPrincipal(), NO_ROLE],
    ['the star', () => new iam.StarPrincipal(), NO_ROLE],
    ['a federated user', () => new iam.FederatedPrincipal('idp', {}), NO_ROLE],
    ['a user', orders => new iam.User(orders, 'User'), NO_ROLE],
    ['a group', orders => new iam.Group(orders, 'Group'), NO_ROLE],
    ['nothing', () => undefined, "'grantee' must be a role, or what has one"],
    [
      'a service',
      () => new iam.ServicePrincipal('sns.amazonaws.com'),
      "'grantee' must be a role: for a service use 'allowTopic', 'allowBucket' or 'allowRule'",
    ],
    [
      'several at once',
      orders => new iam.CompositePrincipal(newRole(orders), new iam.ServicePrincipal('sns.amazonaws.com')),
      "'grantee' must be one role: grant each of several by itself",
    ],
    [
      'a role with conditions',
      () => new iam.ArnPrincipal(role('Shop')).withConditions({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      "'grantee' must be a role without conditions of its own: use 'additionalKeyPolicyStatements' for a statement with conditions",
    ],
    [
      'a function whose role nobody knows',
      orders => lambda.Function.fromFunctionArn(orders, 'F', `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`),
      "'grantee' must be a role that is known: import the function with 'fromFunctionAttributes' and its role",
    ],
    [
      'an administrator of the key',
      orders => iam.Role.fromRoleArn(orders, 'Admin', ADMIN),
      `'grantee' must be no administrator of the key, got "${ADMIN}"; use another role, or say so with 'allowAdminsToUseKey'`,
    ],
    [
      'a role whose name only the deployment knows, of a stack without an account',
      orders => new iam.Role(new Stack(orders.node.root as App, 'Other'), 'R', { assumedBy: new iam.AnyPrincipal() }),
      "'grantee' must be a role whose name is known at synth, in a stack that names its account: give it a 'roleName' and the stack an 'env'",
    ],
    [
      'a role whose name is a parameter',
      orders => newRole(orders, { roleName: Token.asString({ Ref: 'Name' }) }),
      "'grantee' must be a role whose name is known at synth, in a stack that names its account: give it a 'roleName' and the stack an 'env'",
    ],
  ])('%s, and says what to do', (_, grantee, problem) => {
    const orders = addOrders();
    for (const method of ['grantSendMessages', 'grantReadData', 'grantRedrive'] as const) {
      expect(() => orders[method](grantee(orders) as iam.IGrantable)).toThrow(new Error(`${problem} ${PATH}`));
      orders.node.tryRemoveChild('User');
      orders.node.tryRemoveChild('Group');
      orders.node.tryRemoveChild('F');
      orders.node.tryRemoveChild('Admin');
      orders.node.root.node.tryRemoveChild('Other');
      Stack.of(orders).node.tryRemoveChild('Role');
    }
  });

  test('a redriver of another account, which SQS does not take', () => {
    const orders = addOrders();
    const foreign = 'arn:aws:iam::444455556666:role/OnCall';
    expect(() => orders.grantRedrive(iam.Role.fromRoleArn(orders, 'OnCall', foreign))).toThrow(
      new Error(
        `'grantee' must be a role of account ${ACCOUNT}: SQS takes no redrive from another account, got "${foreign}" ${PATH}`,
      ),
    );
  });

  test('an administrator, but not if that is said to be intended', () => {
    const orders = addOrders({ allowAdminsToUseKey: true });
    orders.grantSendMessages(iam.Role.fromRoleArn(orders, 'Admin', ADMIN)).assertSuccess();
  });
});
