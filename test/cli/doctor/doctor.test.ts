import {
  CancelKeyDeletionCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { LambdaClient, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { executionRoleArn } from '../../../sandbox/cloudformation/cloud';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import { Drill } from '../../support/drill';
import { ACCOUNT, REGION, role } from '../../support/orders';
import { type CommandOutcome, runAs } from '../run-as';

const DOCTOR = role('Doctor');
const DESTROYER = role('KeyDestroyer');
const DEPLOYER = executionRoleArn(ACCOUNT, REGION);

let drill: Drill;

beforeAll(async () => {
  drill = await Drill.start({
    props: { auditorRoleArns: [DOCTOR], destroyerRoleArns: [DESTROYER] },
    given: stack => ({ alarmTopic: new Topic(stack, 'Page') }),
  });
  const policy = JSON.parse((await doctor('--policy')).stdout);
  drill.pipeline.sandbox.roles.add('Doctor', { Statement: [] }).policies.set('Doctor', policy);
  await drill.pass(5);
});

afterAll(async () => drill.close());

/** Runs doctor as a role with the rights that it prints, and no other. */
const doctor = async (...more: string[]): Promise<CommandOutcome> =>
  runAs(drill, DOCTOR, ['doctor', 'OrdersStack', ...more]);

const clientOf = (principal: string): KMSClient =>
  new KMSClient(drill.pipeline.sandbox.clientOf(principal, { 'aws:MultiFactorAuthPresent': 'true' }));
const mapping = (Enabled: boolean): Promise<unknown> => {
  const [UUID] = drill.pipeline.sandbox.mappings.keys();
  const lambda = new LambdaClient(drill.pipeline.sandbox.clientOf(DEPLOYER));
  return lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
};

async function changePolicy(
  change: (statements: { Sid: string }[]) => { Sid: string }[],
): Promise<() => Promise<void>> {
  const KeyId = drill.pipeline.keyArn;
  const { Policy = '' } = await clientOf(ADMINISTRATOR).send(new GetKeyPolicyCommand({ KeyId }));
  const put = async (text: string): Promise<void> => {
    await clientOf(ADMINISTRATOR).send(new PutKeyPolicyCommand({ KeyId, Policy: text }));
  };
  const document = JSON.parse(Policy);
  await put(JSON.stringify({ ...document, Statement: change(document.Statement) }));
  return async () => put(Policy);
}

/** What is broken on purpose: how, what doctor says first, and what mends it. */
const SABOTAGES: readonly (readonly [string, () => Promise<() => unknown>, RegExp])[] = [
  [
    'the key is disabled',
    async () => {
      const KeyId = drill.pipeline.keyArn;
      await clientOf(ADMINISTRATOR).send(new DisableKeyCommand({ KeyId }));
      return async () => clientOf(ADMINISTRATOR).send(new EnableKeyCommand({ KeyId }));
    },
    /^✗ {2}2 key {10}the key is Disabled\n {18}fix: aws kms enable-key --key-id arn:aws:kms:/m,
  ],
  [
    'the key is to be deleted',
    async () => {
      const KeyId = drill.pipeline.keyArn;
      await clientOf(DESTROYER).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return async () => {
        await clientOf(ADMINISTRATOR).send(new CancelKeyDeletionCommand({ KeyId }));
        await clientOf(ADMINISTRATOR).send(new EnableKeyCommand({ KeyId }));
      };
    },
    /^✗ {2}2 key {10}the key is to be deleted on 20\d\d-.*\n {18}fix: aws kms cancel-key-deletion --key-id/m,
  ],
  [
    'a statement of the key policy is missing',
    async () =>
      changePolicy(statements => statements.filter(({ Sid }) => !/WriterReceives|ProducersThrough/.test(Sid))),
    /^✗ {2}4 key policy {3}the key policy lacks \d statements of the deployment: .*\n {18}fix: npx cdk deploy OrdersStack --force$/m,
  ],
  [
    'the mapping is disabled',
    async () => {
      await mapping(false);
      return async () => mapping(true);
    },
    /^✗ {2}9 mapping {6}Lambda does not poll the queue: the mapping is Disabled\n {18}fix: aws lambda update-event-source-mapping --uuid \S+ --enabled$/m,
  ],
];

test('all is well: every check is green, and nothing is left to begin with', async () => {
  const { code, stdout, stderr } = await doctor();
  expect(stderr).toBe('encrypted-queue-to-table: none of 11 checks is broken\n');
  expect(stdout).toBe(`\
✓  1 stack        the stack OrdersStack is CREATE_COMPLETE
✓  2 key          the key is enabled, with imported material
✓  3 expiry       the key material does not expire
✓  4 key policy   the key policy has the 20 statements of the deployment
✓  5 grants       the only grants are DynamoDB's
✓  6 queues       both queues are on the key
✓  7 table        the table is active and on the key
✓  8 writer       the writer is active
✓  9 mapping      Lambda polls the queue
✓ 10 dead letters there are no dead letters
✓ 11 alarms       none of the 18 alarms is in alarm
`);
  expect(code).toBe(0);
});

test.each(SABOTAGES)('%s: it is named with its fix, and all is well again after that', async (_, sabotage, says) => {
  const mend = await sabotage();
  const { code, stdout, stderr } = await doctor();
  expect(stdout).toMatch(says);
  expect([code, stderr]).toEqual([3, expect.stringMatching(/ of 11 checks broken: begin with \d/)]);
  await mend();
  await expect(doctor()).resolves.toMatchObject({ code: 0 });
});

test('two things at once: the cause is named first, and what follows from it is not looked at', async () => {
  const [enable, restore] = [await SABOTAGES[0][1](), await SABOTAGES[3][1]()];
  const { stdout, stderr } = await doctor();
  expect(stdout).toMatch(/^– {2}7 table {8}not looked at: it follows from 2$/m);
  expect(stdout).toMatch(/^✗ {2}9 mapping/m);
  expect(stderr).toContain('2 of 11 checks broken: begin with 2');
  await enable();
  await restore();
});

test('a caller without rights learns which is missing', async () => {
  drill.pipeline.sandbox.roles.get(DOCTOR)!.policies.set('Doctor', { Version: '2012-10-17', Statement: [] });
  const { code, stdout, stderr } = await doctor();
  expect(stdout).toMatch(/^– {2}1 stack {8}not looked at: the caller may not call cloudformation:DescribeStacks$/m);
  expect([code, stderr]).toEqual([
    1, // nothing was found to be broken, which says nothing
    'encrypted-queue-to-table: none of 11 checks is broken; 11 could not be looked at: see doctor --policy\n',
  ]);
});

test.each([['doctor'], ['dlq', 'list']])('a stack that is not there is an error: %s', async (...words) => {
  const { code, stderr } = await runAs(drill, DEPLOYER, [...words, 'Missing']);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('error: there is no stack Missing in this account and Region\n'),
  ]);
});
