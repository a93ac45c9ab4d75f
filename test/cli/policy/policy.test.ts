import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { EncryptedQueueToTable } from '../../../src';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import type { PolicyDocument } from '../../../src/key-policy/statement';
import { keyPolicyFacts, role } from '../../support/key-policy-facts';
import { REQUIRED } from '../../support/orders';
import { CommandLine, type RunInput } from '../command-line';

const SEED = join(__dirname, 'seed.key-policy.json');
const WRITER = role('OrdersStack-Orders-AB039DC1-eu-west-1');
const unknown = new Set<string>();

let cli: CommandLine;
let keyArn: string;
let assembly: string;

const run = (command: string, input?: RunInput) =>
  cli.run(`policy ${command} --region eu-west-1 --endpoint-url ${cli.server.endpoint}`, input);
const live = () => JSON.parse(cli.server.keys.byArn(keyArn)!.policy) as PolicyDocument;

beforeAll(() => {
  const app = new App();
  new EncryptedQueueToTable(
    new Stack(app, 'OrdersStack', { env: { account: '111122223333', region: 'eu-west-1' } }),
    'Orders',
    REQUIRED,
  );
  assembly = app.synth().directory;
});

beforeEach(async () => {
  unknown.clear();
  cli = await CommandLine.start({ principalExists: principal => !unknown.has(principal) });
  keyArn = (await cli.key('create')).stdout.trim();
});

afterEach(async () => cli.stop());

describe('lint', () => {
  test('says of the seed what its own authors wished to improve, and more, and exits with 3', async () => {
    const { code, stdout, stderr } = await run(`lint ${SEED} --json`);
    const findings = JSON.parse(stdout) as Array<{ rule: string; message: string }>;
    expect(code).toBe(3);
    expect([...new Set(findings.map(({ rule }) => rule))]).toEqual([
      'admin-can-use',
      'unbound-grant',
      'material-deletion',
      'no-via-service',
      'lockout-check-bypass',
      'no-encryption-context',
      'deletion-without-mfa',
      'nobody-imports',
      'weak-wrapping',
      'action-wildcard',
    ]);
    expect(findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining([
        `'Allow decryption/encryption with the key' lets ${role('DevOpsRole')} call kms:Decrypt, and ${role('DevOpsRole')} may also put the policy`,
        `'Allow access for Key Administrators' lets ${role('DevOpsRole')} grant the key to anybody with kms:CreateGrant`,
        `'Allow access for Key Administrators' lets ${role('DevOpsRole')} delete the key material at once, without a second factor`,
        'nobody may call kms:ImportKeyMaterial',
      ]),
    );
    expect(stderr).toBe('encrypted-queue-to-table: 5 errors, 18 warnings\n');
  });

  test('has words for a person: what, why, and what to do', async () => {
    const { stdout } = await run(`lint ${SEED}`);
    expect(stdout).toContain(`\
error    unbound-grant
  'Allow access for Key Administrators' lets ${role('DevOpsRole')} grant the key to anybody with kms:CreateGrant
  why: whoever may create a grant can give the key to themselves or anybody, past the policy and without a trace in it
  fix: allow kms:CreateGrant only with Bool kms:GrantIsForAWSResource true, or to nobody
`);
  });

  test('passes what the construct renders, from cdk.out, with a warning that --strict counts', async () => {
    expect(await run(`lint ${assembly}`)).toMatchObject({
      code: 0,
      stderr: 'encrypted-queue-to-table: 0 errors, 1 warning\n',
    });
    expect(await run(`lint ${assembly} --strict`)).toMatchObject({ code: 3 });
    expect(await run(`lint ${assembly} --strict --accept no-encryption-context`)).toMatchObject({
      code: 0,
      stdout: '',
    });
  });

  test('reads the policy of a key, and standard input', async () => {
    expect(await run(`lint ${keyArn}`)).toMatchObject({ code: 0, stdout: expect.stringContaining('root-delegation') });
    expect(await run('lint -', { stdin: readFileSync(SEED) })).toMatchObject({ code: 3 });
  });

  test.each([
    ['no source', 'lint', 'error: missing SOURCE: a file, -, cdk.out or the ARN of a key', 2],
    ['a file that is not there', 'lint @none.json', "error: cannot read policy 'none.json': ENOENT", 1],
    ['what is no JSON', 'lint @text', "error: 'text' is no JSON", 1],
    ['what is no policy', 'lint @empty.json', "error: 'empty.json' is no policy document: it has no Statement", 1],
    [
      'what only the deployment knows',
      'lint @granted.json',
      'error: \'granted.json\' names what only the deployment knows: {"Fn::GetAtt":["Shop","Arn"]}',
      1,
    ],
    [
      'a rule that is none',
      `lint ${SEED} --accept admin-can-us`,
      'error: --accept must be one of principal-everyone, no-administrator',
      2,
    ],
    ['an account that is none', `lint ${SEED} --account 1`, "error: --account must be 12 digits, got '1'", 2],
  ])('fails for %s', async (_, command, message, code) => {
    cli.write('text', 'kms:*');
    cli.write('empty.json', '{}');
    cli.write(
      'granted.json',
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: [{ 'Fn::GetAtt': ['Shop', 'Arn'] }] } }] }),
    );
    expect(await run(command)).toMatchObject({ code, stderr: expect.stringContaining(message) });
  });
});

