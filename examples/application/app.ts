import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { EncryptedQueueToTable } from 'encrypted-queue-to-table';

/*
 * Two stacks: the data in one, the application in the other. The function sends orders and reads them back. Neither
 * stack imports anything from the other one, and the application can be deleted and made again by itself.
 */
const app = new App();
const env = { account: '111122223333', region: 'eu-west-1' };

const data = new Stack(app, 'OrdersStack', { env });
const orders = new EncryptedQueueToTable(data, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string, // cdk deploy --context keyArn=arn:aws:kms:…
  adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
});

const application = new Stack(app, 'CheckoutStack', { env });
const checkout = new lambda.Function(application, 'Checkout', {
  runtime: lambda.Runtime.NODEJS_24_X,
  handler: 'index.handler',
  code: lambda.Code.fromAsset(join(__dirname, 'checkout')),
  environment: { QUEUE_URL: orders.queueUrl, TABLE_NAME: orders.tableName },
});
orders.grantSendMessages(checkout); // its IAM policy, and the policy of the key
orders.grantReadData(checkout);
application.addDependency(data);
