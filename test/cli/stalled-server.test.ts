import { createServer, type Server, type AddressInfo } from 'node:net';
import { CommandLine } from './command-line';
import { Program } from './program';
import { skipped } from '../support/unless-installed';

/** A server that accepts and never answers, and the program as a process of its own. */
let server: Server;
let program: Program;
beforeAll(async () => {
  program = new Program();
  server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  program.remove();
  server.close();
});

const endpoint = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_MAX_ATTEMPTS: undefined };
const ASSUMED = `[profile base]
aws_access_key_id = test
aws_secret_access_key = test
[profile operator]
role_arn = arn:aws:iam::111122223333:role/Operator
source_profile = base
`;

const AT = () => `--region eu-west-1 --endpoint-url ${endpoint()}`;
const COMMANDS: [string, () => string][] = [
  ['key status', () => `key status --key-id alias/orders ${AT()}`],
  ['key create', () => `key create --open-to-iam --alias alias/orders ${AT()}`],
  ['key ceremony', () => `key ceremony --generate --no-copy --open-to-iam --yes --record r.json ${AT()}`],
  ['policy diff', () => `policy diff alias/orders --key-id alias/orders ${AT()}`],
];

test('each says for whom it waits, and Ctrl-C ends it at once', async () => {
  const begun = COMMANDS.map(([, command]) => program.start(command(), { env: KEYS }));
  await Promise.all(begun.map(async ({ says }) => says(' in eu-west-1 (')));

  begun.forEach(({ child }) => child.kill('SIGINT'));

  for (const ended of await Promise.all(begun.map(async running => running.ended))) {
    expect(ended).toMatchObject({
      signal: 'SIGINT',
      stdout: '',
      stderr: expect.stringMatching(/encrypted-queue-to-table: still waiting for (KMS|STS) in eu-west-1 \(\d+ s\)\n/),
    });
  }
}, 60_000);

test('STS that is to give the credentials is spoken of too', async () => {
  const cli = await CommandLine.start();
  const env = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_CONFIG_FILE: cli.write('config', ASSUMED),
    AWS_ENDPOINT_URL_STS: endpoint(),
  };
  const command = `key status --key-id alias/orders --profile operator --region eu-west-1 --endpoint-url ${cli.server.endpoint}`;
  const { child, ended, says } = program.start(command, { env });
  await says('still waiting for the credentials (');

  child.kill('SIGINT');

  await ended;
  await cli.stop();
}, 60_000);

/** The real 32 seconds of each command: with PATIENCE=1. */
const inRealTime = process.env.PATIENCE ? test : skipped('PATIENCE is not set: 35 seconds for each command');

inRealTime.each(COMMANDS)(
  '%s is given up within 35 seconds',
  async (name, command) => {
    const begin = performance.now();
    const ended = await program.run(command(), { env: KEYS });
    const seconds = (performance.now() - begin) / 1000;
    process.stderr.write(`${name}: ${seconds.toFixed(1)} s\n`);

    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /error: no answer from (KMS|STS) in eu-west-1 within 32 seconds\n.*hint: check the/,
      ),
    });
    expect(seconds).toBeLessThan(35);
  },
  60_000,
);
