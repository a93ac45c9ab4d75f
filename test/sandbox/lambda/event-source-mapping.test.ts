import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { executionRoleArn } from '../../../sandbox/cloudformation/cloud';
import { EventSourceMapping, type MappingDefinition } from '../../../sandbox/lambda/event-source-mapping';
import { LambdaFunction } from '../../../sandbox/lambda/function';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

/** Logs the batch, and does with each message what its body says. */
const OBEDIENT = `
export const handler = async ({ Records }) => {
  const bodies = Records.map(({ body }) => body.slice(0, 20));
  console.log(JSON.stringify({ size: Records.length, bodies }));
  if (bodies.includes('throw')) throw new Error('told to');
  if (bodies.includes('exit')) process.exit(1);
  return { batchItemFailures: Records.filter(({ body }) => body === 'fail').map(({ messageId }) => ({ itemIdentifier: messageId })) };
};`;

const ROLE = executionRoleArn('111122223333', 'eu-west-1');

let clock: TestClock;
let sandbox: Sandbox;
let sqs: SQSClient;
let code: string;
let queueUrl: string;
let target: LambdaFunction;
let mapping: EventSourceMapping | undefined;

beforeAll(async () => {
  code = await mkdtemp(join(tmpdir(), 'obedient-'));
  await writeFile(join(code, 'index.mjs'), OBEDIENT);
});

afterAll(async () => rm(code, { recursive: true }));

beforeEach(async () => {
  clock = new TestClock();
  sandbox = await startSandbox({ clock });
  sqs = new SQSClient(sandbox.clientOf(ROLE));
  queueUrl = (await sqs.send(new CreateQueueCommand({ QueueName: 'queue', Attributes: { VisibilityTimeout: '300' } })))
    .QueueUrl!;
  target = new LambdaFunction(
    {
      name: 'obedient',
      handler: 'index.handler',
      roleArn: ROLE,
      code,
      timeoutSeconds: 10,
      memoryMegabytes: 256,
      variables: {},
      logGroup: 'log',
    },
    sandbox,
  );
});

afterEach(async () => {
  await mapping?.stop();
  await target.stop();
  await sandbox.close();
});

function map(changes: Partial<MappingDefinition> = {}): void {
  const definition = {
    queueArn: 'arn:aws:sqs:eu-west-1:111122223333:queue',
    batchSize: 10,
    windowSeconds: 0,
    reportsBatchItemFailures: true,
    maximumConcurrency: 2,
  };
  mapping = new EventSourceMapping({ ...definition, ...changes }, target, sandbox);
}

async function send(...bodies: string[]): Promise<void> {
  for (let start = 0; start < bodies.length; start += 10) {
    const Entries = bodies.slice(start, start + 10).map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}

const left = (): number => sandbox.queues.find('queue')!.all.length;

const batches = (): { size: number }[] =>
  sandbox.logs
    .eventsOf('log')
    .filter(({ message }) => message.startsWith('{'))
    .map(({ message }) => JSON.parse(message) as { size: number });

async function untilProcessed(messages: number): Promise<void> {
  const isProcessed = (): boolean => batches().reduce((sum, { size }) => sum + size, 0) === messages;
  if (!(await clock.advanceUntil(isProcessed, 10_000))) throw new Error(`only ${JSON.stringify(batches())}`);
}

test.each<[string, string[], Partial<MappingDefinition>, number]>([
  ['deletes what succeeded', ['a', 'b', 'c'], {}, 0],
  ['leaves what the function reports', ['a', 'fail', 'c'], {}, 1],
  ['leaves the whole batch when the function throws', ['a', 'throw', 'c'], {}, 3],
  ['leaves the whole batch when the process ends', ['a', 'exit', 'c'], {}, 3],
  ['takes no report that it was not told to expect', ['a', 'fail', 'c'], { reportsBatchItemFailures: false }, 0],
])('%s', async (_, bodies, changes, expected) => {
  await send(...bodies);
  map(changes);
  await untilProcessed(bodies.length);
  expect(left()).toBe(expected);
});

test('gathers more than one call to SQS gives, within the window', async () => {
  await send(...Array.from({ length: 25 }, String));
  map({ batchSize: 25, windowSeconds: 2, maximumConcurrency: 1 });
  await untilProcessed(25);
  expect(batches().map(({ size }) => size)).toEqual([25]);
});

test('hands over a batch that is not full when the window has passed', async () => {
  map({ batchSize: 100, windowSeconds: 1 });
  await send('a', 'b');
  await untilProcessed(2);
  expect(batches().every(({ size }) => size <= 2)).toBe(true);
});

test('takes nothing while it is disabled, as often as that was, and polls once it is enabled again', async () => {
  map();
  mapping!.disable();
  mapping!.disable();
  mapping!.restart();
  mapping!.enable();
  await send('a', 'b');
  await clock.advance(60_000);
  expect([left(), batches()]).toEqual([2, []]);
  mapping!.enable();
  await untilProcessed(2);
  expect(left()).toBe(0);
});

test('cuts a batch at the payload of an invocation', async () => {
  for (let number = 0; number < 9; number++) await send('x'.repeat(900_000));
  map({ batchSize: 9, windowSeconds: 3, maximumConcurrency: 1 });
  await untilProcessed(9);
  expect(batches().map(({ size }) => size)).toEqual([6, 3]);
});

test('calls SQS with the role, and without what marks calls of the code', async () => {
  const seen: object[] = [];
  await sandbox.close();
  sandbox = await startSandbox({
    clock,
    authorize:
      () =>
      ({ principal, action, context }) => {
        seen.push({ principal, action, context });
        return action === 'sqs:CreateQueue' ? { allowed: true } : { allowed: false, reason: 'nobody may' };
      },
  });
  await new SQSClient(sandbox.clientOf(ROLE)).send(new CreateQueueCommand({ QueueName: 'queue' }));
  map();
  await clock.idle();
  expect(mapping!.problem).toMatchObject({ shape: 'AccessDenied' });
  expect(seen.at(-1)).toEqual({
    principal: ROLE,
    action: 'sqs:ReceiveMessage',
    context: { 'aws:SecureTransport': 'true', 'aws:RequestedRegion': 'eu-west-1' },
  });
});
