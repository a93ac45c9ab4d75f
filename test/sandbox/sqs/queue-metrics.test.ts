import { TestClock } from '../../../sandbox/clock/test-clock';
import type { Datum } from '../../../sandbox/cloudwatch/metric';
import type { Queue } from '../../../sandbox/sqs/queue';
import { measureQueue } from '../../../sandbox/sqs/queue-metrics';
import { Queues } from '../../../sandbox/sqs/queues';

const HOUR = 3_600_000;

let clock: TestClock;
let queues: Queues;
let queue: Queue;

beforeEach(() => {
  clock = new TestClock();
  queues = new Queues({ account: '111122223333', region: 'eu-west-1', clock });
  queue = queues.create('orders', { VisibilityTimeout: '10' });
});

const send = (body = 'text'): void => void queue.send({ body, attributes: {} }, 'somebody');

/** The metrics of a queue by their name, without what they begin with. */
function measured(its = queue): Record<string, readonly number[]> {
  const data: Datum[] = [];
  measureQueue(its, datum => data.push(datum), clock.now(), clock.now() - 60_000);
  return Object.fromEntries(
    data.map(({ name, values }) => [name.replace(/^(ApproximateN|N)umberOfMessages/, ''), values]),
  );
}

test('counts what was done since the last time, and what there is', async () => {
  send();
  send('longer text');
  queue.receive(1);
  queue.delete(queue.receive(1)[0].receiptHandle!);
  queue.receive(1);
  await clock.advance(5_000);
  expect(measured()).toEqual({
    Sent: [2],
    Received: [2],
    Deleted: [1],
    NumberOfEmptyReceives: [1],
    SentMessageSize: [4, 11],
    Visible: [0],
    NotVisible: [1],
    ApproximateAgeOfOldestMessage: [5],
  });
  expect(measured()).toMatchObject({
    Sent: [0],
    Received: [0],
    Deleted: [0],
    NumberOfEmptyReceives: [0],
    Visible: [0],
  });
});

test('has metrics while there are messages and for six hours after the last thing that was done', async () => {
  expect(measured()).toEqual({});
  send();
  await clock.advance(24 * HOUR);
  expect(measured().Visible).toEqual([1]);
  queue.delete(queue.receive(1)[0].receiptHandle!);
  await clock.advance(6 * HOUR - 1);
  expect(measured().Visible).toEqual([0]);
  await clock.advance(1);
  expect(measured()).toEqual({});
});

test('what is not there is not measured', () => {
  send();
  expect(Object.keys(measured())).not.toContain('NotVisible');
  expect(Object.keys(measured())).not.toContain('Delayed');
  queue.send({ body: 'later', attributes: {} }, 'somebody', 60);
  expect(measured().Delayed).toEqual([1]);
});

test('a message that was received three times no longer counts for the age', async () => {
  send();
  for (const age of [0, 10, 20]) {
    expect(measured().ApproximateAgeOfOldestMessage).toEqual([age]);
    queue.receive(1);
    await clock.advance(10_000);
  }
  expect(measured().ApproximateAgeOfOldestMessage).toBeUndefined();
  send();
  await clock.advance(5_000);
  expect(measured().ApproximateAgeOfOldestMessage).toEqual([5]);
});

test('on a FIFO queue it counts', async () => {
  queue = queues.create('orders.fifo', { FifoQueue: 'true', VisibilityTimeout: '10' });
  queue.send({ body: 'x', attributes: {}, groupId: 'g', deduplicationId: 'd' }, 'somebody');
  for (let receives = 0; receives < 4; receives += 1) {
    queue.receive(1);
    await clock.advance(10_000);
  }
  expect(measured().ApproximateAgeOfOldestMessage).toEqual([40]);
});

test('a dead letter is as old as its move, counts by its receives since then, and was never sent', async () => {
  const dead = queues.create('dead', {});
  queues.setAttributes(queue, {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 4 }),
  });
  send();
  for (let receives = 0; receives < 5; receives += 1) {
    queue.receive(1);
    await clock.advance(10_000);
  }
  expect(measured(dead)).toEqual({
    Sent: [0],
    Received: [0],
    Deleted: [0],
    NumberOfEmptyReceives: [0],
    Visible: [1],
    ApproximateAgeOfOldestMessage: [10],
  });
});
