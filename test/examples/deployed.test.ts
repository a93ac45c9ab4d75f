import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EncryptCommand, GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { readAssembly } from '../sandbox/cloudformation/assembly';
import { ADMINISTRATOR, CONSUMER } from '../sandbox/example';
import { makeKeyWithImportedMaterial } from '../sandbox/imported-key';
import { authorizeByPolicies } from '../sandbox/policy-authorizer';
import { startSandbox, type Sandbox } from '../sandbox/sandbox';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const BEFORE_THERE_IS_A_KEY = ['kms:CreateKey', 'kms:DescribeKey'];

let sandbox: Sandbox;
let keyArn: string;
let app: SynthesisedApp;

/** An account in which policies decide, with an administrator, and with a key as KMS makes it: open to whatever IAM says. */
async function openAccount(): Promise<void> {
  sandbox = await startSandbox({
    authorize: policies => {
      const decide = authorizeByPolicies(policies);
      return call => call.principal === ADMINISTRATOR && BEFORE_THERE_IS_A_KEY.includes(call.action) ? { allowed: true } : decide(call);
    },
  });
  sandbox.roles.add('KeyAdmin', { Statement: [] }).policies.set('Policy', { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] });
  keyArn = await makeKeyWithImportedMaterial(sandbox, ADMINISTRATOR);
}

const kms = (): KMSClient => new KMSClient(sandbox.clientOf(ADMINISTRATOR));
const keyPolicy = async (): Promise<any> => JSON.parse((await kms().send(new GetKeyPolicyCommand({ KeyId: keyArn }))).Policy!);
const rendered = (): unknown => Object.values(app.files('.key-policy.json'))[0];

function synthesise(example: string): void {
  app = synthesiseApp(join(EXAMPLES, example, 'app.ts'), { keyArn });
}

const deploy = async (stack = 'OrdersStack'): Promise<unknown> =>
  sandbox.deploy(readAssembly(app.assembly, sandbox).find(({ name }) => name === stack)!);

const nameOf = (type: string, property: string, suffix = ''): string => Object.values<any>(app.files('.template.json')['OrdersStack.template.json'].Resources)
  .filter(({ Type }) => Type === type).map(({ Properties }) => Properties[property]).find(name => !suffix || !name.endsWith(suffix));

/** Sends as the application does and gives the item, read as the application does. */
async function itemOf(body: string): Promise<Record<string, unknown>> {
  const sqs = new SQSClient(sandbox.clientOf(CONSUMER));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: nameOf('AWS::SQS::Queue', 'QueueName', '-dlq') }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(sandbox.clientOf(CONSUMER)));
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await delay(50)) {
    const { Items = [] } = await table.send(new ScanCommand({ TableName: nameOf('AWS::DynamoDB::GlobalTable', 'TableName') }));
    if (Items.length > 0) return Items[0]!;
  }
  throw new Error(`no item within 20 seconds; ${sandbox.logs.lines.slice(-3).join('; ')}`);
}

beforeEach(openAccount);

afterEach(async () => {
  await sandbox.close();
  rmSync(app.assembly, { recursive: true, force: true });
});

test('examples/locked-down-key makes the key policy its own, stores a message, and puts the earlier policy back', async () => {
  synthesise('locked-down-key');
  const before = await keyPolicy();

  await deploy();

  expect((await keyPolicy()).Statement.map(({ Sid }: { Sid: string }) => Sid)).not.toContain(before.Statement[0].Sid);
  await expect(itemOf('hello')).resolves.toMatchObject({ body: 'hello' });
  await sandbox.destroy('OrdersStack');
  await expect(keyPolicy()).resolves.toEqual(before);
});

test('examples/orders-as-attributes stores the fields of an order under its customer and its id', async () => {
  synthesise('orders-as-attributes');

  await deploy();

  await expect(itemOf('{"customer":{"id":"c-7"},"orderId":"o-1","total":12.50}')).resolves.toMatchObject({
    customerId: 'c-7', orderId: 'o-1', customer: { id: 'c-7' }, total: 12.5, expiresAt: expect.any(Number),
  });
});

test('examples/separate-key-team fails without the key team, leaves the key alone, and stores a message with them', async () => {
  synthesise('separate-key-team');
  const delegated = await keyPolicy();
  const owners = { ...delegated, Statement: [{ ...delegated.Statement[0], Principal: { AWS: ADMINISTRATOR } }] };
  await kms().send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy: JSON.stringify(owners) }));
  await expect(deploy()).rejects.toThrow('kms:');
  await expect(keyPolicy()).resolves.toEqual(owners);

  await kms().send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy: JSON.stringify(rendered()) }));
  await sandbox.destroy('OrdersStack');
  await deploy();

  await expect(itemOf('hello')).resolves.toMatchObject({ body: 'hello' });
  await expect(keyPolicy()).resolves.toEqual(rendered());
});

test('examples/admins-across-accounts lets its administrators put the policy, and neither use the key nor read the table', async () => {
  synthesise('admins-across-accounts');

  await deploy('KeyAdministration');
  await deploy();

  await expect(itemOf('hello')).resolves.toMatchObject({ body: 'hello' });
  const administrator = sandbox.clientOf(`arn:aws:iam::${sandbox.account}:role/KeyAdministrator`);
  const admin = new KMSClient(administrator);
  const { Policy } = await admin.send(new GetKeyPolicyCommand({ KeyId: keyArn }));
  await expect(admin.send(new PutKeyPolicyCommand({ KeyId: keyArn, Policy }))).resolves.toBeDefined();
  await expect(admin.send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.from('x') }))).rejects.toThrow('kms:Encrypt');
  const scan = new ScanCommand({ TableName: nameOf('AWS::DynamoDB::GlobalTable', 'TableName') });
  await expect(DynamoDBDocumentClient.from(new DynamoDBClient(administrator)).send(scan)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
