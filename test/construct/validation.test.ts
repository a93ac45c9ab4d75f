import { Duration, Lazy, Size, Token } from 'aws-cdk-lib';
import { ItemKey, MessageBody } from '../../src';
import { ACCOUNT, addOrders, ADMIN, CONSUMER, KEY_ARN } from '../support/orders';

const PATH = '[OrdersStack/Orders]';

describe('fails on', () => {
  test.each<[string, object, string]>([
    // the key
    [
      'an alias ARN',
      { keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/orders` },
      `'keyArn' must be the ARN of a key, not of an alias, which can be moved to another key; got "arn:aws:kms:eu-west-1:${ACCOUNT}:alias/orders"`,
    ],
    [
      'an alias name',
      { keyArn: 'alias/orders' },
      '\'keyArn\' must be the ARN of a key, not of an alias, which can be moved to another key; got "alias/orders"',
    ],
    [
      'an ARN of another service',
      { keyArn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:orders` },
      `'keyArn' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got "arn:aws:sqs:eu-west-1:${ACCOUNT}:orders"`,
    ],
    [
      'a bare key id',
      { keyArn: 'mrk-1234abcd12ab34cd56ef1234567890ab' },
      '\'keyArn\' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got "mrk-1234abcd12ab34cd56ef1234567890ab"',
    ],
    [
      'a wildcard key',
      { keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/*` },
      `'keyArn' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got "arn:aws:kms:eu-west-1:${ACCOUNT}:key/*"`,
    ],
    [
      'no key',
      { keyArn: undefined },
      "'keyArn' must be the ARN of a KMS key, such as arn:aws:kms:REGION:ACCOUNT:key/ID, got undefined",
    ],
    [
      'a key of another Region',
      { keyArn: KEY_ARN.replace('eu-west-1', 'eu-west-3') },
      `'keyArn' must be a key in eu-west-1, the Region of the stack: DynamoDB takes no other, got "${KEY_ARN.replace('eu-west-1', 'eu-west-3')}"`,
    ],
    [
      'a key of another account',
      { keyArn: KEY_ARN.replace(ACCOUNT, '444455556666') },
      `'keyArn' must be a key in account ${ACCOUNT}, the account of the stack: DynamoDB takes no other, got "${KEY_ARN.replace(ACCOUNT, '444455556666')}"`,
    ],

    // who may use it
    ['no administrator', { adminRoleArns: [] }, "'adminRoleArns' must name at least one role, got []"],
    [
      'missing administrators',
      { adminRoleArns: undefined },
      "'adminRoleArns' must name at least one role, got undefined",
    ],
    ['a role that is no list', { adminRoleArns: ADMIN }, `'adminRoleArns' must be a list of role ARNs, got "${ADMIN}"`],
    ['no consumer', { consumerRoleArns: [] }, "'consumerRoleArns' must name at least one role, got []"],
    [
      'missing consumers',
      { consumerRoleArns: undefined },
      "'consumerRoleArns' must name at least one role, got undefined",
    ],
    ['any role', { consumerRoleArns: ['*'] }, '\'consumerRoleArns[0]\' must name one role, without wildcards, got "*"'],
    [
      'any role of an account',
      { adminRoleArns: [`arn:aws:iam::${ACCOUNT}:role/*`] },
      `'adminRoleArns[0]' must name one role, without wildcards, got "arn:aws:iam::${ACCOUNT}:role/*"`,
    ],
    [
      'a user',
      { consumerRoleArns: [`arn:aws:iam::${ACCOUNT}:user/me`] },
      `'consumerRoleArns[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got "arn:aws:iam::${ACCOUNT}:user/me"`,
    ],
    [
      'an account',
      { adminRoleArns: [ACCOUNT] },
      `'adminRoleArns[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got "${ACCOUNT}"`,
    ],
    [
      'an empty ARN',
      { adminRoleArns: [''] },
      '\'adminRoleArns[0]\' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got ""',
    ],
    [
      'a session',
      { adminRoleArns: [`arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/ann`] },
      `'adminRoleArns[0]' must be a role, not a session of one: use ${ADMIN}, got "arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/ann"`,
    ],
    [
      'a role twice',
      { consumerRoleArns: [CONSUMER, CONSUMER] },
      `'consumerRoleArns' must name each role once, got "${CONSUMER}" twice`,
    ],
    [
      'an administrator of another account',
      { adminRoleArns: ['arn:aws:iam::444455556666:role/KeyAdmin'] },
      `'adminRoleArns[0]' must be a role of account ${ACCOUNT}: KMS ignores key administration from another account, got "arn:aws:iam::444455556666:role/KeyAdmin"`,
    ],
    [
      'a table creator of another account',
      { tableCreatorRoleArns: ['arn:aws:iam::444455556666:role/Cfn'] },
      `'tableCreatorRoleArns[0]' must be a role of account ${ACCOUNT}: KMS ignores key administration from another account, got "arn:aws:iam::444455556666:role/Cfn"`,
    ],

    // limits: one below, one above, a fraction
    [
      '59 s of retention',
      { retentionPeriod: Duration.seconds(59) },
      "'retentionPeriod' must be 60 to 1209600 seconds, got 59",
    ],
    [
      'over 14 days of retention',
      { retentionPeriod: Duration.seconds(1_209_601) },
      "'retentionPeriod' must be 60 to 1209600 seconds, got 1209601",
    ],
    [
      'over 14 days of dead letters',
      { deadLetterRetentionPeriod: Duration.days(15) },
      "'deadLetterRetentionPeriod' must be 60 to 1209600 seconds, got 1296000",
    ],
    [
      'dead letters gone before the queue gives up',
      { deadLetterRetentionPeriod: Duration.days(1) },
      "'deadLetterRetentionPeriod' must be no less than the 'retentionPeriod' of 345600 seconds, since its clock starts when a message is first sent, got 86400",
    ],
    ['no receive', { maxReceiveCount: 0 }, "'maxReceiveCount' must be 1 to 1000 receives, got 0"],
    ['1001 receives', { maxReceiveCount: 1_001 }, "'maxReceiveCount' must be 1 to 1000 receives, got 1001"],
    ['half a receive', { maxReceiveCount: 1.5 }, "'maxReceiveCount' must be 1 to 1000 receives, got 1.5"],
    [
      'a message of 1023 bytes',
      { maxMessageSize: Size.bytes(1_023) },
      "'maxMessageSize' must be 1024 to 393216 bytes, got 1023",
    ],
    [
      'a message no item could hold',
      { maxMessageSize: Size.kibibytes(385) },
      "'maxMessageSize' must be 1024 to 393216 bytes, got 394240",
    ],
    [
      'a data key for 59 s',
      { dataKeyReuse: Duration.seconds(59) },
      "'dataKeyReuse' must be 60 to 86400 seconds, got 59",
    ],
    [
      'a data key for over a day',
      { dataKeyReuse: Duration.seconds(86_401) },
      "'dataKeyReuse' must be 60 to 86400 seconds, got 86401",
    ],
    ['an empty batch', { batchSize: 0 }, "'batchSize' must be 1 to 10000 messages, got 0"],
    [
      'a batch of 10001',
      { batchSize: 10_001, batchingWindow: Duration.seconds(1) },
      "'batchSize' must be 1 to 10000 messages, got 10001",
    ],
    ['a FIFO batch of 11', { batchSize: 11, fifo: true }, "'batchSize' must be 1 to 10 messages, got 11"],
    [
      'a batch of 11 without a window',
      { batchSize: 11 },
      "'batchingWindow' must be 1 to 300 seconds for a 'batchSize' over 10 messages, got 0",
    ],
    [
      'a window for a FIFO queue',
      { fifo: true, batchingWindow: Duration.seconds(1) },
      "'batchingWindow' must be left out for a FIFO queue, got 1",
    ],
    [
      'a window of 301 s',
      { batchingWindow: Duration.seconds(301) },
      "'batchingWindow' must be 0 to 300 seconds, got 301",
    ],
    [
      'a window of half a second',
      { batchingWindow: Duration.millis(500) },
      "'batchingWindow' must be 0 to 300 seconds, got 0.5",
    ],
    ['one invocation at most', { maxConcurrency: 1 }, "'maxConcurrency' must be 2 to 1000 invocations, got 1"],
    ['1001 invocations at most', { maxConcurrency: 1_001 }, "'maxConcurrency' must be 2 to 1000 invocations, got 1001"],
    ['no time', { timeout: Duration.seconds(0) }, "'timeout' must be 1 to 900 seconds, got 0"],
    ['over 15 minutes', { timeout: Duration.seconds(901) }, "'timeout' must be 1 to 900 seconds, got 901"],
    ['127 MiB', { memorySize: Size.mebibytes(127) }, "'memorySize' must be 128 to 10240 MiB, got 127"],
    ['10241 MiB', { memorySize: Size.mebibytes(10_241) }, "'memorySize' must be 128 to 10240 MiB, got 10241"],
    [
      'half a mebibyte',
      { memorySize: Size.kibibytes(128.5 * 1024) },
      "'memorySize' must be 128 to 10240 MiB, got 128.5",
    ],
    ['not a number', { batchSize: NaN }, "'batchSize' must be 1 to 10000 messages, got NaN"],

    // names
    [
      'a queue name of 72 characters',
      { queueName: 'q'.repeat(72) },
      `'queueName' must be 1 to 71 letters, digits, hyphens and underscores, got "${'q'.repeat(72)}"`,
    ],
    [
      'a queue name with a dot',
      { queueName: 'orders.fifo' },
      '\'queueName\' must be 1 to 71 letters, digits, hyphens and underscores, got "orders.fifo"',
    ],
    [
      'an empty function name',
      { functionName: '' },
      '\'functionName\' must be 1 to 64 letters, digits, hyphens and underscores, got ""',
    ],
    [
      'a table name of 2 characters',
      { tableName: 'ab' },
      '\'tableName\' must be 3 to 255 letters, digits, hyphens, underscores and dots, got "ab"',
    ],

    // items
    [
      'a key from an unnamed field',
      { partitionKey: ItemKey.jsonField('a..b') },
      '\'partitionKey\' must name field names with dots between them, got "a..b"',
    ],
    [
      'a key from an impossible attribute',
      { sortKey: ItemKey.messageAttribute('') },
      '\'sortKey\' must name 1 to 256 letters, digits, hyphens, underscores and dots, got ""',
    ],
    [
      'a key name with a space',
      { partitionKeyName: 'order id' },
      '\'partitionKeyName\' must be 1 to 255 letters, digits, hyphens, underscores and dots, got "order id"',
    ],
    [
      'a sort key name without a sort key',
      { sortKeyName: 'time' },
      "'sortKeyName' must come with a 'sortKey', which says where its value comes from, got none",
    ],
    [
      'a key in the place of the body',
      { partitionKeyName: 'body' },
      '\'partitionKeyName\' must be none of body, messageAttributes, traceHeader, which hold something else, got "body"',
    ],
    [
      'one name for both keys',
      { sortKey: ItemKey.contentHash(), sortKeyName: 'id' },
      '\'sortKeyName\' must be none of body, messageAttributes, traceHeader, id, which hold something else, got "id"',
    ],
    ['no life', { timeToLive: Duration.seconds(0) }, "'timeToLive' must be 1 to 3153600000 seconds, got 0"],
    [
      'over a century of life',
      { timeToLive: Duration.days(36_501) },
      "'timeToLive' must be 1 to 3153600000 seconds, got 3153686400",
    ],
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });

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
        maxReceiveCount: 1,
        maxMessageSize: Size.bytes(1_024),
        dataKeyReuse: Duration.seconds(60),
        batchSize: 1,
        batchingWindow: Duration.seconds(0),
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
        maxReceiveCount: 1_000,
        maxMessageSize: Size.kibibytes(384),
        dataKeyReuse: Duration.days(1),
        batchSize: 10_000,
        batchingWindow: Duration.seconds(300),
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
