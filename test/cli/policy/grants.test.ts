import { CreateGrantCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { pointAt, PolicyCommandLine, SEED, synthesise } from './policy-command-line';
import { KmsError } from '../../../sandbox/kms/kms-error';

const OLD = 'arn:aws:iam::111122223333:role/Old';
const DYNAMODB = 'dynamodb.eu-west-1.amazonaws.com';
const TABLE = { 'aws:dynamodb:tableName': 'Orders', 'aws:dynamodb:subscriberId': '111122223333' };

let policy: PolicyCommandLine;
let kms: KMSClient;
let keyArn: string;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
  kms = new KMSClient({ endpoint: policy.cli.server.endpoint, region: 'eu-west-1' });
  keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
});

afterEach(async () => {
  kms.destroy();
  await policy.stop();
});

const grant = async (GranteePrincipal: string, EncryptionContextSubset?: Record<string, string>): Promise<string> =>
  (
    await kms.send(
      new CreateGrantCommand({
        KeyId: keyArn,
        GranteePrincipal,
        Operations: ['Decrypt'],
        ...(EncryptionContextSubset && { Constraints: { EncryptionContextSubset } }),
      }),
    )
  ).GrantId!;

const status = async (options = ''): Promise<string> =>
  (await policy.cli.key(`status --key-id ${keyArn} ${options}`)).stdout;

test("a grant that is not DynamoDB's for a table is an error of lint, on the report, and in the status of the key", async () => {
  const id = await grant(OLD);
  const told = `the key has a grant that is not DynamoDB's for a table: ${id} (${OLD}: Decrypt)`;

  const linted = await policy.run(`lint ${keyArn}`);
  expect(linted).toMatchObject({ code: 3, stdout: expect.stringContaining(`error    foreign-grant\n  ${told}`) });
  expect(linted.stdout).toContain(`aws kms revoke-grant --key-id ${keyArn} --grant-id ${id}`);
  expect((await policy.run(`lint ${keyArn} --json --accept foreign-grant`)).stdout).not.toContain(id);
  const { stdout: page } = await policy.run(`report ${keyArn}`);
  expect(page.replaceAll('<wbr>', '')).toContain(told.replace("'", '&#39;'));
  expect(await status()).toContain(`grants     past the policy: ${id} (${OLD}: Decrypt)`);
  expect(JSON.parse(await status('--json')).foreignGrants).toMatchObject([{ id, grantee: OLD }]);
});

test('a grant that DynamoDB holds for no table is one, too', async () => {
  const id = await grant(DYNAMODB);

  expect((await policy.run(`lint ${keyArn}`)).stdout).toContain(id);
});

test("DynamoDB's grant for a table is none", async () => {
  await grant(DYNAMODB, TABLE);

  const { code, stdout } = await policy.run(`lint ${keyArn}`);
  expect([code, stdout.includes('foreign-grant')]).toEqual([0, false]);
  expect(await status()).toContain("grants     none but DynamoDB's");
});

test('whoever may not list the grants is told that they were not read', async () => {
  await grant(OLD);
  const deny = () => policy.cli.server.faults.failNext('ListGrants', new KmsError('AccessDeniedException', 'no'));

  deny();
  expect((await policy.run(`lint ${keyArn}`)).stdout).toContain(
    'warning  foreign-grant\n  the grants of the key were not read: the caller may not call kms:ListGrants',
  );
  deny();
  expect(await status()).toContain('grants     not read: the caller may not call kms:ListGrants');
});

test('a file and a cloud assembly have no grants, and no AWS account is asked', async () => {
  await grant(OLD);

  for (const source of [SEED, synthesise()]) {
    expect((await policy.run(`lint ${source}`)).stdout).not.toContain('foreign-grant');
  }
});

test('policy diff names who may be cut off where a statement that leaves the key to IAM goes, and only there', async () => {
  const id = await grant(OLD);
  const assembly = synthesise();
  pointAt(assembly, keyArn);

  const closed = await policy.run(`diff ${assembly} --key-id ${keyArn} --replace`);
  expect(closed.code).toBe(3);
  expect(closed.stderr).toMatch(
    /this cuts off whoever comes in through IAM, by .+\. Aliases of the key: none; grants: /,
  );
  expect(closed.stderr).toContain(`${id} (${OLD}: Decrypt); last use: `);
  expect((await policy.run(`diff ${assembly} --key-id ${keyArn}`)).stderr).not.toContain('cuts off');
});
