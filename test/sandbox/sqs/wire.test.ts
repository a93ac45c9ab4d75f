import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  type Message,
} from '@aws-sdk/client-sqs';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

const OWNER = 'arn:aws:iam::111122223333:role/Owner';

let sandbox: Sandbox;
let sqs: SQSClient;

beforeAll(async () => {
  sandbox = await startSandbox({ clock: new TestClock(0) });
  sqs = new SQSClient({ ...sandbox.clientOf(OWNER), maxAttempts: 1 });
});

afterAll(async () => sandbox.close());

async function receive(QueueUrl: string | undefined, more: object = {}): Promise<Message[]> {
  const asked = { QueueUrl, MaxNumberOfMessages: 10, ...more };
  return (await sqs.send(new ReceiveMessageCommand(asked))).Messages ?? [];
}

test('a message comes out as it went in, with the attributes that were asked for', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'attributes' }));
  const attributes = {
    'shop.name': { DataType: 'String', StringValue: 'Łódź & <Söhne>' },
    'shop.size': { DataType: 'Number.int', StringValue: '7' },
    picture: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 10]) },
  };
  const MessageBody = ' {"a": "\u{1f600}\\u0000\\r\\n"}\t\r\n';
  const sent = await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody,
      MessageAttributes: attributes,
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
    }),
  );
  const [message] = await receive(QueueUrl, {
    MessageSystemAttributeNames: ['ApproximateReceiveCount', 'AWSTraceHeader'],
    MessageAttributeNames: ['shop.*', 'picture'],
    VisibilityTimeout: 0,
  });
  expect(message).toEqual({
    MessageId: sent.MessageId,
    ReceiptHandle: expect.any(String),
    Body: MessageBody,
    MD5OfBody: sent.MD5OfMessageBody,
    Attributes: { ApproximateReceiveCount: '1', AWSTraceHeader: 'Root=1' },
    MessageAttributes: attributes,
    MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
  });
  const [bare] = await receive(QueueUrl);
  expect([bare.Attributes, bare.MessageAttributes]).toEqual([undefined, undefined]);
});

test('the digest of attributes is the one that AWS documents', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'digest' }));
  const MessageAttributes = { a: { DataType: 'String', StringValue: 'b' } };
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x', MessageAttributes }));
  // md5 of: 00000001 "a" 00000006 "String" 01 00000001 "b"
  expect(sent.MD5OfMessageAttributes).toBe('bef8bf215374a0a228d67533b1a488be');
});

test('a batch that fails in part says so of each entry', async () => {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'batch', Attributes: { MaximumMessageSize: '1024' } }),
  );
  const { Successful, Failed } = await sqs.send(
    new SendMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'good', MessageBody: 'x'.repeat(1024) },
        { Id: 'long', MessageBody: 'x'.repeat(1025) },
      ],
    }),
  );
  expect([Successful?.map(({ Id }) => Id), Failed]).toEqual([
    ['good'],
    [
      {
        Id: 'long',
        SenderFault: true,
        Code: 'InvalidParameterValue',
        Message: 'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
      },
    ],
  ]);
  const [{ ReceiptHandle }] = await receive(QueueUrl);
  const deleted = await sqs.send(
    new DeleteMessageBatchCommand({
      QueueUrl,
      Entries: [
        { Id: 'right', ReceiptHandle },
        { Id: 'wrong', ReceiptHandle: 'x' },
      ],
    }),
  );
  expect(deleted).toMatchObject({
    Successful: [{ Id: 'right' }],
    Failed: [{ Id: 'wrong', Code: 'ReceiptHandleIsInvalid' }],
  });
});

test.each<[string, object[], string]>([
  ['without an entry', [], 'EmptyBatchRequest'],
  ['of eleven', Array.from({ length: 11 }, (_, number) => ({ Id: String(number) })), 'TooManyEntriesInBatchRequest'],
  ['that names an entry twice', [{ Id: 'a' }, { Id: 'a' }], 'BatchEntryIdsNotDistinct'],
  ['with a name that is none', [{ Id: 'a b' }], 'InvalidBatchEntryId'],
])('refuses a batch %s', async (_, entries, name) => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'batches' }));
  const Entries = entries.map(entry => ({ Id: '', MessageBody: 'x', ...entry }));
  await expect(sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).rejects.toMatchObject({ name });
});

