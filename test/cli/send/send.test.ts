import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, Size } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { CONSUMER } from '../../../sandbox/demo/example';
import { ItemKey, MessageBody, WriteMode } from '../../../src';
import { Drill, type DrillOptions } from '../../support/drill';
import { role } from '../../support/orders';
import { type CommandOutcome, runAs } from '../run-as';

const TESTER = role('Tester');
const READS = ['cloudformation:GetTemplate', 'cloudformation:ListStackResources', 'lambda:GetFunctionConfiguration'];

let drill: Drill;

async function start(props: DrillOptions['props'] = {}): Promise<void> {
  drill = await Drill.start({
    props: { consumerRoleArns: [CONSUMER, TESTER], maxMessageSize: Size.kibibytes(1), ...props },
    given: stack => ({ alarmTopic: new Topic(stack, 'Page') }),
  });
  const { policies } = drill.pipeline.sandbox.roles.add('Tester', { Statement: [] });
  const Statement = [{ Effect: 'Allow', Action: READS, Resource: '*' }];
  policies.set('Send', { Version: '2012-10-17', Statement });
}

const send = async (...words: string[]): Promise<CommandOutcome> =>
  runAs(drill, TESTER, ['send', 'OrdersStack', ...words]);

function fileOf(body: string | Buffer): string {
  const file = join(mkdtempSync(join(tmpdir(), 'body-')), 'body');
  writeFileSync(file, body);
  return file;
}

const waiting = (): number => drill.pipeline.depth(drill.pipeline.queueUrl);
/** An item may be seen before its message is deleted. */
const emptied = async (): Promise<void> => drill.pipeline.until('an empty queue', () => waiting() === 0);

describe('through a queue with the default props', () => {
  beforeAll(async () => start());
  beforeEach(emptied);
  afterAll(async () => drill.close());

  test('a message is sent, written and seen, with the rights of a consumer', async () => {
    const { code, stderr, stdout } = await send();
    const [, id] = /^message {2}(\S+)$/m.exec(stdout)!;
    expect(stdout).toMatch(
      new RegExp(
        [
          `^message  ${id}`,
          'sent     2026-01-01T00:00:00.000Z',
          'written  0.00 to 0.25 seconds later',
          'seen     2026-01-01T00:00:00.250Z',
          String.raw`item     \{\n  "body": ".+",\n  "id": "${id}"\n\}\n$`,
        ].join('\n'),
      ),
    );
    expect([code, stderr]).toEqual([0, '']);
  });

  test('several are a line each, and all are items', async () => {
    const before = (await drill.pipeline.items()).length;
    const { code, stderr, stdout } = await send('--count', '12');
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^\S+ 12 messages are items: the first after 0\.\d\d seconds, the last after 0\.\d\d\n$/),
    ]);
    expect(stdout.split('\n').filter(line => /^[0-9a-f-]{36} {2}written .+ seconds later$/.test(line))).toHaveLength(
      12,
    );
    expect((await drill.pipeline.items()).length - before).toBe(12);
  });

  test('what is not there in time makes it exit with 3, and leads to doctor', async () => {
    const end = drill.begin('table refused');
    const { code, stderr, stdout } = await send('--wait', '2');
    end();
    expect([code, stdout]).toEqual([3, expect.stringMatching(/\nwritten {2}not yet\n$/)]);
    expect(stderr).toBe(
      [
        'encrypted-queue-to-table: error: no item within 2 seconds of 1 of 1 messages',
        'encrypted-queue-to-table: hint: encrypted-queue-to-table doctor OrdersStack\n',
      ].join('\n'),
    );
    await drill.idle(75);
  });

  test('1024 bytes are sent, and nothing waits any more', async () => {
    await expect(send('--body-file', fileOf('x'.repeat(1024)))).resolves.toMatchObject({ code: 0, stderr: '' });
    await emptied();
  });

  test.each([
    [
      'a byte more',
      ['--body-file', fileOf('x'.repeat(1025))],
      1,
      'the queue takes messages of at most 1024 bytes, got 1025',
    ],
    [
      'a byte more with its attribute',
      ['--attribute', 'a=b', '--body-file', fileOf('x'.repeat(1017))],
      1,
      'the queue takes messages of at most 1024 bytes, got 1025',
    ],
    ['bytes that are no text', ['--body-file', fileOf(Buffer.from([0xff]))], 1, ' must be text in UTF-8'],
    ['a file that is not there', ['--body-file', '/nowhere'], 1, "cannot read the body '/nowhere': ENOENT"],
    ['no number', ['--count', 'many'], 2, "--count must be 1 to 100 messages, got 'many'"],
    ['too long a wait', ['--wait', '901'], 2, "--wait must be 0 to 900 seconds, got '901'"],
    ['an attribute without a value', ['--attribute', 'a'], 2, "--attribute must be NAME=VALUE, got 'a'"],
  ])('%s: an error, and nothing is sent', async (_, words, code, message) => {
    await expect(send(...words)).resolves.toMatchObject({ code, stderr: expect.stringContaining(message) });
    expect(waiting()).toBe(0);
  });
});

describe("through a stranger's queue: FIFO, two keys, insert only, JSON fields and a time to live", () => {
  beforeAll(async () =>
    start({
      fifo: true,
      partitionKey: ItemKey.jsonField('order.id'),
      partitionKeyName: 'trial',
      sortKey: ItemKey.messageAttribute('kind'),
      sortKeyName: 'kind',
      writeMode: WriteMode.insertOnly(),
      messageBody: MessageBody.jsonFields(),
      timeToLive: Duration.days(1),
    }),
  );
  beforeEach(emptied);
  afterAll(async () => drill.close());

  test('the message that it makes is one that the writer takes', async () => {
    const { code, stdout } = await send('--json', '--count', '2');
    const outcomes = JSON.parse(stdout);
    expect(code).toBe(0);
    for (const { item, key } of outcomes) {
      expect(item).toMatchObject({ ...key, order: { id: key.trial }, expiresAt: 1_767_312_000 });
    }
    expect(Object.keys(outcomes[0].key)).toEqual(['trial', 'kind']);
  });

  test('a body of its own is found by its own key, with every digit of its numbers', async () => {
    const file = fileOf('{"order":{"id":"7"},"total":12345678901234567890.25,"small":5}');
    const body = ['--body-file', file, '--attribute', 'kind=test', '--group', 'tests'];
    const { code, stdout } = await send(...body);
    expect([code, JSON.parse(stdout.split('item ')[1]!)]).toEqual([
      0,
      expect.objectContaining({ trial: '7', kind: 'test', total: '12345678901234567890.25', small: 5 }),
    ]);
    await expect(send(...body)).resolves.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the table has an item with this key already'),
    });
  });

  test.each([
    ['{"order":', 'notJson'],
    ['{"order":{}}', 'fieldMissing'],
    ['{"order":{"id":"8"},"kind":"mine"}', 'attributeTaken'],
  ])('%s would be refused, and is not sent', async (body, reason) => {
    await expect(send('--body-file', fileOf(body))).resolves.toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`error: the writer would refuse this message: ${reason}\n`),
    });
    expect(waiting()).toBe(0);
  });

  test('a dry run shows the key and sends nothing', async () => {
    const { code, stdout } = await send('--dry-run', '--attribute', 'kind=mine');
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      [
        {
          body: expect.stringContaining('"order"'),
          attributes: { kind: 'mine' },
          key: { trial: expect.stringMatching(/^trial-/), kind: 'mine' },
        },
      ],
    ]);
    expect(waiting()).toBe(0);
  });
});
