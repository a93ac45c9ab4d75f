import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { ACCEPTED_NEIGHBOURS, addNeighbours } from './neighbours';
import { TestClock } from '../../sandbox/clock/test-clock';
import { executionRoleArn } from '../../sandbox/cloudformation/cloud';
import { addAdministrator, ADMINISTRATOR, CONSUMER } from '../../sandbox/demo/example';
import { makeKeyWithImportedMaterial } from '../../sandbox/demo/imported-key';
import type { Call } from '../../sandbox/iam/authorization';
import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox';
import type { SqsError } from '../../sandbox/sqs/sqs-error';
import { KeyPolicyManagement, MessageBody as BodyForm } from '../../src';
import { deployPipeline, Pipeline } from '../support/pipeline';

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const [STRANGER, REDRIVER, POWER_USER] = ['Stranger', 'OrdersRedriver', 'PowerUser'].map(role);

let pipeline: Pipeline;
const decided: (Call & { allowed: boolean })[] = [];

const clientOf = (principal: string) => ({ ...pipeline.sandbox.clientOf(principal), maxAttempts: 1 });
const send = async (principal: string, QueueUrl: string, MessageBody: string): Promise<unknown> =>
  new SQSClient(clientOf(principal)).send(new SendMessageCommand({ QueueUrl, MessageBody }));
const readTable = async (principal: string): Promise<unknown> =>
  new DynamoDBClient(clientOf(principal)).send(new ScanCommand({ TableName: pipeline.tableName }));

beforeAll(async () => {
  pipeline = await Pipeline.start({
    more: addNeighbours,
    props: {
      acceptedDeviations: ACCEPTED_NEIGHBOURS,
      keyPolicyManagement: KeyPolicyManagement.replace(),
      messageBody: BodyForm.jsonFields(),
      redriverRoleArns: [REDRIVER],
    },
    authorize: policies => {
      const decide = authorizeByPolicies(policies);
      return async call => {
        const verdict = await decide(call);
        decided.push({ ...call, allowed: verdict.allowed });
        return verdict;
      };
    },
  });
  const Statement = { Effect: 'Allow', Action: ['dynamodb:*', 'kms:*', 'sqs:*'], Resource: '*' };
  pipeline.sandbox.roles.add('PowerUser', { Statement: [] }).policies.set('Everything', { Statement });
});

afterAll(async () => {
  await pipeline.close();
});

test('the deployment puts the policy first, and creates the table with the rights it gives to the role of CloudFormation', () => {
  const calls = decided.filter(
    ({ action, resource }) =>
      action.startsWith('kms:') && resource === pipeline.keyArn && action !== 'kms:GetKeyPolicy',
  );
  const creator = executionRoleArn('111122223333', 'eu-west-1');
  const seen = calls.map(
    ({ principal, action, allowed }) =>
      `${principal === creator ? 'creator' : principal.split('role/')[1]} ${action} ${allowed}`,
  );
  const [put, ...created] = seen.slice(-6);
  expect(put).toMatch(/-key-eu-west-1 kms:PutKeyPolicy true$/);
  expect(created).toEqual(
    ['DescribeKey', 'CreateGrant', 'GenerateDataKey', 'Encrypt', 'Decrypt'].map(action => `creator kms:${action} true`),
  );
});

test('a deployment whose table creator has no right on the key fails, and takes every use back', async () => {
  const sandbox = await startSandbox({ authorize: authorizeByPolicies, clock: new TestClock() });
  addAdministrator(sandbox);
  const keyArn = await makeKeyWithImportedMaterial(sandbox, ADMINISTRATOR);
  const props = { keyPolicyManagement: KeyPolicyManagement.replace(), tableCreatorRoleArns: [role('SomebodyElse')] };
  await expect(deployPipeline(sandbox, keyArn, { props })).rejects.toThrow(/^KMS key access denied error/);
  await sandbox.close();
  expect(namesOn(sandbox, keyArn)).toEqual(WHO_DECIDES);
  expect(sandbox.functions.size).toBe(0);
});

