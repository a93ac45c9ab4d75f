import { answer, callersOf, dutiesOf } from '../../../src/key-policy/evaluation/capabilities';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, keyPolicyFacts, QUEUE_ARN, role } from '../../support/key-policy-facts';

const OURS = renderKeyPolicy(keyPolicyFacts());
const DELEGATION: Statement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const MERGED: PolicyDocument = { ...OURS, Statement: [DELEGATION, ...OURS.Statement] };
const ask = (document: PolicyDocument, caller: string, duty: string) =>
  answer(
    document,
    caller,
    dutiesOf(document).find(({ name }) => name === duty)!,
  );
const THROUGH_SQS = `decrypt through sqs.eu-west-1.amazonaws.com, arn ${QUEUE_ARN}`;

test('asks for what any key has, and for what this policy speaks of', () => {
  expect(dutiesOf(OURS).map(({ name }) => name)).toEqual([
    'decrypt through dynamodb.eu-west-1.amazonaws.com',
    THROUGH_SQS,
    `decrypt through dynamodb.eu-west-1.amazonaws.com, subscriberId ${ACCOUNT}, tableName Orders`,
    `decrypt through sqs.eu-west-1.amazonaws.com, arn ${QUEUE_ARN}-dead-letters`,
    'decrypt without a service',
    'create grants for anybody',
    'put the policy',
    'import material',
    'import material that expires',
    'rotate to other material',
    'delete material',
    'schedule deletion',
    'disable',
  ]);
});

test('knows everybody: roles, those in conditions, services, the root user, and anybody else', () => {
  expect(callersOf(OURS)).toEqual([
    ...[
      'KeyAdmin',
      'OrdersPolicyManager',
      'KeyCustodian',
      'KeyDestroyer',
      'Auditor',
      'CfnExec',
      'OrdersApp',
      'Shop',
      'Reports',
      'OnCall',
    ].map(role),
    `arn:aws:iam::${ACCOUNT}:root`,
    role('OrdersWriter'),
    'sns.amazonaws.com',
    `arn:aws:iam::${ACCOUNT}:user/anybody-else`,
  ]);
});

test.each<[string, PolicyDocument, string, string, string]>([
  ['a consumer', OURS, role('OrdersApp'), THROUGH_SQS, 'yes'],
  ['a consumer', OURS, role('OrdersApp'), 'decrypt without a service', 'no'],
  ['the writer', OURS, role('OrdersWriter'), THROUGH_SQS, 'if IAM allows'],
  ['an administrator', OURS, role('KeyAdmin'), 'put the policy', 'yes'],
  ['an administrator', OURS, role('KeyAdmin'), 'create grants for anybody', 'no'],
  ['a destroyer', OURS, role('KeyDestroyer'), 'schedule deletion', 'yes'],
  ['a custodian', OURS, role('KeyCustodian'), 'import material', 'yes'],
  ['a custodian', OURS, role('KeyCustodian'), 'import material that expires', 'no'],
  ['a custodian', OURS, role('KeyCustodian'), 'rotate to other material', 'no'],
  ['a destroyer', OURS, role('KeyDestroyer'), 'rotate to other material', 'yes'],
  ['anybody else', OURS, `arn:aws:iam::${ACCOUNT}:user/anybody-else`, 'decrypt without a service', 'no'],
  [
    'anybody else, where all is left to IAM',
    MERGED,
    `arn:aws:iam::${ACCOUNT}:user/anybody-else`,
    'decrypt without a service',
    'if IAM allows',
  ],
  ['the root user, where all is left to IAM', MERGED, `arn:aws:iam::${ACCOUNT}:root`, 'disable', 'yes'],
])('%s (%#)', (_, document, caller, duty, expected) => {
  expect(ask(document, caller, duty)).toBe(expected);
});