describe('render', () => {
  test('prints what the construct wants, ready for KMS', async () => {
    const { code, stdout } = await run(`render ${assembly}`);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as PolicyDocument).Statement.map(({ Sid }) => Sid)).toContain(
      'OrdersStackOrdersAB039DC1 WriterThroughSqs',
    );
  });

  test('asks which, of several', async () => {
    cli.write('manifest.json', '{}');
    for (const name of ['One', 'Two']) cli.write(`${name}.key-policy.json`, readFileSync(SEED));
    const directory = cli.directory;
    expect(await run(`render ${directory}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('hint: add --construct One'),
    });
    expect(await run(`render ${directory} --construct Two`)).toMatchObject({ code: 0 });
  });
});

describe('simulate', () => {
  const viaSqs =
    '--context kms:ViaService=sqs.eu-west-1.amazonaws.com --context kms:EncryptionContext:aws:sqs:arn=arn:aws:sqs:eu-west-1:111122223333:OrdersStack-Orders-AB039DC1';

  test('says which statements allow a call, the identity policy of the app included', async () => {
    expect(await run(`simulate ${assembly} --principal ${WRITER} --action kms:Decrypt ${viaSqs}`)).toMatchObject({
      code: 0,
      stdout: "allowed: allowed by 'OrdersStackOrdersAB039DC1 WriterThroughSqs' and 'DecryptThroughSqs'\n",
    });
  });

  test('says what the nearest statement wants, and exits with 3', async () => {
    expect(
      await run(`simulate ${assembly} --principal ${role('OrdersApp')} --action kms:GenerateDataKey`),
    ).toMatchObject({
      code: 3,
      stdout: "denied: 'OrdersStackOrdersAB039DC1 ProducersThroughSqs' wants StringEquals kms:ViaService\n",
    });
  });

  test('is a check for CI: denied may be what is expected', async () => {
    expect(
      await run(`simulate ${assembly} --principal ${role('KeyAdmin')} --action kms:Decrypt --expect denied --json`),
    ).toMatchObject({ code: 0 });
    expect(
      await run(`simulate ${assembly} --principal ${role('KeyAdmin')} --action kms:PutKeyPolicy --expect denied`),
    ).toMatchObject({ code: 3 });
  });

  test('takes identity policies from files, and the policy of a live key', async () => {
    cli.write(
      'identity.json',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: 'All', Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
      }),
    );
    expect(await run(`simulate ${keyArn} --principal ${role('Anybody')} --action kms:Decrypt`)).toMatchObject({
      code: 3,
    });
    expect(
      await run(`simulate ${keyArn} --principal ${role('Anybody')} --action kms:Decrypt --identity @identity.json`),
    ).toMatchObject({
      code: 0,
      stdout: "allowed: allowed by 'Enable IAM User Permissions' and 'All'\n",
    });
  });

  test.each([
    ['an expectation that is none', '--expect maybe', "--expect must be allowed or denied, got 'maybe'"],
    ['a context without a value', '--context kms:ViaService', "--context must be KEY=VALUE, got 'kms:ViaService'"],
  ])('fails for %s', async (_, option, message) => {
    expect(await run(`simulate ${SEED} --principal ${WRITER} --action kms:Decrypt ${option}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });
});

