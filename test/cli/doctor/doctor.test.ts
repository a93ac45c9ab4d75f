import { join } from 'node:path';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { SmsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { DEPLOYER, DESTROYER, DIRECTORY, runPrinted } from './mend';
import { type Sabotage, SABOTAGES } from './sabotages';
import { CONSUMER } from '../../../sandbox/demo/example';
import type { Diagnosis } from '../../../src/cli/doctor/diagnose';
import { Drill } from '../../support/drill';
import { role } from '../../support/orders';
import { type CommandOutcome, runAs } from '../run-as';

const DOCTOR = role('Doctor');
let drill: Drill;

beforeAll(async () => {
  drill = await Drill.start({
    props: { auditorRoleArns: [DOCTOR], consumerRoleArns: [CONSUMER, DOCTOR], destroyerRoleArns: [DESTROYER] },
    given: stack => {
      const alarmTopic = new Topic(stack, 'Page');
      alarmTopic.addSubscription(new SmsSubscription('+491700000000'));
      return { alarmTopic };
    },
    cdkOut: join(DIRECTORY, 'cdk.out'),
  });
  const policy = JSON.parse((await doctor('--policy')).stdout);
  drill.pipeline.sandbox.roles.add('Doctor', { Statement: [] }).policies.set('Doctor', policy);
  await drill.pass(3);
});

afterAll(async () => drill.close());

/** Runs doctor as a role with the rights that it prints, and no other. */
const doctor = async (...more: string[]): Promise<CommandOutcome> =>
  runAs(drill, DOCTOR, ['doctor', 'OrdersStack', ...more]);

const checksNow = async (...more: string[]): Promise<{ code: number; checks: Diagnosis[] }> => {
  const { code, stdout } = await doctor('--json', ...more);
  return { code, checks: JSON.parse(stdout) };
};
const brokenOf = (checks: readonly Diagnosis[]): string[] =>
  checks.filter(({ state }) => state === 'broken').map(({ name }) => name);

async function mend({ byHand }: Pick<Sabotage, 'byHand'>, { fix = [], todo = '' }: Diagnosis): Promise<void> {
  for (const line of fix) await runPrinted(drill, line);
  if (byHand === undefined) return;
  expect(todo).toContain(`/docs/runbooks/${byHand[0]}.md`);
  await byHand[1](drill);
}

test('all is well: every check is green, and nothing is left to begin with', async () => {
  const { code, stderr, stdout } = await doctor();
  expect(stderr).toBe('encrypted-queue-to-table: none of 26 is broken\n');
  expect(stdout.replace(/on 2026\S+, by \w+/, 'on TIME, by USE')).toBe(`\
✓  1 stack        the stack OrdersStack is CREATE_COMPLETE
✓  2 key          the key is there, and its material is imported
✓  3 key state    the key is enabled
✓  4 material     the key material does not expire
✓  5 next policy  2 principals can put the next key policy
✓  6 key policy   the key policy has the 20 statements of the deployment
✓  7 grants       the only grants on the key are those of DynamoDB
✓  8 queues       both queues are on the key, and as deployed
✓  9 table        the table is active and on the key
✓ 10 table safety deletion protection, recovery and time to live are as deployed
✓ 11 key use      the key was last used on TIME, by USE
✓ 12 log group    the log group of the writer is there
✓ 13 writer       the writer is active, on nodejs24.x
✓ 14 mapping      Lambda polls the queue
✓ 15 limits       the visibility timeout is 180 seconds, and 1000 invocations
                  may run at a time
✓ 16 rights       writer, senders and readers have their 8 rights
✓ 17 key rights   writer, senders and readers have their 6 rights
✓ 18 policies     the policies of queues and table are as deployed
✓ 19 polling      Lambda's last result is OK
✓ 20 alarms       all 19 alarms are there, and their actions are on
✓ 21 topics       the topic has a subscription
✓ 22 events       all 7 rules on events of the key are enabled
✓ 23 trail        the trail management-events logs what is done to the key
✓ 24 last hour    3 messages were stored within the hour
✓ 25 dead letters there are no dead letters
✓ 26 in alarm     no alarm is in alarm
`);
  expect(code).toBe(0);
});

test.each(SABOTAGES)('$what: its cause alone is broken, and mended by what is printed', async sabotage => {
  await sabotage.act(drill);
  await drill.pass(2);
  const { code, checks } = await checksNow();
  expect([code, brokenOf(checks)]).toEqual([3, [sabotage.check]]);
  const cause = checks.find(({ state }) => state === 'broken')!;
  expect(cause.says).toMatch(sabotage.says);
  await mend(sabotage, cause);
  await drill.pass(2);
  const after = await checksNow();
  expect([after.code, brokenOf(after.checks)]).toEqual([0, []]);
});

/** Two things at once: what doctor calls broken, in this order. What follows from one of them is not among it. */
const PAIRS: readonly (readonly [one: string, other: string, broken: readonly string[]])[] = [
  ['the key is disabled', 'the mapping is disabled', ['key state', 'mapping']],
  ['the key is to be deleted', "DynamoDB's grant is revoked", ['key state', 'grants']],
  ['a statement of the key policy is taken out', 'the queue denies the writer', ['key policy', 'rights']],
  ['the queue is put on another key', 'the actions of an alarm are disabled', ['queues', 'alarms']],
  ['the environment of the writer is changed', 'nobody is subscribed', ['writer', 'topics']],
  ['an alarm is deleted', 'the topic is put under the key that it watches', ['alarms', 'topics']],
];

test.each(PAIRS)(
  '%s, and %s: the causes are named in their order, and mended one by one',
  async (one, other, broken) => {
    const pair = [one, other].map(name => SABOTAGES.find(({ what }) => what === name)!);
    await pair[1]!.act(drill);
    await pair[0]!.act(drill);
    await drill.pass(2);
    const { code, checks } = await checksNow();
    expect([code, brokenOf(checks)]).toEqual([3, broken]);
    for (const { byHand, check } of pair) {
      // the first that is mended may show the second
      const cause = (await checksNow()).checks.find(({ name, state }) => name === check && state === 'broken');
      if (cause !== undefined) await mend({ byHand }, cause);
    }
    await drill.pass(2);
    const after = await checksNow();
    expect([after.code, brokenOf(after.checks)]).toEqual([0, []]);
  },
);

test('--send: a message goes all the way, and both times are shown', async () => {
  const { code, stdout } = await doctor('--send');
  expect(stdout).toMatch(/^✓ 27 round trip {3}sent at (2026\S+Z), seen as an item at\n {18}(2026\S+Z)$/m);
  expect(code).toBe(0);
});

test('--send while messages are not stored: that is broken, though nothing else is', async () => {
  const end = drill.begin('table throttled');
  const { checks, code } = await checksNow('--send');
  end();
  expect([code, brokenOf(checks)]).toEqual([3, ['round trip']]);
  expect(checks.at(-1)).toMatchObject({
    says: expect.stringMatching(/^the message \S+, sent at 2026\S+, is no item after 60 seconds$/),
    todo: expect.stringMatching(/\/docs\/runbooks\/pipeline-stalled\.md$/),
  });
});

test('a caller without rights learns which is missing, and that nothing was looked at', async () => {
  drill.pipeline.sandbox.roles.get(DOCTOR)!.policies.set('Doctor', { Version: '2012-10-17', Statement: [] });
  const { code, stderr, stdout } = await doctor();
  expect(stdout).toContain(
    '–  1 stack        not looked at: the caller may not call\n                  cloudformation:DescribeStacks\n',
  );
  expect([code, stderr]).toEqual([
    1, // nothing was found to be broken, which says nothing
    'encrypted-queue-to-table: none of 26 is broken; 26 could not be looked at: see doctor --policy\n',
  ]);
});

test.each([['doctor'], ['dlq', 'list']])('a stack that is not there is an error: %s', async (...words) => {
  const { code, stderr } = await runAs(drill, DEPLOYER, [...words, 'Missing']);
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('error: there is no stack Missing in this account and Region\n'),
  ]);
});
