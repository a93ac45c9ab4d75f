import { Duration, Size } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ACCOUNT, CONSUMER, KEY_ARN, NAME, REGION, synthOrders } from '../support/orders';

describe('the queues', () => {
  test('are both on the key', () => {
    synthOrders().allResourcesProperties('AWS::SQS::Queue', {
      KmsMasterKeyId: KEY_ARN,
      KmsDataKeyReusePeriodSeconds: 300,
    });
  });

  test('refuse a message that no item could hold', () => {
    synthOrders().allResourcesProperties('AWS::SQS::Queue', { MaximumMessageSize: 393_216 });
  });

  test('refuse connections without TLS', () => {
    synthOrders().allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Effect: 'Deny',
            Action: 'sqs:*',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
        ]),
      },
    });
  });

  test('keep messages 4 days, dead letters 14, and move a message after 41 receives', () => {
    const template = synthOrders();

    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: NAME,
      MessageRetentionPeriod: 345_600,
      RedrivePolicy: { maxReceiveCount: 41 },
    });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `${NAME}-dlq`, MessageRetentionPeriod: 1_209_600 });
  });

  test('let dead letters come from the one queue only', () => {
    synthOrders().hasResourceProperties('AWS::SQS::Queue', {
      QueueName: `${NAME}-dlq`,
      RedriveAllowPolicy: {
        redrivePermission: 'byQueue',
        sourceQueueArns: [`arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}`],
      },
    });
  });

  test.each([
    ['the default time-out', {}, 180],
    ['a time-out of a minute', { timeout: Duration.minutes(1) }, 360],
    ['a window on top', { timeout: Duration.seconds(10), batchSize: 100, maxBatchingWindow: Duration.seconds(5) }, 65],
  ])('hide a received message for six times %s', (_, props, seconds) => {
    synthOrders(props).hasResourceProperties('AWS::SQS::Queue', { QueueName: NAME, VisibilityTimeout: seconds });
  });

  test('let the consumers send, and nobody else', () => {
    const statements = Object.values(synthOrders().findResources('AWS::SQS::QueuePolicy')).flatMap(
      policy => policy.Properties.PolicyDocument.Statement,
    );

    expect(statements.filter(statement => statement.Effect === 'Allow')).toEqual([
      {
        Sid: 'ConsumersSend',
        Effect: 'Allow',
        Principal: { AWS: CONSUMER },
        Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
        Resource: { 'Fn::GetAtt': ['OrdersQueueC538DD4C', 'Arn'] },
      },
    ]);
  });

  test('follow every prop', () => {
    const template = synthOrders({
      retentionPeriod: Duration.days(1),
      deadLetterRetentionPeriod: Duration.days(2),
      outagePatience: Duration.minutes(5),
      maxMessageSize: Size.kibibytes(64),
      dataKeyReuse: Duration.hours(1),
    });

    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: NAME,
      MessageRetentionPeriod: 86_400,
      RedrivePolicy: { maxReceiveCount: 7 },
    });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `${NAME}-dlq`, MessageRetentionPeriod: 172_800 });
    template.allResourcesProperties('AWS::SQS::Queue', {
      MaximumMessageSize: 65_536,
      KmsDataKeyReusePeriodSeconds: 3_600,
    });
  });
});
