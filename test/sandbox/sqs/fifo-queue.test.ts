import * as fc from 'fast-check';
import { MINUTE, SECOND, SqsAccount } from './sqs-account';

let sqs: SqsAccount;
let queue: string;

beforeEach(async () => {
  sqs = new SqsAccount();
  queue = await sqs.create('queue.fifo', { FifoQueue: true, ContentBasedDeduplication: true });
});

const send = async (...messages: string[]): Promise<void> => {
  for (const body of messages) await sqs.send(queue, body, { MessageGroupId: body[0] });
};
const remove = async ({ ReceiptHandle }: Record<string, string>): Promise<unknown> =>
  sqs.call('DeleteMessage', { QueueUrl: queue, ReceiptHandle });

test('gives several messages of a group at once, and then none of it', async () => {
  await send('a1', 'a2', 'b1');
  expect(await sqs.bodies(queue)).toEqual(['a1', 'a2', 'b1']);
  await send('a3', 'c1');
  expect(await sqs.bodies(queue)).toEqual(['c1']);
});

test('goes on with a group once all that was in flight is deleted', async () => {
  await send('a1', 'a2', 'a3');
  const [first, second] = await sqs.receive(queue, { MaxNumberOfMessages: 2 });
  await remove(first);
  expect(await sqs.bodies(queue)).toEqual([]);
  await remove(second);
  expect(await sqs.bodies(queue)).toEqual(['a3']);
});

test('gives the messages of a group in order again after their time-out', async () => {
  await send('a1', 'a2', 'b1');
  await sqs.receive(queue);
  await send('a3');
  await sqs.clock.advance(30 * SECOND);
  expect(await sqs.bodies(queue)).toEqual(['a1', 'a2', 'a3', 'b1']);
});

test('wakes a long poll when a group goes on', async () => {
  await send('a1', 'a2');
  const [first] = await sqs.receive(queue, { MaxNumberOfMessages: 1 });
  const polled = sqs.bodies(queue, { WaitTimeSeconds: 20 });
  await sqs.clock.idle();
  await remove(first);
  expect(await polled).toEqual(['a2']);
});

test('takes a message once in five minutes, by its content or its id', async () => {
  await send('a1', 'a1');
  await sqs.send(queue, 'a2', { MessageGroupId: 'a', MessageDeduplicationId: 'x' });
  await sqs.send(queue, 'a3', { MessageGroupId: 'a', MessageDeduplicationId: 'x' });
  expect(await sqs.bodies(queue, { VisibilityTimeout: 0 })).toEqual(['a1', 'a2']);
  await sqs.clock.advance(5 * MINUTE);
  await send('a1');
  expect(await sqs.bodies(queue)).toEqual(['a1', 'a2', 'a1']);
});

test('says of the second one what it said of the first', async () => {
  const first = await sqs.send(queue, 'a1', { MessageGroupId: 'a' });
  expect(await sqs.send(queue, 'a1', { MessageGroupId: 'a' })).toEqual(first);
  expect(first.SequenceNumber).toMatch(/^\d{20}$/);
});

test('deletes no message whose time-out has ended', async () => {
  await send('a1');
  const [first] = await sqs.receive(queue);
  await sqs.clock.advance(30 * SECOND);
  await expect(remove(first)).rejects.toMatchObject({
    message: expect.stringMatching(/ is invalid\. Reason: The receipt handle has expired\.$/),
  });
});

test('gives nothing and says nothing when too many messages are in flight', async () => {
  sqs = new SqsAccount(2);
  await sqs.create('queue.fifo', { FifoQueue: true, ContentBasedDeduplication: true });
  await send('a1', 'b1', 'c1');
  expect([await sqs.bodies(queue), await sqs.bodies(queue)]).toEqual([['a1', 'b1'], []]);
});

test('whoever receives and deletes at whatever time gets each group in order, every message once it was deleted', async () => {
  const step = fc.oneof(
    fc.record({ send: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ receive: fc.integer({ min: 1, max: 10 }) }),
    fc.record({ removeHeld: fc.nat(20) }),
    fc.record({ wait: fc.integer({ min: 1, max: 40 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
      const { clock, queues } = new SqsAccount();
      const tried = queues.create('tried.fifo', { FifoQueue: true, ContentBasedDeduplication: true });
      const gone = new Map<string, number[]>();
      let held: { group: string; number: number; handle: string; until: number }[] = [];
      for (const [number, what] of steps.entries()) {
        held = held.filter(({ until }) => until > clock.now());
        if ('send' in what) {
          tried.send(
            { body: String(number), attributes: {}, groupId: what.send, deduplicationId: String(number) },
            'O',
          );
        } else if ('receive' in what) {
          const before = new Set(held.map(({ group }) => group));
          for (const message of tried.receive(what.receive)) {
            expect(before.has(message.groupId!)).toBe(false); // a group in flight gives nothing
            const { groupId: group = '', body, receiptHandle: handle = '' } = message;
            held.push({ group, number: Number(body), handle, until: clock.now() + 30 * SECOND });
          }
        } else if ('removeHeld' in what && held.length > 0) {
          const [{ group, number: removed, handle }] = held.splice(what.removeHeld % held.length, 1);
          tried.delete(handle);
          gone.set(group, [...(gone.get(group) ?? []), removed]);
        } else if ('wait' in what) {
          await clock.advance(what.wait * SECOND);
        }
        for (const group of ['a', 'b', 'c']) {
          const numbers = held.filter(one => one.group === group).map(one => one.number);
          expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
        }
      }
      const left = tried.all.map(({ body }) => Number(body));
      const sent = steps.flatMap((what, number) => ('send' in what ? [number] : []));
      expect([...left, ...[...gone.values()].flat()].sort((one, other) => one - other)).toEqual(sent);
    }),
    { numRuns: 200 },
  );
});
