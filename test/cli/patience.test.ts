import { createServer, type Server, type AddressInfo } from 'node:net';
import { DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { httpOptions } from '../../src/cli/aws-http';
import { patient } from '../../src/cli/patience';

let server: Server;
let client: KMSClient;
const said: string[] = [];

/** A server that accepts and never answers. */
beforeEach(async () => {
  said.length = 0;
  server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  client = new KMSClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: httpOptions({ env: {} }),
  });
});
afterEach(async () => {
  client.destroy();
  server.close();
});

test('a server that never answers is spoken of, and then given up', async () => {
  const waiting = patient(client, 'KMS in eu-west-1', text => said.push(text), {
    deadlineMilliseconds: 1_000,
    silenceMilliseconds: 100,
  });

  await expect(waiting.send(new DescribeKeyCommand({ KeyId: 'x' }))).rejects.toThrow(
    'no answer from KMS in eu-west-1 within 1 seconds',
  );

  expect(said).toEqual(['still waiting for KMS in eu-west-1 (0 s)']);
});

test('it connects within 5 seconds, answers within 30, and all tries take 32 at most', () => {
  expect(httpOptions({ env: {} })).toMatchObject({
    connectionTimeout: 5_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
  });
});

test('nobody is hurried who has to type a code first', async () => {
  let typed = false;
  const slow = new KMSClient({
    region: 'eu-west-1',
    endpoint: 'http://127.0.0.1:1',
    credentials: async () => {
      await new Promise(resolve => setTimeout(resolve, 300));
      typed = true;
      return { accessKeyId: 'test', secretAccessKey: 'test' };
    },
    maxAttempts: 1,
  });
  const waiting = patient(slow, 'KMS', text => said.push(text), { deadlineMilliseconds: 200, silenceMilliseconds: 50 });

  await expect(waiting.send(new DescribeKeyCommand({ KeyId: 'x' }))).rejects.toThrow('connect ECONNREFUSED');

  expect([typed, said]).toEqual([true, ['still waiting for the credentials (0 s)']]);
  slow.destroy();
});
