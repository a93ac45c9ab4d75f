import { CHECKED, foreign, LASTING, messages, MFA, OURS, policy, ROOT, VIA_SQS } from './example-policy';
import { type Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, QUEUE_ARN, role } from '../../support/key-policy-facts';

/** Rule, a statement that breaks it, what the rule says, and the nearest statement that does not. */
const CASES: ReadonlyArray<
  readonly [rule: string, bad: Partial<Statement>, message: string, good: Partial<Statement>]
> = [
  [
    'principal-everyone',
    { Principal: '*' },
    'lets everyone in every account call kms:ListGrants',
    { Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT } } },
  ],
  [
    'principal-everyone',
    { Principal: { AWS: '*' } },
    'lets everyone in every account call kms:ListGrants',
    { Effect: 'Deny', Principal: { AWS: '*' } },
  ],
  [
    'principal-everyone',
    { Principal: undefined, NotPrincipal: { AWS: role('App') } },
    'lets everyone in every account call kms:ListGrants',
    {},
  ],
  [
    'admin-can-use',
    { Principal: { AWS: role('KeyAdmin') }, Action: 'kms:Decrypt', Condition: { StringEquals: VIA_SQS } },
    `lets ${role('KeyAdmin')} call kms:Decrypt, and ${role('KeyAdmin')} may also put the policy`,
    { Action: 'kms:Decrypt', Condition: { StringEquals: VIA_SQS } },
  ],
  [
    'unbound-grant',
    { Action: 'kms:Create*' },
    `lets ${role('App')} grant the key to anybody with kms:CreateGrant`,
    { Action: 'kms:Create*', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
  ],
  [
    'unbound-grant',
    { Action: 'kms:CreateGrant', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } } },
    `lets ${role('App')} grant the key to anybody with kms:CreateGrant`,
    { Action: 'kms:CreateAlias' },
  ],
  [
    'material-deletion',
    { Action: 'kms:Delete*' },
    `lets ${role('App')} delete the key material at once, without a second factor`,
    { Action: 'kms:Delete*', Condition: MFA },
  ],
  [
    'no-via-service',
    { Action: ['kms:GenerateDataKey'] },
    `lets ${role('App')} call kms:GenerateDataKey without a service`,
    { Action: ['kms:GenerateDataKey'], Condition: { StringEquals: VIA_SQS } },
  ],
  [
    'cross-account-administration',
    { Principal: { AWS: 'arn:aws:iam::444455556666:role/Admin' }, Action: ['kms:DescribeKey', 'kms:PutKeyPolicy'] },
    'lets arn:aws:iam::444455556666:role/Admin call kms:PutKeyPolicy, which KMS ignores',
    { Principal: { AWS: 'arn:aws:iam::444455556666:role/Admin' }, Action: ['kms:DescribeKey', 'kms:CreateGrant'] },
  ],
  [
    'deny-without-service',
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:Decrypt',
      Condition: { StringNotEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' } },
    },
    'denies DynamoDB itself the use of its grant',
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:Decrypt',
      Condition: {
        StringNotEquals: { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' },
        Bool: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  ],
  [
    'condition-never-met',
    { Condition: { ArnEquals: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:eu-west-1:111122223333:function:f' } } },
    'asks for lambda:SourceFunctionArn, which works in identity policies only',
    { Condition: { ArnEquals: { 'aws:PrincipalArn': role('App') } } },
  ],
  [
    'condition-never-met',
    { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } },
    'asks for aws:SourceVpce, which is not passed on by SQS and DynamoDB',
    {},
  ],
  [
    'condition-never-met',
    { Condition: { StringEquals: { 'kms:ViaService': 'sqs.cn-north-1.amazonaws.com.cn' } } },
    'asks for kms:ViaService sqs.cn-north-1.amazonaws.com.cn, which KMS never sends',
    { Condition: { StringEquals: { 'kms:ViaService': 'sqs.cn-north-1.amazonaws.com' } } },
  ],
  [
    'context-set-operator',
    { Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN } } },
    'uses ForAllValues:StringEquals on kms:EncryptionContext:aws:sqs:arn',
    { Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': 'aws:sqs:arn' } } },
  ],
  ['ineffective-statement', { Action: undefined }, 'has no action', { Action: undefined, NotAction: 'kms:Decrypt' }],
  ['ineffective-statement', { Resource: undefined }, 'has no resource', {}],
  ['ineffective-statement', { Principal: undefined }, 'has no principal', {}],
  [
    'root-delegation',
    { Principal: { AWS: ROOT }, Action: 'kms:*' },
    'leaves kms:* to every IAM policy of the account',
    { Principal: { AWS: ROOT }, Action: 'kms:*', Condition: { ArnEquals: { 'aws:PrincipalArn': ROOT } } },
  ],
  [
    'lockout-check-bypass',
    { Action: 'kms:PutKeyPolicy' },
    `lets ${role('App')} put a policy past the lockout check`,
    { Action: 'kms:PutKeyPolicy', Condition: CHECKED },
  ],
  [
    'no-encryption-context',
    { Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:ViaService': VIA_SQS['kms:ViaService'] } } },
    `lets ${role('App')} call kms:Decrypt for any queue or table`,
    { Action: 'kms:Decrypt', Condition: { StringEquals: VIA_SQS } },
  ],
  [
    'deletion-without-mfa',
    { Action: 'kms:DisableKey' },
    `lets ${role('App')} call kms:DisableKey without a second factor`,
    { Action: 'kms:DisableKey', Condition: MFA },
  ],
  [
    'import-can-expire',
    { Action: 'kms:ImportKeyMaterial', Condition: { StringNotEquals: LASTING } },
    `lets ${role('App')} import key material that expires, without a second factor`,
    { Action: 'kms:ImportKeyMaterial', Condition: { StringEquals: LASTING } },
  ],
  [
    'import-can-expire',
    { Action: 'kms:Import*' },
    `lets ${role('App')} import key material that expires, without a second factor`,
    { Action: 'kms:Import*', Condition: MFA },
  ],
  [
    'rotation-without-mfa',
    { Action: 'kms:RotateKeyOnDemand', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } },
    `lets ${role('App')} call kms:RotateKeyOnDemand without a second factor`,
    { Action: 'kms:RotateKeyOnDemand', Condition: MFA },
  ],
  [
    'weak-wrapping',
    { Action: 'kms:Get*' },
    `lets ${role('App')} fetch a wrapping key of any strength`,
    {
      Action: 'kms:Get*',
      Condition: {
        StringEquals: {
          'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_256',
          'kms:WrappingKeySpec': ['RSA_3072', 'RSA_4096'],
        },
      },
    },
  ],
  [
    'service-without-source',
    { Principal: { Service: 's3.amazonaws.com' }, Action: 'kms:Decrypt' },
    'lets s3.amazonaws.com use the key for anybody',
    {
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    },
  ],
  ['action-wildcard', { Action: ['kms:List*'] }, 'allows kms:List*', { Effect: 'Deny', Action: ['kms:List*'] }],
  ['action-wildcard', { Action: undefined, NotAction: 'kms:Decrypt' }, 'allows every action but those it names', {}],
  [
    'condition-wildcard',
    { Condition: { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } } },
    'takes any kms:ViaService like dynamodb.*.amazonaws.com',
    { Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' } } },
  ],
  [
    'context-on-describe',
    { Action: ['kms:Decrypt', 'kms:DescribeKey'], Condition: { StringEquals: VIA_SQS } },
    'never allows kms:DescribeKey',
    { Action: 'kms:Decrypt', Condition: { StringEquals: VIA_SQS } },
  ],
  [
    'orphaned-principal',
    { Principal: { AWS: 'AROAJQABLZS4A3QDU576Q' } },
    'names AROAJQABLZS4A3QDU576Q, which no longer exists',
    {},
  ],
];

test.each(CASES)('%s: %j', (rule, bad, message, good) => {
  expect(messages(policy(...OURS, foreign(bad)), rule)).toEqual([`'Foreign' ${message}`]);
  expect(messages(policy(...OURS, foreign(good)), rule)).toEqual([]);
});
