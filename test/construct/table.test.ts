import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ItemKey, MessageBody, WriteMode } from '../../src';
import { ACCOUNT, CONSUMER, KEY_ARN, NAME, REGION, synthOrders } from '../support/orders';

describe('the table', () => {
  test('is on the key, recoverable and hard to delete', () => {
    synthOrders().hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [
          {
            Region: REGION,
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            SSESpecification: { KMSMasterKeyId: KEY_ARN },
          },
        ],
      },
    });
  });

  test('lets the consumers read, and nothing more', () => {
    synthOrders().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        {
          ResourcePolicy: {
            PolicyDocument: {
              Statement: Match.arrayWith([
                Match.objectEquals({
                  Sid: 'ConsumersRead',
                  Effect: 'Allow',
                  Principal: { AWS: CONSUMER },
                  Action: [
                    'dynamodb:BatchGetItem',
                    'dynamodb:DescribeTable',
                    'dynamodb:GetItem',
                    'dynamodb:Query',
                    'dynamodb:Scan',
                  ],
                  Resource: Match.anyValue(),
                }),
              ]),
            },
          },
        },
      ],
    });
  });

  test('has the message id for its key, and no other', () => {
    synthOrders().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: Match.absent(),
    });
  });

  test('has the keys the writer is told of', () => {
    const template = synthOrders({
      partitionKey: ItemKey.jsonField('customer.id'),
      partitionKeyName: 'customer',
      sortKey: ItemKey.messageAttribute('time'),
      sortKeyName: 'time',
      messageBody: MessageBody.jsonFields(),
      writeMode: WriteMode.insertOnly(),
      timeToLive: Duration.days(7),
    });

    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: 'customer', KeyType: 'HASH' },
        { AttributeName: 'time', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'customer', AttributeType: 'S' },
        { AttributeName: 'time', AttributeType: 'S' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    const [writer] = Object.values(
      template.findResources('AWS::Lambda::Function', { Properties: { FunctionName: NAME } }),
    );
    expect(JSON.parse(writer.Properties.Environment.Variables.WRITER_CONFIGURATION)).toEqual({
      tableName: NAME,
      queueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}`,
      partitionKey: { name: 'customer', from: 'jsonField', field: 'customer.id' },
      sortKey: { name: 'time', from: 'messageAttribute', attribute: 'time' },
      body: { as: 'json' },
      writeMode: 'insertOnly',
      waits: {
        queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${NAME}`,
        steps: [180, 360, 720, 1_440, 2_880, 3_600],
        jitter: 0.25,
      },
      timeToLive: { attribute: 'expiresAt', seconds: 604_800 },
    });
  });

  test('can be given up on purpose', () => {
    synthOrders({ deletionProtection: false }).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'RetainExceptOnCreate', // a failed first deployment leaves nothing that the next collides with
      UpdateReplacePolicy: 'Retain',
    });
    synthOrders({ deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY }).hasResource(
      'AWS::DynamoDB::GlobalTable',
      {
        DeletionPolicy: 'Delete',
        Properties: { Replicas: [{ DeletionProtectionEnabled: false }] },
      },
    );
  });
});
