import { readFileSync } from 'node:fs';
import { PolicyCommandLine, SEED, synthesise } from './policy-command-line';
import { role } from '../../support/key-policy-facts';

const assembly = synthesise();
let policy: PolicyCommandLine;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
});

afterEach(async () => policy.stop());

test('says of the seed what its own authors wished to improve, and more, and exits with 3', async () => {
  const { code, stdout, stderr } = await policy.run(`lint ${SEED} --json`);
  const findings = JSON.parse(stdout) as Array<{ rule: string; message: string }>;
  expect(code).toBe(3);
  expect([...new Set(findings.map(({ rule }) => rule))]).toEqual([
    'admin-can-use',
    'unbound-grant',
    'material-deletion',
    'no-via-service',
    'lockout-check-bypass',
    'grant-revocation',
    'no-encryption-context',
    'deletion-without-mfa',
    'nobody-imports',
    'weak-wrapping',
    'action-wildcard',
  ]);
  expect(findings.map(({ message }) => message)).toEqual(
    expect.arrayContaining([
      `'Allow decryption/encryption with the key' lets ${role('DevOpsRole')} call kms:Decrypt, and ${role('DevOpsRole')} may also put the policy`,
      `'Allow access for Key Administrators' lets ${role('DevOpsRole')} grant the key to anybody with kms:CreateGrant`,
      `'Allow access for Key Administrators' lets ${role('DevOpsRole')} delete the key material at once, without a second factor`,
      'nobody may call kms:ImportKeyMaterial',
    ]),
  );
  expect(stderr).toBe('encrypted-queue-to-table: 5 errors, 19 warnings\n');
});

test('has words for a person: what, why, and what to do', async () => {
  const { stdout } = await policy.run(`lint ${SEED}`);
  expect(stdout).toContain(`\
error    unbound-grant
  'Allow access for Key Administrators' lets ${role('DevOpsRole')} grant the key to anybody with kms:CreateGrant
  call: kms:CreateGrant by ${role('DevOpsRole')} with kms:GrantIsForAWSResource false and kms:GranteePrincipal arn:aws:iam::999999999999:role/any-role
  why: whoever may create a grant can give the key to themselves or anybody, past the policy and without a trace in it
  fix: allow kms:CreateGrant only with Bool kms:GrantIsForAWSResource true, or to nobody
`);
});

test('passes what the construct renders, from cdk.out, with a warning that --strict counts', async () => {
  expect(await policy.run(`lint ${assembly}`)).toMatchObject({
    code: 0,
    stderr: 'encrypted-queue-to-table: 0 errors, 1 warning\n',
  });
  expect(await policy.run(`lint ${assembly} --strict`)).toMatchObject({ code: 3 });
  expect(await policy.run(`lint ${assembly} --strict --accept no-encryption-context`)).toMatchObject({
    code: 0,
    stdout: '',
  });
});

test('reads the policy of a key, and standard input', async () => {
  expect(await policy.run(`lint ${policy.keyArn}`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('root-delegation'),
  });
  expect(await policy.run('lint -', { stdin: readFileSync(SEED) })).toMatchObject({ code: 3 });
});

test.each([
  ['no source', 'lint', 'error: missing SOURCE: a file, -, cdk.out or a key', 2],
  ['a file that is not there', 'lint @none.json', "error: cannot read policy 'none.json': ENOENT", 1],
  ['what is not JSON', 'lint @text', "error: 'text' is not JSON", 1],
  [
    'what is no policy',
    'lint @empty.json',
    "error: 'empty.json' is not a policy document: a policy document must have a Statement",
    1,
  ],
  [
    'what only the deployment knows',
    'lint @granted.json',
    'error: \'granted.json\' names what only the deployment knows: {"Fn::GetAtt":["Shop","Arn"]}',
    1,
  ],
  ['a rule that is none', `lint ${SEED} --accept admin-can-us`, 'hint: did you mean admin-can-use?', 2],
  ['an account that is none', `lint ${SEED} --account 1`, "error: --account must be 12 digits, got '1'", 2],
])('fails for %s', async (_, command, message, code) => {
  policy.cli.write('text', 'kms:*');
  policy.cli.write('empty.json', '{}');
  policy.cli.write(
    'granted.json',
    JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: { AWS: [{ 'Fn::GetAtt': ['Shop', 'Arn'] }] } }] }),
  );
  expect(await policy.run(command)).toMatchObject({ code, stderr: expect.stringContaining(message) });
});

test('takes an alias and the id of a key for the key', async () => {
  await policy.cli.key('create --alias alias/orders');
  const found = { code: 0, stdout: expect.stringContaining('root-delegation') };
  expect(await policy.run('lint alias/orders')).toMatchObject(found);
  expect(await policy.run(`lint ${policy.keyArn.split('/')[1]!}`)).toMatchObject(found);
});

test('asks for the account where a file names several', async () => {
  policy.cli.write(
    'two.json',
    JSON.stringify({
      Statement: ['111122223333', '444455556666'].map(account => ({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      })),
    }),
  );
  expect(await policy.run('lint @two.json')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('hint: add --account 111122223333'),
  });
  expect((await policy.run('lint @two.json --account 444455556666')).stdout).toContain(
    'whom the IAM policies of account 111122223333 let in',
  );
});

test('counts a context that is known of every call', async () => {
  policy.cli.write(
    'tagged.json',
    JSON.stringify({
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:role/Admin' },
        Action: 'kms:PutKeyPolicy',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } },
      },
    }),
  );
  const rules = async (options: string) => (await policy.run(`lint @tagged.json ${options}`)).stdout;
  expect(await rules('')).toContain('lockout-check-bypass');
  expect(await rules('--context aws:PrincipalOrgID=o-2')).not.toContain('lockout-check-bypass');
});

test('writes the control characters of a document out', async () => {
  policy.cli.write(
    'evil.json',
    JSON.stringify({
      Statement: { Sid: '\u001b]0;x\u0007\u009b2J', Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
    }),
  );
  for (const verb of ['lint', 'render']) {
    const { stdout, stderr } = await policy.run(`${verb} @evil.json`);
    expect(stdout).toContain('\\u001b]0;x\\u0007\\u009b2J');
    // eslint-disable-next-line no-control-regex
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  }
});
