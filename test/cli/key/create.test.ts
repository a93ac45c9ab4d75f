import { KmsError } from '../../../sandbox/kms/kms-server';
import { CommandLine } from '../command-line';

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

test('a key is a multi-Region key of origin EXTERNAL that waits for its material', async () => {
  const outcome = await cli.key(
    'create --alias alias/orders --description Orders --tag team=orders --tag stage=test=1',
  );

  const [key] = cli.server.keys.list();
  expect(outcome).toMatchObject({
    code: 0,
    stdout: `${key?.arn}\n`,
    stderr: `encrypted-queue-to-table: created key ${key?.id} as alias/orders; it waits for its key material\n`,
  });
  expect(key).toMatchObject({
    state: 'PendingImport',
    description: 'Orders',
    shared: { origin: 'EXTERNAL', multiRegion: true },
  });
  expect([...key!.tags]).toEqual([
    ['team', 'orders'],
    ['stage', 'test=1'],
  ]);
  expect(cli.server.keys.alias('eu-west-1', 'alias/orders')?.key).toBe(key);
});

test('a dry run creates nothing', async () => {
  expect(await cli.key('create --alias alias/orders --single-region --dry-run')).toMatchObject({
    code: 0,
    stdout:
      "would create a single-Region key of origin EXTERNAL named alias/orders\npolicy: KMS's default, which leaves everything to IAM, as --open-to-iam says\n",
    stderr: '',
  });
  expect(cli.server.requests).toEqual([]);
});

test('when the key is there and its alias is not, it says how to name it', async () => {
  cli.server.faults.failNext('CreateAlias', new KmsError('LimitExceededException', 'too many'));

  const { code, stdout, stderr } = await cli.key('create --alias alias/orders');

  const [key] = cli.server.keys.list();
  expect([code, stdout]).toEqual([1, `${key?.arn}\n`]);
  expect(stderr).toContain(
    `warning: key ${key?.arn} is created, its alias is not; say: aws kms create-alias --alias-name alias/orders --target-key-id ${key?.id}\n`,
  );
});

test('the creation is never repeated by itself', async () => {
  process.env.AWS_MAX_ATTEMPTS = '3';
  cli.server.faults.failNext('CreateKey', 'connection lost after');

  expect((await cli.key('create')).code).toBe(1);

  expect(cli.server.keys.list()).toHaveLength(1);
});

test.each([
  ['a tag that is none', '--tag team', "--tag must be NAME=VALUE, got 'team'"],
  ['a tag of AWS', '--tag aws:team=x', "--tag must not begin with 'aws:', got 'aws:team=x'"],
])('fails with %s', async (_, options, error) => {
  const outcome = await cli.key(`create ${options}`);

  expect(outcome.code).toBe(2);
  expect(outcome.stderr).toContain(`error: ${error}\n`);
});
