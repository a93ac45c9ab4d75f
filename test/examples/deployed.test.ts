import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EncryptCommand } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { closeKey } from '../../sandbox/demo/closed-key';
import { ADMINISTRATOR, CONSUMER } from '../../sandbox/demo/example';
import { synthesiseChanged } from '../support/changed-app';
import { PolicedAccount, queueNameOf, tableNameOf } from '../support/policed-account';
import { stacksOfAssembly, withOnly } from '../support/stacks-of-assembly';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

let account: PolicedAccount;
let app: SynthesisedApp;

/** The example, as somebody changed it later. */
let changed: SynthesisedApp;

const synthesise = (example: string): void => {
  const [file, context] = [join(EXAMPLES, example, 'app.ts'), { keyArn: account.keyArn }];
  app = synthesiseApp(file, context);
  changed = synthesiseChanged(file, context);
};
/** Deploys the change, which is one of every resource. Those who are new may do what they are for, and no more. */
async function update(stackName = 'OrdersStack', way = ['Custom::KeyPolicy']): Promise<void> {
  const stack = stacksOfAssembly(changed.assembly, account.sandbox).find(({ name }) => name === stackName)!;
  await account.sandbox.deploy(stack);

  const { events, status } = account.sandbox.stack(stackName)!;
  const updated = events.filter(event => event.status === 'UPDATE_COMPLETE').map(({ type }) => type);
  expect(status).toBe('UPDATE_COMPLETE');
  expect(updated).toEqual(expect.arrayContaining([...CHANGED, ...way]));
  const [reader, redriver] = ['LaterReader', 'LaterRedriver'].map(name => account.role(name));
  const [queue, deadLetters] = account.sandbox.queues.all.map(({ name }) => name).sort((a, b) => a.length - b.length);
  await expect(account.redriveAs(redriver!, deadLetters!)).resolves.toBeDefined();
  await expect(account.itemsOf(queue!, reader)).resolves.toEqual([]); // the table has the name of the queue
  for (const role of [CONSUMER, reader!, redriver!]) {
    await expect(account.receiveAs(role, queue!)).rejects.toMatchObject({ name: 'AccessDenied' });
  }
}

const CHANGED = ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::DynamoDB::GlobalTable', 'AWS::Lambda::Function'];
const STACKS = [
  'CheckoutStack',
  'ShopStack',
  'Test-CheckoutStack',
  'Test-OrdersStack',
  'OrdersStack',
  'KeyAdministration',
];

const rendered = (of = app): unknown => Object.values(of.files('.key-policy.json'))[0];

beforeEach(async () => {
  account = await PolicedAccount.open();
});

afterEach(async () => {
  for (const name of STACKS) {
    if (account.sandbox.stack(name)) await account.sandbox.destroy(name);
  }
  expect(STACKS.map(name => account.sandbox.stack(name)).filter(Boolean)).toEqual([]);
  await account.close();
  for (const { assembly } of [app, changed]) rmSync(assembly, { recursive: true, force: true });
});

test('examples/locked-down-key makes the key policy its own, stores a message, and leaves the key to those who decide over it', async () => {
  synthesise('locked-down-key');
  const before = await account.keyPolicy();

  await account.deploy(app);

  expect((await account.keyPolicy()).Statement.map(({ Sid }: { Sid: string }) => Sid)).not.toContain(
    before.Statement[0].Sid,
  );
  await update();
  await expect(account.itemOf('hello', app)).resolves.toMatchObject({ body: 'hello' });
  await account.sandbox.destroy('OrdersStack');
  const left = (await account.keyPolicy(account.role('KeyAdmin'))).Statement as { Sid: string }[];
  expect(left.map(({ Sid }) => Sid.split(' ').at(-1))).toEqual([
    'AdminsManage',
    'AdminsPutPolicy',
    'BreakGlass',
    'CustodiansWrap',
    'CustodiansRead',
    'CustodiansImport',
    'DestroyersStop',
    'DestroyersScheduleDeletion',
    'DestroyersImportExpiring',
    'DestroyersRotate',
    'DestroyersRevokeGrants',
    'AuditorsRead',
    'PolicyManagerAdmission',
  ]);
});

test('examples/orders-as-attributes stores the fields of an order under its customer and its id', async () => {
  synthesise('orders-as-attributes');

  await closeKey(account.sandbox, account.keyArn, ADMINISTRATOR);
  await account.deploy(app);
  await update();

  await expect(account.itemOf('{"customer":{"id":"c-7"},"orderId":"o-1","total":12.50}', app)).resolves.toMatchObject({
    customerId: 'c-7',
    orderId: 'o-1',
    customer: { id: 'c-7' },
    total: 12.5,
    expiresAt: expect.any(Number),
  });
});