test('the pipeline runs, and each call of each part is decided by the deployed policies', async () => {
  decided.length = 0;
  await pipeline.send([{ MessageBody: '{"n":1}' }, { MessageBody: '{ poison' }]);
  await pipeline.until('an item', async () => (await pipeline.items()).length === 1);
  await pipeline.until('a dead letter', () => pipeline.depth(pipeline.deadLetterQueueUrl) === 1);

  const observer = role('Observer');
  const calls = decided.filter(({ principal }) => principal !== observer);
  expect(calls.filter(({ allowed }) => !allowed)).toEqual([]);
  const seen = calls.map(({ principal, action, context }) =>
    [
      principal === CONSUMER ? 'consumer' : context['lambda:SourceFunctionArn'] === undefined ? 'poller' : 'writer',
      action,
      context['kms:ViaService'] ?? '-',
    ].join(' '),
  );
  expect([...new Set(seen)].sort()).toEqual([
    'consumer dynamodb:Scan -',
    'consumer kms:Decrypt dynamodb.eu-west-1.amazonaws.com',
    'consumer kms:Decrypt sqs.eu-west-1.amazonaws.com',
    'consumer kms:GenerateDataKey sqs.eu-west-1.amazonaws.com',
    'consumer sqs:SendMessage -',
    'poller kms:Decrypt dynamodb.eu-west-1.amazonaws.com', // on the writer's behalf: what its code is does not reach KMS
    'poller kms:Decrypt sqs.eu-west-1.amazonaws.com',
    'poller sqs:DeleteMessage -',
    'poller sqs:ReceiveMessage -',
    'writer dynamodb:BatchWriteItem -',
    'writer logs:CreateLogStream -',
    'writer logs:PutLogEvents -',
    'writer sqs:ChangeMessageVisibility -',
  ]);
});

test('refuses a stranger at the queue and at the table', async () => {
  await expect(send(STRANGER, pipeline.queueUrl, '{}')).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(readTable(STRANGER)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('refuses a consumer on another queue of the key, though that queue lets it in', async () => {
  const queueUrl = pipeline.queueUrl.replace(/[^/]+$/, 'others');
  await expect(send(CONSUMER, queueUrl, 'hello')).rejects.toMatchObject({ name: 'KmsAccessDenied' });
});

test('refuses a consumer that wants to receive', async () => {
  const receive = new SQSClient(clientOf(CONSUMER)).send(new ReceiveMessageCommand({ QueueUrl: pipeline.queueUrl }));
  await expect(receive).rejects.toMatchObject({ name: 'AccessDenied' });
});

test('refuses an administrator of the key at the table, even one that IAM lets read it', async () => {
  await expect(readTable(ADMINISTRATOR)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/ dynamodb:Scan /),
  });
  const { policies } = pipeline.sandbox.roles.get(ADMINISTRATOR)!;
  policies.set('ReadTables', { Statement: { Effect: 'Allow', Action: 'dynamodb:*', Resource: '*' } });
  await expect(readTable(ADMINISTRATOR)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/^KMS key access denied error/),
  });
  policies.delete('ReadTables');
});

test('refuses somebody with every right that IAM can give', async () => {
  await expect(readTable(POWER_USER)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/^KMS key access denied error/),
  });
  await expect(send(POWER_USER, pipeline.queueUrl, '{}')).rejects.toMatchObject({ name: 'KmsAccessDenied' });
});

test('refuses the role of the writer in a second function', async () => {
  const thief = pipeline.sandbox.functions.get('arn:aws:lambda:eu-west-1:111122223333:function:thief')!;
  const outcome = await thief.invoke({ TableName: pipeline.tableName, QueueUrl: pipeline.queueUrl });
  expect(outcome).toEqual({
    result: [
      expect.stringMatching(/ dynamodb:BatchWriteItem .*'DenyOtherFunctions'/),
      expect.stringMatching(/ sqs:receivemessage .*'DenyOtherFunctions'/),
    ],
  });
});

