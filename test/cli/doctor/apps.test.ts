import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { App, Duration, Stack, Stage } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { readAssembly } from '../../../sandbox/cloudformation/assembly';
import { closeKey } from '../../../sandbox/demo/closed-key';
import { addAdministrator, ADMINISTRATOR, CONSUMER } from '../../../sandbox/demo/example';
import { makeKeyWithImportedMaterial } from '../../../sandbox/demo/imported-key';
import { authorizeByPolicies } from '../../../sandbox/iam/policy-authorizer';
import { type Sandbox, startSandbox } from '../../../sandbox/sandbox';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../../src';
import type { Diagnosis } from '../../../src/cli/doctor/diagnose';
import type { Drill } from '../../support/drill';
import { ACCOUNT, REGION, role } from '../../support/orders';
import { type CommandOutcome, runAs } from '../run-as';

const DOCTOR = role('Doctor');
const clock = new TestClock();
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ authorize: authorizeByPolicies, clock });
  addAdministrator(sandbox);
  const policy = JSON.parse((await doctor('--policy')).stdout);
  sandbox.roles.add('Doctor', { Statement: [] }).policies.set('Doctor', policy);
});

afterAll(async () => sandbox.close());

const account = (): Drill => ({ pipeline: { clock, sandbox } }) as unknown as Drill;
const doctor = async (...words: string[]): Promise<CommandOutcome> => runAs(account(), DOCTOR, ['doctor', ...words]);

/** Deploys the stacks of an app in their order, each with a key of its own. */
async function deploy(
  stackNames: readonly string[],
  make: (app: App, keyArns: readonly string[]) => void,
  lets?: string,
) {
  const keyArns: string[] = [];
  for (const name of stackNames) {
    const keyArn = await makeKeyWithImportedMaterial(sandbox, ADMINISTRATOR);
    await closeKey(sandbox, keyArn, ADMINISTRATOR, lets ?? name.replace('-', ''));
    keyArns.push(keyArn);
    keyOf[name] = keyArn;
  }
  const outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'));
  const app = new App({ outdir, analyticsReporting: false, context: { 'aws:cdk:enable-path-metadata': true } });
  make(app, keyArns);
  app.synth();
  const directory = stackNames[0]!.startsWith('Prod-') ? join(outdir, 'assembly-Prod') : outdir;
  for (const artifact of readAssembly(directory, sandbox)) await sandbox.deploy(artifact);
}

const env = { account: ACCOUNT, region: REGION };
const needs = (keyArn: string) => ({
  keyArn,
  adminRoleArns: [ADMINISTRATOR],
  consumerRoleArns: [CONSUMER],
  auditorRoleArns: [DOCTOR],
});
const checksIn = ({ stdout }: CommandOutcome): Diagnosis[] => JSON.parse(stdout);
const brokenIn = (outcome: CommandOutcome): Diagnosis[] => checksIn(outcome).filter(({ state }) => state === 'broken');
const fixesIn = (outcome: CommandOutcome): object =>
  Object.fromEntries(brokenIn(outcome).map(({ fix, name }) => [name, fix]));

const keyOf: Record<string, string> = {};

/** Somebody changes the policy of the key of a stack. */
async function change(stackName: string, how: (statements: object[]) => object[]): Promise<void> {
  const [kms, KeyId] = [new KMSClient(sandbox.clientOf(ADMINISTRATOR)), keyOf[stackName]];
  const { Policy = '' } = await kms.send(new GetKeyPolicyCommand({ KeyId }));
  const document = JSON.parse(Policy);
  await kms.send(
    new PutKeyPolicyCommand({ KeyId, Policy: JSON.stringify({ ...document, Statement: how(document.Statement) }) }),
  );
}

const disableMappings = async () => [...sandbox.mappings.values()].forEach(mapping => mapping.disable());

