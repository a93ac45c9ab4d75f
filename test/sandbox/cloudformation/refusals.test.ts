import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { form, signedRequest } from '../signed-request';

const DEVELOPER = 'arn:aws:iam::111122223333:user/Developer';
const unknown: string[] = [];
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ unknownCall: call => unknown.push(call) });
});

afterAll(async () => sandbox.close());

const template = (Type: string): string => JSON.stringify({ Resources: { One: { Type } } });

test.each([
  [
    'a nested stack',
    { TemplateBody: template('AWS::CloudFormation::Stack') },
    "the sandbox does not know the resource type 'AWS::CloudFormation::Stack' [One]",
  ],
  [
    'no rollback',
    { TemplateBody: template('AWS::Logs::LogGroup'), DisableRollback: 'true' },
    "the sandbox always rolls back: 'DisableRollback'",
  ],
  [
    'a stack that stays when it fails',
    { TemplateBody: template('AWS::Logs::LogGroup'), OnFailure: 'DO_NOTHING' },
    "the sandbox always rolls back: 'OnFailure'",
  ],
])('%s is refused in words that name the sandbox', async (_, parameters, message) => {
  const call = form({ Action: 'CreateStack', StackName: 'Orders', ...parameters });
  const { status, body } = await signedRequest(sandbox, DEVELOPER, 'cloudformation', '/', call);

  expect(status).toBe(400);
  expect(body).toContain(`<Code>ValidationError</Code><Message>${message}</Message>`);
  expect(sandbox.stack('Orders')).toBeUndefined();
});

test('the calls of a hotswap are unknown, to its caller and in the log', async () => {
  const { status, body } = await signedRequest(sandbox, DEVELOPER, 'lambda', '/2015-03-31/functions/orders/code', {
    method: 'PUT',
    body: '{}',
  });

  expect([status, JSON.parse(body)]).toEqual([
    404,
    {
      __type: 'UnknownOperationException',
      message: 'The sandbox does not know PUT /2015-03-31/functions/orders/code',
    },
  ]);
  expect(unknown).toEqual(['lambda: PUT /2015-03-31/functions/orders/code']);
});
