import { DAY, HOUR, MINUTE, SECOND, SqsAccount } from './sqs-account';

let sqs: SqsAccount;
let queue: string;

beforeEach(async () => {
  sqs = new SqsAccount();
  queue = await sqs.create('queue');
});

test('gives a message again when its visibility time-out has ended, and not before', async () => {
  await sqs.send(queue, 'a');
  expect(await sqs.bodies(queue)).toEqual(['a']);
  await sqs.clock.advance(30 * SECOND - 1);
  expect(await sqs.bodies(queue)).toEqual([]);
  await sqs.clock.advance(1);
  const [again] = await sqs.receive(queue);
  expect(again.Attributes).toEqual({
    ApproximateFirstReceiveTimestamp: '0',
    ApproximateReceiveCount: '2',
    SenderId: 'Owner',
    SentTimestamp: '0',
  });
});

test('shows a delayed message when its delay has ended', async () => {
  await sqs.send(queue, 'a', { DelaySeconds: 60 });
  expect([await sqs.bodies(queue), await sqs.counts(queue)]).toEqual([[], [0, 1, 0]]);
  await sqs.clock.advance(MINUTE);
  expect([await sqs.counts(queue), await sqs.bodies(queue)]).toEqual([[1, 0, 0], ['a']]);
});

test('drops a message when its retention has ended, even one that is in flight', async () => {
  for (const body of ['a', 'b']) await sqs.send(queue, body);
  await sqs.clock.advance(4 * DAY - HOUR);
  await sqs.receive(queue, { MaxNumberOfMessages: 1, VisibilityTimeout: 10_000 });
  expect(await sqs.counts(queue)).toEqual([1, 0, 1]);
  await sqs.clock.advance(HOUR);
  expect(await sqs.counts(queue)).toEqual([0, 0, 0]);
});

describe('a long poll', () => {
  test('ends with the first message', async () => {
    const polled = sqs.bodies(queue, { WaitTimeSeconds: 20 });
    await sqs.clock.advance(10 * SECOND);
    await sqs.send(queue, 'a');
    expect(await polled).toEqual(['a']);
    expect(sqs.clock.now()).toBe(10 * SECOND);
  });

  test('ends with a message that becomes visible', async () => {
    await sqs.send(queue, 'a', { DelaySeconds: 15 });
    const polled = sqs.bodies(queue, { WaitTimeSeconds: 20 });
    expect(await sqs.clock.advanceUntil(async () => (await sqs.counts(queue))[2] === 1, MINUTE)).toBe(true);
    expect([await polled, sqs.clock.now()]).toEqual([['a'], 15 * SECOND]);
  });

  test('ends with nothing when its time is up', async () => {
    let ended: number | undefined;
    const polled = sqs.bodies(queue, { WaitTimeSeconds: 20 }).finally(() => (ended = sqs.clock.now()));
    await sqs.clock.advance(MINUTE);
    expect([await polled, ended]).toEqual([[], 20 * SECOND]);
  });

  test('that was abandoned takes no message', async () => {
    const abandoned = new AbortController();
    const polled = sqs.call('ReceiveMessage', { QueueUrl: queue, WaitTimeSeconds: 20 }, abandoned.signal);
    abandoned.abort();
    await expect(polled).rejects.toThrow('nobody waits for the message');
    await sqs.send(queue, 'a');
    expect(await sqs.bodies(queue)).toEqual(['a']);
  });
});

describe('a change of visibility', () => {
  const change = async (ReceiptHandle: string, VisibilityTimeout: number): Promise<unknown> =>
    sqs.call('ChangeMessageVisibility', { QueueUrl: queue, ReceiptHandle, VisibilityTimeout });

  test('to nothing shows the message at once, and is no receive', async () => {
    await sqs.send(queue, 'a');
    const [{ ReceiptHandle }] = await sqs.receive(queue);
    await change(ReceiptHandle, 0);
    expect((await sqs.receive(queue))[0].Attributes).toMatchObject({ ApproximateReceiveCount: '2' });
  });

  test('counts from now', async () => {
    await sqs.send(queue, 'a');
    const [{ ReceiptHandle }] = await sqs.receive(queue);
    await sqs.clock.advance(20 * SECOND);
    await change(ReceiptHandle, 3600);
    await sqs.clock.advance(HOUR - 1);
    expect(await sqs.bodies(queue)).toEqual([]);
    await sqs.clock.advance(1);
    expect(await sqs.bodies(queue)).toEqual(['a']);
  });

  test('ends 12 hours after the receive at the latest', async () => {
    await sqs.send(queue, 'a');
    const [{ ReceiptHandle }] = await sqs.receive(queue, { VisibilityTimeout: 7_200 });
    await sqs.clock.advance(HOUR);
    await expect(change(ReceiptHandle, 39_601)).rejects.toMatchObject({
      shape: 'InvalidParameterValue',
      message:
        'Value 39601 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
    });
    await change(ReceiptHandle, 39_600);
    await sqs.clock.advance(11 * HOUR);
    expect(await sqs.bodies(queue)).toEqual(['a']);
  });

  test('is refused for a message that is not in flight', async () => {
    await sqs.send(queue, 'a');
    const [{ ReceiptHandle }] = await sqs.receive(queue);
    await sqs.clock.advance(MINUTE);
    await expect(change(ReceiptHandle, 10)).rejects.toMatchObject({ shape: 'MessageNotInflight' });
    await sqs.receive(queue); // by which the handle is an old one
    await expect(change(ReceiptHandle, 10)).rejects.toMatchObject({ shape: 'MessageNotInflight' });
    await expect(change('x', 10)).rejects.toMatchObject({ shape: 'ReceiptHandleIsInvalid' });
  });
});

test('deletes by the handle of the latest receive alone', async () => {
  const remove = async (ReceiptHandle: string): Promise<unknown> =>
    sqs.call('DeleteMessage', { QueueUrl: queue, ReceiptHandle });
  await sqs.send(queue, 'a');
  const [first] = await sqs.receive(queue, { VisibilityTimeout: 0 });
  const [second] = await sqs.receive(queue);
  await remove(first.ReceiptHandle);
  expect(await sqs.counts(queue)).toEqual([0, 0, 1]);
  await remove(second.ReceiptHandle);
  expect(await sqs.counts(queue)).toEqual([0, 0, 0]);
});

test('gives no more messages than may be in flight, and says so to who does not wait', async () => {
  sqs = new SqsAccount(12);
  await sqs.create('queue');
  for (let number = 0; number < 20; number++) await sqs.send(queue, String(number));
  await sqs.receive(queue);
  expect(await sqs.bodies(queue)).toHaveLength(2);
  await expect(sqs.receive(queue)).rejects.toMatchObject({ shape: 'OverLimit', status: 403 });
  const polled = sqs.bodies(queue, { WaitTimeSeconds: 20 });
  await sqs.clock.advance(20 * SECOND);
  expect(await polled).toEqual([]);
  await sqs.clock.advance(10 * SECOND);
  expect(await sqs.counts(queue)).toEqual([20, 0, 0]);
});

test('120,000 messages in flight are quick to get and to lose', async () => {
  const found = sqs.queues.find('queue')!;
  for (let number = 0; number < 120_001; number++) found.send({ body: 'x', attributes: {} }, 'Owner');
  let received = 0;
  for (let most = 10; most > 0;) {
    most = found.receive(10).length;
    received += most;
  }
  expect([received, found.isFull]).toEqual([120_000, true]);
  await sqs.clock.advance(30 * SECOND);
  expect(await sqs.counts(queue)).toEqual([120_001, 0, 0]);
});
