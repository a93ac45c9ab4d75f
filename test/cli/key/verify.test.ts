import { randomBytes } from 'node:crypto';
import { type Verdict } from '../../../sandbox/iam/authorization';
import type { CeremonyRecord } from '../../../src/ceremony/ceremony-record';
import type * as quick from '../../ceremony/quick-scrypt';
import { CommandLine } from '../command-line';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

const DAY = 24 * 60 * 60 * 1000;

let cli: CommandLine;
let arn: string;
let now: Date;
let mayUse: Verdict;

beforeEach(async () => {
  now = new Date();
  mayUse = { allowed: true };
  cli = await CommandLine.start({
    now: () => now,
    authorize: ({ action }) => (/GenerateDataKey|Decrypt/.test(action) ? mayUse : { allowed: true }),
  });
  cli.write('material.bin', randomBytes(32));
  arn = (
    await cli.key('ceremony --material @material.bin --alias alias/orders --expires 90d --yes --record @record.json', {
      now,
    })
  ).stdout.trim();
});
afterEach(async () => cli.stop());

const verify = async (options = '') => cli.key(`verify --key-id alias/orders ${options}`, { now });
const key = () => cli.server.keys.byArn(arn)!;

test('a good key passes', async () => {
  expect(await verify()).toEqual(
    expect.objectContaining({
      code: 0,
      stderr: '',
      stdout: `${arn}
  origin                  yes      EXTERNAL
  key spec                yes      SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT
  state                   yes      Enabled
  expiry                  yes      ${new Date(now.getTime() + 90 * DAY).toISOString()}, in 90 days; at least 30 wanted
  all materials imported  yes      1 of 1
  round trip              yes      GenerateDataKey, then Decrypt under an encryption context
`,
    }),
  );
});

test('the material of the record is the current one until the key is rotated', async () => {
  const { material } = JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;
  expect((await verify(`--key-material-id ${material?.keyMaterialId}`)).code).toBe(0);

  await cli.key('rotate --key-id alias/orders --generate --no-copy --yes');

  expect(await verify(`--key-material-id ${material?.keyMaterialId}`)).toMatchObject({
    code: 3,
    stderr: 'encrypted-queue-to-table: error: the key does not pass: current material\n',
  });
});

test.each<[string, () => unknown, string, string]>([
  ['that is disabled', () => (key().enabled = false), 'state, round trip', 'Disabled'],
  ['that is to be deleted', () => (key().deletionDate = new Date()), 'state, round trip', 'PendingDeletion'],
  [
    'whose material is gone',
    () => key().dropMaterial(key().current!.id),
    'state, expiry, all materials imported, round trip',
    'PendingImport',
  ],
  ['that expires soon', () => (now = new Date(now.getTime() + 61 * DAY)), 'expiry', 'in 29 days; at least 30 wanted'],
  [
    'that has expired',
    () => (now = new Date(now.getTime() + 90 * DAY)),
    'state, expiry, all materials imported, round trip',
    'no key material',
  ],
])('says no to a key %s', async (_, arrange, failed, detail) => {
  arrange();

  const outcome = await verify();

  expect(outcome).toMatchObject({
    code: 3,
    stderr: `encrypted-queue-to-table: error: the key does not pass: ${failed}\n`,
  });
  expect(outcome.stdout).toContain(detail);
});

test('what the caller may not ask is no yes, and can be left out', async () => {
  mayUse = { allowed: false, reason: 'services only' };

  expect(await verify()).toMatchObject({
    code: 3,
    stderr: `encrypted-queue-to-table: error: could not be checked: round trip
encrypted-queue-to-table: hint: run it as a user of the key, or leave the use of the key out: --no-round-trip
`,
  });
  expect(await verify('--no-round-trip')).toMatchObject({ code: 0, stderr: '' });
});

test('says it in JSON too', async () => {
  const { stdout, code } = await verify('--json --min-days 100');

  expect(code).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({
    keyArn: arn,
    verified: false,
    checks: expect.arrayContaining([{ name: 'state', verdict: 'yes', detail: 'Enabled' }]),
  });
});

test.each(['-1', '366', '1.5', 'soon'])('fails with --min-days %s', async days => {
  expect(await verify(`--min-days=${days}`)).toMatchObject({ code: 2, stdout: '' });
});

test('the status shows a key with its materials', async () => {
  await cli.key('replicate --key-id alias/orders --to eu-central-1 --material @material.bin');
  const until = key().validTo?.toISOString();

  expect((await cli.key('status --key-id alias/orders')).stdout).toBe(`key        ${arn}
aliases    alias/orders
state      Enabled
origin     EXTERNAL
expires    ${until}
Region     multi-Region primary; replicas: eu-central-1
grants     none but DynamoDB's
rotations  0 of 25 used
materials  1
  ${key().current?.id}  CURRENT  IMPORTED  ${until}
`);
  expect(JSON.parse((await cli.key('status --key-id alias/orders --json')).stdout)).toMatchObject({
    rotationsLeft: 25,
    aliases: ['alias/orders'],
  });
});

test('the status of a key without material says so', async () => {
  const created = (await cli.key('create --single-region')).stdout.trim();

  expect((await cli.key(`status --key-id ${created}`)).stdout).toBe(`key        ${created}
aliases    none
state      PendingImport
origin     EXTERNAL
expires    no key material
Region     single-Region
grants     none but DynamoDB's
rotations  0 of 25 used
materials  0
`);
});
