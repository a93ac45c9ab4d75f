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
