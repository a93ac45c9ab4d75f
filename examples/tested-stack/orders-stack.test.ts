import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { OrdersStack } from './orders-stack';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const env = { account: '111122223333', region: 'eu-west-1' };

const stack = new OrdersStack(new App(), 'Test', { env, keyArn: KEY });
const template = Template.fromStack(stack);

test('the queue and the table are on the key, under names that a test can rely on', () => {
  template.hasResourceProperties('AWS::SQS::Queue', { QueueName: stack.orders.queueName, KmsMasterKeyId: KEY });
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { TableName: stack.orders.tableName });
});

test('an order is stored under its id', () => {
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { WRITER_CONFIGURATION: Match.stringLikeRegexp('"field":"orderId"') } },
  });
});

test('nobody but the two roles of the app is let in by the key', () => {
  const text = stack.orders.keyPolicy.toText();
  const roles = [...text.matchAll(/arn:aws:iam::111122223333:role\/(?!cdk-|Test-|Test\w+-key-)(\w+)/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(roles)].sort()).toEqual(['KeyAdmin', 'OrdersApp']);
});

test('a dead letter sets off the alarm', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Threshold: 1,
  });
});
