import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startKmsServer } from '../../sandbox/kms/kms-server';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import type * as Lambda from '../../src/key-policy-manager/key-policy-manager.lambda';
import { keyPolicyFacts } from '../support/key-policy-facts';

const OWNER = { principal: 'arn:aws:iam::111122223333:root', context: {} };
const answers: Array<Record<string, unknown>> = [];
const servers: Server[] = [];

async function listen(respond: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(respond);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs the handler as Lambda does: a fresh module, its surroundings in the environment. */
async function invoke(endpoint: string, request: object, milliseconds: number): Promise<void> {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const ResponseURL = await listen((incoming, response) => {
    let body = '';
    incoming
      .on('data', chunk => (body += chunk))
      .on('end', () => {
        answers.push(JSON.parse(body));
        response.end();
      });
  });
  let handler!: typeof Lambda.handler;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  jest.isolateModules(() => ({ handler } = require('../../src/key-policy-manager/key-policy-manager.lambda')));
  const event = {
    ResourceType: 'Custom::KeyPolicy',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'KeyPolicy',
    ResponseURL,
    ...request,
  };
  await handler(event as Parameters<typeof Lambda.handler>[0], { getRemainingTimeInMillis: () => milliseconds });
}

beforeEach(() => {
  answers.length = 0;
  jest.spyOn(console, 'info').mockReturnValue();
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  // whose time was up leaves its work behind: wait for its report, so that none comes into another test
  while (jest.mocked(console.info).mock.calls.length === 0) await sleep(10);
  delete process.env.AWS_ENDPOINT_URL;
});

test('puts the policy and tells CloudFormation', async () => {
  const kms = await startKmsServer();
  const {
    KeyMetadata: { Arn: KeyArn },
  } = (await kms.call(OWNER, 'CreateKey', {})) as unknown as { KeyMetadata: { Arn: string } };
  const Statements = renderKeyPolicyStatements(keyPolicyFacts());
  await invoke(
    kms.endpoint,
    { RequestType: 'Create', ResourceProperties: { KeyArn, Way: 'merge', SidPrefix: 'Orders', Statements } },
    60_000,
  );
  expect(answers).toEqual([
    {
      Status: 'SUCCESS',
      PhysicalResourceId: `${KeyArn} Orders`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'KeyPolicy',
    },
  ]);
  expect(kms.keys.byArn(KeyArn)!.policy).toContain('Orders WriterThroughSqs');
  await kms.close();
});

test.each([
  ['Create', { Status: 'FAILED', Reason: expect.stringMatching(/the time was up|Timeout/) }],
  ['Delete', { Status: 'SUCCESS' }],
])('answers in time where KMS never does: %s', async (RequestType, expected) => {
  const silence = await listen(() => {});
  const ResourceProperties = {
    KeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1',
    Way: 'merge',
    SidPrefix: 'Orders',
    Statements: [],
  };
  const start = Date.now();
  await invoke(silence, { RequestType, PhysicalResourceId: 'physical', ResourceProperties }, 21_000);
  expect(answers).toEqual([expect.objectContaining(expected)]);
  expect(Date.now() - start).toBeLessThan(21_000);
});
