import { Duration, Lazy, Size, Token } from 'aws-cdk-lib';
import { MessageBody } from '../../../src';
import { ACCOUNT, addOrders, ADMIN, CONSUMER, KEY_ARN } from '../../support/orders';

describe('fails on', () => {
  test('a stack that names no account and Region', () => {
    expect(() => addOrders({}, {})).toThrow(
      new Error(
        "the stack must name its account and Region, as in env: { account: '111122223333', region: 'eu-west-1' }, since a key stands in one of each [OrdersStack/Orders]",
      ),
    );
  });

  test('several props at once, with every problem in one error', () => {
    expect(() =>
      addOrders({ keyArn: 'alias/orders', adminRoleArns: [], consumerRoleArns: ['*'], batchSize: 0, tableName: '' }),
    ).toThrow(
      new Error(
        [
          '\'keyArn\' must be the ARN of a key, not of an alias, which can be moved to another key; got "alias/orders"',
          "'adminRoleArns' must name at least one role, got []",
          '\'consumerRoleArns[0]\' must name one role, without wildcards, got "*"',
          "'batchSize' must be 1 to 10000 messages, got 0",
          '\'tableName\' must be 3 to 255 letters, digits, hyphens, underscores and dots, got "" [OrdersStack/Orders]',
        ].join('; '),
      ),
    );
  });

  test('bad props by the name InvalidProps', () => {
    expect(() => addOrders({ batchSize: 0 })).toThrow(expect.objectContaining({ name: 'InvalidProps' }));
  });
});

describe('takes', () => {
  test.each<[string, object]>([
    ['a single-Region key', { keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab` }],
    ['a role with a path', { adminRoleArns: [`arn:aws:iam::${ACCOUNT}:role/security/keys/KeyAdmin`] }],
    ['a consumer of another account', { consumerRoleArns: ['arn:aws:iam::444455556666:role/OrdersApp'] }],
    [
      'the least of everything',
      {
        retentionPeriod: Duration.seconds(60),
        deadLetterRetentionPeriod: Duration.seconds(60),
        maxMessageSize: Size.bytes(1_024),
        dataKeyReuse: Duration.seconds(60),
        batchSize: 1,
        maxBatchingWindow: Duration.seconds(0),
        maxConcurrency: 2,
        timeout: Duration.seconds(1),
        memorySize: Size.mebibytes(128),
        queueName: 'q',
        functionName: 'f',
        tableName: 'tab',
      },
    ],
    [
      'the most of everything',
      {
        retentionPeriod: Duration.days(14),
        deadLetterRetentionPeriod: Duration.days(14),
        outagePatience: Duration.days(10),
        maxMessageSize: Size.kibibytes(384),
        dataKeyReuse: Duration.days(1),
        batchSize: 10_000,
        maxBatchingWindow: Duration.seconds(300),
        maxConcurrency: 1_000,
        timeout: Duration.minutes(15),
        memorySize: Size.gibibytes(10),
        queueName: 'q'.repeat(71),
        functionName: 'f'.repeat(64),
        tableName: 't'.repeat(255),
      },
    ],
    [
      'a partition key named body where bodies are mapped',
      { partitionKeyName: 'body', messageBody: MessageBody.jsonFields() },
    ],
    ['a FIFO queue of batches of ten', { fifo: true, batchSize: 10 }],
    [
      'Tokens, which only the deployment knows',
      {
        keyArn: Lazy.string({ produce: () => KEY_ARN }),
        adminRoleArns: [Lazy.string({ produce: () => ADMIN })],
        consumerRoleArns: [Lazy.string({ produce: () => CONSUMER })],
        batchSize: Token.asNumber({ Ref: 'BatchSize' }),
        timeout: Duration.seconds(30),
        retentionPeriod: Duration.seconds(Token.asNumber({ Ref: 'Retention' })),
      },
    ],
  ])('%s', (_, props) => {
    expect(() => addOrders(props)).not.toThrow();
  });
});
