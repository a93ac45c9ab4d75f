import { randomBytes } from 'node:crypto';
import { type Call } from '../../../sandbox/iam/authorization';
import { Identities } from '../../../sandbox/iam/identities';
import { type PolicyDocument } from '../../../src/key-policy/statement';
import type * as quick from '../../ceremony/quick-scrypt';
import { run } from '../../support/iam-simulate';
import { CommandLine } from '../command-line';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

const OPERATOR = 'arn:aws:iam::111122223333:role/Operator';
const ACCOUNT = '--account 111122223333 --region eu-west-1';

let cli: CommandLine;
let policy: PolicyDocument;
const refused: Call[] = [];
/** What travels with the operator's credentials. */
let context: Record<string, string>;

/**
 * The double lets the operator do what the printed policy says, under KMS's default key policy, as an independent
 * simulator of IAM reads both.
 */
beforeEach(async () => {
  refused.length = 0;
  context = {};
  cli = await CommandLine.start({
    identities: new Identities({ principal: OPERATOR, context }),
    authorize: async call => {
      const key = cli.server.keys.byArn(call.resource);
      const { overallResult } = await run({
        identityPolicies: [{ name: 'operator', policy }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
        resourcePolicy: key && (JSON.parse(key.policy) as PolicyDocument),
        request: {
          action: call.action,
          principal: call.principal,
          resource: { resource: call.resource, accountId: '111122223333' },
          contextVariables: call.context as Record<string, string>,
        },
      });
      const allowed = overallResult === 'Allowed';
      if (!allowed) refused.push(call);
      return allowed ? { allowed } : { allowed, reason: 'the simulator says no' };
    },
  });
  cli.write('first.bin', randomBytes(32));
  cli.write('second.bin', randomBytes(32));
});
afterEach(async () => cli.stop());

const print = async (options: string) =>
  (policy = JSON.parse((await cli.key(`operator-policy ${options}`)).stdout) as PolicyDocument);
const refusedActions = () => refused.map(({ action }) => action);
const ceremony = 'ceremony --material @first.bin --alias alias/orders --yes --record @record.json';

test('it is enough for a ceremony, except for using the key', async () => {
  await print(ACCOUNT);

  expect(await cli.key(ceremony)).toMatchObject({ code: 0 });

  expect(refusedActions()).toEqual(['kms:GenerateDataKey']);
});

test('it is enough to rotate and to replicate once those are tasks', async () => {
  await print(`${ACCOUNT} --task create --task import --task rotate --task replicate --replica-region eu-central-1`);
  await cli.key(ceremony);
  refused.length = 0;

  expect(await cli.key('replicate --key-id alias/orders --to eu-central-1 --material @first.bin')).toMatchObject({
    code: 0,
  });
  expect(await cli.key('rotate --key-id alias/orders --material @second.bin --yes')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /error: the key material is imported and waits for rotation, which this caller may not do: .*\n.*hint: somebody who may, such as a destroyer: encrypted-queue-to-table key rotate --key-id arn:\S+ --finish\n/,
    ),
  });
  expect(refusedActions()).toEqual(['kms:RotateKeyOnDemand']);
  refused.length = 0;
  context['aws:MultiFactorAuthPresent'] = 'true';
  expect(await cli.key('rotate --key-id alias/orders --finish --yes')).toMatchObject({ code: 0 });

  expect(refused).toEqual([]);
});

test.each([
  [
    'wrap weakly',
    'parameters --key-id alias/orders --wrapping-algorithm RSAES_OAEP_SHA_1 --allow-sha1 --out @p.json',
    'kms:GetParametersForImport',
  ],
  [
    'wrap with a short key',
    'parameters --key-id alias/orders --wrapping-key-spec RSA_2048 --out @p.json',
    'kms:GetParametersForImport',
  ],
  ['rotate', 'rotate --key-id alias/orders --material @second.bin --yes', 'kms:RotateKeyOnDemand'],
  ['replicate', 'replicate --key-id alias/orders --to eu-central-1 --material @first.bin', 'kms:ReplicateKey'],
  ['create a key elsewhere', 'create --region eu-central-1', 'kms:CreateKey'],
  ['use the key', 'verify --key-id alias/orders', 'kms:GenerateDataKey'],
])('it does not let an operator %s', async (_, command, action) => {
  await print(ACCOUNT);
  await cli.key(ceremony);
  refused.length = 0;

  expect((await cli.key(command)).code).not.toBe(0);

  expect(refusedActions()).toContain(action);
});

