import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as Lambda from '../../src/key-policy-manager/key-policy-manager.lambda';
import { CloudFormationEndpoint } from '../support/cloudformation-endpoint';
import { KEY_ARN } from '../support/key-policy-facts';
import { deployedPolicy, describedAs, requestFor } from '../support/stack-double';

const POLICY = deployedPolicy({ Way: 'merge', SidPrefix: 'Orders', Statements: [] });
const PHYSICAL_ID = `${KEY_ARN} Orders`;
const answers: unknown[] = [];
const servers: Server[] = [];

async function listen(respond: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(respond);
  servers.push(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs the handler as Lambda does: a fresh module, its configuration in the environment. */
async function invoke(endpoint: string, request: object | null, milliseconds: number): Promise<void> {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    STACK_ID: CloudFormationEndpoint.STACK_ID,
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
  await handler(request && { ...request, ResponseURL }, { getRemainingTimeInMillis: () => milliseconds });
}

beforeEach(() => {
  answers.length = 0;
  jest.spyOn(console, 'info').mockReturnValue();
});

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  delete process.env.AWS_ENDPOINT_URL;
});

test.each(['Create', 'Update', 'Delete'] as const)('answers in time where nobody answers it: %s', async type => {
  const silence = await listen(() => {});
  await invoke(silence, requestFor(type, POLICY, PHYSICAL_ID), 20_100);
  expect(answers).toEqual([
    {
      Status: 'FAILED',
      Reason: expect.stringMatching(/^(the time was up|CloudFormation does not say what it is doing)/),
      PhysicalResourceId: PHYSICAL_ID,
      StackId: CloudFormationEndpoint.STACK_ID,
      RequestId: 'request',
      LogicalResourceId: 'OrdersKeyPolicy',
    },
  ]);
});

test.each([{}, { RequestType: 'Delete' }, requestFor('Delete', { ...POLICY }, undefined)])(
  'answers whatever the event lacks: %j',
  async event => {
    const endpoint = await CloudFormationEndpoint.start();
    endpoint.resource = describedAs('CREATE_COMPLETE', POLICY, PHYSICAL_ID);
    await invoke(endpoint.url, event, 20_000);
    expect(answers).toEqual([expect.objectContaining({ Status: 'FAILED', Reason: expect.any(String) })]);
    await endpoint.close();
  },
);

test('answers nobody where the event names nobody', async () => {
  await expect(invoke('http://127.0.0.1:1', null, 20_000)).rejects.toThrow(
    "the request names no host of AWS's to answer to",
  );
});
