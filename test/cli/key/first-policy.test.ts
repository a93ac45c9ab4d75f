import { Identities } from '../../../sandbox/iam/identities';
import { CommandLine } from '../command-line';

let cli: CommandLine;
beforeEach(async () => {
  const principal = 'arn:aws:sts::111122223333:assumed-role/KeyAdmin/ada';
  cli = await CommandLine.start({ identities: new Identities({ principal, context: {} }) });
});
afterEach(async () => cli.stop());

const ADMIN = 'arn:aws:iam::111122223333:role/KeyAdmin';
const put = (actions: string[], principal: unknown = { AWS: ADMIN }) =>
  cli.write(
    'policy.json',
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Sid: 'Admins', Effect: 'Allow', Principal: { AWS: ADMIN }, Action: 'kms:PutKeyPolicy', Resource: '*' },
        { Sid: 'Uses', Effect: 'Allow', Principal: principal, Action: actions, Resource: '*' },
      ],
    }),
  );

test.each([
  'create',
  'ceremony --generate --no-copy --yes --record @record.json',
  'ceremony prepare --out @p.json --yes',
])('%s refuses a first policy with an error of the linter, before a key is made', async command => {
  put(['kms:Decrypt'], '*');

  const outcome = await cli.key(`${command} --policy @policy.json`);

  expect(outcome).toMatchObject({ code: 3, stdout: '' });
  expect(outcome.stderr).toMatch(
    /error: the policy 'policy\.json' has \d errors? of the linter: [a-z, -]*principal-everyone[a-z, -]*\n.*hint: read them: encrypted-queue-to-table policy lint policy\.json; what is intended: --accept RULE\n$/,
  );
  expect(cli.server.keys.list()).toEqual([]);
  expect(cli.files()).toEqual(['policy.json']);
});

test('the plan says which policy the key gets, with its digest', async () => {
  put(['kms:DescribeKey']);

  const { code, stderr } = await cli.key(
    'ceremony --generate --no-copy --policy @policy.json --yes --record @record.json',
  );

  expect(code).toBe(0);
  expect(stderr).toMatch(/\n {2}policy {5}policy\.json, sha256:[0-9a-f]{64}; the linter finds no error\n/);
});

test('a rule may be accepted by name, and only one that there is', async () => {
  put(['kms:Decrypt'], '*');
  const rules = /linter: (.*)\n/.exec((await cli.key('create --policy @policy.json')).stderr)![1]!.split(', ');
  const accepted = rules.map(rule => `--accept ${rule}`).join(' ');

  expect(await cli.key(`create --policy @policy.json ${accepted}`)).toMatchObject({ code: 0 });
  expect((await cli.key('create --policy @policy.json --accept nonsense')).code).toBe(2);
});
