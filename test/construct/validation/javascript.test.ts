import { CfnParameter, Duration, Fn, Lazy, RemovalPolicy, Size, Stack, Token } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as fc from 'fast-check';
import {
  EncryptedQueueToTable,
  ItemKey,
  KeyAdministratorGroup,
  KeyAdministratorRole,
  KeyPolicyManagement,
  MessageBody,
  WriteMode,
} from '../../../src';
import { addOrders, ADMIN, REQUIRED } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';
const javascript = (value: unknown): any => value;

describe('fails on what TypeScript would not let through:', () => {
  test.each<[string, object, string]>([
    ['a number for a duration', { timeout: 30 }, "'timeout' must be a Duration, got 30"],
    ['a number for a size', { memorySize: 512 }, "'memorySize' must be a Size, got 512"],
    ['a text for a number', { batchSize: '10' }, '\'batchSize\' must be 1 to 10000 messages, got "10"'],
    ['a text for a flag', { breakGlass: 'no' }, '\'breakGlass\' must be true or false, got "no"'],
    ['a number for a flag', { fifo: 1 }, "'fifo' must be true or false, got 1"],
    ['null', { deletionProtection: null }, "'deletionProtection' must be true or false, got null"],
    [
      'a text for a mode',
      { writeMode: 'overwrite' },
      '\'writeMode\' must be made by WriteMode, as in WriteMode.overwrite(), got "overwrite"',
    ],
    [
      'one thing for another',
      { messageBody: WriteMode.overwrite() },
      "'messageBody' must be made by MessageBody, as in MessageBody.text(), got an object of WriteMode",
    ],
    [
      'a factory that was not called',
      { partitionKey: ItemKey.messageId },
      "'partitionKey' must be made by ItemKey, as in ItemKey.messageId(), got a function",
    ],
    [
      'a class in the place of its value',
      { keyPolicyManagement: KeyPolicyManagement },
      "'keyPolicyManagement' must be made by KeyPolicyManagement, as in KeyPolicyManagement.merge(), got a function",
    ],
    [
      'the constructor of an item key',
      { partitionKey: new (javascript(ItemKey))() },
      "'partitionKey' must be made by ItemKey, as in ItemKey.messageId(), got an object of ItemKey",
    ],
    [
      'the constructor of the way of the body',
      { messageBody: new (javascript(MessageBody))() },
      "'messageBody' must be made by MessageBody, as in MessageBody.text(), got an object of MessageBody",
    ],
    [
      'the constructor of a mode',
      { writeMode: new (javascript(WriteMode))() },
      "'writeMode' must be made by WriteMode, as in WriteMode.overwrite(), got an object of WriteMode",
    ],
    [
      'the constructor of the way of the key policy',
      { keyPolicyManagement: new (javascript(KeyPolicyManagement))() },
      "'keyPolicyManagement' must be made by KeyPolicyManagement, as in KeyPolicyManagement.merge(), got an object of KeyPolicyManagement",
    ],
    [
      'a number for the name of a field',
      { sortKey: ItemKey.jsonField(javascript(7)) },
      "'sortKey' must name field names with dots between them, got number",
    ],
    [
      'a text for a flag of an option',
      { keyPolicyManagement: KeyPolicyManagement.merge({ requireImportedMaterial: javascript('no') }) },
      '\'requireImportedMaterial\' must be true or false, got "no"',
    ],
    [
      'an option that nobody knows',
      { keyPolicyManagement: KeyPolicyManagement.replace(javascript({ importedOnly: true })) },
      "'importedOnly' must be left out: KeyPolicyManagement.replace has no such prop, got true",
    ],
    [
      'options that are none',
      { keyPolicyManagement: KeyPolicyManagement.merge(javascript(null)) },
      "'keyPolicyManagement' must be made with an object of options, got null",
    ],
    [
      'days that CloudWatch Logs does not offer',
      { logRetention: 366 },
      "'logRetention' must be a value of RetentionDays, got 366",
    ],
    [
      'a removal policy that is none',
      { removalPolicy: 'keep' },
      '\'removalPolicy\' must be a value of RemovalPolicy, got "keep"',
    ],
    [
      'half a second where the service takes seconds',
      { timeout: Duration.millis(60_500) },
      "'timeout' must be 1 to 900 seconds, got 60.5",
    ],
    [
      'half a second of retention',
      { retentionPeriod: Duration.millis(60_500), deadLetterRetentionPeriod: Duration.days(1) },
      "'retentionPeriod' must be 60 to 1209600 seconds, got 60.5",
    ],
    [
      'a prop that was renamed',
      { redriveRoleArns: [ADMIN] },
      `'redriveRoleArns' must be left out: EncryptedQueueToTable has no such prop, got ["${ADMIN}"]`,
    ],
    [
      'a number among the roles',
      { producerRoleArns: [7] },
      "'producerRoleArns[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got 7",
    ],
    [
      'a role itself for its ARN',
      { readerRoleArns: [{ roleArn: ADMIN }] },
      "'readerRoleArns[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got an object of Object",
    ],
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });

  test('no props at all', () => {
    const { node } = addOrders();
    expect(() => new EncryptedQueueToTable(Stack.of(node.scope!), 'Others', javascript(undefined))).toThrow(
      expect.objectContaining({ name: 'InvalidProps', message: expect.stringContaining("'adminRoleArns' must name") }),
    );
  });

  test('wrong types for the key administrators', () => {
    const stack = Stack.of(addOrders());
    const { role, group } = {
      role: () =>
        new KeyAdministratorRole(
          stack,
          'Role',
          javascript({ authenticationAccount: 111122223333, maxSessionDuration: 3600, roleNam: 'x' }),
        ),
      group: () => new KeyAdministratorGroup(stack, 'Group', javascript({ roleArns: ADMIN, groupName: 7 })),
    };
    expect(role).toThrow(
      new Error(
        "'authenticationAccount' must be 12 digits, got 111122223333; 'maxSessionDuration' must be a Duration, got 3600; 'roleNam' must be left out: KeyAdministratorRole has no such prop, got \"x\" [OrdersStack/Role]",
      ),
    );
    expect(group).toThrow(
      new Error(
        `'roleArns' must be a list of role ARNs, got "${ADMIN}"; 'groupName' must be 1 to 128 letters, digits and characters of +=,.@_-, got 7 [OrdersStack/Group]`,
      ),
    );
  });
});

