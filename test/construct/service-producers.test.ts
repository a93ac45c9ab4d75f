import { Match } from 'aws-cdk-lib/assertions';
import { ACCOUNT, addOrders, REGION, statementOf, templateOf } from '../support/orders';

describe('a service that sends', () => {
  const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:orders`;

  test('is let in by the queue and by the key, for the one source', () => {
    const orders = addOrders();
    orders.allowService('sns.amazonaws.com', TOPIC);
    const condition = { ArnEquals: { 'aws:SourceArn': TOPIC }, StringEquals: { 'aws:SourceAccount': ACCOUNT } };
    expect(statementOf(orders, 'ServiceProducer1')).toMatchObject({
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: condition,
    });
    templateOf(orders).hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: condition,
          }),
        ]),
      },
    });
  });

  test.each([
    ['sns', TOPIC, '\'service\' must be a service principal, such as sns.amazonaws.com, got "sns"'],
    [
      'sns.amazonaws.com',
      'orders',
      '\'sourceArn\' must be the ARN of one topic, bucket or rule, without wildcards, got "orders"',
    ],
    [
      'sns.amazonaws.com',
      `${TOPIC}*`,
      `'sourceArn' must be the ARN of one topic, bucket or rule, without wildcards, got "${TOPIC}*"`,
    ],
  ])('fails for %s and %s', (service, source, problem) => {
    expect(() => addOrders().allowService(service, source)).toThrow(new Error(`${problem} [OrdersStack/Orders]`));
  });
});
