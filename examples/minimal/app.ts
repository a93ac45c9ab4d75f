import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { EncryptedQueueToTable } from 'encrypted-queue-to-table';

const app = new App();
const stack = new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });

const orders = new EncryptedQueueToTable(stack, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string, // cdk deploy --context keyArn=arn:aws:kms:…
  adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
});

new CfnOutput(stack, 'QueueUrl', { value: orders.queue.queueUrl });
new CfnOutput(stack, 'TableName', { value: orders.table.tableName });
