import { App, Stack } from 'aws-cdk-lib';
import { EncryptedQueueToTable, KeyPolicyManagement } from 'encrypted-queue-to-table';

/*
 * The team that deploys may not touch the key: nothing here puts a policy. The team that owns the key puts it, before
 * the first deployment.
 */
const app = new App();
const stack = new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });

new EncryptedQueueToTable(stack, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string,
  keyPolicyManagement: KeyPolicyManagement.render(),
  adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
});
