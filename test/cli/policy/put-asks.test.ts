import { PolicyCommandLine, pointAt, synthesise } from './policy-command-line';
import { Identities } from '../../../sandbox/iam/identities';
import { renderClosedPolicy } from '../../../src/key-policy/closed-policy';
import { policyDigest } from '../../../src/policy-digest';
import { ACCOUNT, ADMIN, KEY_ARN } from '../../support/orders';

const CALLER = `arn:aws:sts::${ACCOUNT}:assumed-role/KeyAdmin/ada`;
const assembly = synthesise();

let policy: PolicyCommandLine;
let principal: string;
let whenRead: (time: number) => void;

beforeEach(async () => {
  principal = CALLER;
  const caller = {
    context: {},
    get principal() {
      return principal;
    },
  };
  let reads = 0;
  whenRead = () => {};
  policy = await PolicyCommandLine.start({
    identities: new Identities(caller),
    authorize: ({ action }) => {
      if (action === 'kms:GetKeyPolicy') whenRead(++reads);
      return { allowed: true };
    },
  });
  pointAt(assembly, policy.keyArn);
});

afterEach(async () => policy.stop());

const requests = (name: string) => policy.cli.server.requests.filter(({ action }) => action === name).length;
const puts = () => requests('PutKeyPolicy');

/** A policy in which these roles decide over the key, and nothing is left to IAM. */
function writeClosed(name: string, ...adminRoleArns: string[]): void {
  const facts = { partition: 'aws', account: ACCOUNT, adminRoleArns, custodianRoleArns: adminRoleArns };
  policy.cli.write(name, JSON.stringify(renderClosedPolicy({ ...facts, breakGlass: true })));
}

const VERBS = ['apply DIR', 'apply DIR --replace', 'restore @old.json', 'admit DIR'];

test.each(VERBS)('%s shows the plan and puts nothing until somebody says yes', async verb => {
  writeClosed('old.json', ADMIN);
  const before = policy.live();
  const command = `${verb.replace('DIR', assembly)} --key-id ${policy.keyArn} --backup @kept.json`;

  const refused = await policy.run(command, { answers: 'n\n' });

  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/put this policy\? \[y\/N\] .*nothing is done\n$/),
  });
  expect([policy.live(), policy.cli.files(), puts()]).toEqual([before, ['old.json'], 0]);
  expect(refused.stderr).toMatch(
    new RegExp(
      `the policy to be put:\n  key        ${policy.keyArn}\n  account    ${ACCOUNT}\n  caller     ${CALLER}\n` +
        `  endpoint   ENDPOINT\n  now        ${policyDigest(before)}\n  then       sha256:[0-9a-f]{64}\n` +
        '  linter     0 errors, \\d warnings?(: [a-z, -]+)?\n  backup     kept.json\n',
    ),
  );
  const then = /then {7}(.*)\n/.exec(refused.stderr)![1];

  const agreed = await policy.run(command, { answers: 'y\n' });

  expect(agreed).toMatchObject({ code: 0, stderr: expect.stringContaining('the one before is in kept.json') });
  expect(policyDigest(policy.live())).toBe(then);
});

test.each(VERBS)('%s needs --yes where there is nobody to ask, and calls nothing', async verb => {
  const command = `${verb.replace('DIR', assembly)} --key-id ${policy.keyArn}`;
  writeClosed('old.json', ADMIN);
  policy.cli.server.requests.length = 0;

  expect(await policy.run(command)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('error: putting a policy needs --yes: there is no terminal to ask on\n'),
  });
  expect(policy.cli.server.requests).toEqual([]);
});

test.each(['apply DIR', 'apply DIR --replace', 'restore DIR', 'admit DIR'])(
  '%s refuses an app that is for another key',
  async verb => {
    const before = policy.live();
    pointAt(assembly, KEY_ARN);

    expect(await policy.run(`${verb.replace('DIR', assembly)} --key-id ${policy.keyArn} --yes`)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`error: '${assembly}' is for the key ${KEY_ARN}, not for ${policy.keyArn}\n`),
    });
    expect([policy.live(), policy.cli.files()]).toEqual([before, []]);
  },
);

test.each([
  ['a session of no administrator', `arn:aws:sts::${ACCOUNT}:assumed-role/Operator/ada`],
  ['a user', `arn:aws:iam::${ACCOUNT}:user/KeyAdmin`],
  ['somebody of another account', 'arn:aws:sts::444455556666:assumed-role/KeyAdmin/ada'],
])('whoever would shut themselves out is told before they are asked: %s', async (_, who) => {
  principal = who;
  writeClosed('old.json', ADMIN);
  const before = policy.live();
  const command = `restore @old.json --key-id ${policy.keyArn}`;
  const words = `the policy would shut you out: ${who} could not put the next one, and KMS refuses such a policy\n`;

  const outcome = await policy.run(command, { answers: 'y\n' });

  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining(`error: ${words}`) });
  expect(outcome.stderr).toContain(`hint: do it as one who could: ${ADMIN}, arn:aws:iam::${ACCOUNT}:root\n`);
  expect(outcome.stderr).not.toContain('put this policy?');
  expect([policy.live(), policy.cli.files()]).toEqual([before, ['old.json']]);
  expect(await policy.run(`${command} --dry-run`)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`warning: ${words}`),
  });
});

test.each([
  ['the role itself, with a path that its session does not show', `arn:aws:iam::${ACCOUNT}:role/team/KeyAdmin`],
  ['the role', ADMIN],
])('an administrator is let through: %s', async (_, role) => {
  writeClosed('old.json', role);

  const command = `restore @old.json --key-id ${policy.keyArn} --backup @kept.json`;
  expect(await policy.run(command, { answers: 'y\n' })).toMatchObject({ code: 0 });
});

test.each(VERBS)('%s does not put over what others have put while somebody thinks', async verb => {
  writeClosed('old.json', ADMIN);
  writeClosed('others.json', ADMIN, `arn:aws:iam::${ACCOUNT}:role/Other`);
  const others = policy.cli.read('others.json').toString();
  whenRead = time => {
    if (time === 2) policy.cli.server.keys.byArn(policy.keyArn)!.policy = others;
  };
  const command = `${verb.replace('DIR', assembly)} --key-id ${policy.keyArn} --backup @kept.json`;

  expect(await policy.run(command, { answers: 'y\n' })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      'error: somebody else has changed the policy of the key meanwhile\n' +
        'encrypted-queue-to-table: hint: run the same command again, and look at what it shows\n',
    ),
  });
  expect(policy.live()).toEqual(JSON.parse(others));
  expect([requests('GetKeyPolicy'), puts()]).toEqual([2, 0]); // an old read after it would hide what others have put
});

test('a role that KMS does not know yet is waited for, and named in the end', async () => {
  policy.unknown.add(ADMIN);
  writeClosed('old.json', ADMIN);

  const outcome = await policy.run(`restore @old.json --key-id ${policy.keyArn} --backup @kept.json --yes`);

  expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('every role the policy names must exist') });
  expect(puts()).toBeGreaterThan(3);
});