describe('report', () => {
  test('is one page that needs nothing from elsewhere and shows no policy as code', async () => {
    const { code, stdout } = await run(`report ${assembly}`, { now: new Date('2026-01-31T10:00:00Z') });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^<!doctype html>/);
    expect(stdout).toContain('Made 2026-01-31T10:00:00.000Z. SHA-256 of the policy: <code>');
    expect(stdout).not.toMatch(/<script|src=|href=|@import|url\(/);
  });

  test('lets nothing of a policy be more than text', async () => {
    cli.write(
      'evil.json',
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Sid: '<script>', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }],
      }),
    );
    const { stdout } = await run('report @evil.json');
    expect(stdout).toContain('&#60;script&#62;');
    expect(stdout).not.toContain('<script>');
  });
});

describe('diff, apply and restore', () => {
  test('show, put, and take back: the policy ends as it began', async () => {
    const before = live();
    expect(await run(`diff ${assembly} --key-id ${keyArn}`)).toMatchObject({
      code: 3,
      stdout: expect.stringContaining("added 'OrdersStackOrdersAB039DC1 WriterThroughSqs'\n+ {"),
    });

    expect(await run(`apply ${assembly} --key-id ${keyArn} --backup @before.json`)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`hint: encrypted-queue-to-table policy restore before.json --key-id ${keyArn}`),
    });
    expect(live().Statement).toHaveLength(before.Statement.length + 13);
    expect(cli.mode('before.json')).toBe(0o600);
    expect(await run(`diff ${assembly} --key-id ${keyArn}`)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('nothing would change'),
    });
    expect(await run(`apply ${assembly} --key-id ${keyArn}`)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('the key has this policy already'),
    });

    expect(await run(`restore @before.json --key-id ${keyArn} --backup @after.json`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('removed '),
    });
    expect(live()).toEqual(before);
    expect(cli.files()).toEqual(['after.json', 'before.json']);
  });

  test('take an alias for its key', async () => {
    await cli.key('create --alias alias/orders');
    expect(await run(`diff ${assembly} --key-id alias/orders --json`)).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('"change": "added"'),
    });
  });

  test('show colours on a terminal, if wanted', async () => {
    const { stdout } = await run(`diff ${assembly} --key-id ${keyArn}`, { terminal: true, env: { NO_COLOR: '' } });
    expect(stdout).toContain('\u001b[32m+ {\u001b[0m');
    expect((await run(`diff ${assembly} --key-id ${keyArn}`, { terminal: true })).stdout).not.toContain('\u001b');
  });

  test('put nothing in a dry run, and write no file', async () => {
    const before = live();
    expect(await run(`apply ${assembly} --key-id ${keyArn} --dry-run`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('added '),
    });
    expect([live(), cli.files()]).toEqual([before, []]);
  });

  test('refuse what lint calls an error', async () => {
    const before = live();
    expect(await run(`apply ${SEED} --key-id ${keyArn} --replace`)).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('error    unbound-grant'),
      stderr: expect.stringContaining('error: nothing is put: the policy has errors'),
    });
    expect([live(), cli.files()]).toEqual([before, []]);
  });

  test('refuse to leave nobody in charge', async () => {
    const document = renderKeyPolicy(
      keyPolicyFacts({ adminRoleArns: [], breakGlass: false, policyManagerRoleArn: undefined }),
    );
    cli.write('nobody.json', JSON.stringify(document));
    for (const command of [
      `apply @nobody.json --key-id ${keyArn} --replace`,
      `restore @nobody.json --key-id ${keyArn}`,
    ]) {
      expect(await run(command)).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(
          'nobody could put the next policy: name an administrator of the account of the key',
        ),
      });
    }
  });

  test('refuse to merge what can not be told from the statements of others', async () => {
    expect(await run(`diff ${SEED} --key-id ${keyArn}`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('hint: add --replace'),
    });
  });

  test('never overwrite a backup', async () => {
    cli.write('before.json', 'precious');
    expect(await run(`apply ${assembly} --key-id ${keyArn} --backup @before.json`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("'before.json' exists and is never overwritten"),
    });
    expect(cli.read('before.json').toString()).toBe('precious');
  });
});