test('two constructs in a stack, without alarms: each is looked at by its name', async () => {
  await deploy(['Shop'], (app, [keyArn]) => {
    const stack = new Stack(app, 'Shop', { env });
    new EncryptedQueueToTable(stack, 'Orders', needs(keyArn!));
    new EncryptedQueueToTable(stack, 'OrdersWriter', needs(keyArn!));
  });
  const { code, stderr } = await doctor('Shop');
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('holds more than one construct: Shop/Orders, Shop/OrdersWriter'),
  ]);
  for (const name of ['Orders', 'OrdersWriter']) {
    const outcome = await doctor('Shop', '--construct', name, '--json');
    expect([outcome.code, brokenIn(outcome)]).toEqual([0, []]);
    expect(checksIn(outcome).filter(({ state }) => state === 'warning')).toEqual([
      expect.objectContaining({ says: "nothing is watched: the construct has no 'alarmTopic'" }),
    ]);
    expect((await doctor('Shop', '--construct', name, '--strict')).code).toBe(3);
  }
  await expect(runAs(account(), DOCTOR, ['dlq', 'list', 'Shop'])).resolves.toMatchObject({
    code: 2,
    stderr: expect.stringContaining('hint: add --construct Orders\n'),
  });
  sandbox.roles.get(DOCTOR)!.policies.set('Logs', {
    Statement: [{ Effect: 'Allow', Action: 'logs:FilterLogEvents', Resource: '*' }],
  });
  await expect(runAs(account(), DOCTOR, ['dlq', 'list', 'Shop', '--construct', 'Orders'])).resolves.toMatchObject({
    code: 0,
  });
  await change('Shop', statements => statements.slice(0, -1));
  await disableMappings();
  const outcome = await doctor('Shop', '--construct', 'OrdersWriter', '--json');
  expect(fixesIn(outcome)).toEqual({
    'key policy': [
      `npx encrypted-queue-to-table policy apply cdk.out --key-id ${keyOf.Shop} --construct ShopOrdersWriterDF10A380 --accept no-encryption-context`,
    ],
    mapping: [expect.stringMatching(/^aws lambda update-event-source-mapping --uuid \S+ --enabled$/)],
  });
});

test('a stack in a stage: CDK knows it by its path', async () => {
  await deploy(['Prod-Orders'], (app, [keyArn]) => {
    const stack = new Stack(new Stage(app, 'Prod', { env }), 'Orders');
    new EncryptedQueueToTable(stack, 'Pipeline', { ...needs(keyArn!), fifo: true, timeToLive: Duration.days(30) });
  });
  expect(brokenIn(await doctor('Prod-Orders', '--json'))).toEqual([]);
  await change('Prod-Orders', statements => statements.slice(0, -1));
  for (const name of sandbox.logs.names) sandbox.logs.removeGroup(name);
  expect(fixesIn(await doctor('Prod-Orders', '--json'))).toEqual({
    'key policy': [expect.stringContaining(' policy apply cdk.out/assembly-Prod --key-id ')],
    'log group': ['npx cdk deploy Prod/Orders --revert-drift'],
  });
});

test('a policy that replaces: a statement too many is named, and goes', async () => {
  await deploy(['Alone'], (app, [keyArn]) => {
    const stack = new Stack(app, 'Alone', { env });
    new EncryptedQueueToTable(stack, 'Orders', {
      ...needs(keyArn!),
      keyPolicyManagement: KeyPolicyManagement.replace(),
    });
  });
  expect(brokenIn(await doctor('Alone', '--json'))).toEqual([]);
  const more = { Sid: 'Guest', Effect: 'Allow', Principal: { AWS: role('Guest') }, Action: 'kms:*', Resource: '*' };
  await change('Alone', statements => [...statements, more]);
  const outcome = await doctor('Alone', '--json');
  const { fix, says } = checksIn(outcome).find(({ state }) => state === 'broken')!;
  expect(says).toBe('the key policy is not as deployed: it has besides Guest');
  expect(fix).toEqual([
    expect.stringMatching(/^npx encrypted-queue-to-table policy apply cdk.out --key-id \S+ --replace/),
  ]);
});

test('a deployment that failed at first: it is deployed again, and nothing else is looked at', async () => {
  const failed = deploy(
    ['Failed'],
    (app, [keyArn]) => {
      new EncryptedQueueToTable(new Stack(app, 'Failed', { env }), 'Orders', needs(keyArn!));
    },
    'Another',
  );
  await expect(failed).rejects.toThrow('is not authorized to perform: kms:GetKeyPolicy');
  const outcome = await doctor('Failed', '--json');
  expect([outcome.code, fixesIn(outcome)]).toEqual([3, { stack: ['npx cdk deploy Failed'] }]);
  expect(checksIn(outcome).slice(1)).toEqual(
    Array.from({ length: 25 }, () => expect.objectContaining({ state: 'follows', cause: 1, says: 'follows from 1' })),
  );
});

test('a stack without a construct, and one of another Region', async () => {
  await deploy(['Empty'], app => {
    const stack = new Stack(app, 'Empty', { env });
    new Topic(stack, 'Topic');
  });
  await expect(doctor('Empty')).resolves.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error: the stack Empty holds no EncryptedQueueToTable\n'),
  });
  await expect(doctor('Alone', '--region', 'eu-central-1')).resolves.toMatchObject({ code: 1 });
});
