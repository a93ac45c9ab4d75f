import { randomBytes } from 'node:crypto';
import { KmsError } from '../../../sandbox/kms/kms-server';
import type * as quick from '../../ceremony/quick-scrypt';
import { CommandLine } from '../command-line';

jest.mock('node:crypto', () => jest.requireActual<typeof quick>('../../ceremony/quick-scrypt').quickScrypt());

let cli: CommandLine;
let arn: string;
const [first, second] = [randomBytes(32), randomBytes(32)];

beforeEach(async () => {
  cli = await CommandLine.start();
  cli.write('first.bin', first);
  cli.write('second.bin', second);
  arn = (
    await cli.key('ceremony --material @first.bin --alias alias/orders --yes --record @record.json')
  ).stdout.trim();
});
afterEach(async () => cli.stop());

const key = (region = 'eu-west-1') => cli.server.keys.byArn(arn.replace('eu-west-1', region))!;
const materials = (region?: string) =>
  key(region)
    .importedMaterials()
    .map(({ bytes }) => bytes);

test('new material becomes the current one, and the old one stays', async () => {
  const outcome = await cli.key('rotate --key-id alias/orders --material @second.bin --yes');

  expect(outcome).toMatchObject({ code: 0, stdout: `${key().current?.id}\n` });
  expect(outcome.stderr).toMatch(/rotated; 24 rotations are left\n$/);
  expect(materials()).toEqual([first, second]);
  expect((await cli.key('verify --key-id alias/orders')).stdout).toContain('all materials imported  yes      2 of 2');
  expect(cli.findEverywhere(second, ['second.bin'])).toEqual([]);
});

test('a multi-Region key rotates in every Region at once', async () => {
  await cli.key('replicate --key-id alias/orders --to eu-central-1 --material @first.bin');

  expect(await cli.key('rotate --key-id alias/orders --material @second.bin --yes')).toMatchObject({ code: 0 });

  expect(materials('eu-central-1')).toEqual([first, second]);
  expect([key().state, key('eu-central-1').state]).toEqual(['Enabled', 'Enabled']);
});

test('generated material is kept where it was asked to be', async () => {
  await cli.key('rotate --key-id alias/orders --generate --keep-plaintext @third.bin --yes');

  expect(materials()).toEqual([first, cli.read('third.bin')]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('interrupted at call %i it goes on with the same material', async nth => {
  await cli.key('replicate --key-id alias/orders --to eu-central-1 --material @first.bin');
  cli.server.faults.failNth(nth, 'connection lost after');
  const rotate = 'rotate --key-id alias/orders --material @second.bin --yes';
  const broken = await cli.key(rotate);
  expect(broken.code).toBe(nth === 4 ? 0 : 1); // the import into the primary key is looked up by itself

  const again = await cli.key(
    key().shared.materials.some(({ rotationType }) => rotationType) ? 'verify --key-id alias/orders' : rotate,
  );

  expect(again.code).toBe(0);
  expect(materials()).toEqual([first, second]);
  expect(materials('eu-central-1')).toEqual([first, second]);
  expect(key().shared.materials.map(({ state }) => state)).toEqual(['NON_CURRENT', 'CURRENT']);
  expect(cli.findEverywhere(second, ['second.bin'])).toEqual([]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('an answer lost at call %i needs no help', async nth => {
  await cli.key('replicate --key-id alias/orders --to eu-central-1 --material @first.bin');
  process.env.AWS_MAX_ATTEMPTS = '3';
  cli.server.faults.failNth(nth, 'connection lost after');

  expect(await cli.key('rotate --key-id alias/orders --material @second.bin --yes')).toMatchObject({ code: 0 });

  expect(key().shared.materials.map(({ state }) => state)).toEqual(['NON_CURRENT', 'CURRENT']);
});

test('material that waits is finished, or asked about', async () => {
  cli.server.faults.failNext('RotateKeyOnDemand', new KmsError('ThrottlingException', 'Rate exceeded'), 9);
  await cli.key('rotate --key-id alias/orders --generate --no-copy --yes');
  cli.server.faults.clear();
  const waiting = key().shared.materials[1]?.id;

  const other = await cli.key('rotate --key-id alias/orders --generate --no-copy --yes');
  expect(other).toMatchObject({
    code: 1,
    stderr: `encrypted-queue-to-table: error: key material ${waiting} waits for rotation already
encrypted-queue-to-table: hint: encrypted-queue-to-table key rotate --key-id ${arn} --finish
`,
  });

  expect(await cli.key('rotate --key-id alias/orders --finish --yes')).toMatchObject({
    code: 0,
    stdout: `${waiting}\n`,
  });
});

test('the material of the first import does not pass for new', async () => {
  const outcome = await cli.key('rotate --key-id alias/orders --material @first.bin --yes');

  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toContain('error: KMS refuses the material: this key has had it already\n');
});

test('after 25 rotations it refuses before anything is called', async () => {
  for (let turn = 0; turn < 25; turn++) {
    key().shared.materials.push({
      id: String(turn).padStart(64, '0'),
      state: 'NON_CURRENT',
      rotationType: 'ON_DEMAND',
      rotationDate: new Date(),
    });
  }
  for (const { id } of key().shared.materials) key().storeMaterial(id, { bytes: first });
  cli.server.requests.length = 0;

  const outcome = await cli.key('rotate --key-id alias/orders --material @second.bin --yes');

  expect(outcome).toMatchObject({
    code: 1,
    stderr: `encrypted-queue-to-table: error: key ${key().id} has used all 25 on-demand rotations
encrypted-queue-to-table: hint: create a new key and re-encrypt under it
`,
  });
  expect(cli.server.requests.map(({ action }) => action)).toEqual(['DescribeKey', 'ListKeyRotations']);
});

test('a replica sends to its primary key', async () => {
  await cli.key('replicate --key-id alias/orders --to eu-central-1 --material @first.bin');
  const replica = key('eu-central-1').arn;

  expect(
    await cli.run(`key rotate --key-id ${replica} --material @second.bin --yes --endpoint-url ${cli.server.endpoint}`),
  ).toMatchObject({
    code: 1,
    stderr: `encrypted-queue-to-table: error: key ${replica} is a replica; rotate the primary key\nencrypted-queue-to-table: hint: add --key-id ${arn}\n`,
  });
});

test('a dry run and a no at the terminal change nothing', async () => {
  const dry = await cli.key('rotate --key-id alias/orders --material @second.bin --dry-run');
  const no = await cli.key('rotate --key-id alias/orders --material @second.bin', { answers: 'n\n' });

  expect(dry).toMatchObject({ code: 0, stdout: `would do rotation 1 of 25 of ${arn}\n` });
  expect(no).toMatchObject({
    code: 1,
    stderr: `encrypted-queue-to-table: do rotation 1 of 25 of ${arn}? [y/N] encrypted-queue-to-table: nothing is done\n`,
  });
  expect(materials()).toEqual([first]);
});
