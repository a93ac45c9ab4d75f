import { DONE, startQueueServer, type QueueServer } from './queue-server';
import { startDynamoDbServer, type DynamoDbServer } from '../dynamodb-server';
import { message, messages } from '../messages';
import { REFUSED_MARK, TableDouble, type Fault } from '../table-double';
import { WriterProcess } from '../writer-process';

/** The bundled writer, its table and its queue. */
let table: DynamoDbServer;
let queue: QueueServer;
let writer: WriterProcess;

const QUEUE_URL = 'https://sqs.eu-west-1.amazonaws.com/111122223333/orders';
const WAITS = { queueUrl: QUEUE_URL, steps: [180, 360], jitter: 0 };

beforeAll(async () => {
  table = await startDynamoDbServer(double());
  queue = await startQueueServer();
  const configuration = JSON.stringify({ tableName: 'orders', waits: WAITS });
  writer = WriterProcess.start(table.endpoint, configuration, queue.endpoint);
});

beforeEach(() => {
  table.table = double();
  queue.calls.splice(0);
  queue.answer = DONE;
});

afterAll(async () => {
  await writer.stop();
  await Promise.all([table.close(), queue.close()]);
});

test('says nothing to the queue when every message is stored', async () => {
  await expect(writer.invoke({ Records: messages(30) })).resolves.toEqual({ batchItemFailures: [] });
  expect(queue.calls).toEqual([]);
});

test('tells the queue, in a signed call, how long each message waits', async () => {
  table.table.fail({ kind: 'keyDenied' });
  const waiting = message({ messageId: 'm1', receiptHandle: 'handle-1', attributes: { ApproximateReceiveCount: '2' } });
  await writer.invoke({ Records: [waiting] });
  expect(queue.calls).toEqual([
    {
      target: 'AmazonSQS.ChangeMessageVisibilityBatch',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE\/\d{8}\/eu-west-1\/sqs\/aws4_request, SignedHeaders=[^ ]*host[^ ]*, /,
      ) as string,
      input: { QueueUrl: QUEUE_URL, Entries: [{ Id: '0', ReceiptHandle: 'handle-1', VisibilityTimeout: 360 }] },
    },
  ]);
});

test('hands over a refused message again at once, and its neighbours are stored', async () => {
  const records = messages(3, index => (index === 1 ? REFUSED_MARK : 'good'));
  await expect(writer.invoke({ Records: records })).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(queue.calls.flatMap(({ input }) => input.Entries.map(entry => entry.VisibilityTimeout))).toEqual([0]);
});

test('tells the queue of every message of a large batch, within the time', async () => {
  table.table.fail(...Array<Fault>(1_000).fill({ kind: 'tableMissing' }));
  const { batchItemFailures } = await writer.invoke({ Records: messages(2_000) });
  expect(batchItemFailures).toHaveLength(2_000);
  expect(queue.calls.flatMap(({ input }) => input.Entries)).toHaveLength(2_000);
});

test('answers with what was not stored where it has no address of the queue', async () => {
  const configuration = JSON.stringify({ tableName: 'orders', waits: WAITS });
  const lost = WriterProcess.start(table.endpoint, configuration, 'no address');
  const records = messages(2, index => (index === 1 ? REFUSED_MARK : 'good'));
  await expect(lost.invoke({ Records: records })).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  await lost.stop();
});

test('still has time to tell the queue when the table does not answer', async () => {
  jest.spyOn(table.table, 'putAll').mockReturnValue(new Promise(() => undefined));
  const { batchItemFailures } = await writer.invoke({ Records: messages(2) }, 2_500);
  expect(batchItemFailures).toHaveLength(2);
  expect(queue.calls).toHaveLength(1);
});

test.each([
  [
    'refuses',
    { status: 403, body: '{"__type":"com.amazon.coral.service#AccessDeniedException","message":"α"}' },
    'AccessDeniedException',
  ],
  ['answers what is no answer', { status: 502, body: '<html>' }, 'SyntaxError'],
  ['fails without a name', { status: 500, body: '{}' }, 'Status500'],
  [
    'knows no such message',
    { status: 200, body: '{"Failed":[{"Id":"0","Code":"MessageNotInflight"}]}' },
    'MessageNotInflight',
  ],
  ['does not answer', undefined, 'TimeoutError'],
])('answers and says so in the log when the queue %s', async (_, answer, reason) => {
  table.table.fail({ kind: 'keyDenied' });
  queue.answer = answer;
  const before = writer.output.length;
  const { batchItemFailures } = await writer.invoke({ Records: messages(1) }, 1_500);
  expect(batchItemFailures).toEqual([{ itemIdentifier: 'm0' }]);
  const [line] = writer.output.slice(before).match(/.*visibility not changed.*/) ?? [];
  expect(JSON.parse(line ?? '{}')).toEqual({
    level: 'ERROR',
    message: 'visibility not changed',
    requestId: 'request-1',
    reason,
    count: 1,
  });
  expect(writer.output).not.toContain('α');
});

function double(): TableDouble {
  return new TableDouble(item => item.id.S!);
}
