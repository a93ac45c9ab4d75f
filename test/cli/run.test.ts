import { CommandLine } from './command-line';
import { GROUPS, VERBS } from '../../src/cli/verbs';

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const NAMES = VERBS.map(({ group, name }) => `${group} ${name}`);
const PROGRAM = 'encrypted-queue-to-table';

test('without a group it shows the groups, and says that this is no command', async () => {
  const bare = await cli.run('');

  expect(bare.code).toBe(2);
  for (const group of Object.keys(GROUPS)) expect(bare.stdout).toContain(`\n  ${group.padEnd(10)} `);
  expect(await cli.run('--help')).toEqual({ ...bare, code: 0 });
});

test.each(Object.keys(GROUPS))('%s --help lists its verbs with the exit codes', async group => {
  const help = await cli.run(`${group} --help`);

  expect(help.code).toBe(0);
  for (const verb of VERBS.filter(entry => entry.group === group)) expect(help.stdout).toContain(`  ${verb.name} `);
  expect(help.stdout).toContain('  3  a check says no\n');
  expect((await cli.run(group)).code).toBe(2);
});

/** The lines that could have been broken, and were not. */
const widerThan = (text: string, width: number) =>
  text.split('\n').filter(line => line.length > width && line.trim().includes(' ') && !/\S{45}/.test(line));

/** The same text at every width: only its line breaks differ. */
const words = (text: string) => text.replace(/\\\n/g, '').split(/\s+/).join(' ');

