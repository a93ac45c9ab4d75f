import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

let sandbox: Sandbox;

/** Calls on the wire: a client's own reading of names and numbers is not what this is about. */
async function call(operation: string, body: string): Promise<string> {
  const { credentials } = sandbox.clientOf('arn:aws:iam::111122223333:role/Owner');
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0`;
  const headers = {
    authorization,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': '20260101T000000Z',
    'x-amz-target': `DynamoDB_20120810.${operation}`,
  };
  return (await fetch(sandbox.endpoint, { method: 'POST', headers, body })).text();
}

beforeAll(async () => {
  sandbox = await startSandbox();
  const table = {
    TableName: 'items',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
  };
  await call('CreateTable', JSON.stringify(table));
});

afterAll(async () => sandbox.close());

const put = async (attributes: string): Promise<string> =>
  call('PutItem', `{"TableName":"items","Item":{"id":{"S":"i"},${attributes}}}`);
const batch = async (attributes: string): Promise<string> =>
  call('BatchWriteItem', `{"RequestItems":{"items":[{"PutRequest":{"Item":{"id":{"S":"i"},${attributes}}}}]}}`);

/** An attribute that is nested this deep. */
function nested(levels: number): string {
  let value = '{"S":"deep"}';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? `{"L":[${value}]}` : `{"M":{"a":${value}}}`;
  return `"value":${value}`;
}

/** What makes an item of this many bytes, most of them in characters of four. */
function large(bytes: number): string {
  const rest = bytes - 'idi'.length - 'text'.length;
  return `"text":{"S":"${'\u{1f600}'.repeat(Math.floor(rest / 4))}${'x'.repeat(rest % 4)}"}`;
}

test.each<[string, string, string]>([
  ['an item that is nested too deep', nested(33), 'Nesting Levels have exceeded supported limits'],
  ['an item that is a byte too large', large(409_601), 'Item size has exceeded the maximum allowed size'],
])('refuses %s, as DynamoDB does', async (_, attributes, message) => {
  for (const write of [put, batch]) {
    expect(JSON.parse(await write(attributes))).toEqual({
      __type: 'com.amazon.coral.validate#ValidationException',
      message,
    });
  }
});

test.each<[string, string, string?]>([
  ['an item that is nested as deep as may be', nested(32)],
  ['an item that is as large as may be', large(409_600)],
  ['a positive number without its sign', '"n":{"N":"+7"}', '"n":{"N":"7"}'],
  ['what looks like such a number', String.raw`"s":{"S":"\"N\":\"+7\""}`],
  ['a name that JavaScript keeps to itself', '"__proto__":{"S":"a"}'],
  ['such a name in a map', '"m":{"M":{"__proto__":{"S":"a"}}}'],
  ['what looks like such a name', String.raw`"s":{"S":"\"__proto__\":"}`],
])('keeps %s', async (_, attributes, expected = attributes) => {
  for (const write of [put, batch]) {
    await write(attributes);
    const answer = await call('GetItem', '{"TableName":"items","Key":{"id":{"S":"i"}}}');
    expect(answer).toBe(`{"Item":{"id":{"S":"i"},${expected}}}`);
  }
});
