import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executionRoleArn } from '../../../sandbox/cloudformation/cloud';
import { LambdaFunction, type FunctionDefinition } from '../../../sandbox/lambda/function';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

/** Does what the event says, in ways that handlers have. */
const OBEDIENT = `
const held = [];
export const handler = async ({ what, seconds }, context) => {
  console.log('asked to ' + what);
  switch (what) {
    case 'return': return { pid: process.pid, remaining: context.getRemainingTimeInMillis(), context };
    case 'throw': throw new RangeError('out of range');
    case 'exit': process.exit(7);
    case 'sleep': return new Promise((resolve) => setTimeout(resolve, seconds * 1000, 'slept'));
    case 'grow': for (;;) held.push(new Array(1e6).fill(Math.random()));
    case 'environment': return process.env;
  }
};`;

let sandbox: Sandbox;
let code: string;
const made: LambdaFunction[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  code = await mkdtemp(join(tmpdir(), 'obedient-'));
  await writeFile(join(code, 'index.mjs'), OBEDIENT);
});

afterEach(async () => Promise.all(made.map(async one => one.stop())));

afterAll(async () => {
  await sandbox.close();
  await rm(code, { recursive: true });
});

function make(changes: Partial<FunctionDefinition> = {}): LambdaFunction {
  const definition: FunctionDefinition = {
    name: 'obedient',
    handler: 'index.handler',
    roleArn: executionRoleArn('111122223333', 'eu-west-1'),
    code,
    timeoutSeconds: 10,
    memoryMegabytes: 128,
    variables: { GIVEN: 'by the template' },
    logGroup: '/aws/lambda/obedient',
    ...changes,
  };
  const one = new LambdaFunction(definition, sandbox);
  made.push(one);
  return one;
}

test('gives what the handler returns, out of a context as Lambda gives it', async () => {
  expect(await make().invoke({ what: 'return' })).toEqual({
    result: {
      pid: expect.any(Number),
      remaining: expect.any(Number),
      context: {
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        functionName: 'obedient',
        functionVersion: '$LATEST',
        invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:obedient',
        logGroupName: '/aws/lambda/obedient',
        memoryLimitInMB: '128',
      },
    },
  });
});

test('keeps a process warm, and starts another for an invocation at the same time', async () => {
  const one = make();
  const pidOf = async (): Promise<unknown> =>
    ((await one.invoke({ what: 'return' })) as { result: { pid: number } }).result.pid;
  const first = await pidOf();
  expect(await pidOf()).toBe(first);
  expect(new Set(await Promise.all([pidOf(), pidOf()])).size).toBe(2);
});

test('hands the code nothing of this machine', async () => {
  const { result } = (await make().invoke({ what: 'environment' })) as { result: Record<string, string> };
  expect(
    Object.keys(result)
      .filter(name => !/^(AWS_|NODE_CHANNEL_)/.test(name))
      .sort(),
  ).toEqual(['GIVEN', 'LAMBDA_TASK_ROOT', 'NODE_PATH', 'TZ', '_HANDLER']);
  expect(result.AWS_ENDPOINT_URL).toBe(sandbox.endpoint);
});

test.each<[string, object, Partial<FunctionDefinition>, object]>([
  ['an error', { what: 'throw' }, {}, { errorType: 'RangeError', errorMessage: 'out of range' }],
  [
    'an exit',
    { what: 'exit' },
    {},
    { errorType: 'Runtime.ExitError', errorMessage: 'Error: Runtime exited with error: exit status 7' },
  ],
  [
    'running out of memory',
    { what: 'grow' },
    { memoryMegabytes: 32 },
    { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/^Error: Runtime exited with error: /) },
  ],
  [
    'a module that is missing',
    {},
    { handler: 'absent.handler' },
    { errorType: 'Runtime.ImportModuleError', errorMessage: "Cannot find module 'absent'" },
  ],
  [
    'a handler that is missing',
    {},
    { handler: 'index.absent' },
    { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.absent is undefined or not exported' },
  ],
  [
    'too many at once',
    {},
    { reservedConcurrency: 0 },
    { errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.' },
  ],
])('fails on %s', async (_, event, changes, error) => {
  expect(await make(changes).invoke(event)).toEqual({ error: expect.objectContaining(error) });
});

test('kills the process when the time is out', async () => {
  const one = make({ timeoutSeconds: 1 });
  const outcome = await one.invoke({ what: 'sleep', seconds: 30 });
  expect(outcome).toEqual({
    error: {
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$/),
    },
  });
  expect(one.pids).toEqual([]);
  expect(await one.invoke({ what: 'return' })).toHaveProperty('result');
});

test('keeps what the code logs', async () => {
  await make({ logGroup: 'kept' }).invoke({ what: 'return' });
  await Promise.all(made.map(async one => one.stop()));
  expect(sandbox.logs.eventsOf('kept').map(({ message }) => message)).toEqual(['asked to return']);
});
