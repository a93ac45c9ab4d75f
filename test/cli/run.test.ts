import { CommandLine } from './command-line';
import { GROUPS, VERBS } from '../../src/cli/verbs';

let cli: CommandLine;
beforeEach(async () => (cli = await CommandLine.start()));
afterEach(async () => cli.stop());

const NAMES = VERBS.map(({ group, name }) => `${group} ${name}`);

test('without a group it shows the groups, and says that this is no command', async () => {
  const bare = await cli.run('');

  expect(bare.code).toBe(2);
  for (const [group, summary] of Object.entries(GROUPS)) {
    expect(bare.stdout).toContain(`  ${group.padEnd(10)} ${summary}\n`);
  }
  expect(await cli.run('--help')).toEqual({ ...bare, code: 0 });
});

test.each(Object.keys(GROUPS))('%s --help lists its verbs with the exit codes', async group => {
  const help = await cli.run(`${group} --help`);

  expect(help.code).toBe(0);
  for (const verb of VERBS.filter(entry => entry.group === group)) expect(help.stdout).toContain(`  ${verb.name} `);
  expect(help.stdout).toContain('  3  a check says no\n');
  expect((await cli.run(group)).code).toBe(2);
});

test.each(NAMES)('%s --help fits a screen of 120 columns and names every option', async name => {
  const entry = VERBS.find(({ group, name: verb }) => `${group} ${verb}` === name)!;

  const { code, stdout } = await cli.run(`${name} --help`);

  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage:\n  encrypted-queue-to-table ${name} ?`));
  expect(stdout.split('\n').filter(line => line.length > 120)).toEqual([]);
  for (const option of Object.keys(entry.load().verb.options)) expect(stdout).toContain(`--${option}`);
  expect(stdout).toContain('\nExit codes:\n');
  expect(stdout).toMatch(/\nExample:\n(?: {2}.*\n)+$/);
});

test.each([
  ['keys', "unknown group 'keys'; the groups are GROUPS", 'encrypted-queue-to-table keys --help'],
  ['toString', "unknown group 'toString'; the groups are GROUPS", 'encrypted-queue-to-table toString --help'],
  [
    'key frobnicate',
    "unknown verb 'key frobnicate'; the verbs are VERBS",
    'encrypted-queue-to-table key frobnicate --help',
  ],
  ['key status alias/orders', "unexpected argument 'alias/orders'", 'encrypted-queue-to-table key status --help'],
  ['key status', 'missing --key-id', 'encrypted-queue-to-table key status --help'],
  ['key status --key-id=', 'missing --key-id', 'encrypted-queue-to-table key status --help'],
])('fails with %j', async (command, error, hint) => {
  const expected = error.replace('GROUPS', Object.keys(GROUPS).join(', ')).replace(
    'VERBS',
    VERBS.filter(({ group }) => group === 'key')
      .map(({ name }) => name)
      .join(', '),
  );

  expect(await cli.run(command)).toMatchObject({
    code: 2,
    stdout: '',
    stderr: `encrypted-queue-to-table: error: ${expected}\nencrypted-queue-to-table: hint: ${hint}\n`,
  });
});

test('colours are for a terminal, and not for one that wants none', async () => {
  const red = '\u001b[31merror:\u001b[0m';

  expect((await cli.run('keys', { answers: '', env: { NO_COLOR: '' } })).stderr).toContain(red);
  expect((await cli.run('keys', { answers: '' })).stderr).not.toContain(red);
  expect((await cli.run('keys', { env: { NO_COLOR: '' } })).stderr).not.toContain(red);
});

test('binary content does not go to a terminal', async () => {
  expect(await cli.run('key generate', { terminal: true })).toMatchObject({
    code: 1,
    stdout: '',
    stderr:
      'encrypted-queue-to-table: error: refusing to output binary to the terminal\n' +
      'encrypted-queue-to-table: hint: pipe it into another command\n',
  });
});