describe('fails on what only the deployment knows, where synth has to know it:', () => {
  const seconds = (): Duration => Duration.seconds(Token.asNumber({ Ref: 'Seconds' }));
  test.each<[string, object, string]>([
    ['a timeout', { timeout: seconds() }, "'timeout' must be known at synth, got a Token"],
    ['a time to live', { timeToLive: seconds() }, "'timeToLive' must be known at synth, got a Token"],
    [
      'a memory size',
      { memorySize: Size.mebibytes(Token.asNumber({ Ref: 'Memory' })) },
      "'memorySize' must be known at synth, got a Token",
    ],
    [
      'a retention of minutes',
      { retentionPeriod: Duration.minutes(Token.asNumber({ Ref: 'Minutes' })) },
      "'retentionPeriod' must be in seconds where it is a Token",
    ],
    [
      'a list of roles',
      { adminRoleArns: Fn.split(',', Fn.importValue('Roles')) },
      "'adminRoleArns' must be a list whose length is known at synth, got a list Token: name each role, as in [Fn.select(0, list)]",
    ],
    [
      'a list that is a parameter',
      { consumerRoleArns: new CfnParameter(new Stack(), 'Roles', { type: 'CommaDelimitedList' }).valueAsList },
      "'consumerRoleArns' must be a list whose length is known at synth, got a list Token: name each role, as in [Fn.select(0, list)]",
    ],
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });
});

/** Whatever somebody may hand over instead of what is asked for. */
const anything = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
  }),
  fc.constantFrom<unknown>(
    Duration.seconds(30),
    Duration.millis(1),
    Size.mebibytes(512),
    ItemKey.messageId(),
    MessageBody.text(),
    WriteMode.insertOnly(),
    KeyPolicyManagement.render(),
    RetentionDays.ONE_DAY,
    RemovalPolicy.DESTROY,
    Lazy.string({ produce: () => ADMIN }),
    Lazy.number({ produce: () => 5 }),
    Lazy.list({ produce: () => [ADMIN] }),
    Duration.seconds(Token.asNumber({ Ref: 'Seconds' })),
    Size.mebibytes(Token.asNumber({ Ref: 'Memory' })),
    Symbol('symbol'),
  ),
);
const PROPS = [
  ...Object.keys(REQUIRED),
  ...[
    'timeout',
    'maxBatchingWindow',
    'batchSize',
    'fifo',
    'retentionPeriod',
    'deadLetterRetentionPeriod',
    'memorySize',
  ],
  ...['maxMessageSize', 'partitionKey', 'sortKey', 'sortKeyName', 'messageBody', 'timeToLive', 'removalPolicy'],
  ...[
    'producerRoleArns',
    'keyPolicyManagement',
    'allowAdminsToUseKey',
    'tableName',
    'queueName',
    'logRetention',
    'more',
  ],
];

test('says what is wrong, whatever it is given, and fails with nothing else', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...PROPS), anything, { maxKeys: 4, noNullPrototype: true }), props => {
      try {
        addOrders(props);
      } catch (error) {
        if ((error as Error).name !== 'InvalidProps') throw error;
      }
    }),
    { numRuns: 150 },
  );
});
