import { PolicyCommandLine, pointAt, synthesise } from './policy-command-line';
import { ADMIN, KEY_ARN } from '../../support/orders';

const ADMISSION = 'OrdersStackOrdersAB039DC1 PolicyManagerAdmission';
const MANAGER = 'OrdersStackOrdersAB039DC1 PolicyManager';

const assembly = synthesise();

let policy: PolicyCommandLine;
let closed: string;

beforeEach(async () => {
  policy = await PolicyCommandLine.start();
  closed = (await policy.cli.key(`create --admin ${ADMIN}`)).stdout.trim();
  pointAt(assembly, closed);
});

afterEach(async () => policy.stop());

const statements = (): { Sid?: string }[] => JSON.parse(policy.cli.server.keys.byArn(closed)!.policy).Statement;

test('one statement is added, the others stay, and a second time nothing changes', async () => {
  const before = statements();

  expect(await policy.run(`admit ${assembly} --key-id ${closed} --dry-run`)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`added '${ADMISSION}'`),
  });
  expect(statements()).toEqual(before);

  expect(await policy.run(`admit ${assembly} --key-id ${closed} --backup @before.json --yes`)).toMatchObject({
    code: 0,
  });
  expect(statements().slice(0, -1)).toEqual(before);
  expect(statements().at(-1)).toMatchObject({ Sid: ADMISSION });

  expect(await policy.run(`admit ${assembly} --key-id ${closed} --yes`)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('the key has this policy already'),
  });
  expect(policy.cli.files()).toEqual(['before.json']);
});

test('a manager that the policy names already is left as it is', async () => {
  await policy.run(`apply ${assembly} --key-id ${closed} --backup @before.json --yes`);
  expect(statements().map(({ Sid }) => Sid)).toContain(MANAGER);

  expect(await policy.run(`admit ${assembly} --key-id ${closed} --yes`)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('the key has this policy already'),
  });
});

test('an app for another key is refused, and nothing is put', async () => {
  const before = statements();
  pointAt(assembly, KEY_ARN);

  expect(await policy.run(`admit ${assembly} --key-id ${closed} --yes`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`error: '${assembly}' is for the key ${KEY_ARN}, not for ${closed}\n`),
  });
  expect([statements(), policy.cli.files()]).toEqual([before, []]);
});

test('a directory has to be named', async () => {
  expect(await policy.run(`admit --key-id ${closed} --yes`)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('error: missing DIRECTORY: what CDK synthesised into, such as cdk.out\n'),
  });
});