test('refuses the writer at KMS itself, with a ciphertext it may decrypt through SQS', async () => {
  const queueArn = `arn:aws:sqs:eu-west-1:111122223333:${pipeline.queueUrl.split('/').at(-1)}`;
  const input = { KeyId: pipeline.keyArn, EncryptionContext: { 'aws:sqs:arn': queueArn } };
  const through = { 'kms:ViaService': 'sqs.eu-west-1.amazonaws.com' };
  const { kms } = pipeline.sandbox;
  const { CiphertextBlob } = await kms.call(
    { principal: CONSUMER, context: {} },
    'GenerateDataKey',
    { ...input, KeySpec: 'AES_256' },
    through,
  );
  const writer = { principal: role(`${pipeline.tableName}-eu-west-1`), context: {} };
  await expect(kms.call(writer, 'Decrypt', { ...input, CiphertextBlob }, through)).resolves.toMatchObject({
    KeyId: pipeline.keyArn,
  });
  const direct = new KMSClient(clientOf(writer.principal)).send(
    new DecryptCommand({ ...input, CiphertextBlob: Buffer.from(CiphertextBlob as string, 'base64') }),
  );
  await expect(direct).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/kms:ViaService/),
  });
});

test('lets the redriver alone move the dead letters', async () => {
  const move = async (principal: string): Promise<unknown> =>
    new SQSClient(clientOf(principal)).send(
      new StartMessageMoveTaskCommand({
        SourceArn: `arn:aws:sqs:eu-west-1:111122223333:${pipeline.deadLetterQueueUrl.split('/').at(-1)}`,
      }),
    );
  await expect(move(CONSUMER)).rejects.toMatchObject({ name: 'AccessDenied' });
  await expect(move(REDRIVER)).resolves.toMatchObject({ TaskHandle: expect.any(String) });
});

test('a disabled key stops the pipeline, and enabling it again loses nothing', async () => {
  const key = pipeline.sandbox.kms.keys.byArn(pipeline.keyArn)!;
  const before = (await pipeline.items()).length;
  await pipeline.send([{ MessageBody: '{"n":2}', DelaySeconds: 600 }]);
  key.enabled = false;
  await pipeline.clock.advance(3_600_000); // no data key and no table key is cached any more
  const [mapping] = pipeline.sandbox.mappings.values();
  await pipeline.until(
    'the poller refused',
    async () => (mapping.problem as SqsError | undefined)?.shape === 'KmsDisabled',
  );
  await expect(send(CONSUMER, pipeline.queueUrl, '{"n":3}')).rejects.toMatchObject({ name: 'KmsDisabled' });
  await expect(readTable(CONSUMER)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/^KMS key access denied error/),
  });

  key.enabled = true;
  await pipeline.until('the item', async () => (await pipeline.items()).length === before + 1);
});

test('leaves those who decide over the key, and no use, when the stack is gone', async () => {
  await pipeline.sandbox.destroy('OrdersStack');
  expect(namesOn(pipeline.sandbox, pipeline.keyArn)).toEqual(WHO_DECIDES);
  await pipeline.clock.advance(3_600_000); // no table key is cached any more
  await expect(readTable(CONSUMER)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

/** What stays of a policy that had replaced another one. The last lets the same stack come back. */
const WHO_DECIDES = [
  'AdminsManage',
  'AdminsPutPolicy',
  'BreakGlass',
  'CustodiansWrap',
  'CustodiansRead',
  'CustodiansImport',
  'PolicyManagerAdmission',
];

function namesOn({ kms }: Sandbox, keyArn: string): (string | undefined)[] {
  const { Statement } = JSON.parse(kms.keys.byArn(keyArn)!.policy) as { Statement: { Sid: string }[] };
  return Statement.map(({ Sid }) => Sid.split(' ').at(-1));
}