test.each(NAMES)('%s --help fits 80 columns and 60, and names every option', async name => {
  const entry = VERBS.find(({ group, name: verb }) => `${group} ${verb}` === name)!;

  const { code, stdout } = await cli.run(`${name} --help`);
  const narrow = await cli.run(`${name} --help`, { columns: 60 });
  const wide = await cli.run(`${name} --help`, { columns: 120 });

  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage:\n  ${PROGRAM} ${name} ?`));
  expect(widerThan(stdout, 80)).toEqual([]);
  expect(widerThan(narrow.stdout, 60)).toEqual([]);
  expect(wide.stdout).toBe(stdout);
  expect(words(narrow.stdout)).toBe(words(stdout));
  for (const option of Object.keys(entry.load().verb.options)) expect(stdout).toContain(`--${option}`);
  expect(stdout).toContain('\nExit codes:\n');
  expect(stdout).toMatch(/\nExample:\n(?: {2}.*\n)+$/);
});

test('help is where people try it', async () => {
  const wrap = (await cli.run('key wrap --help')).stdout;
  for (const form of [
    'help key wrap',
    'key help wrap',
    'key wrap help',
    'key wrap -h',
    'key wrap --material x --help',
  ]) {
    expect([form, await cli.run(form)]).toMatchObject([form, { code: 0, stdout: wrap }]);
  }
  const key = (await cli.run('key --help')).stdout;
  for (const form of ['help key', 'key help', 'key -h']) {
    expect([form, await cli.run(form)]).toMatchObject([form, { code: 0, stdout: key }]);
  }
  expect((await cli.run('help ceremony seal')).code).toBe(2);
  expect((await cli.run('help key ceremony seal')).stdout).toContain(
    'Usage:\n  encrypted-queue-to-table key ceremony seal',
  );
});

test('all of the help is in one text, for a machine without a network', async () => {
  const { code, stdout } = await cli.run('help --all');

  expect(code).toBe(0);
  for (const name of NAMES) expect(stdout).toContain(`\n${name}\n====`);
});

test.each([
  ['keys', "unknown group 'keys'; the groups are GROUPS", `did you mean: ${PROGRAM} key --help`],
  ['toString', "unknown group 'toString'; the groups are GROUPS", `${PROGRAM} --help`],
  ['kye create', "unknown group 'kye'; the groups are GROUPS", `did you mean: ${PROGRAM} key --help`],
  ['key frobnicate', "unknown verb 'key frobnicate'; the verbs are VERBS", `${PROGRAM} key --help`],
  ['key craete', "unknown verb 'key craete'; the verbs are VERBS", `did you mean: ${PROGRAM} key create --help`],
  [
    'key ceremony sael',
    "unknown verb 'key ceremony sael'; the verbs are ceremony prepare, ceremony seal, ceremony finish, ceremony page",
    `did you mean: ${PROGRAM} key ceremony seal --help`,
  ],
  ['key status alias/orders', "unexpected argument 'alias/orders'", `${PROGRAM} key status --help`],
  ...['doctor', 'dlq list', 'dlq peek', 'dlq drop --id x', 'dlq redrive', 'send', "doctor ''"].map(command => [
    command,
    'missing STACK, the name of the stack that holds the construct',
    `${PROGRAM} ${command.replace(/ (--.*|'')$/, '')} --help`,
  ]),
  ['key status', 'missing --key-id', `${PROGRAM} key status --help`],
  ['key status --key-id=', 'missing --key-id', `${PROGRAM} key status --help`],
  ['key status --kye-id x', "unknown option '--kye-id'", 'did you mean: --key-id'],
  ['key status --quiet', "unknown option '--quiet'", `${PROGRAM} key status --help`],
  [
    'key status --key-id x --endpoint-url localhost:18555',
    "--endpoint-url must begin with http:// or https://, got 'localhost:18555'",
    `${PROGRAM} key status --help`,
  ],
  ['--self-check 12ab', "--self-check needs a SHA-256 digest of 64 hex digits, got '12ab'", `${PROGRAM} --help`],
])('fails with %j', async (command, error, hint) => {
  const names = VERBS.filter(({ group }) => group === 'key').map(({ name }) => name);
  const expected = error.replace('GROUPS', Object.keys(GROUPS).join(', ')).replace('VERBS', names.join(', '));

  expect(await cli.run(command)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `${PROGRAM}: error: ${expected}\n${PROGRAM}: hint: ${hint}\n`,
  });
});

test('an error without a hint ends in where to report a message that is no help', async () => {
  expect(await cli.run('key check --record nowhere.json --material x')).toMatchObject({
    code: 1,
    stderr: `${PROGRAM}: error: cannot read the record 'nowhere.json': ENOENT\n`,
    asksToReport: true,
  });
  expect(await cli.run('keys')).toMatchObject({ asksToReport: false });
});

test('colours are for a terminal, and not for one that wants none', async () => {
  const red = '\u001b[31merror:\u001b[0m';

  expect((await cli.run('keys', { answers: '', env: { NO_COLOR: '' } })).stderr).toContain(red);
  expect((await cli.run('keys', { answers: '' })).stderr).not.toContain(red);
  expect((await cli.run('keys', { env: { NO_COLOR: '' } })).stderr).not.toContain(red);
  expect((await cli.run('keys', { answers: '', env: { NO_COLOR: '', TERM: 'dumb' } })).stderr).not.toContain(red);
});

test('control characters from a file do not reach the terminal', async () => {
  const evil = '\u001b[2J\u001b]0;pwn\u0007\u009b31m\u202e\u001b[32mimported OK';
  cli.write('record.json', JSON.stringify({ format: evil }));
  const arn = `arn:aws:kms:eu-west-1:111122223333:key/${evil}`;
  const label = { keyArn: arn, wrappingAlgorithm: 'x', wrappingKeyDigest: 'x', fingerprint: 'x', wrappedAt: 'x' };
  const format = 'encrypted-queue-to-table/wrapped-key-material/1';
  cli.write('wrapped.json', JSON.stringify({ format, ...label, encryptedKeyMaterial: 'eA==' }));
  cli.write('token.bin', Buffer.alloc(3, 1));

  const outcomes = [
    await cli.key('import --key-id mrk-1 --import-token @token.bin --wrapped @wrapped.json'),
    await cli.key(`status --key-id '${evil}'`),
    await cli.run(`'${evil}'`),
  ];

  for (const { stderr, stdout } of outcomes) {
    expect(`${stderr}${stdout}`).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/); // eslint-disable-line no-control-regex
  }
  expect(outcomes[0]!.stderr).toContain('key/\\u001b[2J\\u001b]0;pwn\\u0007\\u009b31m\\u202e\\u001b[32m');
});

test('binary content does not go to a terminal', async () => {
  expect(await cli.run('key generate', { terminal: true })).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `${PROGRAM}: error: refusing to output binary to the terminal\n${PROGRAM}: hint: pipe it into another command\n`,
  });
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_KMS'])(
  'an endpoint from %s is said, and one given is not',
  async name => {
    const env = { [name]: 'http://127.0.0.1:1' };
    const create = 'key create --open-to-iam --dry-run --region eu-west-1';

    expect((await cli.run(create, { env })).stderr).toBe(
      `encrypted-queue-to-table: warning: calls to KMS go to http://127.0.0.1:1, as ${name} says\n`,
    );
    expect((await cli.run(`${create} --endpoint-url http://127.0.0.1:2`, { env })).stderr).toBe('');
  },
);
