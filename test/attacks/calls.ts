import { type Attack } from './attack';
import { ACCOUNT, KEY_ARN, REGION, role } from '../support/key-policy-facts';

type Call = Attack['calls'][number];
type Context = Readonly<Record<string, string>>;

/** A call of KMS itself, or of a service in the name of the attacker. */
export const kms =
  (action: string, context: Context | ((environment: Parameters<Call>[0]) => Context) = {}): Call =>
  environment => ({
    action: `kms:${action}`,
    resource: KEY_ARN,
    policy: environment.key,
    context: typeof context === 'function' ? context(environment) : context,
  });

const throughSqs = (queueArn: string): Context => ({
  'kms:ViaService': `sqs.${REGION}.amazonaws.com`,
  'kms:EncryptionContext:aws:sqs:arn': queueArn,
});
const throughDynamoDb = (tableName: string): Context => ({
  'kms:ViaService': `dynamodb.${REGION}.amazonaws.com`,
  'kms:EncryptionContext:aws:dynamodb:tableName': tableName,
  'kms:EncryptionContext:aws:dynamodb:subscriberId': ACCOUNT,
});

/** What SQS and DynamoDB ask KMS for in the name of their callers. */
export const queueKey = (action: string): Call => kms(action, ({ names }) => throughSqs(names.queueArn));
export const deadLetterKey = (action: string): Call => kms(action, ({ names }) => throughSqs(names.deadLetterQueueArn));
export const otherQueueKey = (action: string): Call =>
  kms(action, throughSqs(`arn:aws:sqs:${REGION}:${ACCOUNT}:other`));
export const tableKey = (action: string): Call => kms(action, ({ names }) => throughDynamoDb(names.tableName));
export const restoredKey = (action: string): Call =>
  kms(action, ({ names }) => throughDynamoDb(`${names.tableName}-restored`));
export const otherTableKey = (action: string): Call => kms(action, throughDynamoDb('Other'));

const overTls = { 'aws:SecureTransport': 'true' };

export const queue =
  (action: string, context: Context = overTls): Call =>
  ({ names, queue: policy }) => ({ action: `sqs:${action}`, resource: names.queueArn, policy, context });
export const deadLetters =
  (action: string): Call =>
  ({ names, deadLetters: policy }) => ({
    action: `sqs:${action}`,
    resource: names.deadLetterQueueArn,
    policy,
    context: overTls,
  });
export const table =
  (action: string): Call =>
  ({ names, table: policy }) => ({ action: `dynamodb:${action}`, resource: names.tableArn, policy, context: {} });
export const backup =
  (action: string): Call =>
  ({ names }) => ({ action: `dynamodb:${action}`, resource: `${names.tableArn}/backup/1`, context: {} });

/** A call that no resource policy of ours has a say in. */
export const elsewhere =
  (action: string, resource: string | ((environment: Parameters<Call>[0]) => string), context: Context = {}): Call =>
  environment => ({
    action,
    resource: typeof resource === 'string' ? resource : resource(environment),
    context,
  });

export const onWriter = (verb: string): Call => elsewhere(`lambda:${verb}`, ({ names }) => names.functionArn);
/** Where nothing is put, there is no key policy manager. */
export const onManager =
  (verb: string): Call =>
  ({ managerRole, names }) =>
    managerRole && { action: `lambda:${verb}`, resource: names.policyManagerFunctionArn, context: {} };
export const onWriterRole = (verb: string): Call => elsewhere(`iam:${verb}`, ({ names }) => names.writerRoleArn);
export const onRole = (verb: string, name: string): Call => elsewhere(`iam:${verb}`, role(name));
export const onStack = (verb: string): Call =>
  elsewhere(`cloudformation:${verb}`, `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/OrdersStack/1`);