test('examples/separate-key-team fails without the key team, leaves the key alone, and stores a message with them', async () => {
  synthesise('separate-key-team');
  const delegated = await account.keyPolicy();
  const owners = { ...delegated, Statement: [{ ...delegated.Statement[0], Principal: { AWS: ADMINISTRATOR } }] };
  await account.putKeyPolicy(owners);
  await expect(account.deploy(app)).rejects.toThrow('kms:');
  await expect(account.keyPolicy()).resolves.toEqual(owners);

  await account.putKeyPolicy(rendered());
  await account.sandbox.destroy('OrdersStack');
  await account.deploy(app);
  await account.putKeyPolicy(rendered(changed));
  await update('OrdersStack', []);

  await expect(account.itemOf('hello', app)).resolves.toMatchObject({ body: 'hello' });
  await expect(account.keyPolicy()).resolves.toEqual(rendered(changed));
});

test('examples/admins-across-accounts lets its administrators put the policy, and neither use the key nor read the table', async () => {
  synthesise('admins-across-accounts');

  await account.deploy(app, 'KeyAdministration');
  await account.deploy(app);
  await update();

  await expect(account.itemOf('hello', app)).resolves.toMatchObject({ body: 'hello' });
  const administrator = account.role('KeyAdministrator');
  await expect(account.putKeyPolicy(await account.keyPolicy(administrator), administrator)).resolves.toBeUndefined();
  const encrypt = new EncryptCommand({ KeyId: account.keyArn, Plaintext: Buffer.from('x') });
  await expect(account.kms(administrator).send(encrypt)).rejects.toThrow('kms:Encrypt');
  const table = DynamoDBDocumentClient.from(new DynamoDBClient(account.sandbox.clientOf(administrator)));
  await expect(table.send(new ScanCommand({ TableName: tableNameOf(app) }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test('examples/application lets its function send and read, and leaves the data when it goes', async () => {
  synthesise('application');
  await closeKey(account.sandbox, account.keyArn, ADMINISTRATOR);

  await account.deploy(app);
  await account.deploy(app, 'CheckoutStack');
  await update();

  const [, checkout] = /"aws:PrincipalArn":"([^"]+Checkout[^"]+)"/.exec(JSON.stringify(rendered()))!;
  const names = { queueName: queueNameOf(app), tableName: tableNameOf(app) };
  await expect(account.itemAs(checkout!, '{"sku":1}', names)).resolves.toMatchObject({ body: '{"sku":1}' });
  await account.sandbox.destroy('CheckoutStack');
  await expect(account.itemOf('hello', app)).resolves.toBeDefined();
});

test('examples/ecs-service lets its task role send and read, and no other role of the service', async () => {
  synthesise('ecs-service');
  await closeKey(account.sandbox, account.keyArn, ADMINISTRATOR);
  const [shop] = stacksOfAssembly(app.assembly, account.sandbox).filter(({ name }) => name === 'ShopStack');

  await account.deploy(app);
  await account.sandbox.deploy(withOnly(shop!, (_, type) => /^AWS::IAM::Role/.test(type))); // no ECS, no EC2 in here
  const policies = withOnly(shop!, (id, type) => /^AWS::IAM::/.test(type) && !/ExecutionRoleDefaultPolicy/.test(id));
  await account.sandbox.deploy(policies);
  await update();

  const roles = account.sandbox.roles.all.map(({ arn }) => arn).filter(arn => arn.includes('ShopStack'));
  const [execution, task] = [/ExecutionRole/, /TaskRole/].map(name => roles.find(arn => name.test(arn))!);
  const names = { queueName: queueNameOf(app), tableName: tableNameOf(app) };
  await expect(account.itemAs(task!, '{"sku":1}', names)).resolves.toMatchObject({ body: '{"sku":1}' });
  await expect(account.itemAs(execution!, '{"sku":1}', names)).rejects.toThrow('not authorized');
});

test('examples/pipeline has stacks in its stage that deploy and let the function send and read', async () => {
  synthesise('pipeline');
  const [, manager] = /role\/(Test[\w-]+)-key-eu-west-1"/.exec(JSON.stringify(app.files('.key-policy.json')))!;
  await closeKey(account.sandbox, account.keyArn, ADMINISTRATOR, manager);
  const stacks = stacksOfAssembly(app.assembly, account.sandbox).filter(({ name }) => name.startsWith('Test-'));
  expect(stacks.map(({ name }) => name)).toEqual(['Test-OrdersStack', 'Test-CheckoutStack']);

  for (const stack of stacks) await account.sandbox.deploy(stack);
  await update('Test-OrdersStack');

  const { arn } = account.sandbox.roles.all.find(role => /CheckoutStack/.test(role.arn))!;
  const queue = account.sandbox.queues.all.find(({ name }) => !name.endsWith('-dlq'))!;
  const names = { queueName: queue.name, tableName: queue.name };
  await expect(account.itemAs(arn, '{"sku":1}', names)).resolves.toMatchObject({ body: '{"sku":1}' });
});

test.each(['minimal', 'tested-stack'])('examples/%s stores an order', async example => {
  synthesise(example);
  await closeKey(account.sandbox, account.keyArn, ADMINISTRATOR);

  await account.deploy(app);
  await update();

  await expect(account.itemOf('{"orderId":"o-1"}', app)).resolves.toMatchObject(
    example === 'minimal' ? { body: '{"orderId":"o-1"}' } : { id: 'o-1' },
  );
});
