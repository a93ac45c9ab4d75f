import { App, Stack } from 'aws-cdk-lib';
import { Identities } from '../../../sandbox/iam/identities';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../../src';
import type { PolicyDocument } from '../../../src/key-policy/statement';
import { policyDigest } from '../../../src/policy-digest';
import { ACCOUNT, ADMIN, KEY_ARN, REQUIRED } from '../../support/orders';
import { CommandLine } from '../command-line';
import { synthesise } from '../policy/policy-command-line';

const assembly = synthesise();
const CUSTODIAN = `arn:aws:iam::${ACCOUNT}:role/KeyCustodian`;

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const policy = () => JSON.parse(cli.server.keys.list()[0]!.policy) as PolicyDocument;
const sids = () => policy().Statement.map(({ Sid }) => Sid);

const CLOSED = [
  'AdminsManage',
  'AdminsPutPolicy',
  'BreakGlass',
  'CustodiansWrap',
  'CustodiansRead',
  'CustodiansImport',
];

test.each([
  'create',
  'ceremony --generate --no-copy --yes --record @record.json',
  'ceremony prepare --out @p.json --yes',
])('%s closes the key from birth, for the admins, who are its custodians', async command => {
  const { code, stderr } = await cli.key(`${command} --admin ${ADMIN}`);

  expect(code).toBe(0);
  expect(stderr).not.toContain('leaves everything to IAM');
  expect(sids()).toEqual(CLOSED);
  const open = policy().Statement.filter(
    ({ Principal, Condition }) => JSON.stringify(Principal).includes(':root') && Condition === undefined,
  );
  expect(open).toEqual([]);
  const named = policy().Statement.filter(({ Sid }) => Sid !== 'BreakGlass');
  expect(new Set(named.map(({ Principal }) => JSON.stringify(Principal)))).toEqual(
    new Set([JSON.stringify({ AWS: ADMIN })]),
  );
});

