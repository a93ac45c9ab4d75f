import { mayPutNext } from '../../../src/key-policy/evaluation/may-put-next';
import type { Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, ADMIN, role } from '../../support/orders';

const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/ada`;
const SSO = 'role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_KeyAdmin_1a2b3c';
const SSO_SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_KeyAdmin_1a2b3c/ada`;

const allow = (Principal: Statement['Principal'], Condition?: Statement['Condition'], Action = 'kms:PutKeyPolicy') => ({
  Effect: 'Allow' as const,
  Principal,
  Action,
  Resource: '*',
  ...(Condition && { Condition }),
});

test.each<[string, string, Statement]>([
  ['the session of a role that is named', SESSION, allow({ AWS: ADMIN })],
  ['the session of a role with a path', SESSION, allow({ AWS: role('team/KeyAdmin') })],
  ['the role itself', ADMIN, allow({ AWS: ADMIN })],
  ['whoever IAM lets', SESSION, allow(ROOT)],
  ['the root user', ROOT.AWS, allow(ROOT, { ArnEquals: { 'aws:PrincipalArn': ROOT.AWS } })],
  [
    'a role by its pattern',
    SSO_SESSION,
    allow(ROOT, { ArnLike: { 'aws:PrincipalArn': role(SSO.slice('role/'.length).replace('eu-west-1', '*')) } }),
  ],
  ['with a second factor', SESSION, allow({ AWS: ADMIN }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
  ['from an address', SESSION, allow({ AWS: ADMIN }, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
  ['until a day', SESSION, allow({ AWS: ADMIN }, { DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } })],
])('may put the next policy: %s', (_, caller, statement) => {
  expect(mayPutNext({ Version: '2012-10-17', Statement: [statement] }, caller, ACCOUNT)).toBe(true);
});

test.each<[string, string, Statement]>([
  ['the session of another role', `arn:aws:sts::${ACCOUNT}:assumed-role/Operator/KeyAdmin`, allow({ AWS: ADMIN })],
  ['a user with the name of the role', `arn:aws:iam::${ACCOUNT}:user/KeyAdmin`, allow({ AWS: ADMIN })],
  ['a role of another account', SESSION.replace(ACCOUNT, '444455556666'), allow({ AWS: '*' })],
  ['another role than the pinned one', SESSION, allow(ROOT, { ArnEquals: { 'aws:PrincipalArn': ROOT.AWS } })],
  [
    'another role than the pattern',
    SESSION,
    allow(ROOT, { ArnLike: { 'aws:PrincipalArn': role('aws-reserved/*/Auditor') } }),
  ],
  ['a role that may do something else', SESSION, allow({ AWS: ADMIN }, undefined, 'kms:GetKeyPolicy')],
  [
    'through a service',
    SESSION,
    allow({ AWS: ADMIN }, { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } }),
  ],
])('may not put the next policy: %s', (_, caller, statement) => {
  expect(mayPutNext({ Version: '2012-10-17', Statement: [statement] }, caller, ACCOUNT)).toBe(false);
});

test('a deny counts', () => {
  const Statement = [allow({ AWS: ADMIN }), { ...allow('*'), Effect: 'Deny' as const }];

  expect(mayPutNext({ Version: '2012-10-17', Statement }, SESSION, ACCOUNT)).toBe(false);
});
