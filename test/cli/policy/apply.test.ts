import { PolicyCommandLine, pointAt, SEED, synthesise } from './policy-command-line';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import type { PolicyDocument } from '../../../src/key-policy/statement';
import { keyPolicyFacts } from '../../support/key-policy-facts';

const assembly = synthesise();
let policy: PolicyCommandLine;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
  pointAt(assembly, policy.keyArn);
});

afterEach(async () => policy.stop());

test('show, put, and take back: the policy ends as it began', async () => {
  const before = policy.live();
  const rendered = JSON.parse((await policy.run(`render ${assembly}`)).stdout) as PolicyDocument;
  expect(await policy.run(`diff ${assembly} --key-id ${policy.keyArn}`)).toMatchObject({
    code: 3,
    stdout: expect.stringContaining("added 'OrdersStackOrdersAB039DC1 WriterThroughSqs'\n+ {"),
  });

  expect(await policy.run(`apply ${assembly} --key-id ${policy.keyArn} --backup @before.json --yes`)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(
      `hint: encrypted-queue-to-table policy restore before.json --key-id ${policy.keyArn}`,
    ),
  });
  expect(policy.live().Statement).toHaveLength(before.Statement.length + rendered.Statement.length);
  expect(policy.cli.mode('before.json')).toBe(0o600);
  expect(await policy.run(`diff ${assembly} --key-id ${policy.keyArn}`)).toMatchObject({
    code: 0,
    stdout: '',
    stderr: expect.stringContaining('nothing would change'),
  });
  expect(await policy.run(`apply ${assembly} --key-id ${policy.keyArn} --yes`)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('the key has this policy already'),
  });

  expect(await policy.run(`restore @before.json --key-id ${policy.keyArn} --backup @after.json --yes`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('removed '),
  });
  expect(policy.live()).toEqual(before);
  expect(policy.cli.files()).toEqual(['after.json', 'before.json']);
});

test('take an alias for its key', async () => {
  await policy.cli.key('create --alias alias/orders');
  expect(await policy.run(`diff ${assembly} --key-id alias/orders --json`)).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('"change": "added"'),
  });
});

test('show colours on a terminal, if wanted', async () => {
  const { stdout } = await policy.run(`diff ${assembly} --key-id ${policy.keyArn}`, {
    terminal: true,
    env: { NO_COLOR: '' },
  });
  expect(stdout).toContain('\u001b[32m+ {\u001b[0m');
  expect((await policy.run(`diff ${assembly} --key-id ${policy.keyArn}`, { terminal: true })).stdout).not.toContain(
    '\u001b',
  );
});

test('put nothing in a dry run, and write no file', async () => {
  const before = policy.live();
  expect(await policy.run(`apply ${assembly} --key-id ${policy.keyArn} --dry-run`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('added '),
  });
  expect([policy.live(), policy.cli.files()]).toEqual([before, []]);
});

test('refuse what lint calls an error', async () => {
  const before = policy.live();
  expect(await policy.run(`apply ${SEED} --key-id ${policy.keyArn} --replace --yes`)).toMatchObject({
    code: 3,
    stdout: expect.stringContaining('error    unbound-grant'),
    stderr: expect.stringContaining('error: nothing is put: the policy has errors'),
  });
  expect([policy.live(), policy.cli.files()]).toEqual([before, []]);
});

test('refuse to leave nobody in charge', async () => {
  const document = renderKeyPolicy(
    keyPolicyFacts({ adminRoleArns: [], breakGlass: false, policyManagerRoleArn: undefined }),
  );
  policy.cli.write('nobody.json', JSON.stringify(document));
  for (const command of [
    `apply @nobody.json --key-id ${policy.keyArn} --replace --yes`,
    `restore @nobody.json --key-id ${policy.keyArn} --yes`,
  ]) {
    expect(await policy.run(command)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(
        'nobody could put the next policy: name an administrator of the account of the key',
      ),
    });
  }
});

test('refuse to merge what can not be told from the statements of others', async () => {
  expect(await policy.run(`diff ${SEED} --key-id ${policy.keyArn}`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('hint: add --replace'),
  });
});

test('never overwrite a backup', async () => {
  policy.cli.write('before.json', 'precious');
  expect(await policy.run(`apply ${assembly} --key-id ${policy.keyArn} --backup @before.json --yes`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("'before.json' exists and is never overwritten"),
  });
  expect(policy.cli.read('before.json').toString()).toBe('precious');
});
