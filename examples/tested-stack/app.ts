import { App } from 'aws-cdk-lib';
import { OrdersStack } from './orders-stack';

/*
 * A stack in a file of its own, so that a unit test can make it too: orders-stack.test.ts. The test needs no account,
 * and any ARN of the right form is a key to it.
 */
const app = new App();
new OrdersStack(app, 'OrdersStack', {
  env: { account: '111122223333', region: 'eu-west-1' },
  keyArn: app.node.getContext('keyArn') as string, // cdk deploy --context keyArn=arn:aws:kms:…
});
