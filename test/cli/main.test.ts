import { spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CommandLine } from './command-line';

const ROOT = join(__dirname, '..', '..');
const MAIN = ['--import', join(ROOT, 'node_modules/tsx/dist/loader.mjs'), join(ROOT, 'src/cli/main.ts')];

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

/** Runs the program as a process of its own. */
async function main(args: string[], input: Buffer = Buffer.alloc(0), options: SpawnOptions = {}) {
  const child = spawn(process.execPath, [...MAIN, ...args], { cwd: cli.directory, env: process.env, ...options });
  const [stdout, stderr] = [[] as Buffer[], [] as Buffer[]];
  child.stdout?.on('data', chunk => stdout.push(chunk as Buffer));
  child.stderr?.on('data', chunk => stderr.push(chunk as Buffer));
  child.stdin?.end(input);
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}

const aws = () => ['--region', 'eu-west-1', '--endpoint-url', cli.server.endpoint];

test('says what went wrong when the network goes mid-way', async () => {
  cli.server.faults.failNext('DescribeKey', 'connection lost before');

  const outcome = await main(['key', 'status', '--key-id', 'alias/orders', ...aws()]);

  expect({ ...outcome, stdout: outcome.stdout.toString() }).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'encrypted-queue-to-table: error: no answer from AWS: ECONNRESET\n' +
      'encrypted-queue-to-table: hint: check the network, a proxy and --endpoint-url, then run the same command again\n',
  });
});

test('says what is missing when there is no Region and when there are no credentials', async () => {
  const { AWS_ACCESS_KEY_ID: _, AWS_REGION: __, AWS_DEFAULT_REGION: ___, ...env } = process.env;
  const nowhere = {
    ...env,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  };

  const noRegion = await main(['key', 'status', '--key-id', 'x', '--endpoint-url', cli.server.endpoint], undefined, {
    env: nowhere,
  });
  const nobody = await main(['key', 'status', '--key-id', 'x', ...aws()], undefined, { env: nowhere });

  expect([noRegion.code, noRegion.stderr]).toEqual([
    2,
    'encrypted-queue-to-table: error: missing --region, or AWS_REGION\n' +
      'encrypted-queue-to-table: hint: encrypted-queue-to-table key status --help\n',
  ]);
  expect([nobody.code, nobody.stderr]).toEqual([
    1,
    'encrypted-queue-to-table: error: no AWS credentials found\n' +
      'encrypted-queue-to-table: hint: give --profile, set AWS_PROFILE, or run: aws sso login\n',
  ]);
});

test('pipes generated material into the wrapping, bytes untouched', async () => {
  const { stdout, stderr, code } = await main(['key', 'generate']);

  expect([code, stderr, stdout.length]).toEqual([0, '', 32]);
  expect(new Set(stdout).size).toBeGreaterThan(12); // not what is left after zeroing
});

test('an error nobody caught shows its name only', async () => {
  const material = randomBytes(32);
  const child = `process.argv = [process.argv[0], 'main', 'help']; require(${JSON.stringify(join(ROOT, 'src/cli/main.ts'))});
    setTimeout(() => { const error = new RangeError('material ${material.toString('hex')}'); throw error; }, 100);`;
  cli.write('crash.cjs', child);

  const outcome = await main([], undefined, {});
  const crashed = spawn(
    process.execPath,
    ['--import', join(ROOT, 'node_modules/tsx/dist/loader.mjs'), cli.path('crash.cjs')],
    { cwd: cli.directory },
  );
  let stderr = '';
  crashed.stderr.on('data', chunk => (stderr += String(chunk)));
  const code = await new Promise<number | null>(resolve => crashed.on('close', resolve));

  expect(outcome.code).toBe(2);
  expect([code, stderr]).toEqual([1, 'encrypted-queue-to-table: error: RangeError\n']);
  expect(cli.files()).toEqual(['crash.cjs']);
});
