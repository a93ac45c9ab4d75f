import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import {
  answerCloudFormation,
  parseResponseUrl,
  type ResourceOutcome,
  sendByHttps,
} from '../../src/key-policy-manager/answer-cloudformation';
import { type ResourceRequest } from '../../src/key-policy-manager/resource-request';

const HOST = 'cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com';
const request: ResourceRequest = {
  RequestType: 'Create',
  ResourceType: 'Custom::KeyPolicy',
  ResourceProperties: {},
  ResponseURL: `https://${HOST}/answer?X-Amz-Signature=abc%3D`,
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'KeyPolicy',
};

async function sentFor(asked: Partial<ResourceRequest>, outcome: ResourceOutcome): Promise<[string, string]> {
  const sent: string[] = [];
  await answerCloudFormation(asked, outcome, async (url, body) => void sent.push(url, body));
  return sent as [string, string];
}

test('answers with what CloudFormation wants to know', async () => {
  const data = { ReplacedPolicy: 'nothing' };
  const [url, body] = await sentFor(request, { status: 'SUCCESS', physicalResourceId: 'key Orders', data });
  expect([url, JSON.parse(body)]).toEqual([
    request.ResponseURL,
    {
      Status: 'SUCCESS',
      PhysicalResourceId: 'key Orders',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'KeyPolicy',
      Data: data,
    },
  ]);
});

test('answers a request that lacks everything but the URL', async () => {
  const [, body] = await sentFor(
    { ResponseURL: request.ResponseURL },
    { status: 'FAILED', physicalResourceId: 'x', reason: 'no' },
  );
  expect(JSON.parse(body)).toEqual({
    Status: 'FAILED',
    Reason: 'no',
    PhysicalResourceId: 'x',
    StackId: '',
    RequestId: '',
    LogicalResourceId: '',
  });
});

test('takes no more bytes than CloudFormation does, whatever the reason is made of', async () => {
  const pieces = fc.constantFrom('x', '"', 'é', '\n', '😀', '\u0000', '\\', '中');
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { minLength: 500, maxLength: 5_000 }), async words => {
      const reason = words.join('');
      const [, body] = await sentFor(request, { status: 'FAILED', physicalResourceId: 'p'.repeat(200), reason });
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(4_096);
      expect(reason.startsWith((JSON.parse(body) as { Reason: string }).Reason)).toBe(true);
      if (Buffer.byteLength(JSON.stringify(reason)) < 3_600) expect(JSON.parse(body)).toMatchObject({ Reason: reason });
    }),
  );
});

describe('the URL to answer to', () => {
  test.each([
    `https://${HOST}/arn?X-Amz-Signature=1`,
    'https://cloudformation-custom-resource-response-useast1.s3.amazonaws.com/x',
    'https://cloudformation-custom-resource-response-euwest1.s3-eu-west-1.amazonaws.com/x',
    'https://cloudformation-custom-resource-response-useast1.s3.dualstack.us-east-1.amazonaws.com/x',
    'https://cloudformation-custom-resource-response-cnnorth1.s3.cn-north-1.amazonaws.com.cn/x',
    'https://s3.eu-west-1.amazonaws.com/cloudformation-custom-resource-response-euwest1/x',
  ])('is of S3: %s', url => {
    expect(parseResponseUrl(url)).toBe(url);
  });

  test.each([
    undefined,
    null,
    5,
    {},
    '',
    'answer',
    `http://${HOST}/x`,
    `https://${HOST}:8443/x`,
    `https://${HOST}.example.com/x`,
    `https://example.com/${HOST}`,
    `https://${HOST}@example.com/x`,
    'https://bucket-of-mine.s3.eu-west-1.amazonaws.com/x',
    'https://s3.eu-west-1.amazonaws.com/bucket-of-mine/x',
    'https://s3.eu-west-1.amazonaws.com/cloudformation-custom-resource-response-euwest1/../bucket-of-mine/x',
    'https://sqs.eu-west-1.amazonaws.com/x',
    'https://169.254.169.254/latest',
    'http://127.0.0.1:9001/2018-06-01/runtime',
    'file:///etc/passwd',
  ])('is of nobody else: %s', url => {
    expect(parseResponseUrl(url)).toBeUndefined();
    expect(parseResponseUrl(url, 'https://localhost:1234')).toBeUndefined();
  });

  test('is where AWS is, if the environment of the function says so', () => {
    expect(parseResponseUrl('http://127.0.0.1:1/x', 'http://127.0.0.1:2')).toBe('http://127.0.0.1:1/x');
  });

  test('is not called if it is of nobody else', async () => {
    const sent = sentFor(
      { ...request, ResponseURL: 'https://example.com' },
      { status: 'SUCCESS', physicalResourceId: 'x' },
    );
    await expect(sent).rejects.toThrow("the request names no host of AWS's to answer to");
  });
});

describe('over the network', () => {
  let server: Server;
  let statuses: number[];
  let bodies: string[];
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer`;

  beforeEach(async () => {
    bodies = [];
    server = createServer((incoming, response) => {
      incoming.on('data', (chunk: Buffer) => bodies.push(`${incoming.method} ${chunk}`));
      incoming.on('end', () => response.writeHead(statuses.shift()!, { location: '/elsewhere' }).end());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => server.close());

  test('tries again if the answer is not taken', async () => {
    statuses = [503, 200];
    await sendByHttps(url(), '{}');
    expect(bodies).toEqual(['PUT {}', 'PUT {}']);
  });

  test('is not led elsewhere', async () => {
    statuses = [302, 302, 302];
    await expect(sendByHttps(url(), '{}')).rejects.toThrow('CloudFormation did not take the answer');
    expect(bodies).toHaveLength(3);
  });

  test('fails after three times', async () => {
    statuses = [503, 503, 503];
    await expect(sendByHttps(url(), '{}')).rejects.toThrow('CloudFormation did not take the answer: 503');
  });
});
