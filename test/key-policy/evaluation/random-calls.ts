import fc from 'fast-check';
import { type Policies } from '../../../src/key-policy/evaluation/judge';
import { type Request } from '../../../src/key-policy/evaluation/request';
import { type PolicyDocument, type Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, KEY_ARN, QUEUE_ARN, role } from '../../support/key-policy-facts';

/** Some policies, and a call for them to decide. */
export interface Case {
  readonly policies: Policies;
  readonly request: Request;
}

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const OTHER = '444455556666';
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/App/session`;
const SET = ['ForAllValues:', 'ForAnyValue:'];
const one = fc.constantFrom;

/** One line of a condition: an operator of a family, and one or two values that the calls below know. */
function line(
  key: string,
  operators: readonly string[],
  values: readonly string[],
  prefixes: readonly string[] = [''],
) {
  return fc
    .record({
      prefix: one(...prefixes),
      operator: one(...operators),
      suffix: one('', '', '', 'IfExists'),
      value: fc.oneof(one(...values), fc.uniqueArray(one(...values), { minLength: 1, maxLength: 2 })),
    })
    .map(({ prefix, operator, suffix, value }) => ({ [`${prefix}${operator}${suffix}`]: { [key]: value } }));
}

const STRINGS = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase'];
const ARNS = ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'];
const COMPARED = ['Equals', 'NotEquals', 'LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'];
const numeric = COMPARED.map(name => `Numeric${name}`);
const dates = COMPARED.map(name => `Date${name}`);
const TEAMS = [
  'blue',
  'BLUE',
  'bl*',
  'b?ue',
  'red',
  '${aws:PrincipalTag/other}',
  "${aws:PrincipalTag/other, 'blue'}",
  'bl${*}',
];
const via = (service: string) => `${service}.eu-west-1.amazonaws.com`;

const condition = fc.oneof(
  line('kms:ViaService', STRINGS, [via('sqs'), via('dynamodb'), 'sqs.*.amazonaws.com']),
  line('kms:EncryptionContext:aws:sqs:arn', STRINGS, [QUEUE_ARN, `${QUEUE_ARN}-other`, `${QUEUE_ARN}*`]),
  line('aws:PrincipalTag/team', STRINGS, TEAMS),
  line('aws:PrincipalArn', ARNS, [
    role('App'),
    role('Other'),
    role('*'),
    ROOT,
    'arn:aws:iam::*:role/A??',
    '*',
    'arn:aws:iam',
  ]),
  line('aws:SourceArn', ARNS, ['arn:aws:s3:::orders', 'arn:aws:s3:::*', 'arn:aws:s3:*', `arn:aws:sns:*:${ACCOUNT}:*`]),
  line('aws:MultiFactorAuthAge', numeric, ['300', '900', '0']),
  line('aws:CurrentTime', dates, ['2020-01-01T00:00:00Z', '2026-11-25', '2030-01-01T00:00:00+02:00']),
  line(
    'aws:SourceIp',
    ['IpAddress', 'NotIpAddress'],
    ['0.0.0.0/0', '203.0.113.0/24', '203.0.113.7', '2001:db8::/32', '::/0'],
  ),
  line('aws:MultiFactorAuthPresent', ['Bool'], ['true', 'false', 'TRUE']),
  line('aws:userid', ['BinaryEquals'], ['QmxhY2s=', 'QmxhY2w=']),
  line('kms:EncryptionContextKeys', STRINGS, ['aws:sqs:arn', 'aws:s3:arn', 'aws:*'], SET),
  line('aws:PrincipalOrgPaths', STRINGS, ['o-1/r-1/ou-1/', 'o-1/*', 'o-2/*'], ['', ...SET]),
  fc
    .record({
      key: one('kms:ViaService', 'aws:PrincipalTag/team', 'kms:EncryptionContextKeys'),
      value: one('true', 'false'),
    })
    .map(({ key, value }) => ({ Null: { [key]: value } })),
);

/** Up to two lines; the operators' blocks are merged, so that a block may hold two keys. */
const conditions = fc.array(condition, { maxLength: 2 }).map(lines => {
  const merged: Record<string, Record<string, string | string[]>> = {};
  for (const [operator, keys] of lines.flatMap(block => Object.entries(block))) {
    merged[operator] = { ...merged[operator], ...(keys as Record<string, string | string[]>) };
  }
  return Object.keys(merged).length > 0 ? { Condition: merged } : {};
});

const action = fc.oneof(
  one('kms:Decrypt', 'kms:*', 'kms:CreateGrant', 'kms:Create*', 'kms:?ecrypt', 'KMS:decrypt').map(Action => ({
    Action,
  })),
  one(['kms:Decrypt'], ['kms:PutKeyPolicy', 'kms:CreateGrant']).map(NotAction => ({ NotAction })),
);
const effect = one<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny');
const principal = fc.oneof(
  {
    weight: 6,
    arbitrary: one<Statement['Principal']>(
      '*',
      { AWS: '*' },
      { AWS: role('App') },
      { AWS: ROOT },
      { AWS: ACCOUNT },
      { AWS: [role('Other'), role('App')] },
      { AWS: SESSION },
      { AWS: `arn:aws:iam::${OTHER}:root` },
      { Service: 'sns.amazonaws.com' },
    ).map(Principal => ({ Principal })),
  },
  {
    weight: 1,
    arbitrary: one<Statement['Principal']>(
      { AWS: [role('App'), ROOT, SESSION] },
      { AWS: role('Other') },
      { Service: 'sns.amazonaws.com' },
    ).map(NotPrincipal => ({ NotPrincipal })),
  },
);
const keyStatement = fc
  .tuple(effect, principal, action, conditions, one('*', KEY_ARN, 'arn:aws:kms:*:*:key/*'))
  .map(([Effect, who, what, only, Resource]): Statement => ({ Effect, ...who, ...what, Resource, ...only }));
const resource = fc.oneof(
  one(
    '*',
    KEY_ARN,
    `${KEY_ARN}-other`,
    'arn:aws:kms:*:${aws:PrincipalTag/account}:key/*',
    'arn:aws:kms:eu-west-1:*:key/${aws:PrincipalTag/key}',
  ).map(Resource => ({ Resource })),
  one(`${KEY_ARN}-other`, 'arn:aws:kms:eu-west-1:*').map(NotResource => ({ NotResource })),
);
const identityStatement = fc
  .tuple(effect, action, resource, conditions)
  .map(([Effect, what, where, only]): Statement => ({ Effect, ...what, ...where, ...only }));

const circumstances = fc.record(
  {
    'kms:ViaService': one(via('sqs'), via('dynamodb')),
    'kms:EncryptionContext:aws:sqs:arn': one(QUEUE_ARN, `${QUEUE_ARN}-other`),
    'kms:EncryptionContextKeys': one(['aws:sqs:arn'], ['aws:sqs:arn', 'aws:s3:arn'], ['x']),
    'aws:PrincipalTag/team': one('blue', 'red', 'bl*'),
    'aws:PrincipalTag/other': one('blue', 'red'),
    'aws:PrincipalTag/key': one(KEY_ARN.split('/')[1]!, '*'),
    'aws:PrincipalTag/account': one(ACCOUNT, OTHER),
    'aws:SourceArn': one('arn:aws:s3:::orders', `arn:aws:sns:eu-west-1:${ACCOUNT}:topic`),
    'aws:MultiFactorAuthAge': one('0', '300', '899'),
    'aws:MultiFactorAuthPresent': one('true', 'false'),
    'aws:CurrentTime': one('2019-12-31T23:59:59Z', '2026-11-25T00:00:00Z', '2031-01-01T00:00:00Z'),
    'aws:SourceIp': one('203.0.113.7', '198.51.100.1', '2001:db8::7'),
    'aws:userid': one('QmxhY2s=', 'QmxhY2w='),
    'aws:PrincipalOrgPaths': one(['o-1/r-1/ou-1/'], ['o-1/r-1/ou-1/', 'o-2/r-1/ou-2/']),
  },
  { requiredKeys: [] },
);
const caller = one(
  role('App'),
  role('App'),
  role('Other'),
  SESSION,
  ROOT,
  `arn:aws:iam::${OTHER}:role/App`,
  'sns.amazonaws.com',
);

const document = (statements: readonly Statement[], Version = '2012-10-17'): PolicyDocument => ({
  Version,
  Statement: statements,
});

/** Every kind of policy and call that the evaluation is documented to decide. */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    ofCaller: fc.array(identityStatement, { maxLength: 3 }),
    ofKey: fc.array(keyStatement, { minLength: 1, maxLength: 4 }),
    principal: caller,
    action: one('kms:Decrypt', 'kms:Decrypt', 'kms:CreateGrant'),
    context: circumstances,
  })
  .map(({ ofCaller, ofKey, ...call }) => ({
    policies: { identity: ofCaller.length > 0 ? [document(ofCaller)] : [], resource: document(ofKey) },
    request: { ...call, resource: KEY_ARN },
  }));
