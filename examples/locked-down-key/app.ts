import { App, Stack } from 'aws-cdk-lib';
import { EncryptedQueueToTable, KeyPolicyManagement } from 'encrypted-queue-to-table';

/*
 * A key of its own, locked down: the deployment makes the key policy ours alone. No IAM policy opens the key any more.
 * When the stack is deleted, those who decide over the key stay, and nobody can use it. Should the administrators be
 * lost, the account's root user can still put the policy, and do nothing else.
 */
const app = new App();
const stack = new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });
const role = (name: string): string => `arn:aws:iam::${stack.account}:role/${name}`;

new EncryptedQueueToTable(stack, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string, // cdk deploy --context keyArn=arn:aws:kms:…
  // fails on a key whose material AWS generated
  keyPolicyManagement: KeyPolicyManagement.replace({ requireImportedMaterial: true }),
  adminRoleArns: [role('KeyAdmin')], // put the policy, describe, tag
  custodianRoleArns: [role('KeyCustodian')], // import material that never expires
  destroyerRoleArns: [role('KeyDestroyer')], // disable, delete, rotate: with a second factor
  auditorRoleArns: [role('SecurityAudit')], // look
  consumerRoleArns: [role('OrdersApp')], // send and read
  redriverRoleArns: [role('OrdersOnCall')], // move dead letters back
  breakGlass: true, // the default, here for the reader
});