test('queues are made, found, changed and deleted', async () => {
  const made = { QueueName: 'kept', Attributes: { VisibilityTimeout: '40' } };
  const { QueueUrl } = await sqs.send(new CreateQueueCommand(made));
  expect(QueueUrl).toBe(`${sandbox.endpoint}/111122223333/kept`);
  expect((await sqs.send(new CreateQueueCommand(made))).QueueUrl).toBe(QueueUrl);
  const other = sqs.send(new CreateQueueCommand({ ...made, Attributes: { VisibilityTimeout: '41' } }));
  await expect(other).rejects.toMatchObject({ name: 'QueueNameExists' });
  expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'kept' }))).QueueUrl).toBe(QueueUrl);
  expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'kep' }))).QueueUrls).toEqual([QueueUrl]);
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '5', Policy: '{}' } }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  expect(Attributes).toEqual({
    ApproximateNumberOfMessages: '0',
    ApproximateNumberOfMessagesDelayed: '0',
    ApproximateNumberOfMessagesNotVisible: '0',
    CreatedTimestamp: '0',
    DelaySeconds: '5',
    LastModifiedTimestamp: '0',
    MaximumMessageSize: '1048576',
    MessageRetentionPeriod: '345600',
    Policy: '{}',
    QueueArn: 'arn:aws:sqs:eu-west-1:111122223333:kept',
    ReceiveMessageWaitTimeSeconds: '0',
    SqsManagedSseEnabled: 'true',
    VisibilityTimeout: '40',
  });
  expect(await sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl }))).toMatchObject({ queueUrls: [] });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  expect(sandbox.queues.find('kept')!.all).toEqual([]);
  await sandbox.sqs.call({ principal: OWNER, context: {} }, 'DeleteQueue', { QueueUrl });
  await expect(sqs.send(new GetQueueUrlCommand({ QueueName: 'kept' }))).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    Code: 'AWS.SimpleQueueService.NonExistentQueue',
  });
});

test.each<[string, Record<string, string>, string]>([
  ['out of range', { VisibilityTimeout: '43201' }, 'InvalidAttributeValue'],
  ['that is no number', { DelaySeconds: '1.5' }, 'InvalidAttributeValue'],
  ['that is no flag', { FifoQueue: 'yes' }, 'InvalidAttributeValue'],
  ['that is unknown', { Colour: 'red' }, 'InvalidAttributeName'],
  ['that counts no receive', { RedrivePolicy: '{"deadLetterTargetArn":"x"}' }, 'InvalidParameterValue'],
])('refuses an attribute %s', async (_, attributes, name) => {
  const command = new CreateQueueCommand({ QueueName: 'refused', Attributes: attributes });
  await expect(sqs.send(command)).rejects.toMatchObject({ name });
  expect(sandbox.queues.find('refused')).toBeUndefined();
});

test('a change of visibility that came too late names the error of SQS', async () => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'visibility' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const [{ ReceiptHandle }] = await receive(QueueUrl, { VisibilityTimeout: 0 });
  const change = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 });
  await expect(sqs.send(change)).rejects.toMatchObject({
    name: 'MessageNotInflight',
    Code: 'AWS.SimpleQueueService.MessageNotInflight',
  });
});

describe('the query protocol', () => {
  async function ask(parameters: Record<string, string>): Promise<string> {
    const { credentials } = sandbox.clientOf(OWNER);
    const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0`;
    const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ Version: '2012-11-05', ...parameters });
    return (await fetch(sandbox.endpoint, { method: 'POST', headers, body })).text();
  }

  test('sends a batch, receives it and deletes it', async () => {
    const created = await ask({
      Action: 'CreateQueue',
      QueueName: 'query',
      'Attribute.1.Name': 'DelaySeconds',
      'Attribute.1.Value': '0',
    });
    const QueueUrl = /<QueueUrl>(.+)<\/QueueUrl>/.exec(created)![1];
    const sent = await ask({
      Action: 'SendMessageBatch',
      QueueUrl,
      'SendMessageBatchRequestEntry.1.Id': 'a',
      'SendMessageBatchRequestEntry.1.MessageBody': 'a < b & c',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Name': 'shop',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue': 'x',
      'SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType': 'String',
      'SendMessageBatchRequestEntry.2.Id': 'b',
      'SendMessageBatchRequestEntry.2.MessageBody': '',
    });
    expect(sent).toMatch(/<SendMessageBatchResultEntry><Id>a<\/Id><MessageId>/);
    expect(sent).toMatch(
      /<BatchResultErrorEntry><Id>b<\/Id><SenderFault>true<\/SenderFault><Code>MissingParameter<\/Code>/,
    );
    const received = await ask({
      Action: 'ReceiveMessage',
      QueueUrl,
      'AttributeName.1': 'ApproximateReceiveCount',
      'MessageAttributeName.1': 'All',
    });
    expect(received).toContain('<Body>a &#60; b &#38; c</Body>');
    expect(received).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>');
    expect(received).toContain(
      '<MessageAttribute><Name>shop</Name><Value><StringValue>x</StringValue><DataType>String</DataType></Value></MessageAttribute>',
    );
    const ReceiptHandle = /<ReceiptHandle>(.+)<\/ReceiptHandle>/.exec(received)![1];
    expect(await ask({ Action: 'DeleteMessage', QueueUrl, ReceiptHandle })).toMatch(
      /^<\?xml version="1.0"\?><DeleteMessageResponse .+><ResponseMetadata>/,
    );
    expect(sandbox.queues.find('query')!.all).toEqual([]);
  });

  test('refuses in its own words', async () => {
    const refused = await ask({ Action: 'SendMessage', QueueUrl: 'x/none', MessageBody: 'x' });
    expect(refused).toContain(
      '<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist.</Message>',
    );
  });
});
