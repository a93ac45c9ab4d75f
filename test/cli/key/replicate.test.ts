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

const replicate = 'replicate --key-id alias/orders --to eu-central-1';
const replica = () => cli.server.keys.byArn(arn.replace('eu-west-1', 'eu-central-1'));

test('the replica has the same material, its own policy and its own expiry', async () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
    ],
  });
  cli.write('policy.json', policy);

  const outcome = await cli.key(`${replicate} --material @first.bin --policy @policy.json --expires 30d`);

  expect(outcome).toMatchObject({ code: 0, stdout: `${replica()?.arn}\n` });
  expect(
    replica()
      ?.importedMaterials()
      .map(({ bytes }) => bytes),
  ).toEqual([first]);
  expect(replica()).toMatchObject({ policy, state: 'Enabled', validTo: expect.any(Date) });
  expect(cli.server.keys.byArn(arn)?.validTo).toBeUndefined();
});

test('after a rotation it wants every material, and goes on once it gets them', async () => {
  await cli.key('rotate --key-id alias/orders --material @second.bin --yes');

  const short = await cli.key(`${replicate} --material @second.bin`);
  expect(short.code).toBe(1);
  expect(short.stderr).toContain(
    `error: the replica still lacks key material ${cli.server.keys.byArn(arn)?.shared.materials[0]?.id}\n`,
  );

  expect(await cli.key(`${replicate} --material @first.bin --material @second.bin`)).toMatchObject({ code: 0 });
  expect(replica()?.state).toBe('Enabled');
});

test.each([1, 2, 3, 4, 5, 6])('interrupted at call %i the same command goes on', async nth => {
  cli.server.faults.failNth(nth, 'connection lost after');
  expect((await cli.key(`${replicate} --material @first.bin`)).code).toBe(1);

  expect(await cli.key(`${replicate} --material @first.bin`)).toMatchObject({ code: 0 });

  expect(replica()?.state).toBe('Enabled');
  expect(cli.server.keys.list()).toHaveLength(2);
});

test('a replica that is not to be seen yet is waited for', async () => {
  cli.server.faults.failNth(3, new KmsError('NotFoundException', 'not yet'), 2);

  expect(await cli.key(`${replicate} --material @first.bin`)).toMatchObject({ code: 0 });
});

test.each([
  [
    'other material',
    `${replicate} --material @second.bin`,
    1,
    'KMS refuses the material: it is not the material this key had, or it is material the key already has',
  ],
  [
    'its own Region',
    'replicate --key-id alias/orders --to eu-west-1 --material @first.bin',
    1,
    'key ARN is in eu-west-1 already',
  ],
  [
    'no Region',
    'replicate --key-id alias/orders --to Frankfurt --material @first.bin',
    2,
    "--to must be a Region such as eu-central-1, got 'Frankfurt'",
  ],
  ['no material', replicate, 2, 'missing --material'],
  [
    'standard input that is no two materials',
    `${replicate} --material - --material -`,
    1,
    'standard input must hold 2 materials of 32 bytes in a row, got 0 bytes',
  ],
])('fails with %s', async (_, command, code, error) => {
  const outcome = await cli.key(command);

  expect(outcome.code).toBe(code);
  expect(outcome.stderr.replace(/arn:aws:kms:[\w:/-]+/, 'ARN')).toContain(`error: ${error}\n`);
});

test('material that cannot be read is no reason for a replica', async () => {
  const outcome = await cli.key(`${replicate} --material @first.bin --material @nowhere.bin`);

  expect(outcome).toMatchObject({
    code: 1,
    stderr: "encrypted-queue-to-table: error: cannot read key material from 'nowhere.bin': ENOENT\n",
  });
  expect(replica()).toBeUndefined();
});

test('a single-Region key cannot be replicated', async () => {
  await cli.key('ceremony --material @first.bin --single-region --alias alias/alone --yes --record @alone.json');

  const outcome = await cli.key('replicate --key-id alias/alone --to eu-central-1 --material @first.bin');

  expect(outcome.code).toBe(1);
  expect(outcome.stderr).toMatch(
    /error: key [0-9a-f-]{36} is a single-Region key; it cannot be replicated\n.*hint: create a multi-Region key: it cannot be changed later\n/,
  );
});

test('a dry run makes no replica', async () => {
  expect(await cli.key(`${replicate} --material @first.bin --dry-run`)).toMatchObject({
    code: 0,
    stdout: `would replicate ${arn} to eu-central-1 and import 1 material\n`,
  });
  expect(replica()).toBeUndefined();
});
