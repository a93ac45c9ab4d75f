import { PolicyCommandLine, SEED, synthesise } from './policy-command-line';
import { role } from '../../support/key-policy-facts';

const WRITER = role('OrdersStack-Orders-AB039DC1-eu-west-1');

const assembly = synthesise();
let policy: PolicyCommandLine;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
});

afterEach(async () => policy.stop());

const viaSqs =
  '--context kms:ViaService=sqs.eu-west-1.amazonaws.com --context kms:EncryptionContext:aws:sqs:arn=arn:aws:sqs:eu-west-1:111122223333:OrdersStack-Orders-AB039DC1';

test('says which statements allow a call, the identity policy of the app included', async () => {
  expect(await policy.run(`simulate ${assembly} --principal ${WRITER} --action kms:Decrypt ${viaSqs}`)).toMatchObject({
    code: 0,
    stdout: "allowed: allowed by 'OrdersStackOrdersAB039DC1 WriterThroughSqs' and 'DecryptThroughSqs'\n",
  });
});

test('says what the nearest statement wants, and exits with 3', async () => {
  expect(
    await policy.run(`simulate ${assembly} --principal ${role('OrdersApp')} --action kms:GenerateDataKey`),
  ).toMatchObject({
    code: 3,
    stdout:
      "denied: 'OrdersStackOrdersAB039DC1 ProducersThroughSqs' wants StringEquals kms:ViaService sqs.eu-west-1.amazonaws.com, which is absent\n",
  });
});

test('is a check for CI: denied may be what is expected', async () => {
  expect(
    await policy.run(
      `simulate ${assembly} --principal ${role('KeyAdmin')} --action kms:Decrypt --expect denied --json`,
    ),
  ).toMatchObject({ code: 0 });
  expect(
    await policy.run(`simulate ${assembly} --principal ${role('KeyAdmin')} --action kms:PutKeyPolicy --expect denied`),
  ).toMatchObject({ code: 3 });
});

test('takes identity policies from files, and the policy of a live key', async () => {
  policy.cli.write(
    'identity.json',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: 'All', Effect: 'Allow', Action: 'kms:*', Resource: '*' }],
    }),
  );
  expect(
    await policy.run(`simulate ${policy.keyArn} --principal ${role('Anybody')} --action kms:Decrypt`),
  ).toMatchObject({
    code: 3,
  });
  expect(
    await policy.run(
      `simulate ${policy.keyArn} --principal ${role('Anybody')} --action kms:Decrypt --identity @identity.json`,
    ),
  ).toMatchObject({
    code: 0,
    stdout: "allowed: allowed by 'Enable IAM User Permissions' and 'All'\n",
  });
});

test.each([
  ['an expectation that is none', '--expect maybe', "--expect must be allowed or denied, got 'maybe'"],
  [
    'a context without a value',
    '--context kms:ViaService',
    "--context must be KEY=VALUE, such as aws:SourceIp=203.0.113.7, got 'kms:ViaService'",
  ],
])('fails for %s', async (_, option, message) => {
  expect(await policy.run(`simulate ${SEED} --principal ${WRITER} --action kms:Decrypt ${option}`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  });
});

test('depends where a circumstance of the caller is open, and proves neither answer then', async () => {
  policy.cli.write(
    'office.json',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Sid: 'Office',
        Effect: 'Allow',
        Principal: { AWS: role('Contractor') },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } },
      },
    }),
  );
  const simulate = async (options: string) =>
    policy.run(`simulate @office.json --principal ${role('Contractor')} --action kms:decrypt ${options}`);
  expect(await simulate('--expect denied')).toMatchObject({
    code: 3,
    stdout: "depends: 'Office' allows it if IpAddress aws:SourceIp 0.0.0.0/0\n",
  });
  expect(await simulate('--expect allowed')).toMatchObject({ code: 3 });
  expect(await simulate('--context aws:SourceIp=1.2.3.4')).toMatchObject({ code: 0 });
  expect(await simulate('--without aws:SourceIp --expect denied')).toMatchObject({
    code: 0,
    stdout: "denied: 'Office' wants IpAddress aws:SourceIp 0.0.0.0/0, which is absent\n",
  });
});

test('decides what no circumstances can change', async () => {
  policy.cli.write(
    'never.json',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: '*',
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' }, StringNotLike: { 'aws:PrincipalTag/team': 'a*' } },
      },
    }),
  );
  expect(
    await policy.run(`simulate @never.json --principal ${role('App')} --action kms:Decrypt --expect denied`),
  ).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^denied: under any circumstances, although statement 1 /),
  });
});

test('takes a service for what it is: its source is open until it is given', async () => {
  const call = `simulate ${SEED} --principal sns.amazonaws.com --action kms:Decrypt --expect denied`;
  expect(await policy.run(call)).toMatchObject({ code: 0 });
});

test.each([
  [
    'a principal that is no ARN',
    '--principal Contractor --action kms:Decrypt',
    'error: --principal must be the ARN of a role',
  ],
  [
    'an account for a principal',
    '--principal 111122223333 --action kms:Decrypt',
    'error: --principal must be the ARN of a role',
  ],
  ['an action that KMS has not', `--principal ${role('App')} --action kms:Decryptt`, 'hint: did you mean kms:Decrypt?'],
  [
    'an action of another service',
    `--principal ${role('App')} --action sqs:SendMessage`,
    'error: --action must be one of KMS',
  ],
  ['a context without a key', `--principal ${role('App')} --action kms:Decrypt --context =x`, "got '=x'"],
  [
    'a key that is none',
    `--principal ${role('App')} --action kms:Decrypt --without mfa`,
    'error: --without must be a condition key',
  ],
  [
    'a key that is given and absent',
    `--principal ${role('App')} --action kms:Decrypt --without aws:SourceIp --context aws:sourceip=1.2.3.4`,
    'error: --context and --without both name aws:sourceip',
  ],
])('exits with 2 for %s', async (_, options, message) => {
  expect(await policy.run(`simulate ${SEED} ${options}`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message),
  });
});
