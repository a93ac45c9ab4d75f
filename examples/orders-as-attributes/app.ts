import { App, Duration, Stack } from 'aws-cdk-lib';
import { EncryptedQueueToTable, ItemKey, MessageBody, WriteMode } from 'encrypted-queue-to-table';

/*
 * Orders are JSON objects such as {"customer":{"id":"c-7"},"orderId":"o-1","total":12.50}. Each field becomes an
 * attribute of the item, the item's key is the customer and the order, the first message of an order wins, and an item
 * goes after a year.
 */
const app = new App();
const stack = new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } });

new EncryptedQueueToTable(stack, 'Orders', {
  keyArn: app.node.getContext('keyArn') as string, // cdk deploy --context keyArn=arn:aws:kms:…
  adminRoleArns: ['arn:aws:iam::111122223333:role/KeyAdmin'],
  consumerRoleArns: ['arn:aws:iam::111122223333:role/OrdersApp'],
  partitionKey: ItemKey.jsonField('customer.id'),
  partitionKeyName: 'customerId',
  sortKey: ItemKey.jsonField('orderId'),
  sortKeyName: 'orderId',
  messageBody: MessageBody.jsonFields(),
  writeMode: WriteMode.insertOnly(),
  timeToLive: Duration.days(365),
});
