import {
  ACCOUNT,
  DEAD_LETTER_QUEUE_ARN,
  FUNCTION_ARN,
  LOG_GROUP_ARN,
  QUEUE_ARN,
  REGION,
  role,
  TABLE_ARN,
} from '../support/key-policy-facts';

type Context = Readonly<Record<string, string | readonly string[]>>;

/** Who calls: the principal, and what travels with its credentials. */
export const CALLERS: Readonly<Record<string, { readonly principal: string; readonly context?: Context }>> = {
  "poller, as the writer's role": { principal: role('OrdersWriter') },
  writer: { principal: role('OrdersWriter'), context: { 'lambda:SourceFunctionArn': FUNCTION_ARN } },
  "second function, as the writer's role": {
    principal: role('OrdersWriter'),
    context: { 'lambda:SourceFunctionArn': `${FUNCTION_ARN}-copy` },
  },
  'custom resource': {
    principal: role('OrdersPolicyManager'),
    context: { 'lambda:SourceFunctionArn': `${FUNCTION_ARN}-key-policy` },
  },
  "second function, as the custom resource's role": {
    principal: role('OrdersPolicyManager'),
    context: { 'lambda:SourceFunctionArn': FUNCTION_ARN },
  },
  "the custom resource's role, in no function": { principal: role('OrdersPolicyManager') },
  'table creator': { principal: role('CfnExec') },
  consumer: { principal: role('OrdersApp') },
  producer: { principal: role('Shop') },
  reader: { principal: role('Reports') },
  redriver: { principal: role('OnCall') },
  restorer: { principal: role('Restorer') },
  'backup role': { principal: role('Backup') },
  'SNS, for the topic': {
    principal: 'sns.amazonaws.com',
    context: { 'aws:SourceArn': `arn:aws:sns:${REGION}:${ACCOUNT}:orders`, 'aws:SourceAccount': ACCOUNT },
  },
  'SNS, for another topic': {
    principal: 'sns.amazonaws.com',
    context: { 'aws:SourceArn': `arn:aws:sns:${REGION}:${ACCOUNT}:others`, 'aws:SourceAccount': ACCOUNT },
  },
  administrator: { principal: role('KeyAdmin') },
  custodian: { principal: role('KeyCustodian') },
  'custodian, with MFA': { principal: role('KeyCustodian'), context: { 'aws:MultiFactorAuthPresent': 'true' } },
  destroyer: { principal: role('KeyDestroyer') },
  'destroyer, with MFA': { principal: role('KeyDestroyer'), context: { 'aws:MultiFactorAuthPresent': 'true' } },
  auditor: { principal: role('Auditor') },
  'root user': { principal: `arn:aws:iam::${ACCOUNT}:root` },
  'user with kms:* in IAM': { principal: `arn:aws:iam::${ACCOUNT}:user/PowerUser` },
  'role of another account': { principal: 'arn:aws:iam::444455556666:role/OrdersApp' },
};

const sqs = (queueArn: string, region = REGION): Context => ({
  'kms:ViaService': `sqs.${region}.amazonaws.com`,
  'kms:EncryptionContext:aws:sqs:arn': queueArn,
});
const dynamodb = (tableName: string, region = REGION): Context => ({
  'kms:ViaService': `dynamodb.${region}.amazonaws.com`,
  'kms:EncryptionContext:aws:dynamodb:tableName': tableName,
  'kms:EncryptionContext:aws:dynamodb:subscriberId': ACCOUNT,
});

/** What is asked for. */
export const CALLS: Readonly<
  Record<string, { readonly action: string; readonly resource?: string; readonly context?: Context }>
