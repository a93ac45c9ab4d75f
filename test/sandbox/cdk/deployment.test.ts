import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cdk, environmentOf, type Ended } from './cli';
import { KeptOrders } from './kept-orders';
import { makeKeyWithImportedMaterial } from '../../../sandbox/demo/imported-key';
import { authorizeByPolicies } from '../../../sandbox/iam/policy-authorizer';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';
import { packedLibrary } from '../../support/packed-library';
import { passingClock, type PassingClock } from '../../support/passing-clock';

const REPOSITORY = join(__dirname, '..', '..', '..');
const DEVELOPER = 'arn:aws:iam::111122223333:user/Developer';

let folder: string;
let passing: PassingClock;
let sandbox: Sandbox;
let keys: string[];
const unknown: string[] = [];

/** An empty folder with the packed package, its peers and one file. */
function makeFolder(): string {
  const work = mkdtempSync(join(tmpdir(), 'cdk-cli-'));
  const { tarball } = packedLibrary();
  const modules = join(work, 'app', 'node_modules');
  mkdirSync(join(modules, 'encrypted-queue-to-table'), { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', join(modules, 'encrypted-queue-to-table')]);
  for (const peer of ['aws-cdk-lib', 'constructs']) {
    symlinkSync(join(REPOSITORY, 'node_modules', peer), join(modules, peer));
  }
  copyFileSync(join(__dirname, 'app.cjs'), join(work, 'app', 'app.cjs'));
  return work;
}

beforeAll(async () => {
  folder = makeFolder();
  passing = passingClock();
  sandbox = await startSandbox({
    clock: passing.clock,
    authorize: authorizeByPolicies,
    bootstrapped: false,
    unknownCall: call => unknown.push(call),
  });
  sandbox.roles.addAdministrator(DEVELOPER);
  const makeKey = async (): Promise<string> => makeKeyWithImportedMaterial(sandbox, DEVELOPER);
  keys = [await makeKey(), await makeKey()];
  writeFileSync(
    join(folder, 'app', 'cdk.json'),
    JSON.stringify({
      app: 'node app.cjs',
      context: { keyArn: keys[0], otherKeyArn: keys[1], keptKeyArn: await makeKey() },
    }),
  );
});

afterAll(async () => {
  await Promise.all([passing.stop(), sandbox.close()]);
  rmSync(folder, { recursive: true });
});

const command = async (...args: string[]): Promise<Ended> =>
  cdk(args, { cwd: join(folder, 'app'), env: environmentOf(sandbox, DEVELOPER) });

/** @throws what the command wrote, if it does not end well */
async function succeed(...args: string[]): Promise<void> {
  const { code, output } = await command(...args);
  if (code !== 0) throw new Error(`cdk ${args.join(' ')}: ${code}\n${output}`);
}

const policies = (): string[] => keys.map(arn => sandbox.kms.keys.byArn(arn)!.policy);

const statuses = (): string[] =>
  ['OrdersStack', 'Application', 'Production-OrdersStack'].map(name => sandbox.stack(name)?.status ?? 'none');

test('bootstraps an account that nobody prepared', async () => {
  await succeed('bootstrap', 'aws://111122223333/eu-west-1');
});

test('deploys two stacks with a reference between them, and a stage, each with its key policy', async () => {
  await succeed('deploy', '*', 'Production/*', '-c', 'variant=first', '--require-approval=never');

  expect(statuses()).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE', 'CREATE_COMPLETE']);
  expect(policies().map(policy => [policy.includes('role/OrdersApp'), policy.includes('role/OnCall')])).toEqual([
    [true, false],
    [true, false],
  ]);
  expect(sandbox.parameters.get('/orders/writer')).toMatch(
    /^arn:aws:lambda:eu-west-1:111122223333:function:OrdersStack-/,
  );
});

test('sees no difference between what is deployed and the app', async () => {
  await succeed('diff', '*', 'Production/*', '-c', 'variant=first', '--fail');
});

test('shows a changed prop as a difference, and deploys it', async () => {
  const diff = await command('diff', 'OrdersStack', '-c', 'variant=changed', '--fail');
  expect(diff).toEqual({ code: 1, output: expect.stringContaining('[~] AWS::Lambda::EventSourceMapping') as string });

  await succeed('deploy', '*', '-c', 'variant=changed', '--require-approval=never');
  expect(statuses()[0]).toBe('UPDATE_COMPLETE');
  expect(policies()[0]).toContain('role/OnCall');
});

test('says why a deployment failed, and finds everything as it was before', async () => {
  const before = policies();
  const failed = await command('deploy', 'OrdersStack', '-c', 'variant=broken', '--require-approval=never');

  expect(failed.code).toBe(1);
  expect(failed.output).toContain('/cdk-bootstrap/hnb659fds/version already exists');
  expect(statuses()[0]).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(policies()).toEqual(before);
});

test('does not delete a stack that another one imports from', async () => {
  const refused = await command('destroy', 'OrdersStack', '--exclusively', '--force', '-c', 'variant=changed');

  expect(refused.code).toBe(1);
  expect(refused.output).toContain('as it is in use by Application');
});

test('destroys all of it, and takes the use of the keys away', async () => {
  await succeed('destroy', '*', 'Production/*', '--force', '-c', 'variant=changed');

  expect(statuses()).toEqual(['none', 'none', 'none']);
  expect(policies().map(policy => policy.includes('role/OrdersApp'))).toEqual([false, false]);
});

test('takes in the table that a failed first deployment left, and the one that a deleted stack left, with its item', async () => {
  const orders = new KeptOrders(sandbox, DEVELOPER);
  const deploy = ['deploy', 'Kept', '--require-approval=never', '-c'];
  expect((await command(...deploy, 'kept=broken')).code).toBe(1);
  const left = await orders.tableId();

  await succeed(...deploy, 'kept=whole', '--import-existing-resources');
  await orders.send('stored before the stack was deleted');
  await expect(orders.bodies()).resolves.toEqual(['stored before the stack was deleted']);
  await sandbox.destroy('Kept');
  await succeed(...deploy, 'kept=whole', '--import-existing-resources');

  await expect(orders.bodies()).resolves.toEqual(['stored before the stack was deleted']);
  await expect(orders.tableId()).resolves.toBe(left);
});

test('calls nothing that the sandbox does not know, but where it looks for more about a failure', () => {
  expect([...new Set(unknown)]).toEqual(['cloudtrail:LookupEvents']);
});
