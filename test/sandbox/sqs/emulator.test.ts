import { setTimeout as delay } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

let sandbox: Sandbox;
let sqs: SQSClient;

beforeAll(async () => {
  sandbox = await startSandbox();
  sqs = new SQSClient(sandbox.clientOf('arn:aws:iam::111122223333:role/Owner'));
});

afterAll(async () => sandbox.close());

async function receive(QueueUrl: string | undefined, VisibilityTimeout = 30, WaitTimeSeconds = 0): Promise<Message[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      VisibilityTimeout,
      WaitTimeSeconds,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['ApproximateReceiveCount', 'MessageGroupId'],
    }),
  );
  return Messages;
}

const bodies = (messages: readonly Message[]): (string | undefined)[] => messages.map(({ Body }) => Body);

test('gives system attributes by their present name', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'attributes' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  expect((await receive(QueueUrl))[0].Attributes).toEqual({ ApproximateReceiveCount: '1' });
});

test('does not count a change of visibility as a receive', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'visibility' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  const [message] = await receive(QueueUrl);
  await sqs.send(
    new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 }),
  );
  const [again] = await receive(QueueUrl, 30, 1);
  expect(again.Attributes).toEqual({ ApproximateReceiveCount: '2' });
});

test('ends a long poll with the first message', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'poll' }));
  const started = Date.now();
  const polled = receive(QueueUrl, 30, 20);
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  expect(bodies(await polled)).toEqual(['a']);
  expect(Date.now() - started).toBeLessThan(5_000);
});

test('gives no message to a client that stopped waiting', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'abandoned' }));
  const waiting = new AbortController();
  const polled = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
    abortSignal: waiting.signal,
  });
  setTimeout(() => waiting.abort(), 100);
  await expect(polled).rejects.toMatchObject({ name: 'AbortError' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  await delay(200); // in which the abandoned poll would have taken it
  expect(bodies(await receive(QueueUrl, 30, 2))).toEqual(['a']);
});

describe('a FIFO queue', () => {
  let QueueUrl: string;

  beforeEach(async () => {
    const created = await sqs.send(
      new CreateQueueCommand({
        QueueName: `${expect.getState().currentTestName!.replaceAll(/\W/g, '-').slice(0, 70)}.fifo`,
        Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
      }),
    );
    QueueUrl = created.QueueUrl!;
    for (const [MessageBody, MessageGroupId] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['b1', 'b'],
    ]) {
      await sqs.send(
        new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId, MessageDeduplicationId: MessageBody }),
      );
    }
  });

  test('gives several messages of a group at once, and then none of it', async () => {
    const first = await receive(QueueUrl);
    await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'a3', MessageGroupId: 'a', MessageDeduplicationId: 'a3' }),
    );
    expect([bodies(first), bodies(await receive(QueueUrl))]).toEqual([['a1', 'a2', 'b1'], []]);
  });

  test('goes on with a group once what was in flight is deleted', async () => {
    const first = await receive(QueueUrl);
    await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'a3', MessageGroupId: 'a', MessageDeduplicationId: 'a3' }),
    );
    for (const { ReceiptHandle } of first) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect(bodies(await receive(QueueUrl))).toEqual(['a3']);
  });

  test('gives the messages of a group in order again after their time-out', async () => {
    await receive(QueueUrl, 1);
    await sqs.send(
      new SendMessageCommand({ QueueUrl, MessageBody: 'a3', MessageGroupId: 'a', MessageDeduplicationId: 'a3' }),
    );
    expect(bodies(await receive(QueueUrl, 30, 5))).toEqual(['a1', 'a2', 'b1', 'a3']);
  });
});
