import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { CommandLine } from './command-line';
import { Program } from './program';

let program: Program;
let cli: CommandLine;
beforeAll(() => (program = new Program()));
afterAll(() => program.remove());
beforeEach(async () => {
  cli = await CommandLine.start();
  await cli.key('create --alias alias/orders');
  cli.server.requests.length = 0;
});
afterEach(async () => cli.stop());

const CONFIG = `[profile reg]
region = eu-central-1
aws_access_key_id = test
aws_secret_access_key = test
[profile sso]
region = eu-west-1
sso_session = corp
sso_account_id = 111122223333
sso_role_name = Operator
[sso-session corp]
sso_start_url = https://example.com/start
sso_region = eu-west-1
[profile orphan]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/Operator
source_profile = gone
[profile broken]
region = eu-west-1
credential_process = sh -c 'echo no badge >&2; exit 3'
[profile empty]
region = eu-west-1
[profile base]
aws_access_key_id = test
aws_secret_access_key = test
[profile destroyer]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/Destroyer
source_profile = base
mfa_serial = arn:aws:iam::111122223333:mfa/ada
`;

const env = (more: Record<string, string | undefined> = {}) => ({
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: cli.write('config', CONFIG),
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  HOME: cli.directory,
  ...more,
});
const status = (more: string, environment = env()) =>
  program.run(`key status --key-id alias/orders --endpoint-url ${cli.server.endpoint} ${more}`, { env: environment });

test.each([
  [
    'nope',
    "profile 'nope' is in neither ~/.aws/config nor ~/.aws/credentials",
    'hint: list the profiles there are: aws configure list-profiles',
  ],
  ['sso', "the SSO session of profile 'sso' has expired, or was never begun", 'hint: aws sso login --profile sso'],
  [
    'orphan',
    "profile 'orphan' takes its credentials from profile 'gone', which is in neither ~/.aws/config nor ~/.aws/credentials",
    'report an unhelpful message at ',
  ],
  [
    'broken',
    "the credential_process of profile 'broken' failed: Command failed: sh -c 'echo no badge >&2; exit 3'",
    'report an unhelpful message at ',
  ],
  [
    'empty',
    "profile 'empty' names no credentials: no key, role, SSO session or process",
    'report an unhelpful message at ',
  ],
])('says why profile %s gives no credentials', async (profile, error, next) => {
  const { code, stderr } = await status(`--profile ${profile} --region eu-west-1`);
  const byEnvironment = await status('--region eu-west-1', env({ AWS_PROFILE: profile }));

  expect(code).toBe(1);
  expect(stderr).toMatch(`encrypted-queue-to-table: error: ${error}\nencrypted-queue-to-table: ${next}`);
  expect(byEnvironment.stderr).toBe(stderr);
});

test('the Region of the profile is used', async () => {
  await status('--profile reg');

  expect(cli.server.requests.map(({ region }) => region)).toEqual(['eu-central-1']);
});

test('a ceremony takes the Region of the profile too', async () => {
  const ceremony = `key ceremony --generate --no-copy --open-to-iam --yes --record record.json --endpoint-url ${cli.server.endpoint}`;

  const { code } = await program.run(`${ceremony} --profile reg`, { env: env(), cwd: cli.directory });

  expect(code).toBe(0);
  expect(new Set(cli.server.requests.map(({ region }) => region))).toEqual(new Set(['eu-central-1']));
});

test('keys in the environment win over AWS_PROFILE, and --profile over both, as in the AWS CLI', async () => {
  const keys = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

  expect((await status('--region eu-west-1', env({ ...keys, AWS_PROFILE: 'nope' }))).code).toBe(0);
  expect((await status('--region eu-west-1 --profile nope', env(keys))).stderr).toContain(
    "profile 'nope' is in neither",
  );
});

describe('a profile with MFA', () => {
  let sts: Server;
  const asked: URLSearchParams[] = [];
  beforeEach(async () => {
    asked.length = 0;
    sts = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += String(chunk)));
      request.on('end', () => {
        asked.push(new URLSearchParams(body));
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.end(
          '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>' +
            '<AccessKeyId>ASIATEST</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>' +
            `<Expiration>${new Date(Date.now() + 3600_000).toISOString()}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
        );
      });
    });
    await new Promise<void>(resolve => sts.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    sts.closeAllConnections();
    await new Promise(resolve => sts.close(resolve));
  });

  test('asks for the code once, whatever the number of clients', async () => {
    Object.assign(process.env, {
      AWS_CONFIG_FILE: cli.write('config', CONFIG),
      AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${(sts.address() as AddressInfo).port}`,
    });
    try {
      const outcome = await cli.key('ceremony --generate --no-copy --profile destroyer --yes --record @record.json', {
        answers: '123456\n',
      });

      expect(outcome.stderr).toContain('the MFA code of arn:aws:iam::111122223333:mfa/ada: ');
      expect(outcome.code).toBe(0);
      expect(asked.map(query => [query.get('SerialNumber'), query.get('TokenCode')])).toEqual([
        ['arn:aws:iam::111122223333:mfa/ada', '123456'],
      ]);
    } finally {
      delete process.env.AWS_CONFIG_FILE;
      delete process.env.AWS_ENDPOINT_URL_STS;
    }
  });
});

describe('a proxy', () => {
  let proxy: Server;
  const reached: string[] = [];
  beforeEach(async () => {
    reached.length = 0;
    proxy = createServer((request, response) => {
      reached.push(request.url ?? '');
      void fetch(request.url ?? '', { method: 'POST', headers: { host: 'x' } }).catch(() => undefined);
      response.writeHead(502).end();
    });
    proxy.on('connect', (request, socket) => {
      reached.push(`CONNECT ${request.url}`);
      const [host, port] = (request.url ?? '').split(':');
      const far = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        far.pipe(socket).pipe(far);
      });
      far.on('error', () => socket.destroy());
      socket.on('error', () => far.destroy());
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    proxy.closeAllConnections();
    await new Promise(resolve => proxy.close(resolve));
  });

  const address = () => `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const through = (more: Record<string, string>) =>
    status('--profile base --region eu-west-1', env({ HTTP_PROXY: address(), HTTPS_PROXY: address(), ...more }));

  test('is used', async () => {
    await through({});

    expect(reached.length).toBeGreaterThan(0);
  });

  test('is left alone where NO_PROXY says so', async () => {
    expect(await through({ NO_PROXY: '127.0.0.1' })).toMatchObject({ code: 0 });
    expect(reached).toEqual([]);
  });

  test('of HTTPS is asked for a tunnel to the endpoint', async () => {
    await program.run('key status --key-id x --profile base --region eu-west-1 --endpoint-url https://127.0.0.1:1', {
      env: env({ HTTPS_PROXY: address() }),
    });

    expect(reached).toContain('CONNECT 127.0.0.1:1');
  });
});
