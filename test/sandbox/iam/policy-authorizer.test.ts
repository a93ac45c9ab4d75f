import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import { KeyPolicyManagement } from '../../../src';
import type { PolicyDocument, Statement } from '../../../src/key-policy/statement';
import { Pipeline } from '../../support/pipeline';

const POWER_USER = 'arn:aws:iam::111122223333:role/PowerUser';
const DELEGATION = 'Enable IAM User Permissions';

let pipeline: Pipeline;

const clientOf = (principal: string) => ({ ...pipeline.sandbox.clientOf(principal), maxAttempts: 1 });
const readTable = async (principal: string): Promise<unknown> =>
  new DynamoDBClient(clientOf(principal)).send(new ScanCommand({ TableName: pipeline.tableName }));

async function edit(change: (statements: readonly Statement[]) => readonly Statement[]): Promise<void> {
  const kms = new KMSClient(clientOf(ADMINISTRATOR));
  const { Policy } = await kms.send(new GetKeyPolicyCommand({ KeyId: pipeline.keyArn }));
  const policy = JSON.parse(Policy!) as PolicyDocument;
  await kms.send(
    new PutKeyPolicyCommand({
      KeyId: pipeline.keyArn,
      Policy: JSON.stringify({ ...policy, Statement: change(policy.Statement) }),
    }),
  );
}

beforeAll(async () => {
  const keyPolicyManagement = KeyPolicyManagement.merge({ acceptedDelegations: [DELEGATION] });
  pipeline = await Pipeline.start({ leavesKeyOpen: true, props: { keyPolicyManagement } });
  const everything = { Effect: 'Allow', Action: ['dynamodb:*', 'kms:*', 'sqs:*'], Resource: '*' };
  pipeline.sandbox.roles.add('PowerUser', { Statement: [] }).policies.set('Everything', { Statement: everything });
});

afterAll(async () => pipeline.close());

test('merged into a policy that leaves all to IAM, ours keeps nobody out whom that one lets in', async () => {
  await expect(readTable(POWER_USER)).resolves.toBeDefined();
});

test('once an administrator has taken that statement out, only those whom ours names get in, and the pipeline runs on', async () => {
  await edit(statements => statements.filter(({ Sid }) => Sid !== DELEGATION));
  const other = 'arn:aws:iam::111122223333:role/AnotherPowerUser'; // DynamoDB still has the table key of the first one
  pipeline.sandbox.roles
    .add('AnotherPowerUser', { Statement: [] })
    .policies.set('Everything', { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } });
  await expect(readTable(other)).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringMatching(/^KMS key access denied error/),
  });

  await pipeline.send([{ MessageBody: 'hello' }]);
  await pipeline.until('an item', async () => (await pipeline.items()).length === 1);
});

test('KMS takes no policy from somebody who could not put the next one under it', async () => {
  const before = pipeline.sandbox.kms.keys.byArn(pipeline.keyArn)!.policy;
  const others = edit(statements =>
    statements.filter(({ Sid }) => !/ (AdminsPutPolicy|AdminsManage)$/.test(Sid!) && Sid !== DELEGATION),
  );
  await expect(others).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
    message: expect.stringContaining('will not allow you to update the key policy'),
  });
  expect(pipeline.sandbox.kms.keys.byArn(pipeline.keyArn)!.policy).toBe(before);
});

test('leaves the statements of others as they were when the stack is gone', async () => {
  const delegation: Statement = {
    Sid: DELEGATION,
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'kms:*',
    Resource: '*',
  };
  await edit(statements => [delegation, ...statements]);
  await pipeline.sandbox.destroy('OrdersStack');
  expect(JSON.parse(pipeline.sandbox.kms.keys.byArn(pipeline.keyArn)!.policy)).toEqual({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [delegation],
  });
});
