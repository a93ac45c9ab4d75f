import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DisableKeyCommand, EnableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ADMINISTRATOR, CONSUMER } from '../../../sandbox/demo/example';
import { MessageBody } from '../../../src';
import { Drill } from '../../support/drill';
import { role } from '../../support/orders';
import { type CommandOutcome, type Person, runAs } from '../run-as';

const REDRIVER = role('Redriver');
const AUDITOR = role('Auditor');
const ROLES = { consumerRoleArns: [CONSUMER, AUDITOR], redriverRoleArns: [REDRIVER], auditorRoleArns: [REDRIVER] };
const POISON = 1_000;

let drill: Drill;

beforeAll(async () => {
  drill = await Drill.start({
    body: () => '{"order":1}',
    props: { messageBody: MessageBody.jsonFields(), ...ROLES },
    given: stack => ({ alarmTopic: new Topic(stack, 'Page') }),
  });
  const { Statement } = JSON.parse((await runAs(drill, REDRIVER, ['doctor', '--policy'])).stdout);
  const logs = { Effect: 'Allow', Action: 'logs:FilterLogEvents', Resource: '*' };
  // as an IAM administrator might: the policy of the queue has the last word
  const queues = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };
  for (const name of ['Redriver', 'Auditor']) {
    const { policies } = drill.pipeline.sandbox.roles.add(name, { Statement: [] });
    policies.set('Doctor', { Version: '2012-10-17', Statement: [...Statement, logs, queues] });
  }
});

afterAll(async () => drill.close());

const dlqAs = async (who: string, words: readonly string[], person?: Person): Promise<CommandOutcome> =>
  runAs(drill, who, ['dlq', words[0]!, 'OrdersStack', ...words.slice(1)], person);
const dlq = async (...words: string[]): Promise<CommandOutcome> => dlqAs(REDRIVER, words);

async function sendPoison(from: number, to: number): Promise<void> {
  for (let next = from; next < to; next += 10) {
    const bodies = Array.from({ length: Math.min(10, to - next) }, (_, index) => `no JSON ${next + index}`);
    await drill.pipeline.send(bodies.map(body => ({ MessageBody: body })));
  }
  await drill.idle(2);
}

const dead = (): string[] => drill.pipeline.idsIn(drill.pipeline.deadLetterQueueUrl);
const numbersIn = (text: string): number[] => [...text.matchAll(/\d+/g)].map(Number);

test('without dead letters there is nothing to list, to peek at or to move', async () => {
  await drill.pass(1);
  await expect(dlq('list')).resolves.toMatchObject({
    code: 0,
    stderr: 'encrypted-queue-to-table: 0 dead letters; the log of 14 days names 0\n',
  });
  await expect(dlq('peek')).resolves.toMatchObject({
    code: 0,
    stdout: '',
    stderr: 'encrypted-queue-to-table: 0 of 0 dead letters\n',
  });
  await expect(dlq('redrive', '--yes')).resolves.toMatchObject({ code: 0, stdout: '' });
  await expect(dlq('redrive', '--cancel')).resolves.toMatchObject({
    code: 0,
    stderr: 'encrypted-queue-to-table: no move is running\n',
  });
});

test('what a message died of is in the list, and the list has neither its body nor a right to read it', async () => {
  await sendPoison(0, 1);
  const { code, stdout, stderr } = await dlq('list');
  expect(stdout).toMatch(/^1 × poison notJson\n {4}[0-9a-f-]{36} {2}9 bytes {2}2026-01-01T\S+Z\n$/);
  expect([code, stderr]).toEqual([0, 'encrypted-queue-to-table: 1 dead letters; the log of 14 days names 1\n']);
});

