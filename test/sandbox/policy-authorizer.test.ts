import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ADMINISTRATOR, CONSUMER, deployExample, Deployed, sendMessage, waitForItem } from './example';
import { Narration } from './narration';
import { authorizeByPolicies } from './policy-authorizer';
import { startSandbox, type Sandbox } from './sandbox';
import type { PolicyDocument } from '../../src/key-policy/statement';

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const STRANGER = role('Stranger');
/** Somebody with every right on SQS, DynamoDB and KMS that IAM can give. */
const POWER_USER = role('PowerUser');
const READ = { Key: { id: { S: 'x' } } };

let sandbox: Sandbox;
let deployed: Deployed;
let before: string;
let writerRole: string;
let writerFunction: string;

const sqs = (principal: string, context = {}) => new SQSClient({ ...sandbox.clientOf(principal, context), maxAttempts: 1 });
const table = (principal: string, context = {}) => new DynamoDBClient({ ...sandbox.clientOf(principal, context), maxAttempts: 1 });
const kms = (principal: string, context = {}) => new KMSClient({ ...sandbox.clientOf(principal, context), maxAttempts: 1 });
const send = (principal: string) => sqs(principal).send(new SendMessageCommand({ QueueUrl: deployed.queueUrl, MessageBody: 'hello' }));
const policy = async () => (await kms(ADMINISTRATOR).send(new GetKeyPolicyCommand({ KeyId: deployed.keyArn }))).Policy!;

beforeAll(async () => {
  sandbox = await startSandbox({
    authorize: policies => {
      const byPolicies = authorizeByPolicies(policies);
      return call => call.principal === ADMINISTRATOR && ['kms:CreateKey', 'kms:DescribeKey'].includes(call.action) ? { allowed: true } : byPolicies(call);
    },
  });
  for (const [arn, actions] of [[ADMINISTRATOR, ['kms:*']], [POWER_USER, ['kms:*', 'sqs:*', 'dynamodb:*']]] as const) {
    sandbox.roles.add(arn.split('/')[1]!, { Statement: [] }).policies.set('Policy', {
      Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    });
  }
  deployed = await deployExample(sandbox, new Narration(() => {}));
  const [writer] = [...sandbox.functions.values()].filter(({ definition }) => !definition.name.endsWith('-key-policy'));
  writerRole = writer!.definition.roleArn;
  writerFunction = writer!.arn;
  before = await policy();
});

afterAll(async () => sandbox.close());

test('the pipeline runs: consumer, queue, poller, writer, table, consumer', async () => {
  const id = await sendMessage(sandbox, deployed, 'hello');
  expect(await waitForItem(sandbox, deployed, id)).toMatchObject({ body: 'hello' });
});

test('refuses a stranger at the queue', async () => {
  await expect(send(STRANGER)).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining(`nothing allows ${STRANGER} to call sqs:SendMessage`) });
});

test('refuses an administrator of the key at the table', async () => {
  await expect(table(ADMINISTRATOR).send(new ScanCommand({ TableName: deployed.tableName }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('refuses the writer\'s role in a second function', async () => {
  const second = { 'lambda:SourceFunctionArn': `${writerFunction}-copy` };
  const write = new BatchWriteItemCommand({ RequestItems: { [deployed.tableName]: [{ PutRequest: { Item: READ.Key } }] } });
  await expect(table(writerRole, second).send(write)).rejects.toMatchObject({
    name: 'AccessDeniedException', message: expect.stringContaining("denied by 'DenyOtherFunctions'"),
  });
  await expect(sqs(writerRole, second).send(new ReceiveMessageCommand({ QueueUrl: deployed.queueUrl }))).rejects.toMatchObject({
    name: 'AccessDenied', message: expect.stringContaining("denied by 'DenyOtherFunctions'"),
  });
});

test('refuses the writer\'s own code at the queue, which the poller alone may read', async () => {
  const itself = { 'lambda:SourceFunctionArn': writerFunction };
  await expect(sqs(writerRole, itself).send(new ReceiveMessageCommand({ QueueUrl: deployed.queueUrl }))).rejects.toMatchObject({
    message: expect.stringContaining("'PollQueueByServiceOnly' wants Null lambda:SourceFunctionArn"),
  });
});

test('refuses the writer at KMS itself', async () => {
  const call = { principal: writerRole, action: 'kms:Decrypt', resource: deployed.keyArn, context: { 'lambda:SourceFunctionArn': writerFunction } };
  expect(await authorizeByPolicies(sandbox)(call)).toMatchObject({ allowed: false, reason: expect.stringContaining('leaves it to identity policies, and none allows kms:Decrypt') });
});

test('lets everybody in whom IAM lets in, as long as the key leaves that to IAM', async () => {
  await expect(send(POWER_USER)).resolves.toBeDefined();
});

describe('once the key leaves nothing to IAM', () => {
  beforeAll(async () => {
    const merged = JSON.parse(before) as PolicyDocument;
    const locked = { ...merged, Statement: merged.Statement.filter(({ Sid }) => Sid !== 'Enable IAM User Permissions') };
    await kms(ADMINISTRATOR).send(new PutKeyPolicyCommand({ KeyId: deployed.keyArn, Policy: JSON.stringify(locked) }));
  });

  test('the pipeline still runs', async () => {
    const id = await sendMessage(sandbox, deployed, 'locked down');
    expect(await waitForItem(sandbox, deployed, id)).toMatchObject({ body: 'locked down' });
  });

  test('refuses at the table whoever has every right that IAM can give', async () => {
    await expect(table(POWER_USER).send(new GetItemCommand({ TableName: deployed.tableName, ...READ }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining("WriterThroughDynamoDb' wants ArnEquals aws:PrincipalArn"),
    });
  });

  test('refuses a consumer on another queue under the same key', async () => {
    const context = { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:sqs:arn': 'arn:aws:sqs:eu-west-1:111122223333:others' };
    const verdict = await authorizeByPolicies(sandbox)({ principal: CONSUMER, action: 'kms:Decrypt', resource: deployed.keyArn, context });
    expect(verdict).toMatchObject({ allowed: false, reason: expect.stringContaining('wants StringEquals kms:EncryptionContext:aws:sqs:arn') });
  });

  afterAll(async () => {
    await kms(ADMINISTRATOR).send(new PutKeyPolicyCommand({ KeyId: deployed.keyArn, Policy: before }));
  });
});

test('leaves the key as it was when the stack is gone', async () => {
  await sandbox.destroy('OrdersStack');
  expect(JSON.parse(await policy())).toEqual({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [expect.objectContaining({ Sid: 'Enable IAM User Permissions' })],
  });
});
