import { renderWriterStatements } from '../../../src/key-policy/identity/writer-identity';
import {
  FUNCTION_ARN,
  KEY_ARN,
  LOG_GROUP_ARN,
  QUEUE_ARN,
  TABLE_ARN,
  writerIdentityFacts,
} from '../../support/key-policy-facts';

const THIS_FUNCTION = { ArnEquals: { 'lambda:SourceFunctionArn': FUNCTION_ARN } };

test('binds one role to one function', () => {
  expect(renderWriterStatements(writerIdentityFacts())).toEqual([
    {
      Sid: 'PollQueueByServiceOnly',
      Effect: 'Allow',
      Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
      Resource: QUEUE_ARN,
      Condition: { Null: { 'lambda:SourceFunctionArn': 'true' } },
    },
    {
      Sid: 'DelayMessagesByThisFunctionOnly',
      Effect: 'Allow',
      Action: 'sqs:ChangeMessageVisibility',
      Resource: QUEUE_ARN,
      Condition: THIS_FUNCTION,
    },
    {
      Sid: 'WriteTableByThisFunctionOnly',
      Effect: 'Allow',
      Action: ['dynamodb:BatchWriteItem', 'dynamodb:PutItem'],
      Resource: TABLE_ARN,
      Condition: THIS_FUNCTION,
    },
    {
      Sid: 'LogByThisFunctionOnly',
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: `${LOG_GROUP_ARN}:*`,
      Condition: THIS_FUNCTION,
    },
    { Sid: 'Trace', Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
    {
      Sid: 'DecryptThroughSqs',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY_ARN,
      Condition: {
        StringEquals: {
          'kms:ViaService': 'sqs.eu-west-1.amazonaws.com',
          'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN,
        },
      },
    },
    {
      Sid: 'DecryptThroughDynamoDb',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: KEY_ARN,
      Condition: {
        StringEquals: {
          'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com',
          'kms:EncryptionContext:aws:dynamodb:subscriberId': '111122223333',
          'kms:EncryptionContext:aws:dynamodb:tableName': 'Orders',
        },
      },
    },
    {
      Sid: 'DenyOtherFunctions',
      Effect: 'Deny',
      Action: [
        'dynamodb:BatchWriteItem',
        'dynamodb:PutItem',
        'kms:Decrypt',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:ChangeMessageVisibility',
      ],
      Resource: [TABLE_ARN, KEY_ARN, `${LOG_GROUP_ARN}:*`, QUEUE_ARN],
      Condition: {
        ArnNotEquals: { 'lambda:SourceFunctionArn': FUNCTION_ARN },
        Null: { 'lambda:SourceFunctionArn': 'false' },
      },
    },
  ]);
});

test('traces nothing that is not traced', () => {
  expect(renderWriterStatements(writerIdentityFacts({ tracing: false })).map(({ Sid }) => Sid)).not.toContain('Trace');
});

test('binds traces to the function too where strict conditions are wanted', () => {
  expect(
    renderWriterStatements(writerIdentityFacts({ strictConditions: true })).find(({ Sid }) => Sid === 'Trace')!
      .Condition,
  ).toEqual(THIS_FUNCTION);
});