describe('a look at dead letters', () => {
  test('shows what each is and leaves it there, without its body', async () => {
    const { code, stdout, stderr } = await dlq('peek');
    expect(stdout).toMatch(
      /^[0-9a-f-]{36}\n {2}died of {3}poison notJson\n {2}sent {6}2026-\S+Z\n {2}size {6}9 bytes, received \d+ times\n$/,
    );
    expect([code, stderr]).toEqual([0, 'encrypted-queue-to-table: 1 of 1 dead letters\n']);
    await drill.idle(1);
    expect(dead()).toHaveLength(1);
  });

  test('shows bodies when asked to', async () => {
    await expect(dlq('peek', '--show-bodies')).resolves.toMatchObject({
      stdout: expect.stringContaining('  body      no JSON 0\n'),
    });
  });

  test.each([['peek'], ['drop', '--id', 'x', '--reason', 'y', '--yes']])(
    'is refused to a role that may do everything in IAM but is no redriver: %s',
    async (...words) => {
      await drill.idle(2);
      await expect(dlqAs(AUDITOR, words)).resolves.toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          /sqs:receivemessage .* denied by 'OnlyRedriversTakeOut'.*\n.*hint: only the roles/,
        ),
      });
    },
  );
});

describe('to drop a dead letter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dropped-'));

  test('writes who did it, when and why, and a digest of the body, before it is deleted', async () => {
    await sendPoison(1, 2);
    const [first, second] = dead();
    const record = join(folder, 'record.json');
    const words = ['--id', second!, '--reason', 'no order, see OPS-7', '--record', record];
    await expect(dlq('drop', ...words, '--dry-run')).resolves.toMatchObject({ code: 0 });
    expect(dead()).toHaveLength(2);
    await drill.idle(2);

    const { code, stdout, stderr } = await dlq('drop', ...words, '--yes');
    expect([code, stderr]).toEqual([0, `encrypted-queue-to-table: deleted 1 of 1 messages; the record is ${record}\n`]);
    expect(dead()).toEqual([first]);
    const written = readFileSync(record, 'utf8');
    expect([stdout, statSync(record).mode % 0o1000]).toEqual([written, 0o600]);
    expect(JSON.parse(written)).toEqual({
      messages: [
        {
          messageId: second,
          fate: 'deleted',
          sha256: '5fe1f876ecf430ba737216a154cb6bdf97d3862766193842f962a3d3338dfdc1',
          bytes: 9,
          sentAt: expect.stringMatching(/^2026-01-01T/),
          diedOf: 'poison notJson',
        },
      ],
      queue: expect.stringMatching(/^arn:aws:sqs:eu-west-1:111122223333:.*-dlq$/),
      reason: 'no order, see OPS-7',
      by: expect.stringContaining(':assumed-role/Redriver/'),
      at: expect.stringMatching(/^2026-01-01T/),
    });
  });

  test.each([
    ['ReceiveMessage', 'encrypted-queue-to-table: nothing is deleted; what was received is hidden for a minute\n', ''],
    ['DeleteMessage', '', 'deleted 0 of 1 messages'],
  ])('deletes nothing if SQS refuses %s', async (operation, before, sum) => {
    await drill.idle(2);
    const [first] = dead();
    const end = drill.pipeline.sandbox.faults.begin({ kind: 'refused', service: 'sqs', operations: [operation] });
    const record = join(folder, `${operation}.json`);
    const { code, stderr } = await dlq('drop', '--id', first!, '--reason', 'y', '--record', record, '--yes');
    end();
    expect([code, dead()]).toEqual([1, [first]]);
    expect(stderr).toMatch(
      new RegExp(`^${before}encrypted-queue-to-table: error: .*${sum && `${sum}; remaining: ${first}`}`),
    );
    expect(existsSync(record)).toBe(sum !== '');
  });

  test('deletes nothing if one of them is not there, or the record is', async () => {
    await drill.idle(2);
    const [first] = dead();
    await expect(dlq('drop', '--id', first!, '--id', 'x', '--reason', 'y', '--yes')).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('error: not among the dead letters: x\n'),
    });
    const record = join(folder, 'record.json');
    await expect(dlq('drop', '--id', first!, '--reason', 'y', '--record', record, '--yes')).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('record.json'),
    });
    expect(dead()).toEqual([first]);
    await drill.idle(2);
  });
});

