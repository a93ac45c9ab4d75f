import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable } from '../../src';
import { addOrders, REQUIRED, synthOrders, templateOf } from '../support/orders';

test('a circle through the construct is an error that shows the way round, and the way out', () => {
  const stack = Stack.of(addOrders());
  const admin = new iam.Role(stack, 'Admin', { assumedBy: new iam.AccountRootPrincipal() });
  const returns = new EncryptedQueueToTable(stack, 'Returns', { ...REQUIRED, adminRoleArns: [admin.roleArn] });
  admin.node.addDependency(returns.queue);

  expect(() => templateOf(returns)).toThrow(
    /'(\S+)' must not wait for itself: \1 > \S.+ > \1; name a role by its ARN as a text, or use a grant, and let nothing/,
  );
});

test('a role that waits for the construct and is granted to is on no circle', () => {
  const orders = addOrders();
  const shop = new iam.Role(Stack.of(orders), 'Shop', { assumedBy: new iam.AccountRootPrincipal() });
  shop.node.addDependency(orders);
  orders.grantSendMessages(shop);

  expect(() => templateOf(orders)).not.toThrow();
});

test.each([
  ['merge', {}],
  ['fifo', { fifo: true }],
])('the construct itself is on none: %s', (_, props) => {
  expect(() => synthOrders(props)).not.toThrow();
});