test('for one key it reaches no other', async () => {
  await print(ACCOUNT);
  await cli.key(ceremony);
  await cli.key('ceremony --material @second.bin --alias alias/other --yes --record @other.json');
  const [ours] = cli.server.keys.list();
  await print(`--key-id ${ours?.arn} --task import`);

  expect((await cli.key('parameters --key-id alias/orders --out @ours.json')).code).toBe(0);
  expect((await cli.key('parameters --key-id alias/other --out @theirs.json')).code).toBe(1);
});

test('material that expires is imported only where that is said, and with a second factor', async () => {
  const expiring = 'ceremony --material @second.bin --expires 90d --yes --record @';
  await print(ACCOUNT);
  expect((await cli.key(`${expiring}first.json`)).code).toBe(1);
  await print(`${ACCOUNT} --must-expire`);
  expect((await cli.key(`${expiring}none.json`)).code).toBe(1);
  expect(refusedActions()).toEqual(['kms:ImportKeyMaterial', 'kms:ImportKeyMaterial']);

  await print(`${ACCOUNT} --must-expire --without-mfa`);

  expect((await cli.key(`${expiring}without.json`)).code).toBe(0);
});

test('with --must-expire an import without expiry is refused', async () => {
  context['aws:MultiFactorAuthPresent'] = 'true';
  await print(`${ACCOUNT} --must-expire`);

  expect((await cli.key(ceremony)).code).toBe(1);
  expect(refusedActions()).toEqual(['kms:ImportKeyMaterial']);
  expect((await cli.key('ceremony --material @second.bin --expires 90d --yes --record @second.json')).code).toBe(0);
});

test('no action has a wildcard, and none can change a key policy, use a key or destroy one', async () => {
  await print(
    `${ACCOUNT} ${['create', 'import', 'rotate', 'replicate', 'verify'].map(task => `--task ${task}`).join(' ')} --replica-region eu-central-1`,
  );

  const actions = policy.Statement.flatMap(({ Action = [] }) => Action).sort();

  expect([...new Set(actions)]).toEqual([
    'kms:CreateAlias',
    'kms:CreateKey',
    'kms:DescribeKey',
    'kms:GetKeyPolicy',
    'kms:GetParametersForImport',
    'kms:ImportKeyMaterial',
    'kms:ListAliases',
    'kms:ListKeyRotations',
    'kms:ListKeys',
    'kms:ListResourceTags',
    'kms:ReplicateKey',
    'kms:RotateKeyOnDemand',
    'kms:TagResource',
  ]);
});

test.each([
  ['an alias', '--key-id alias/orders', "--key-id must be a key ARN here, got 'alias/orders'"],
  ['no account', '--region eu-west-1', 'missing --account'],
  ['an account that is none', '--account 1111 --region eu-west-1', "--account must be 12 digits, got '1111'"],
  [
    'a task that is none',
    `${ACCOUNT} --task destroy`,
    "--task must be create, import, rotate, replicate, verify, got 'destroy'",
  ],
  ['replicas nowhere', `${ACCOUNT} --task replicate`, '--task replicate needs --replica-region'],
])('fails with %s', async (_, options, error) => {
  const outcome = await cli.key(`operator-policy ${options}`);

  expect(outcome).toMatchObject({ code: 2, stdout: '' });
  expect(outcome.stderr).toContain(`error: ${error}\n`);
});

test('random bytes of KMS may be mixed in only if that is said', async () => {
  await print(ACCOUNT);
  expect(
    await cli.key(ceremony.replace('--material @first.bin', '--generate --no-copy --mix-kms-random')),
  ).toMatchObject({
    code: 1,
  });
  expect(refusedActions()).toEqual(['kms:GenerateRandom']);

  await print(`${ACCOUNT} --mix-kms-random`);

  expect(await cli.key('ceremony --resume @record.json --yes')).toMatchObject({ code: 0 });
});
