import { randomBytes } from 'node:crypto';
import type { CeremonyRecord } from '../../../src/ceremony/ceremony-record';
import { policyDigest } from '../../../src/policy-digest';
import { CommandLine } from '../command-line';

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const record = () => JSON.parse(cli.read('record.json').toString()) as CeremonyRecord;

test('one command makes a key with imported material, and a record of it', async () => {
  const command = 'ceremony --generate --no-copy --operator Ada --witness Grace --expires 90d --yes';
  const outcome = await cli.key(`${command} --alias alias/orders --record @record.json`);

  const { key, caller, operator, witness, material, finished, checks } = record();
  expect(outcome).toMatchObject({ code: 0, stdout: `${key?.arn}\n` });
  expect(outcome.stderr).toContain('warning: no copy of the key material of ');
  expect({ caller, operator, witness }).toEqual({
    caller: { arn: 'arn:aws:iam::111122223333:root', account: '111122223333' },
    operator: 'Ada',
    witness: 'Grace',
  });
  expect(material?.keyMaterialId).toMatch(/^[0-9a-f]{64}$/);
  expect(finished).toBeDefined();
  expect(checks?.every(({ verdict }) => verdict === 'yes')).toBe(true);
  expect(record().steps.map(({ step, result }) => `${step} ${result}`)).toEqual(
    ['caller', 'material', 'key', 'alias', 'parameters', 'wrap', 'copy', 'import', 'keep', 'verify'].map(
      step => `${step} done`,
    ),
  );
  expect(
    record()
      .steps.flatMap(({ requests }) => requests)
      .every(({ requestId }) => requestId),
  ).toBe(true);
  expect(cli.server.keys.byArn(key!.arn)).toMatchObject({
    state: 'Enabled',
    description: 'Key with imported key material',
  });
  expect(cli.mode('record.json')).toBe(0o600);
  expect(cli.read('record.html').toString()).toContain(
    '<div><span>Ada</span><span>Date</span></div>\n<div><span>Grace</span><span>Date</span></div>',
  );
  expect((await cli.key('verify --key-id alias/orders')).code).toBe(0);
});

test.each(['generated', 'file'] as const)(
  'the material of a ceremony (%s) shows nowhere but where it was asked to',
  async source => {
    const bytes = randomBytes(32);
    cli.write('material.bin', bytes);
    const from = source === 'file' ? '--material @material.bin' : '--generate --keep-plaintext @kept.bin';

    await cli.key(
      `ceremony ${from} --mix-kms-random --yes --record @record.json`.replace(
        source === 'file' ? '--mix-kms-random ' : '#',
        '',
      ),
    );

    const [kept] = cli.server.keys.list().flatMap(key => key.importedMaterials());
    expect(kept?.bytes).toEqual(source === 'file' ? bytes : cli.read('kept.bin'));
    expect(cli.findEverywhere(kept!.bytes)).toEqual([source === 'file' ? 'material.bin' : 'kept.bin']);
  },
);

test('the policy and the tags go along with the creation of the key', async () => {
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
    ],
  });
  cli.write('policy.json', policy);

  await cli.key(
    'ceremony --generate --no-copy --policy @policy.json --tag team=orders --single-region --yes --record @record.json',
  );

  const key = cli.server.keys.byArn(record().key!.arn);
  expect(key?.policy).toBe(policy);
  expect([...key!.tags]).toEqual([
    ['team', 'orders'],
    ['encrypted-queue-to-table:ceremony', record().id],
  ]);
  expect(key?.shared.multiRegion).toBe(false);
  expect(record().policyDigest).toBe(policyDigest(JSON.parse(policy)));
});

test('a key made elsewhere gets its material, and no second key is created', async () => {
  const { stdout } = await cli.key('create');

  const outcome = await cli.key(`ceremony --generate --no-copy --key-id ${stdout.trim()} --yes --record @record.json`);

  expect(outcome).toMatchObject({ code: 0, stdout });
  expect(cli.server.keys.list()).toHaveLength(1);
});

