import { renderKeyPolicy, renderKeyPolicyStatements } from '../../../src/key-policy/render/render';
import { keyPolicyFacts, QUEUE_ARN, role } from '../../support/key-policy-facts';

const VIA_SQS = { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN };
const VIA_DYNAMODB = { 'kms:ViaService': 'dynamodb.eu-west-1.amazonaws.com' };
const TABLE = {
  'kms:EncryptionContext:aws:dynamodb:subscriberId': '111122223333',
  'kms:EncryptionContext:aws:dynamodb:tableName': 'Orders',
};
const NOBODY = {
  adminRoleArns: [],
  custodianRoleArns: [],
  destroyerRoleArns: [],
  auditorRoleArns: [],
  tableCreatorRoleArns: [],
  consumerRoleArns: [],
  producerRoleArns: [],
  readerRoleArns: [],
  redriverRoleArns: [],
  restoreRoleArns: [],
  backupRoleArns: [],
  serviceProducers: [],
  policyManagerRoleArn: undefined,
  breakGlass: false,
};

const statement = (sid: string, changes = {}) =>
  renderKeyPolicyStatements(keyPolicyFacts(changes)).find(({ Sid }) => Sid === `Orders ${sid}`);

test('says who looks after the key, then who uses it', () => {
  expect(renderKeyPolicyStatements(keyPolicyFacts()).map(({ Sid }) => Sid)).toEqual([
    'Orders AdminsManage',
    'Orders AdminsPutPolicy',
    'Orders PolicyManager',
    'Orders BreakGlass',
    'Orders CustodiansWrap',
    'Orders CustodiansRead',
    'Orders CustodiansImport',
    'Orders DestroyersStop',
    'Orders DestroyersScheduleDeletion',
    'Orders DestroyersImportExpiring',
    'Orders DestroyersRotate',
    'Orders DestroyersRevokeGrants',
    'Orders AuditorsRead',
    'Orders TableCreatorsDescribe',
    'Orders TableCreatorsThroughDynamoDb',
    'Orders TableCreatorsGrant',
    'Orders RestorersDescribe',
    'Orders RestorersThroughDynamoDb',
    'Orders RestorersGrant',
    'Orders BackupsDescribe',
    'Orders BackupsThroughDynamoDb',
    'Orders WriterThroughSqs',
    'Orders WriterThroughDynamoDb',
    'Orders ProducersThroughSqs',
    'Orders ServiceProducer1',
    'Orders ReadersThroughDynamoDb',
    'Orders RedriversThroughSqs',
  ]);
});

test('is a whole document that names the construct', () => {
  expect(renderKeyPolicy(keyPolicyFacts())).toEqual({
    Version: '2012-10-17',
    Id: 'Orders',
    Statement: renderKeyPolicyStatements(keyPolicyFacts()),
  });
});

test('leaves out what nobody is named for: the writer alone remains', () => {
  expect(renderKeyPolicyStatements(keyPolicyFacts(NOBODY)).map(({ Sid }) => Sid)).toEqual([
    'Orders WriterThroughSqs',
    'Orders WriterThroughDynamoDb',
  ]);
});

test.each([false, true])(
  'spells every action out, sorted and once, on this key alone (strict: %s)',
  strictConditions => {
    for (const { Action, Resource } of renderKeyPolicyStatements(keyPolicyFacts({ strictConditions }))) {
      const actions = [Action!].flat();
      expect(Resource).toBe('*');
      expect(actions).toEqual([...new Set(actions)].sort());
      expect(actions.filter(action => !/^kms:[A-Za-z]+$/.test(action))).toEqual([]);
    }
  },
);

test('lets admins put a policy, but not past the lockout check', () => {
  expect(statement('AdminsPutPolicy')).toEqual({
    Sid: 'Orders AdminsPutPolicy',
    Effect: 'Allow',
    Principal: { AWS: role('KeyAdmin') },
    Action: 'kms:PutKeyPolicy',
    Resource: '*',
    Condition: { BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' } },
  });
});

test('gives admins no way to use the key or to let others use it', () => {
  const actions = renderKeyPolicyStatements(keyPolicyFacts({ ...NOBODY, adminRoleArns: [role('KeyAdmin')] }))
    .filter(({ Sid }) => Sid!.startsWith('Orders Admins'))
    .flatMap(({ Action }) => Action);
  expect(actions).not.toEqual(
    expect.arrayContaining([
      expect.stringMatching(/Decrypt|Encrypt|GenerateDataKey|CreateGrant|RevokeGrant|Import|Delete[^A]|Disable/),
    ]),
  );
});

test('keeps the root user, and no IAM policy, as the way back in', () => {
  expect(statement('BreakGlass')).toEqual({
    Sid: 'Orders BreakGlass',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
    Resource: '*',
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:root' },
      BoolIfExists: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' },
    },
  });
});