test('custodians, break-glass and an app are as the command line says', async () => {
  await cli.stop();
  const principal = `arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/ada`;
  cli = await CommandLine.start({ identities: new Identities({ principal, context: {} }) });
  expect(
    await cli.key(`create --admin ${ADMIN} --custodian ${CUSTODIAN} --no-break-glass --admit ${assembly}`),
  ).toMatchObject({ code: 0 });

  expect(sids()).toEqual([
    ...CLOSED.filter(sid => sid !== 'BreakGlass'),
    'OrdersStackOrdersAB039DC1 PolicyManagerAdmission',
  ]);
  expect(policy().Statement.find(({ Sid }) => Sid === 'CustodiansImport')!.Principal).toEqual({ AWS: CUSTODIAN });
  expect(policy().Statement.at(-1)!.Condition).toMatchObject({
    ArnEquals: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/OrdersStack-key-eu-west-1` },
  });
});

test('the plan shows the policy with the digest that the key then has', async () => {
  const { stderr } = await cli.key(
    `ceremony --generate --no-copy --admin ${ADMIN} --admit ${assembly} --yes --record @record.json`,
  );

  const digest = policyDigest(policy());
  expect(stderr).toContain(`\n  policy     closed, of --admin, ${digest}; the linter finds no error\n`);
  expect(JSON.parse(cli.read('record.json').toString())).toMatchObject({ policyDigest: digest });
});

const UNDECIDED =
  'say who decides over the key: --admin ARN closes it, --policy FILE is your own policy, --open-to-iam leaves it to IAM';

test.each([
  'key create',
  'key create --dry-run',
  'key ceremony --generate --no-copy --yes --record @record.json',
  'key ceremony prepare --out @p.json --yes',
  'key replicate --key-id alias/orders --to eu-central-1 --material @material.bin',
])('%s makes no key over which nobody was said to decide, and calls nothing', async command => {
  expect(await cli.run(`${command} --region eu-west-1 --endpoint-url ${cli.server.endpoint}`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`error: ${UNDECIDED}\n`),
  });
  expect([cli.server.requests, cli.files()]).toEqual([[], []]);
});

test.each([
  ['create'],
  ['ceremony --generate --no-copy --yes --record @record.json'],
  ['ceremony prepare --out @p.json --yes'],
])('%s is refused to whoever would be shut out by the first policy, before a key is made', async command => {
  const outcome = await cli.key(`${command} --admin ${ADMIN} --no-break-glass`);

  expect(outcome).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `error: the policy would shut you out: arn:aws:iam::${ACCOUNT}:root could not put the next one, and KMS refuses such a policy\n` +
        `encrypted-queue-to-table: hint: do it as one who could: ${ADMIN}\n`,
    ),
  });
  expect([cli.server.keys.list(), cli.files()]).toEqual([[], []]);
});

test('an open key is made on purpose without a word, and the policy is that of KMS', async () => {
  expect((await cli.key('create --open-to-iam')).stderr).not.toContain('warning');

  expect(sids()).toEqual(['Enable IAM User Permissions']);
});

test('an administrator of another account is refused by the linter, before a key is made', async () => {
  expect(await cli.key('create --admin arn:aws:iam::444455556666:role/KeyAdmin')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(
      /error: the policy of --admin has \d errors? of the linter: [a-z, -]*no-administrator[a-z, -]*\n.*hint: name other roles; what is intended: --accept RULE\n/,
    ),
  });
  expect(cli.server.keys.list()).toEqual([]);
});

test.each([
  [
    '--admin orders',
    "--admin must be the ARN of a role, such as arn:aws:iam::111122223333:role/KeyAdmin, got 'orders'",
  ],
  [
    `--admin ${ADMIN} --custodian *`,
    "--custodian must be the ARN of a role, such as arn:aws:iam::111122223333:role/KeyAdmin, got '*'",
  ],
  [
    `--admin ${ADMIN} --custodian arn:aws:iam::444455556666:role/C`,
    '--admin and --custodian must be of one account, got 111122223333, 444455556666',
  ],
  [`--custodian ${CUSTODIAN} --no-break-glass`, '--custodian, --no-break-glass needs --admin'],
  ['--admit cdk.out', '--admit needs --admin'],
  [`--open-to-iam --admin ${ADMIN}`, '--admin and --open-to-iam exclude each other'],
  [`--policy p.json --admin ${ADMIN}`, '--policy and --admin exclude each other'],
])('create %s is refused', async (options, error) => {
  const outcome = await cli.key(`create ${options}`);

  expect(outcome).toMatchObject({ code: 2, stderr: expect.stringContaining(`error: ${error}\n`) });
  expect(cli.server.requests).toEqual([]);
});

test('an app of another account is not admitted', async () => {
  const outcome = await cli.key(`create --admin arn:aws:iam::444455556666:role/KeyAdmin --admit ${assembly}`);

  expect(outcome.stderr).toContain(
    `error: '${assembly}' is for account 111122223333, and --admin is of account 444455556666\n`,
  );
  expect(cli.server.requests).toEqual([]);
});

test('an app that puts no key policy has nobody to admit', async () => {
  const app = new App();
  const stack = new Stack(app, 'Rendered', { env: { account: ACCOUNT, region: 'eu-west-1' } });
  new EncryptedQueueToTable(stack, 'Orders', {
    ...REQUIRED,
    keyArn: KEY_ARN,
    keyPolicyManagement: KeyPolicyManagement.render(),
  });
  const { directory } = app.synth();

  expect((await cli.key(`create --admin ${ADMIN} --admit ${directory}`)).stderr).toContain(
    `error: the app in '${directory}' puts no key policy, so there is nobody to admit\n`,
  );
  expect((await cli.key(`create --admin ${ADMIN} --admit @nowhere`)).stderr).toContain(
    "error: cannot read the cloud assembly 'nowhere': ENOENT\n",
  );
});

test.each(['ceremony --generate --no-copy --yes --record @record.json', 'ceremony prepare --out @p.json --yes'])(
  '%s makes no closed key for material that expires, which nobody could import',
  async command => {
    expect(await cli.key(`${command} --admin ${ADMIN} --expires 90d`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'error: --expires and --admin exclude each other: the policy of --admin lets nobody import material that expires\n' +
          'encrypted-queue-to-table: hint: leave --expires out, or give a --policy that names destroyers\n',
      ),
    });
    expect([cli.server.requests, cli.files()]).toEqual([[], []]);
  },
);
