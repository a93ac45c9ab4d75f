const { App, Stack } = require('aws-cdk-lib');
const { EncryptedQueueToTable } = require('encrypted-queue-to-table');

const app = new App();
const stack = new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });

new EncryptedQueueToTable(stack, 'Orders', {
  keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab',
  adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
});