> = {
  'Decrypt, SQS, the queue': { action: 'kms:Decrypt', context: sqs(QUEUE_ARN) },
  'Decrypt, SQS, the dead letters': { action: 'kms:Decrypt', context: sqs(DEAD_LETTER_QUEUE_ARN) },
  'Decrypt, SQS, another queue': { action: 'kms:Decrypt', context: sqs(`${QUEUE_ARN}-other`) },
  'Decrypt, SQS, another Region': { action: 'kms:Decrypt', context: sqs(QUEUE_ARN, 'us-east-1') },
  'GenerateDataKey, SQS, the queue': { action: 'kms:GenerateDataKey', context: sqs(QUEUE_ARN) },
  'GenerateDataKey, SQS, another queue': { action: 'kms:GenerateDataKey', context: sqs(`${QUEUE_ARN}-other`) },
  'Decrypt, DynamoDB, the table': { action: 'kms:Decrypt', context: dynamodb('Orders') },
  'Decrypt, DynamoDB, the restored table': { action: 'kms:Decrypt', context: dynamodb('Orders-restored') },
  'Decrypt, DynamoDB, another table': { action: 'kms:Decrypt', context: dynamodb('Others') },
  'Decrypt, DynamoDB, another Region': { action: 'kms:Decrypt', context: dynamodb('Orders', 'us-east-1') },
  'Decrypt, no service': { action: 'kms:Decrypt' },
  'GenerateDataKey, DynamoDB, the table': { action: 'kms:GenerateDataKey', context: dynamodb('Orders') },
  'Encrypt, DynamoDB, the table': { action: 'kms:Encrypt', context: dynamodb('Orders') },
  'CreateGrant, DynamoDB, for itself': {
    action: 'kms:CreateGrant',
    context: { ...dynamodb('Orders'), 'kms:GrantIsForAWSResource': 'true' },
  },
  'CreateGrant, DynamoDB, for somebody': {
    action: 'kms:CreateGrant',
    context: { ...dynamodb('Orders'), 'kms:GrantIsForAWSResource': 'false' },
  },
  'CreateGrant, for anybody': { action: 'kms:CreateGrant', context: { 'kms:GrantIsForAWSResource': 'false' } },
  DescribeKey: { action: 'kms:DescribeKey' },
  GetKeyPolicy: { action: 'kms:GetKeyPolicy' },
  PutKeyPolicy: { action: 'kms:PutKeyPolicy' },
  'PutKeyPolicy, said not to be past the lockout check': {
    action: 'kms:PutKeyPolicy',
    context: { 'kms:BypassPolicyLockoutSafetyCheck': 'false' },
  },
  'PutKeyPolicy, past the lockout check': {
    action: 'kms:PutKeyPolicy',
    context: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' },
  },
  'GetParametersForImport, strong': {
    action: 'kms:GetParametersForImport',
    context: { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_256', 'kms:WrappingKeySpec': 'RSA_4096' },
  },
  'GetParametersForImport, SHA-1': {
    action: 'kms:GetParametersForImport',
    context: { 'kms:WrappingAlgorithm': 'RSAES_OAEP_SHA_1', 'kms:WrappingKeySpec': 'RSA_4096' },
  },
  'ImportKeyMaterial, for ever': {
    action: 'kms:ImportKeyMaterial',
    context: { 'kms:ExpirationModel': 'KEY_MATERIAL_DOES_NOT_EXPIRE' },
  },
  'ImportKeyMaterial, for minutes': {
    action: 'kms:ImportKeyMaterial',
    context: { 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES' },
  },
  'ImportKeyMaterial, unsaid for how long': { action: 'kms:ImportKeyMaterial' },
  RotateKeyOnDemand: { action: 'kms:RotateKeyOnDemand' },
  DeleteImportedKeyMaterial: { action: 'kms:DeleteImportedKeyMaterial' },
  ScheduleKeyDeletion: { action: 'kms:ScheduleKeyDeletion' },
  DisableKey: { action: 'kms:DisableKey' },
  RevokeGrant: { action: 'kms:RevokeGrant' },
  EnableKey: { action: 'kms:EnableKey' },
  ReceiveMessage: { action: 'sqs:ReceiveMessage', resource: QUEUE_ARN },
  'ReceiveMessage, another queue': { action: 'sqs:ReceiveMessage', resource: `${QUEUE_ARN}-other` },
  SendMessage: { action: 'sqs:SendMessage', resource: QUEUE_ARN },
  BatchWriteItem: { action: 'dynamodb:BatchWriteItem', resource: TABLE_ARN },
  'BatchWriteItem, another table': { action: 'dynamodb:BatchWriteItem', resource: `${TABLE_ARN}-other` },
  GetItem: { action: 'dynamodb:GetItem', resource: TABLE_ARN },
  PutLogEvents: { action: 'logs:PutLogEvents', resource: `${LOG_GROUP_ARN}:log-stream:one` },
};

export const ON_KEY = Object.keys(CALLS).filter(name => CALLS[name]!.resource === undefined);
export const OFF_KEY = Object.keys(CALLS).filter(name => CALLS[name]!.resource !== undefined);
/**
 * Only these have identity policies from us; everybody else's access to queue and table is in the policies of those.
 */
export const WITH_IDENTITY = Object.keys(CALLERS).filter(name => /writer|custom resource/.test(name));

/**
 * Everything that is to be allowed; what is not here is to be denied. Written by hand from what each role is for, not
 * from the policies.
 */
export const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "poller, as the writer's role": ['Decrypt, SQS, the queue', 'Decrypt, DynamoDB, the table', 'ReceiveMessage'],
  writer: ['Decrypt, SQS, the queue', 'Decrypt, DynamoDB, the table', 'BatchWriteItem', 'PutLogEvents'],
  "second function, as the writer's role": [],
  'custom resource': [
    'DescribeKey',
    'GetKeyPolicy',
    'PutKeyPolicy',
    'PutKeyPolicy, said not to be past the lockout check',
  ],
  "the custom resource's role, in no function": [],
  "second function, as the custom resource's role": [],
  'table creator': [
    'DescribeKey',
    'Decrypt, DynamoDB, the table',
    'Decrypt, DynamoDB, the restored table',
    'Decrypt, DynamoDB, another table',
    'GenerateDataKey, DynamoDB, the table',
    'Encrypt, DynamoDB, the table',
    'CreateGrant, DynamoDB, for itself',
  ],
  consumer: ['Decrypt, SQS, the queue', 'GenerateDataKey, SQS, the queue', 'Decrypt, DynamoDB, the table'],
  producer: ['Decrypt, SQS, the queue', 'GenerateDataKey, SQS, the queue'],
  reader: ['Decrypt, DynamoDB, the table'],
  restorer: [
    'DescribeKey',
    'Decrypt, DynamoDB, the table',
    'Decrypt, DynamoDB, the restored table',
    'Decrypt, DynamoDB, another table',
    'GenerateDataKey, DynamoDB, the table',
    'Encrypt, DynamoDB, the table',
    'CreateGrant, DynamoDB, for itself',
  ],
  'backup role': ['DescribeKey', 'Decrypt, DynamoDB, the table', 'GenerateDataKey, DynamoDB, the table'],
  redriver: ['Decrypt, SQS, the queue', 'Decrypt, SQS, the dead letters', 'GenerateDataKey, SQS, the queue'],
  // a service calls without kms:ViaService, yet nothing keeps it from being there: its source is what counts
  'SNS, for the topic': [
    'Decrypt, SQS, the queue',
    'Decrypt, SQS, the dead letters',
    'Decrypt, SQS, another queue',
    'Decrypt, SQS, another Region',
    'GenerateDataKey, SQS, the queue',
    'GenerateDataKey, SQS, another queue',
    'Decrypt, DynamoDB, the table',
    'Decrypt, DynamoDB, the restored table',
    'Decrypt, DynamoDB, another table',
    'Decrypt, DynamoDB, another Region',
    'Decrypt, no service',
    'GenerateDataKey, DynamoDB, the table',
  ],
  'SNS, for another topic': [],
  administrator: [
    'DescribeKey',
    'GetKeyPolicy',
    'PutKeyPolicy',
    'PutKeyPolicy, said not to be past the lockout check',
    'EnableKey',
  ],
  custodian: ['DescribeKey', 'GetParametersForImport, strong', 'ImportKeyMaterial, for ever'],
  'custodian, with MFA': ['DescribeKey', 'GetParametersForImport, strong', 'ImportKeyMaterial, for ever'],
  destroyer: ['DescribeKey', 'GetParametersForImport, strong'],
  'destroyer, with MFA': [
    'DescribeKey',
    'GetParametersForImport, strong',
    'ImportKeyMaterial, for minutes',
    'RotateKeyOnDemand',
    'DeleteImportedKeyMaterial',
    'ScheduleKeyDeletion',
    'DisableKey',
    'RevokeGrant',
  ],
  auditor: ['DescribeKey', 'GetKeyPolicy'],
  'root user': ['DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'PutKeyPolicy, said not to be past the lockout check'],
  'user with kms:* in IAM': [],
  'role of another account': [],
};

/** What the strict conditions take away from that. */
export const STRICTLY_DENIED: Readonly<Record<string, readonly string[]>> = {
  'table creator': ['Decrypt, DynamoDB, the restored table', 'Decrypt, DynamoDB, another table'],
  restorer: ['Decrypt, DynamoDB, another table'],
  'SNS, for the topic': [
    'Decrypt, SQS, the dead letters',
    'Decrypt, SQS, another queue',
    'GenerateDataKey, SQS, another queue',
    'Decrypt, DynamoDB, the table',
    'Decrypt, DynamoDB, the restored table',
    'Decrypt, DynamoDB, another table',
    'Decrypt, DynamoDB, another Region',
    'Decrypt, no service',
    'GenerateDataKey, DynamoDB, the table',
  ],
  // the strict condition counts the days of waiting, which this call does not name
  'destroyer, with MFA': ['ScheduleKeyDeletion'],
};
