import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ADMINISTRATOR } from '../../../sandbox/demo/example';
import { MessageBody } from '../../../src';
import { Drill } from '../../support/drill';
import { role } from '../../support/orders';
import { type CommandOutcome, runAs } from '../run-as';

const REDRIVER = role('Redriver');
const POISON = 1_000;

let drill: Drill;

beforeAll(async () => {
  drill = await Drill.start({
    body: () => '{"order":1}',
    props: { messageBody: MessageBody.jsonFields(), redriverRoleArns: [REDRIVER], auditorRoleArns: [REDRIVER] },
    given: stack => ({ alarmTopic: new Topic(stack, 'Page') }),
  });
  const { policies } = drill.pipeline.sandbox.roles.add('Redriver', { Statement: [] });
  const { Statement } = JSON.parse((await runAs(drill, REDRIVER, ['doctor', '--policy'])).stdout);
  const Action = ['logs:FilterLogEvents', 'sqs:StartMessageMoveTask', 'sqs:ListMessageMoveTasks'];
  policies.set('Doctor', {
    Version: '2012-10-17',
    Statement: [...Statement, { Effect: 'Allow', Action, Resource: '*' }],
  });
});

afterAll(async () => drill.close());

const dlq = async (...words: string[]): Promise<CommandOutcome> =>
  runAs(drill, REDRIVER, ['dlq', words[0], 'OrdersStack', ...words.slice(1)]);

async function sendPoison(count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 10) {
    await drill.pipeline.send(Array.from({ length: Math.min(10, count - sent) }, () => ({ MessageBody: 'no JSON' })));
  }
  await drill.idle(2);
}

test('without dead letters there is nothing to list and nothing to move', async () => {
  await drill.pass(1);
  await expect(dlq('list')).resolves.toMatchObject({
    code: 0,
    stderr: 'encrypted-queue-to-table: 0 dead letters; the log of 14 days names 0\n',
  });
  await expect(dlq('redrive', '--yes')).resolves.toMatchObject({ code: 0, stdout: '' });
});

test('what a message died of is in the list, and the list has neither its body nor a right to read it', async () => {
  await sendPoison(1);
  const { code, stdout, stderr } = await dlq('list');
  expect(stdout).toMatch(/^1 × poison notJson\n {4}[0-9a-f-]{36} {2}7 bytes {2}2026-01-01T\S+Z\n$/);
  expect([code, stderr]).toEqual([0, 'encrypted-queue-to-table: 1 dead letters; the log of 14 days names 1\n']);
});

test('nothing is moved while what killed the messages is still broken', async () => {
  const kms = new KMSClient(drill.pipeline.sandbox.clientOf(ADMINISTRATOR));
  const KeyId = drill.pipeline.keyArn;
  await kms.send(new DisableKeyCommand({ KeyId }));
  await expect(dlq('redrive', '--yes')).resolves.toMatchObject({
    code: 3,
    stderr: 'encrypted-queue-to-table: error: the messages would die again: the key is Disabled\n',
  });
  await kms.send(new EnableKeyCommand({ KeyId }));
});

test('a thousand messages that were refused are moved, once the setting is mended, and each becomes an item once', async () => {
  await sendPoison(POISON - 1);
  const before = (await drill.pipeline.items()).length;
  await drill.pipeline.deploy({ props: { redriverRoleArns: [REDRIVER], auditorRoleArns: [REDRIVER] } });
  await expect(dlq('redrive', '--dry-run')).resolves.toMatchObject({
    code: 0,
    stderr: expect.stringContaining('1000 dead letters would move to arn:aws:sqs:eu-west-1:111122223333:'),
  });
  const { code, stdout } = await dlq('redrive', '--yes');
  expect([code, stdout]).toEqual([0, 'moved 1000\n']);
  await drill.idle(5);
  expect((await drill.pipeline.items()).length - before).toBe(POISON);
  await expect(dlq('list')).resolves.toMatchObject({ stderr: expect.stringContaining('0 dead letters;') });
});

test.each([
  [['list', '--days', '15'], "--days must be 1 to 14 days, got '15'"],
  [['redrive', '--yes', '--rate', '501'], "--rate must be 1 to 500 messages a second, got '501'"],
  [['redrive'], 'dlq redrive needs --yes: there is no terminal to ask on'],
])('%j is a wrong command line', async (words, message) => {
  const { code, stderr } = await dlq(...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
