import { randomBytes } from 'node:crypto';
import type * as quick from '../../ceremony/quick-scrypt';
import { CommandLine } from '../command-line';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

const CALLER = { principal: 'arn:aws:iam::111122223333:role/cfn-exec', context: {} };

let cli: CommandLine;
let arn: string;
let keyId: string;
const bytes = randomBytes(32);

beforeEach(async () => {
  cli = await CommandLine.start();
  cli.write('material.bin', bytes);
  arn = (
    await cli.key('ceremony --material @material.bin --alias alias/orders --yes --record @record.json')
  ).stdout.trim();
  keyId = arn.split('/')[1]!;
  const constraint = {
    EncryptionContextSubset: { 'aws:dynamodb:tableName': 'orders', 'aws:dynamodb:subscriberId': '111122223333' },
  };
  await cli.server.call(CALLER, 'CreateGrant', {
    KeyId: arn,
    GranteePrincipal: 'dynamodb.eu-west-1.amazonaws.com',
    Operations: ['Decrypt'],
    Constraints: constraint,
  });
  await cli.server.call(CALLER, 'CreateGrant', {
    KeyId: arn,
    GranteePrincipal: 'arn:aws:iam::111122223333:role/Other',
    Operations: ['Decrypt'],
  });
});
afterEach(async () => cli.stop());

const state = () => cli.server.keys.byArn(arn)?.state;
const impact = () => `without its key material ${arn} (alias/orders) neither encrypts nor decrypts:
  queues    messages under the key can neither be sent nor received; retention goes on, and what expires is lost
  tables    orders; no read, no write
            after 7 days without the key DynamoDB archives a table: INACCESSIBLE_ENCRYPTION_CREDENTIALS, on-demand backup only
  others    1 more grant on the key
`;

test('it shows what stops, wants the id typed, and deletes', async () => {
  const outcome = await cli.key('delete-material --key-id alias/orders', { answers: `${keyId}\n` });

  expect(outcome).toMatchObject({ code: 0, stdout: impact() });
  expect(outcome.stderr).toContain(`type the id of the key to delete its material (${keyId}): `);
  expect(outcome.stderr).toContain(`deleted the key material of ${arn}\n`);
  expect(state()).toBe('PendingImport');
});

test('the same material brings the key back, and no other does', async () => {
  await cli.key(`delete-material --key-id alias/orders --confirm ${keyId}`);
  await cli.key('parameters --key-id alias/orders --out @parameters.json');
  await cli.key('wrap --parameters @parameters.json --generate --no-copy --out @other.json');
  await cli.key('wrap --parameters @parameters.json --material @material.bin --out @same.json');

  expect((await cli.key('import --parameters @parameters.json --wrapped @other.json')).stderr).toContain(
    'error: KMS refuses the material: it is not the material this key had',
  );
  expect((await cli.key('import --parameters @parameters.json --wrapped @same.json')).code).toBe(0);
  expect(state()).toBe('Enabled');
});

test.each([
  ['another id typed', '', `${'mrk-0'}\n`, 1, 'that is not the id of the key; nothing is deleted'],
  ['the alias typed', '', 'alias/orders\n', 1, 'that is not the id of the key; nothing is deleted'],
  [
    'nobody to type it',
    '',
    undefined,
    2,
    'deleting key material needs the id of the key, and there is no terminal to type it on',
  ],
  [
    'a material id that is none',
    '--key-material-id 1234',
    undefined,
    2,
    "--key-material-id must be 64 hex digits, got '1234'",
  ],
])('fails with %s', async (_, options, answers, code, error) => {
  const outcome = await cli.key(`delete-material --key-id alias/orders ${options}`, { answers });

  expect(outcome.code).toBe(code);
  expect(outcome.stderr).toContain(`error: ${error}\n`);
  expect(state()).toBe('Enabled');
});

test('a dry run shows the same and deletes nothing', async () => {
  expect(await cli.key('delete-material --key-id alias/orders --dry-run')).toMatchObject({ code: 0, stdout: impact() });
  expect(state()).toBe('Enabled');
});

test('what the caller may not see is said', async () => {
  await cli.stop();
  cli = await CommandLine.start({
    authorize: ({ action }) => (action.startsWith('kms:List') ? { allowed: false, reason: 'no' } : { allowed: true }),
  });
  const created = (await cli.key('create')).stdout.trim();

  const { stdout } = await cli.key(`delete-material --key-id ${created} --dry-run`);

  expect(stdout).toContain(
    '  not seen  the caller has no kms:ListAliases\n  not seen  the caller has no kms:ListGrants\n',
  );
});

test('of a multi-Region key it names the replicas, which keep their material', async () => {
  cli.write('material.bin', randomBytes(32));
  const multi = (await cli.key('ceremony --material @material.bin --yes --record @multi.json')).stdout.trim();
  await cli.key(`replicate --key-id ${multi} --to eu-central-1 --material @material.bin`);
  const replica = multi.replace('eu-west-1', 'eu-central-1');

  const { stdout } = await cli.key(`delete-material --key-id ${multi} --dry-run`);

  expect(stdout).toContain(
    `  not        ${replica}: a key of its own in its Region. It keeps its material and still decrypts;\n` +
      '            delete its material too if this is to stop everything\n',
  );
});
