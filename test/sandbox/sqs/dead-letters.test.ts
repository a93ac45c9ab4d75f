import { DAY, HOUR, SECOND, SqsAccount } from './sqs-account';

const ARN = 'arn:aws:sqs:eu-west-1:111122223333:';

let sqs: SqsAccount;
let queue: string;
let deadLetters: string;

const redrive = (maxReceiveCount: number, name = 'dead'): string =>
  JSON.stringify({ deadLetterTargetArn: `${ARN}${name}`, maxReceiveCount });

beforeEach(async () => {
  sqs = new SqsAccount();
  deadLetters = await sqs.create('dead', { MessageRetentionPeriod: 14 * 86_400 });
  queue = await sqs.create('queue', { RedrivePolicy: redrive(2) });
});

/** Receives a message as often as is allowed, and once more. */
async function fail(): Promise<void> {
  for (let receives = 0; receives < 3; receives++) {
    await sqs.receive(queue);
    await sqs.clock.advance(30 * SECOND);
  }
}

test('a message becomes a dead letter when it would be received once more than allowed', async () => {
  const { MessageId } = await sqs.send(queue, 'a');
  for (const _ of [1, 2]) {
    expect(await sqs.bodies(queue)).toEqual(['a']);
    await sqs.clock.advance(30 * SECOND);
  }
  expect([await sqs.counts(queue), await sqs.counts(deadLetters)]).toEqual([
    [1, 0, 0],
    [0, 0, 0],
  ]);
  expect(await sqs.bodies(queue)).toEqual([]);
  expect([await sqs.counts(queue), await sqs.counts(deadLetters)]).toEqual([
    [0, 0, 0],
    [1, 0, 0],
  ]);
  const [dead] = await sqs.receive(deadLetters);
  expect(dead).toMatchObject({
    MessageId,
    Attributes: { ApproximateReceiveCount: '3', DeadLetterQueueSourceArn: `${ARN}queue`, SentTimestamp: '0' },
  });
});

test('a dead letter is kept from when it was sent', async () => {
  await sqs.send(queue, 'a');
  await sqs.clock.advance(3 * DAY);
  await fail();
  await sqs.clock.advance(11 * DAY - HOUR);
  expect(await sqs.counts(deadLetters)).toEqual([1, 0, 0]);
  await sqs.clock.advance(HOUR);
  expect(await sqs.counts(deadLetters)).toEqual([0, 0, 0]);
});

test('of a FIFO group what follows a dead letter goes on', async () => {
  const fifo = { FifoQueue: true, ContentBasedDeduplication: true };
  await sqs.create('dead.fifo', fifo);
  queue = await sqs.create('queue.fifo', { ...fifo, RedrivePolicy: redrive(2, 'dead.fifo') });
  for (const body of ['a1', 'a2']) await sqs.send(queue, body, { MessageGroupId: 'a' });
  for (const _ of [1, 2]) {
    expect(await sqs.bodies(queue, { MaxNumberOfMessages: 1 })).toEqual(['a1']);
    await sqs.clock.advance(30 * SECOND);
  }
  expect(await sqs.bodies(queue)).toEqual(['a2']);
});

test.each<[string, object, string]>([
  ['that does not exist', { RedrivePolicy: redrive(2, 'none') }, 'Dead letter target does not exist.'],
  [
    'of the other kind',
    { FifoQueue: true, RedrivePolicy: redrive(2) },
    'Dead-letter queue must be same type of queue as the source.',
  ],
  [
    'that does not let the queue in',
    { RedrivePolicy: redrive(2, 'closed') },
    'Queue does not have permission to use the dead-letter queue.',
  ],
])('refuses a dead-letter queue %s', async (_, attributes, reason) => {
  const RedriveAllowPolicy = JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [`${ARN}friend`] });
  await sqs.create('closed', { RedriveAllowPolicy });
  const name = 'FifoQueue' in attributes ? 'other.fifo' : 'other';
  await expect(sqs.create(name, attributes)).rejects.toMatchObject({
    message: expect.stringMatching(new RegExp(` for parameter RedrivePolicy is invalid\\. Reason: ${reason}$`)),
  });
  await expect(sqs.create('friend', { RedrivePolicy: redrive(2, 'closed') })).resolves.toMatch(/friend$/);
});

describe('a move of dead letters', () => {
  const start = async (more: object = {}): Promise<Record<string, any>> =>
    sqs.call('StartMessageMoveTask', { SourceArn: `${ARN}dead`, ...more });
  const list = async (): Promise<object[]> =>
    (await sqs.call('ListMessageMoveTasks', { SourceArn: `${ARN}dead`, MaxResults: 10 })).Results;

  beforeEach(async () => {
    for (const body of ['a', 'b', 'c']) await sqs.send(queue, body);
    await fail();
  });

  test('brings them back to where they came from, as new messages', async () => {
    const before = (await sqs.receive(deadLetters, { VisibilityTimeout: 0 })).map(({ MessageId }) => MessageId);
    await start();
    const moved = await sqs.receive(queue);
    expect(moved.map(({ Body }) => Body)).toEqual(['a', 'b', 'c']);
    expect(moved[0].Attributes).toMatchObject({ ApproximateReceiveCount: '1', SentTimestamp: '90000' });
    expect(moved.filter(({ MessageId }) => before.includes(MessageId))).toEqual([]);
    expect(await list()).toEqual([
      {
        Status: 'COMPLETED',
        SourceArn: `${ARN}dead`,
        ApproximateNumberOfMessagesMoved: 3,
        ApproximateNumberOfMessagesToMove: 3,
        StartedTimestamp: 90_000,
      },
    ]);
  });

  test('keeps to its rate, and ends when it is called off', async () => {
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    await expect(start()).rejects.toMatchObject({ message: expect.stringMatching(/^There is already a task running/) });
    await sqs.clock.advance(1 * SECOND);
    expect(await sqs.call('CancelMessageMoveTask', { TaskHandle })).toEqual({ ApproximateNumberOfMessagesMoved: 2 });
    await sqs.clock.advance(10 * SECOND);
    expect(await sqs.counts(deadLetters)).toEqual([1, 0, 0]);
    expect(await list()).toMatchObject([{ Status: 'CANCELLED' }]);
  });

  test('can go to another queue', async () => {
    const other = await sqs.create('other');
    await start({ DestinationArn: `${ARN}other` });
    expect(await sqs.bodies(other)).toEqual(['a', 'b', 'c']);
  });

  test('is refused for a queue that is no dead-letter queue', async () => {
    const asked = sqs.call('StartMessageMoveTask', { SourceArn: `${ARN}queue` });
    await expect(asked).rejects.toThrow('Source queue must be configured as a Dead Letter Queue.');
  });
});