test('lets custodians fetch a wrapping key of the strongest kind only', () => {
  expect(statement('CustodiansWrap')!.Condition).toEqual({
    StringEquals: { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_256', 'kms:WrappingKeySpec': 'RSA_4096' },
  });
});

test.each(['DestroyersStop', 'DestroyersScheduleDeletion'])('asks for a second factor: %s', sid => {
  expect(statement(sid)!.Condition).toEqual({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
});

test('names the writer by its ARN, as it may not exist yet, and lets it decrypt for its queue and its table', () => {
  const account = { AWS: 'arn:aws:iam::111122223333:root' };
  const writer = { 'aws:PrincipalArn': role('OrdersWriter') };
  expect([statement('WriterThroughSqs'), statement('WriterThroughDynamoDb')]).toEqual([
    {
      Sid: 'Orders WriterThroughSqs',
      Effect: 'Allow',
      Principal: account,
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { ArnEquals: writer, StringEquals: VIA_SQS },
    },
    {
      Sid: 'Orders WriterThroughDynamoDb',
      Effect: 'Allow',
      Principal: account,
      Action: 'kms:Decrypt',
      Resource: '*',
      Condition: { ArnEquals: writer, StringEquals: { ...VIA_DYNAMODB, ...TABLE } },
    },
  ]);
});

test('lets consumers send and read, producers send, readers read', () => {
  expect(statement('ProducersThroughSqs')).toMatchObject({
    Principal: { AWS: [role('OrdersApp'), role('Shop')] },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Condition: { StringEquals: VIA_SQS },
  });
  expect(statement('ReadersThroughDynamoDb')).toMatchObject({
    Principal: { AWS: [role('OrdersApp'), role('Reports')] },
    Action: 'kms:Decrypt',
    Condition: { StringEquals: { ...VIA_DYNAMODB, ...TABLE } },
  });
});

test('lets redrivers work on the queue and its dead letters', () => {
  expect(statement('RedriversThroughSqs')!.Condition).toEqual({
    StringEquals: {
      'kms:ViaService': 'sqs.eu-west-1.amazonaws.com',
      'kms:EncryptionContext:aws:sqs:arn': [QUEUE_ARN, 'arn:aws:sqs:eu-west-1:111122223333:Orders-dead-letters'],
    },
  });
});

test('lets a service send for the one source it is named for', () => {
  expect(statement('ServiceProducer1')).toMatchObject({
    Principal: { Service: 'sns.amazonaws.com' },
    Condition: {
      ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' },
      StringEquals: { 'aws:SourceAccount': '111122223333' },
    },
  });
});

test.each([
  ['TableCreatorsDescribe', undefined],
  ['TableCreatorsThroughDynamoDb', { StringEquals: VIA_DYNAMODB }],
  ['TableCreatorsGrant', { StringEquals: VIA_DYNAMODB, Bool: { 'kms:GrantIsForAWSResource': 'true' } }],
])('holds the table creator to what AWS documents: %s', (sid, condition) => {
  expect(statement(sid)!.Condition).toEqual(condition);
});

test.each([
  ['TableCreatorsDescribe', undefined],
  ['TableCreatorsThroughDynamoDb', { StringEquals: { ...VIA_DYNAMODB, ...TABLE } }],
  [
    'TableCreatorsGrant',
    {
      StringEquals: VIA_DYNAMODB,
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
      'ForAllValues:StringEquals': {
        'kms:GrantOperations': [
          'Decrypt',
          'DescribeKey',
          'Encrypt',
          'GenerateDataKey',
          'ReEncryptFrom',
          'ReEncryptTo',
          'RetireGrant',
        ],
      },
    },
  ],
  [
    'ServiceProducer1',
    {
      ArnEquals: { 'aws:SourceArn': 'arn:aws:sns:eu-west-1:111122223333:orders' },
      StringEquals: { 'aws:SourceAccount': '111122223333', 'kms:EncryptionContext:aws:sqs:arn': QUEUE_ARN },
    },
  ],
  [
    'DestroyersScheduleDeletion',
    {
      Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      NumericGreaterThanEquals: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' },
    },
  ],
])('asks for more where strict conditions are wanted: %s', (sid, condition) => {
  expect(statement(sid, { strictConditions: true })!.Condition).toEqual(condition);
});

test('writes the service names of KMS in every partition', () => {
  expect(JSON.stringify(renderKeyPolicy(keyPolicyFacts({ partition: 'aws-cn', region: 'cn-north-1' })))).toContain(
    '"sqs.cn-north-1.amazonaws.com"',
  );
});