describe('to move dead letters back', () => {
  test('is refused while what killed them is still broken', async () => {
    const kms = new KMSClient(drill.pipeline.sandbox.clientOf(ADMINISTRATOR));
    const KeyId = drill.pipeline.keyArn;
    await kms.send(new DisableKeyCommand({ KeyId }));
    await expect(dlq('redrive', '--yes')).resolves.toMatchObject({
      code: 3,
      stderr: 'encrypted-queue-to-table: error: the messages would die again: the key is disabled\n',
    });
    await kms.send(new EnableKeyCommand({ KeyId }));
  });

  test('says which will fail again, and afterwards that they did', async () => {
    const { code, stdout, stderr } = await dlq('redrive', '--yes');
    expect([code, stdout]).toEqual([3, 'moved 1, stored 0, back in the dead-letter queue 1\n']);
    expect(stderr).toContain('  1 notJson: will fail again: the writer is as it was\n');
  });

  test('a thousand, once the setting is mended: some moved, the rest left by a cancel, then all of them', async () => {
    await sendPoison(1, POISON);
    const before = (await drill.pipeline.items()).length;
    await drill.pipeline.deploy({ props: ROLES });
    const look = await dlq('redrive', '--dry-run');
    expect(look.stderr).toContain('1000 dead letters would move to arn:aws:sqs:eu-west-1:111122223333:');
    expect(look.stderr).toContain('  1000 notJson: the writer was changed since, and may take them\n');

    const left = await dlqAs(REDRIVER, ['redrive', '--rate', '100'], { answers: 'y\nn\n', interruptsWait: 2 });
    expect([left.code, left.stdout]).toEqual([3, expect.stringMatching(/^moved [34]00 so far: the move goes on\n$/)]);
    expect(left.stderr).toContain(
      '\r\u001b[Kencrypted-queue-to-table: [###---------------------------] 100 of 1000 moved',
    );
    expect(left.stderr).toContain('the move goes on without this command: cancel it? [y/N] ');

    const cancelled = await dlq('redrive', '--cancel');
    expect(cancelled).toMatchObject({ code: 0, stdout: expect.stringMatching(/^cancelled: moved \d+, left \d+\n$/) });
    const [moved, rest] = numbersIn(cancelled.stdout);
    expect([moved! + rest!, dead().length]).toEqual([POISON, rest]);

    const second = await dlqAs(REDRIVER, ['redrive', '--rate', '50'], { answers: 'y\ny\n', interruptsWait: 3 });
    const [movedThen, stored, back, notMoved] = numbersIn(second.stdout);
    expect([second.code, stored, back, movedThen! + notMoved!]).toEqual([0, movedThen, 0, rest]);
    expect(dead()).toHaveLength(notMoved!);

    const third = await dlq('redrive', '--yes', '--max-wait', '600');
    expect([third.code, third.stdout]).toEqual([
      0,
      `moved ${notMoved}, stored ${notMoved}, back in the dead-letter queue 0\n`,
    ]);
    const items = await drill.pipeline.items();
    const bodies = items.flatMap(({ body }) => (typeof body === 'string' ? body : []));
    expect(items.length - before).toBe(POISON);
    expect(new Set(bodies)).toEqual(new Set(Array.from({ length: POISON }, (_, index) => `no JSON ${index}`)));
    await expect(dlq('list')).resolves.toMatchObject({ stderr: expect.stringContaining('0 dead letters;') });
  });
});

test.each([
  [['list', '--days', '15'], "--days must be 1 to 14 days, got '15'"],
  [['peek', '--count', '101'], "--count must be 1 to 100 messages, got '101'"],
  [['redrive', '--yes', '--rate', '501'], "--rate must be 1 to 500 messages a second, got '501'"],
  [['redrive', '--yes', '--max-wait', '0'], "--max-wait must be 1 to 129600 seconds, got '0'"],
  [['redrive'], 'dlq redrive needs --yes: there is no terminal to ask on'],
  [['drop', '--reason', 'y', '--yes'], 'missing --id'],
  [['drop', '--id', 'x', '--yes'], 'missing --reason'],
  [['drop', '--id', 'x', '--reason', ' ', '--yes'], "--reason must say why, got ''"],
  [['drop', '--id', 'x', '--reason', 'y'], 'dlq drop needs --yes: there is no terminal to ask on'],
])('%j is a wrong command line', async (words, message) => {
  const { code, stderr } = await dlq(...words);
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
});
