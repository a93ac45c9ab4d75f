import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, type ResourceRequest, sendByHttps } from '../../src/key-policy-manager/cloudformation-answer';

const request: ResourceRequest = {
  RequestType: 'Create',
  ResourceType: 'Custom::KeyPolicy',
  ResourceProperties: {},
  ResponseURL: 'https://example.com/answer',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'KeyPolicy',
};

test('answers with what CloudFormation wants to know', async () => {
  const sent: string[] = [];
  await answer(
    request,
    { status: 'SUCCESS', physicalResourceId: 'key Orders', data: { Policy: 'packed' } },
    async (url, body) => void sent.push(url, body),
  );
  expect([sent[0], JSON.parse(sent[1]!)]).toEqual([
    'https://example.com/answer',
    {
      Status: 'SUCCESS',
      PhysicalResourceId: 'key Orders',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'KeyPolicy',
      Data: { Policy: 'packed' },
    },
  ]);
});

test('cuts a reason that CloudFormation would not take', async () => {
  const sent: string[] = [];
  await answer(
    request,
    { status: 'FAILED', physicalResourceId: 'key Orders', reason: 'x'.repeat(5_000) },
    async (_, body) => void sent.push(body),
  );
  expect(Buffer.byteLength(sent[0]!)).toBeLessThan(4_096);
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
      incoming.on('end', () => response.writeHead(statuses.shift()!).end());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(() => server.close());

  test('tries again if the answer is not taken', async () => {
    statuses = [503, 200];
    await sendByHttps(url(), '{}');
    expect(bodies).toEqual(['PUT {}', 'PUT {}']);
  });

  test('fails after three times', async () => {
    statuses = [503, 503, 503];
    await expect(sendByHttps(url(), '{}')).rejects.toThrow('CloudFormation did not take the answer: 503');
  });
});
