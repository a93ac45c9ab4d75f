import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../../src';
import { ACCOUNT, addOrders, ADMIN, CONSUMER, KEY_ARN, REQUIRED, role } from '../../support/orders';

const USERS = [
  ...['consumerRoleArns', 'producerRoleArns', 'readerRoleArns', 'redriverRoleArns'],
  ...['restoreRoleArns', 'backupRoleArns', 'exporterRoleArns'],
];
const SHOP = role('Shop');

const PATH = '[OrdersStack/Orders]';

describe('fails on', () => {
  test.each<[string, object, string]>([
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
      'an exporter of another account',
      { exporterRoleArns: ['arn:aws:iam::444455556666:role/Export'] },
      `'exporterRoleArns[0]' must be a role of account ${ACCOUNT}: a copy of the table is made in its own account, got "arn:aws:iam::444455556666:role/Export"`,
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
    [
      'a redriver of another account',
      { redriverRoleArns: ['arn:aws:iam::444455556666:role/OnCall'] },
      `'redriverRoleArns[0]' must be a role of account ${ACCOUNT}: SQS ignores a move of messages that comes from another account, got "arn:aws:iam::444455556666:role/OnCall"`,
    ],
    [
      'a role of another partition',
      { consumerRoleArns: [`arn:aws-cn:iam::${ACCOUNT}:role/OrdersApp`] },
      `'consumerRoleArns[0]' must be an ARN of the partition of the stack, which is aws, got "arn:aws-cn:iam::${ACCOUNT}:role/OrdersApp"`,
    ],
    [
      'a key of another partition',
      { keyArn: KEY_ARN.replace('arn:aws:', 'arn:aws-us-gov:') },
      `'keyArn' must be an ARN of the partition of the stack, which is aws, got "${KEY_ARN.replace('arn:aws:', 'arn:aws-us-gov:')}"`,
    ],
    ...USERS.flatMap(user =>
      [
        ['adminRoleArns', 'who decides over the key'],
        ['custodianRoleArns', 'who brings the material of the key'],
        ['destroyerRoleArns', 'who can end the key'],
        ['tableCreatorRoleArns', 'who changes the table and its policy'],
      ].map(([decider, who]): [string, object, string] => [
        `one role in ${user} and ${decider}`,
        {
          [user]: [CONSUMER],
          [decider!]: [CONSUMER],
          ...(user !== 'consumerRoleArns' && { consumerRoleArns: [SHOP] }),
        },
        `'${user}[0]' must not be one of '${decider}', ${who}, got "${CONSUMER}"; use another role, or say so with 'allowAdminsToUseKey'`,
      ]),
    ),
  ])('%s', (_, props, problem) => {
    expect(() => addOrders(props)).toThrow(new Error(`${problem} ${PATH}`));
  });
});

test('a role may use the data and decide over the key if that is said', () => {
  const tableCreatorRoleArns = [CONSUMER];

  expect(() => addOrders({ tableCreatorRoleArns, allowAdminsToUseKey: true })).not.toThrow();
});

describe('constructs of one app on one key', () => {
  const beside = (one: KeyPolicyManagement, other: KeyPolicyManagement, keyArn = KEY_ARN): Stack => {
    const stack = Stack.of(addOrders({ keyPolicyManagement: one }));
    new EncryptedQueueToTable(stack, 'Returns', { ...REQUIRED, keyArn, keyPolicyManagement: other });
    return stack;
  };
  const { merge, replace } = KeyPolicyManagement;
  const problem = (path: string) =>
    `'keyPolicyManagement' must be merge() on a key that constructs share, got replace() beside ${path}`;

  test.each([
    ['two replace() fail', beside(replace(), replace()), problem('OrdersStack/Returns')],
    ['replace() beside merge() fails', beside(merge(), replace()), problem('OrdersStack/Orders')],
  ])('%s', (_, stack, message) => {
    expect(() => Template.fromStack(stack)).toThrow(message);
  });

  test('may all merge, or replace the policy of another key each', () => {
    const other = KEY_ARN.replace(/.$/, '0');

    expect(() => Template.fromStack(beside(merge(), merge()))).not.toThrow();
    expect(() => Template.fromStack(beside(replace(), replace(), other))).not.toThrow();
  });
});
