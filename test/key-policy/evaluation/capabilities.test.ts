import { answer, callersOf, DANGERS, waysOf } from '../../../src/key-policy/evaluation/capabilities';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, keyPolicyFacts, QUEUE_ARN, role } from '../../support/key-policy-facts';

const OURS = renderKeyPolicy(keyPolicyFacts());
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const DELEGATION: Statement = { Effect: 'Allow', Principal: { AWS: ROOT }, Action: 'kms:*', Resource: '*' };
const MERGED: PolicyDocument = { ...OURS, Statement: [DELEGATION, ...OURS.Statement] };
const ANYBODY = `arn:aws:iam::${ACCOUNT}:user/somebody`;
const THROUGH_SQS = {
  name: 'through SQS',
  action: 'kms:Decrypt',
  context: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN },
};

test('knows the ways that this policy speaks of', () => {
  expect(waysOf(OURS)).toEqual(expect.arrayContaining([THROUGH_SQS.context]));
});

test('knows everybody, and invents nobody: roles, those in conditions, services, the root user, and all others', () => {
  const names = callersOf(OURS, ACCOUNT).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([role('KeyAdmin'), role('OrdersWriter'), 'sns.amazonaws.com']));
  expect(names.slice(-2)).toEqual([`root user of account ${ACCOUNT}`, `any other role or user of account ${ACCOUNT}`]);
});

test.each<[string, PolicyDocument, string, string, string]>([
  ['a consumer', OURS, role('OrdersApp'), 'through SQS', 'yes'],
  ['a consumer', OURS, role('OrdersApp'), 'decrypt without a service', 'no'],
  ['the writer', OURS, role('OrdersWriter'), 'through SQS', 'if IAM allows'],
  ['an administrator', OURS, role('KeyAdmin'), 'put the policy', 'yes'],
  ['an administrator', OURS, role('KeyAdmin'), 'create grants for anybody', 'no'],
  ['a destroyer', OURS, role('KeyDestroyer'), 'schedule deletion', 'depends'],
  ['a custodian', OURS, role('KeyCustodian'), 'import material', 'yes'],
  ['a custodian', OURS, role('KeyCustodian'), 'import material that expires', 'no'],
  ['anybody else', OURS, ANYBODY, 'decrypt without a service', 'no'],
  ['anybody else, where all is left to IAM', MERGED, ANYBODY, 'decrypt without a service', 'if IAM allows'],
  ['the root user, where all is left to IAM', MERGED, ROOT, 'disable', 'yes'],
])('%s (%#)', (_, document, principal, name, expected) => {
  const capability = [THROUGH_SQS, ...DANGERS].find(one => one.name === name)!;
  expect(answer(document, { name: principal, principal }, capability, ACCOUNT).verdict).toBe(expected);
});

test.each([
  ['an address', { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }],
  ['a tag', { StringEquals: { 'aws:PrincipalTag/team': 'keys' } }],
  ['a date', { DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }],
])('says on what it depends where the policy asks for %s', (_, Condition) => {
  const document: PolicyDocument = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: ANYBODY }, Action: 'kms:*', Resource: '*', Condition }],
  };
  for (const danger of DANGERS) {
    const said = answer(document, { name: ANYBODY, principal: ANYBODY }, danger, ACCOUNT);
    expect(said).toEqual({ verdict: 'depends', needs: [expect.objectContaining({ actual: 'open' })] });
  }
});
