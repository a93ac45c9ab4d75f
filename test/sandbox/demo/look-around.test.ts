import { Run, shell, testWithCli } from './run';

const KEY = expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}$/);

let run: Run;

beforeAll(async () => {
  run = new Run(['--keep', '--example', 'locked-down-key']);
  await run.untilItSays('The sandbox ends with Ctrl-C');
});

afterAll(async () => {
  run.interrupt();
  await run.ended;
});

/** What a printed line of the AWS CLI or of ours shows, signed as the paragraph says. */
async function pasted(title: string, command: string, redirection = ''): Promise<string> {
  const [exported, ...lines] = run.paragraphAfter(title).split('\n');
  const line = lines.find(text => text.includes(command));
  if (line === undefined) throw new Error(`no line printed for ${command}`);
  return shell(`${exported}\n${line} ${redirection}`);
}

test('a line of credentials is printed for each part that a role has', () => {
  const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
  const printed = run.paragraphAfter('Who is who').split('\n');

  expect(printed.map(line => /^export AWS_ACCESS_KEY_ID=AKIA[0-9A-F]{16} .* # (.+)$/.exec(line)![1])).toEqual([
    `consumer: ${role('OrdersApp')}`,
    `redriver: ${role('OrdersOnCall')}`,
    `administrator: ${role('KeyAdmin')}`,
    `custodian: ${role('KeyCustodian')}`,
    `destroyer: ${role('KeyDestroyer')}`,
    `auditor: ${role('SecurityAudit')}`,
    `deployer: ${role('cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1')}`,
  ]);
});

describe('with the stock AWS CLI', () => {
  const name = 'OrdersStack-Orders-AB039DC1';

  testWithCli.each([
    ['an administrator', 'Look at the key', 'kms describe-key', { KeyMetadata: { Arn: KEY, Origin: 'EXTERNAL' } }],
    ['an administrator', 'Look at the key', 'kms get-key-policy', { Version: '2012-10-17' }],
    [
      'the deployer',
      'Look at everything else',
      'cloudformation describe-stacks',
      { Stacks: [{ StackName: 'OrdersStack', StackStatus: 'CREATE_COMPLETE' }] },
    ],
    [
      'the deployer',
      'Look at everything else',
      'lambda list-event-source-mappings',
      { EventSourceMappings: [{ EventSourceArn: `arn:aws:sqs:eu-west-1:111122223333:${name}`, State: 'Enabled' }] },
    ],
    [
      'the deployer',
      'Look at everything else',
      'logs filter-log-events',
      { events: expect.arrayContaining([{ message: expect.stringContaining('Stored') }].map(expect.objectContaining)) },
    ],
    [
      'the deployer',
      'Look at everything else',
      'sqs get-queue-attributes',
      { Attributes: { KmsMasterKeyId: KEY, ApproximateNumberOfMessages: '0' } },
    ],
    ['the deployer', 'Look at everything else', 'iam get-role', { Role: { RoleName: `${name}-eu-west-1` } }],
  ])('%s sees what there is: %s: %s', async (_, title, command, answer) => {
    expect(JSON.parse(await pasted(title, command))).toMatchObject(answer);
  });

  testWithCli('the deployer lists the bucket of the bootstrap', async () => {
    await expect(pasted('Look at everything else', 's3 ls')).resolves.toMatch(
      / cdk-hnb659fds-assets-111122223333-eu-west-1\n$/,
    );
  });

  testWithCli('an auditor reads the key policy, and neither puts it nor lists stacks', async () => {
    const auditor = run
      .paragraphAfter('Who is who')
      .split('\n')
      .find(line => line.includes('# auditor'))!;
    const [, ...key] = run.paragraphAfter('Look at the key').split('\n');
    const [, ...rest] = run.paragraphAfter('Look at everything else').split('\n');
    const policy = key.find(line => line.includes('get-key-policy'))!;
    const put = policy
      .replace('get-key-policy', 'put-key-policy')
      .replace('--query Policy --output text', "--policy '{}'");

    await expect(shell(`${auditor}\n${policy}`)).resolves.toContain('AuditorsRead');
    await expect(shell(`${auditor}\n${put}`)).rejects.toThrow('(AccessDeniedException)');
    await expect(shell(`${auditor}\n${rest.find(line => line.includes('describe-stacks'))}`)).rejects.toThrow(
      '(AccessDenied)',
    );
  });
});

test.each([
  ['key status', /^state +Enabled\norigin +EXTERNAL\nexpires +never$/m],
  ['policy lint', / 0 errors, /],
  ['policy diff', /: nothing would change\n/],
])('our own CLI works on it: %s', async (command, printed) => {
  await expect(pasted('Look at the key', command, '2>&1')).resolves.toMatch(printed);
});
