import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { TestClock } from '../../sandbox/clock/test-clock';
import { makeKeyWithImportedMaterial } from '../../sandbox/demo/imported-key';
import { OUTAGES, randomOutages, schedule, type OutageName } from '../../sandbox/outages';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox';

const OWNER = 'arn:aws:iam::111122223333:role/Owner';

let clock: TestClock;
let sandbox: Sandbox;
let QueueUrl: string;

beforeEach(async () => {
  clock = new TestClock();
  sandbox = await startSandbox({ clock });
  const KmsMasterKeyId = await makeKeyWithImportedMaterial(sandbox, OWNER);
  const Attributes = { KmsMasterKeyId };
  QueueUrl = (await sqs().send(new CreateQueueCommand({ QueueName: 'orders', Attributes }))).QueueUrl!;
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await table().send(
    new CreateTableCommand({
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: KmsMasterKeyId },
    }),
  );
  await clock.advance(3_600_000); // by which no data key is kept any more
});

afterEach(async () => sandbox.close());

const configuration = () => ({ ...sandbox.clientOf(OWNER), maxAttempts: 1 });
const sqs = (): SQSClient => new SQSClient(configuration());
const table = (): DynamoDBClient => new DynamoDBClient(configuration());

/** What comes of writing two items. */
async function write(): Promise<string> {
  const put = (id: string) => ({ PutRequest: { Item: { id: { S: id } } } });
  const command = new BatchWriteItemCommand({ RequestItems: { orders: [put('a'), put('b')] } });
  const { UnprocessedItems = {} } = await table().send(command);
  return `${UnprocessedItems.orders?.length ?? 0} unprocessed`;
}

/** What comes of receiving the one message. */
async function receive(): Promise<string> {
  const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl }));
  return `${Messages.length} received`;
}

async function stored(): Promise<number> {
  return (await table().send(new ScanCommand({ TableName: 'orders', Select: 'COUNT' }))).Count!;
}

const [WRITTEN, RECEIVED] = ['0 unprocessed', '1 received'];

test.each<[OutageName, string, number, string]>([
  ['table throttled', 'ProvisionedThroughputExceededException', 0, RECEIVED],
  ['table throttled in part', '1 unprocessed', 1, RECEIVED],
  ['table refused', 'AccessDeniedException', 0, RECEIVED],
  ['table failing', 'InternalServerError', 0, RECEIVED],
  ['key refused', 'AccessDeniedException', 0, 'KmsAccessDenied'],
  ['key refused to the table', 'AccessDeniedException', 0, RECEIVED],
  ['key refused to the queue', WRITTEN, 2, 'KmsAccessDenied'],
  ['key disabled', 'AccessDeniedException', 0, 'KmsDisabled'],
  ['key throttled', 'AccessDeniedException', 0, 'KmsThrottled'],
  ['receives failing', WRITTEN, 2, 'InternalFailure'],
])('%s', async (name, written, count, received) => {
  const end = OUTAGES[name](sandbox);
  const outcomes = await Promise.all([write, receive].map(async call => call().catch((error: Error) => error.name)));
  end();
  expect([...outcomes, await stored()]).toEqual([written, received, count]);
  expect(await write()).toBe(WRITTEN);
});

test('an answer that is lost is of work that was done', async () => {
  const end = sandbox.faults.begin({ service: 'dynamodb', operations: ['BatchWriteItem'], kind: 'answer lost' });
  await expect(write()).rejects.toThrow('socket hang up');
  end();
  expect(await stored()).toBe(2);
});

test('outages begin and end by the clock', async () => {
  schedule(sandbox, [{ name: 'table throttled', from: 60_000, until: 120_000 }]);
  await clock.advance(59_999);
  expect(await write()).toBe(WRITTEN);
  await clock.advance(1);
  await expect(write()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
  await clock.advance(60_000);
  expect(await write()).toBe(WRITTEN);
});

test.each<[boolean, number]>([
  [false, 0],
  [true, 1],
])('receives that fail at KMS count if they are to: %s', async (countsFailedReceives, inFlight) => {
  await sandbox.close();
  sandbox = await startSandbox({ clock, countsFailedReceives });
  const Attributes = { KmsMasterKeyId: await makeKeyWithImportedMaterial(sandbox, OWNER) };
  QueueUrl = (await sqs().send(new CreateQueueCommand({ QueueName: 'orders', Attributes }))).QueueUrl!;
  await sqs().send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  OUTAGES['key refused'](sandbox);
  await expect(receive()).rejects.toMatchObject({ name: 'KmsAccessDenied' });
  const { receiveCount, state } = sandbox.queues.find('orders')!.all[0];
  expect([receiveCount, state]).toEqual([inFlight, inFlight === 1 ? 'in flight' : 'visible']);
});

test('the same seed gives the same outages, all within the time', () => {
  const wanted = { count: 50, milliseconds: 86_400_000 };
  const outages = randomOutages(7, wanted);
  expect(randomOutages(7, wanted)).toEqual(outages);
  expect(randomOutages(8, wanted)).not.toEqual(outages);
  expect(outages).toHaveLength(50);
  expect(outages.filter(({ from, until }) => from < 0 || until < from || until > 86_400_000)).toEqual([]);
  expect(new Set(outages.map(({ name }) => name)).size).toBeGreaterThan(10);
  expect(randomOutages(7, { ...wanted, names: ['key slow'] }).every(({ name }) => name === 'key slow')).toBe(true);
});
