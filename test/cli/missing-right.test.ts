import { pointAt, PolicyCommandLine, synthesise } from './policy/policy-command-line';

let policy: PolicyCommandLine;
/** What the caller may not do. */
let denied: string | undefined;

beforeAll(async () => {
  policy = await PolicyCommandLine.start({
    authorize: ({ action }) => (action === denied ? { allowed: false, reason: 'no' } : { allowed: true }),
  });
});

beforeEach(() => {
  denied = undefined;
});

afterAll(async () => policy.stop());

const lines = async (command: string): Promise<readonly string[]> => {
  const { code, stdout, stderr } = command.startsWith('report')
    ? await policy.run(command)
    : await policy.cli.key(command);
  expect([code, stderr]).toEqual([0, '']);
  return stdout.replaceAll('<wbr>', '').split('\n');
};

describe.each([
  ['kms:DescribeKey', ['state', 'origin', 'expires', 'Region'], ['State', 'Material'], { key: null }],
  ['kms:ListAliases', ['aliases'], ['Alias'], { aliases: null }],
  ['kms:ListGrants', ['grants'], ['Grants'], { foreignGrants: null }],
  [
    'kms:ListKeyRotations',
    ['rotations', 'materials'],
    [],
    { materials: null, rotationsUsed: null, rotationsLeft: null },
  ],
])('a caller without %s', (action, facts, rows, nulls) => {
  const says = `not read: the caller may not call ${action}`;

  test('sees all else in the status of a key, and which right that needs', async () => {
    const all = await lines(`status --key-id ${policy.keyArn}`);
    denied = action;
    const seen = await lines(`status --key-id ${policy.keyArn}`);
    const isOf = (line: string): boolean => facts.some(name => line.startsWith(name));
    expect(seen.filter(line => !isOf(line))).toEqual(all.filter(line => !isOf(line)));
    const unread = seen.filter(isOf);
    expect(unread.length).toBeGreaterThan(0);
    for (const line of unread) expect(line.slice(11)).toBe(says);
  });

  test('sees all else as JSON', async () => {
    const all = JSON.parse((await lines(`status --json --key-id ${policy.keyArn}`)).join('\n'));
    denied = action;
    const seen = JSON.parse((await lines(`status --json --key-id ${policy.keyArn}`)).join('\n'));
    expect(seen).toEqual({ ...all, ...nulls });
  });

  test('sees all else in the report', async () => {
    denied = action;
    const page = (await lines(`report ${policy.keyArn}`)).join('\n');
    for (const row of rows) expect(page).toMatch(new RegExp(`${row}<[^>]+>.*?${says}`, 's'));
    expect(page.split('not read').length - 1).toBe(rows.length + (action === 'kms:ListGrants' ? 1 : 0));
  });
});

test('a caller without kms:DescribeKey has to name the key by its ARN', async () => {
  await policy.cli.key(`create --alias alias/orders`);
  denied = 'kms:DescribeKey';
  expect(await policy.cli.key('status --key-id alias/orders')).toMatchObject({
    code: 1,
    stderr: `\
encrypted-queue-to-table: error: the caller may not call kms:DescribeKey, which finds the ARN of 'alias/orders'
encrypted-queue-to-table: hint: name the key by its ARN: what the caller may read of it is then shown
`,
  });
});

test.each([
  ['kms:ListAliases', 'Aliases of the key: not known without kms:ListAliases; grants: none; last use: not known'],
  ['kms:ListGrants', 'Aliases of the key: none; grants: not known without kms:ListGrants; last use: not known'],
  ['kms:GetKeyLastUsage', 'Aliases of the key: none; grants: none; last use: not known without kms:GetKeyLastUsage'],
])('policy diff without %s still says who else may be cut off', async (action, uses) => {
  const assembly = synthesise();
  pointAt(assembly, policy.keyArn);
  denied = action;
  const { code, stderr } = await policy.run(`diff ${assembly} --key-id ${policy.keyArn} --replace`);
  expect([code, stderr]).toEqual([3, expect.stringContaining(uses)]);
});
