import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { DEVELOPER, openSandboxAccount } from './sandbox-account';
import { IMPATIENT } from '../sandbox/cdk/cli';

const ROOT = join(__dirname, '..', '..');
/** `npm run integ -- …`, with the end of what it said. */
async function integ(
  args: readonly string[],
  client: NodeJS.ProcessEnv = {},
): Promise<{ readonly code: number | null; readonly said: string[] }> {
  const program = ['--import', 'tsx', join('test', 'integ', 'run.ts'), ...args];
  const child = spawn(process.execPath, program, {
    cwd: ROOT,
    env: {
      ...process.env,
      ...client,
      NODE_OPTIONS: IMPATIENT,
      JSII_DEPRECATED: 'quiet',
      TSX_TSCONFIG_PATH: join(ROOT, 'tsconfig.dev.json'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  return { code, said: output.split('\n').filter(line => line.startsWith('integ: ')) };
}

test('the integration test passes in the sandbox, deployed by the CDK CLI', async () => {
  expect(await integ(['--sandbox'])).toEqual({
    code: 0,
    said: ['integ: every assertion holds, nothing is left, and the key stayed closed'],
  });
});

test('it fails when an assertion does, names that one, and leaves nothing behind', async () => {
  const title = 'an administrator is denied at the table';
  expect(await integ(['--sandbox', '--sabotage', title])).toEqual({
    code: 1,
    said: [`integ: does not hold: ${title}`],
  });
});

test('it does not begin in an account that nobody named', async () => {
  const { sandbox, close } = await openSandboxAccount();
  const { endpoint, region, credentials } = sandbox.clientOf(DEVELOPER);
  const client = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  const named = 'integ: error: name the sandbox account you mean: npm run integ -- --account 111122223333';
  expect(await integ(['--account', '999988887777'], client)).toEqual({ code: 1, said: [named] });
  expect(sandbox.stack('IntegGround')).toBeUndefined();
  await close();
});
