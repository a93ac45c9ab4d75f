import { lint, RULES } from '../../../src/key-policy/lint/lint';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import { type PolicyDocument, type Statement } from '../../../src/key-policy/statement';
import { ACCOUNT, keyPolicyFacts, QUEUE_ARN, role } from '../../support/key-policy-facts';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const OURS = renderKeyPolicy(keyPolicyFacts({ strictConditions: true })).Statement;
const VIA_SQS = { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN };
const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const LASTING = { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' };
const CHECKED = { Null: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } };

const policy = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});
const foreign = (changes: Partial<Statement>): Statement => ({
  Sid: 'Foreign',
  Effect: 'Allow',
  Principal: { AWS: role('App') },
  Action: 'kms:ListGrants',
  Resource: '*',
  ...changes,
});
const messages = (document: PolicyDocument, rule: string) =>
  lint(document, { account: ACCOUNT })
    .filter(finding => finding.rule === rule)
    .map(({ message }) => message);

test('has nothing to say about our policy with strict conditions', () => {
  expect(lint(policy(...OURS), { account: ACCOUNT })).toEqual([]);
});

test('says of our default policy what the strict conditions would add', () => {
  expect(lint(renderKeyPolicy(keyPolicyFacts()), { account: ACCOUNT })).toEqual([
    {
      rule: 'no-encryption-context',
      severity: 'warning',
      statement: 'Orders TableCreatorsThroughDynamoDb',
      message: `'Orders TableCreatorsThroughDynamoDb' lets ${role('CfnExec')} call kms:Decrypt for any queue or table`,
      why: 'the encryption context says which queue or table it is about: without it the role can use the key for every other one too',
      fix: 'add StringEquals kms:EncryptionContext:aws:sqs:arn, or :aws:dynamodb:tableName and :aws:dynamodb:subscriberId',
    },
  ]);
});

/** Rule, a statement that breaks it, what the rule says, and the nearest statement that does not. */
const CASES: ReadonlyArray<
  readonly [rule: string, bad: Partial<Statement>, message: string, good: Partial<Statement>]
> = [
  [
    'principal-everyone',
    { Principal: '*' },
    'allows *',
    { Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': ACCOUNT } } },
  ],
  ['principal-everyone', { Principal: { AWS: '*' } }, 'allows *', { Effect: 'Deny', Principal: { AWS: '*' } }],
  [
    'principal-everyone',
    { Principal: undefined, NotPrincipal: { AWS: role('App') } },
    'allows everyone but those it names',
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
    'denies everyone who does not come through a service, DynamoDB itself included',
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

test('no-administrator: nobody left, an identity policy needed, or only a role of another account', () => {
  const put = (changes: Partial<Statement>) => policy(foreign({ Action: 'kms:PutKeyPolicy', ...changes }));
  expect(messages(put({ Action: 'kms:GetKeyPolicy' }), 'no-administrator')).toEqual(['nobody can put the next policy']);
  expect(
    messages(
      put({ Principal: { AWS: ROOT }, Condition: { ArnEquals: { 'aws:PrincipalArn': role('A') } } }),
      'no-administrator',
    ),
  ).toEqual(['nobody can put the next policy']);
  expect(messages(put({ Principal: { AWS: 'arn:aws:iam::444455556666:role/Admin' } }), 'no-administrator')).toEqual([
    'nobody can put the next policy',
  ]);
  expect(messages(put({ Principal: { AWS: 'AROAJQABLZS4A3QDU576Q' } }), 'no-administrator')).toEqual([
    'nobody can put the next policy',
  ]);
  expect(messages(put({}), 'no-administrator')).toEqual([]);
  expect(messages(put({ Principal: { AWS: ROOT } }), 'no-administrator')).toEqual([]);
  expect(messages(put({ Principal: { AWS: ACCOUNT } }), 'no-administrator')).toEqual([]);
  expect(messages(put({ Condition: MFA }), 'no-administrator')).toEqual([]);
});

test('nobody-imports: names what nobody may call', () => {
  expect(messages(policy(foreign({ Action: 'kms:ImportKeyMaterial' })), 'nobody-imports')).toEqual([
    'nobody may call kms:GetParametersForImport',
  ]);
  expect(
    messages(policy(foreign({ Action: ['kms:GetParametersForImport', 'kms:ImportKeyMaterial'] })), 'nobody-imports'),
  ).toEqual([]);
});

test('duplicate-sid: names the second one', () => {
  expect(messages(policy(foreign({}), foreign({ Action: 'kms:ListAliases' })), 'duplicate-sid')).toEqual([
    "'Foreign' is there twice",
  ]);
  expect(
    messages(policy(foreign({}), foreign({ Sid: undefined }), foreign({ Sid: undefined })), 'duplicate-sid'),
  ).toEqual([]);
});

test('characters: takes all up to U+00FF and nothing beyond', () => {
  expect(messages(policy(foreign({ Sid: 'caf\u00e9 \u00ff' })), 'characters')).toEqual([]);
  expect(messages(policy(foreign({ Sid: 'caf\u0100' })), 'characters')).toEqual([
    'the policy holds the character U+0100',
  ]);
});

test('size: takes 32,768 bytes and no more, and says what each statement takes', () => {
  const room = 32_768 - Buffer.byteLength(JSON.stringify(policy(foreign({ Sid: '' }))));
  const full = policy(foreign({ Sid: 'x'.repeat(room) }));
  const over = policy(foreign({ Sid: 'x'.repeat(room - 100) }), foreign({ Sid: 'Small' }));
  expect(messages(full, 'size')).toEqual([]);
  expect(messages(over, 'size')).toEqual([
    expect.stringMatching(/^the policy takes 32\d{3} of at most 32768 bytes: 'x+' 32\d{3}, 'Small' 1\d\d$/),
  ]);
});

test('names a statement without a Sid by its number', () => {
  expect(messages(policy(...OURS, foreign({ Sid: undefined, Principal: '*' })), 'principal-everyone')).toEqual([
    `'statement ${OURS.length + 1}' allows *`,
  ]);
});

test('reads a policy whose only statement is not in a list', () => {
  const single = { Version: '2012-10-17', Statement: foreign({ Principal: '*' }) } as unknown as PolicyDocument;
  expect(messages(single, 'principal-everyone')).toEqual(["'Foreign' allows *"]);
});

test('keeps quiet about what is accepted, and about nothing else', () => {
  const document = policy(...OURS, foreign({ Principal: { AWS: role('KeyAdmin') }, Action: 'kms:Decrypt' }));
  const rules = (accept: string[]) => lint(document, { account: ACCOUNT, accept }).map(({ rule }) => rule);
  expect(rules([])).toEqual(['admin-can-use', 'no-via-service', 'no-encryption-context']);
  expect(rules(['admin-can-use'])).toEqual(['no-via-service', 'no-encryption-context']);
});

test('tries every rule here both ways', () => {
  const tried = new Set([
    ...CASES.map(([rule]) => rule),
    'no-administrator',
    'nobody-imports',
    'duplicate-sid',
    'characters',
    'size',
  ]);
  expect([...tried].sort()).toEqual(RULES.map(({ id }) => id).sort());
});
