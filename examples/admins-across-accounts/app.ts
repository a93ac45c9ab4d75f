import { App, Stack } from 'aws-cdk-lib';
import {
  EncryptedQueueToTable,
  KeyAdministratorGroup,
  KeyAdministratorRole,
  KeyPolicyManagement,
} from 'encrypted-queue-to-table';

/*
 * People sign in to one account, keys are in another. A group in the first may assume a role in the second, with a
 * second factor; the role administers the key of the pipeline and can't use it. Deploy the role first, since a key
 * policy can only name a role that exists:
 *
 *   cdk deploy KeyAdministration --context keyArn=…    with credentials of the account of the key
 *   cdk deploy Authentication --context keyArn=…       with credentials of the account in which people sign in
 *   cdk deploy OrdersStack --context keyArn=…
 */
const app = new App();
const keyAccount = { account: '111122223333', region: 'eu-west-1' };
const authenticationAccount = { account: '444455556666', region: 'eu-west-1' };

const administration = new Stack(app, 'KeyAdministration', { env: keyAccount });
const administrators = new KeyAdministratorRole(administration, 'Administrators', {
  authenticationAccount: authenticationAccount.account,
});

const authentication = new Stack(app, 'Authentication', { env: authenticationAccount });
new KeyAdministratorGroup(authentication, 'Administrators', { roleArns: [administrators.roleArn] });

const orders = new Stack(app, 'OrdersStack', { env: keyAccount });
orders.addDependency(administration);
new EncryptedQueueToTable(orders, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string,
  keyPolicyManagement: KeyPolicyManagement.replace(),
  adminRoleArns: [administrators.roleArn],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
});
