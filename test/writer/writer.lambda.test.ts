import type { SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { startDynamoDbServer, type DynamoDbServer } from './dynamodb-server';
import { CONFIGURATION, message, messages } from './messages';
import { REFUSED_MARK, TableDouble, type Fault } from './table-double';
import { WriterProcess } from './writer-process';
import { identify } from '../../src/writer/item/message-item';

const double = (): TableDouble => new TableDouble(item => identify(item, CONFIGURATION));

let server: DynamoDbServer;
let writer: WriterProcess;

beforeAll(async () => {
  server = await startDynamoDbServer(double());
  writer = WriterProcess.start(server.endpoint, '{"tableName":"orders"}');
});

beforeEach(() => {
  server.table = double();
});

afterAll(async () => {
  await writer.stop();
  await server.close();
});

test('stores a batch', async () => {
  await expect(writer.invoke({ Records: messages(30) })).resolves.toEqual({ batchItemFailures: [] });
  expect(server.table.items.size).toBe(30);
  expect(server.table.items.get('m7')).toEqual({ id: { S: 'm7' }, body: { S: 'body 7' } });
});

test('keeps binary attributes', async () => {
  const picture = { dataType: 'Binary', binaryValue: 'AQID' };
  await writer.invoke({ Records: [message({ messageId: 'm1', messageAttributes: { picture } })] });
  expect(server.table.items.get('m1')).toMatchObject({ messageAttributes: { M: { picture: { B: 'AQID' } } } });
});

test('answers with the messages that failed', async () => {
  const records = messages(30, index => (index === 7 ? REFUSED_MARK : 'good'));
  await expect(writer.invoke({ Records: records })).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: 'm7' }] });
});

test('inserts where it is told to', async () => {
  const inserting = WriterProcess.start(server.endpoint, '{"tableName":"orders","writeMode":"insertOnly"}');
  server.table.items.set('m1', { id: { S: 'm1' } });
  await expect(inserting.invoke({ Records: messages(3) })).resolves.toEqual({ batchItemFailures: [] });
  expect(server.table.items.get('m1')).toEqual({ id: { S: 'm1' } });
  expect(inserting.output).toContain('"class":"duplicate"');
  await inserting.stop();
});

test('answers in time when DynamoDB does not', async () => {
  jest.spyOn(server.table, 'putAll').mockReturnValue(new Promise(() => undefined));
  const { batchItemFailures } = await writer.invoke({ Records: messages(2) }, 900);
  expect(batchItemFailures).toHaveLength(2);
  server.table = double();
  await expect(writer.invoke({ Records: messages(2) })).resolves.toEqual({ batchItemFailures: [] });
});

test('takes a third of its time at most for a connection that died unnoticed', async () => {
  const putAll = server.table.putAll.bind(server.table);
  const answers = jest.spyOn(server.table, 'putAll').mockReturnValueOnce(new Promise(() => undefined));
  answers.mockImplementation(putAll);
  await expect(writer.invoke({ Records: messages(2) }, 3_000)).resolves.toEqual({ batchItemFailures: [] });
  expect(server.table.items.size).toBe(2);
});

test('takes an answer without a word for none', async () => {
  jest.spyOn(server.table, 'putAll').mockResolvedValue(undefined as never);
  await expect(writer.invoke({ Records: messages(1) })).resolves.toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }],
  });
  expect(writer.output).toContain('"reason":"EmptyAnswer"');
});

test.each<[string, unknown, string]>([
  ['nothing', null, 'UnknownEvent: the event must hold records of SQS, got none'],
  ['a test event of the console', { key1: 'value1' }, 'UnknownEvent: the event must hold records of SQS, got none'],
  [
    'another source',
    { Records: [{ ...message(), eventSource: 'aws:sns' }] },
    "UnknownEvent: each record must come from 'aws:sqs', got another event source",
  ],
  [
    'a record without id',
    { Records: [{ ...message(), messageId: '' }] },
    'UnknownEvent: each record must have a message id and a body, got one without',
  ],
])('fails on %s', async (_, event, error) => {
  await expect(writer.invoke(event)).rejects.toThrow(error);
  expect(server.table.calls).toBe(0);
});

test('answers an empty batch', async () => {
  await expect(writer.invoke({ Records: [] })).resolves.toEqual({ batchItemFailures: [] });
});

test('does not start with a configuration it can not use', async () => {
  const unusable = WriterProcess.start(server.endpoint, '{"tableName":5}');
  await expect(unusable.invoke({ Records: [] })).rejects.toThrow(
    "'tableName' must be a text, got 5 [WRITER_CONFIGURATION]",
  );
});

test('loses nothing and tells nothing under random faults', async () => {
  const fault = fc.oneof(
    fc.constant<Fault>({ kind: 'none' }),
    fc.constant<Fault>({ kind: 'unprocessed', every: 3 }),
    fc.record({
      kind: fc.constantFrom(
        'throttled',
        'timeoutBefore',
        'timeoutAfter',
        'serverError',
        'keyDisabled',
        'keyDenied',
        'tableMissing',
        'conflict',
      ),
    }),
  ) as fc.Arbitrary<Fault>;
  const good = fc.string({ unit: fc.constantFrom('α', 'β', 'γ', 'δ'), minLength: 1, maxLength: 20 });
  const body = fc.oneof(
    { weight: 19, arbitrary: good },
    good.map(text => text + REFUSED_MARK),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(body, { minLength: 1, maxLength: 40 }),
      fc.array(fault, { maxLength: 2 }),
      async (bodies, faults) => {
        server.table = double().fail(...faults);
        const records: SQSRecord[] = messages(bodies.length, index => bodies[index]);
        const { batchItemFailures } = await writer.invoke({ Records: records });
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        for (const { messageId, body: text } of records) {
          if (text.includes(REFUSED_MARK)) expect(failed).toContain(messageId);
          if (!failed.has(messageId)) {
            expect(server.table.items.get(messageId)).toEqual({ id: { S: messageId }, body: { S: text } });
          }
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(writer.output).toMatch(/"Stored":\d+/);
  expect(writer.output).not.toMatch(/[αβγδ☠]/);
});