test('an operator who may not use the key is no failure', async () => {
  await cli.stop();
  cli = await CommandLine.start({
    authorize: ({ action }) =>
      action === 'kms:GenerateDataKey' ? { allowed: false, reason: 'it is an operator' } : { allowed: true },
  });

  const outcome = await cli.key('ceremony --generate --no-copy --yes --record @record.json');

  expect(outcome.code).toBe(0);
  expect(outcome.stderr).toContain(
    'round trip              unknown  the caller has no kms:GenerateDataKey and kms:Decrypt on the key',
  );
  expect(outcome.stderr).toContain(
    'warning: not all could be checked: the caller may not use the key, which is as it should be for an operator',
  );
});

test('a key that does not pass is said with an exit code of its own', async () => {
  await cli.stop();
  const disable = () => cli.server.keys.list().forEach(key => (key.enabled = false));
  cli = await CommandLine.start({
    authorize: ({ action }) => {
      if (action === 'kms:GenerateDataKey') disable();
      return { allowed: true };
    },
  });

  const outcome = await cli.key('ceremony --generate --no-copy --yes --record @record.json');

  expect(outcome).toMatchObject({ code: 3, stdout: `${record().key?.arn}\n` });
  expect(outcome.stderr).toContain('error: the material is imported, but the key does not pass every check\n');
  expect(record().checks?.filter(({ verdict }) => verdict === 'no')).toMatchObject([{ name: 'round trip' }]);
});

test('at a terminal it shows the plan and asks', async () => {
  const refused = await cli.key('ceremony --generate --no-copy --alias alias/orders --record @record.json', {
    answers: 'n\n',
  });

  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr.replace(/([0-9A-Z]{4}-){4}[0-9A-Z]{4}/g, 'CODE')).toBe(`\
encrypted-queue-to-table: the ceremony in eu-west-1:
  account    111122223333
  caller     arn:aws:iam::111122223333:root
  endpoint   ENDPOINT
  key        create a multi-Region key of origin EXTERNAL
  alias      alias/orders
  described  Key with imported key material
  policy     KMS's default, which leaves everything to IAM, as --open-to-iam says
  material   generated
  wrapping   RSAES_OAEP_SHA_256 under RSA_4096
  expires    never
  writes     record.json, record.html
  code       CODE
encrypted-queue-to-table: go on with the plan CODE? [y/N] encrypted-queue-to-table: nothing is done
`);
  expect(cli.server.requests.map(({ action }) => action)).toEqual(['DescribeKey']); // a look, no more
  expect(cli.files()).toEqual([]);
  expect((await cli.key('ceremony --generate --no-copy --record @record.json', { answers: 'y\n' })).code).toBe(0);
});

test('an end of input at the question is a no', async () => {
  expect(await cli.key('ceremony --generate --no-copy --record @record.json', { answers: '' })).toMatchObject({
    code: 1,
    stdout: '',
  });
  expect(cli.files()).toEqual([]);
});

test.each([
  [
    'an alias that is taken',
    'ceremony --generate --no-copy --alias alias/orders',
    /^alias\/orders already names key mrk-/,
  ],
  [
    'a key that has its material',
    'ceremony --generate --no-copy --key-id alias/orders',
    /^key mrk-[0-9a-f]+ has its key material already$/,
  ],
])('%s stops it before there is a record', async (_, command, error) => {
  await cli.key('ceremony --generate --no-copy --alias alias/orders --yes --record @first.json');

  const outcome = await cli.key(`${command} --yes --record @record.json`);

  expect(outcome.code).toBe(1);
  expect(outcome.stderr.split('\n')[0]?.replace('encrypted-queue-to-table: error: ', '')).toMatch(error);
  expect(cli.files()).toEqual(['first.html', 'first.json']);
});

test('a dry run calls nothing and writes nothing', async () => {
  const outcome = await cli.key(
    'ceremony --generate --keep-plaintext @kept.bin --expires 2027-01-31T00:00:00Z --dry-run',
    { now: new Date('2026-12-01T00:00:00Z') },
  );

  expect(outcome.code).toBe(0);
  expect(outcome.stdout).toContain('  expires    2027-01-31T00:00:00.000Z\n');
  expect([cli.server.requests, cli.files()]).toEqual([[], []]);
});
