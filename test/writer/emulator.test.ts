import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { message } from './messages';
import { WriterProcess } from './writer-process';

/**
 * The bundled writer against an emulator that knows the rules of DynamoDB, and a reader that unmarshals as users do.
 */
let server: Server;
let table: DynamoDBDocumentClient;
let writer: WriterProcess;
let stored = 10;

beforeAll(async () => {
  server = dynalite({ createTableMs: 0 });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve()));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  });
  table = DynamoDBDocumentClient.from(client, { unmarshallOptions: { wrapNumbers: true } });
  await client.send(
    new CreateTableCommand({
      TableName: 'orders',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  while ((await client.send(new DescribeTableCommand({ TableName: 'orders' }))).Table?.TableStatus !== 'ACTIVE');
  writer = WriterProcess.start(endpoint, '{"tableName":"orders","body":{"as":"json"}}');
});

afterAll(async () => {
  await writer.stop();
  table.destroy();
  await new Promise(resolve => server.close(resolve));
});

async function store(body: string, messageAttributes = {}): Promise<Record<string, unknown> | undefined> {
  const messageId = `m${++stored}`;
  const { batchItemFailures } = await writer.invoke({ Records: [message({ messageId, body, messageAttributes })] });
  const { Item } = await table.send(new GetCommand({ TableName: 'orders', Key: { id: messageId } }));
  expect(batchItemFailures).toHaveLength(Item ? 0 : 1);
  if (Item) delete Item.id;
  return Item;
}

test('stores an object as it was sent', async () => {
  await expect(store('{"name":"Ada","tags":["a",""],"more":{"x":null,"y":false}}')).resolves.toEqual({
    name: 'Ada',
    tags: ['a', ''],
    more: { x: null, y: false },
  });
});

test('stores every digit of a number', async () => {
  await expect(store('{"big":9007199254740993,"small":1.5e-120}')).resolves.toEqual({
    big: { value: '9007199254740993' },
    small: { value: expect.stringMatching(/^0\.0{119}15$/) as string },
  });
});

test('stores a binary attribute', async () => {
  await expect(store('{}', { picture: { dataType: 'Binary', binaryValue: 'AQID' } })).resolves.toEqual({
    messageAttributes: { picture: new Uint8Array([1, 2, 3]) },
  });
});

test.each([
  [0, true],
  [1, false],
])('takes an item of 400 KB and %i bytes: %p', async (more, taken) => {
  const around = 'id'.length + 'm00'.length + 'a'.length;
  const item = await store(JSON.stringify({ a: 'x'.repeat(400 * 1024 - around + more) }));
  expect(item !== undefined).toBe(taken);
});
