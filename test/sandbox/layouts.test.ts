import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import { readAssembly } from '../../sandbox/cloudformation/assembly';
import { addTo, LAYOUTS, WAYS } from '../support/layouts';
import { PolicedAccount } from '../support/policed-account';

/** What the sandbox can deploy of the layouts: nested stacks, stages and other accounts it has none of. */
const DEPLOYED = [
  'one stack',
  'two stacks, no order given',
  'the queue first',
  'the application first',
  'three stacks: a stack between the two',
];
const CASES = DEPLOYED.flatMap(layout => (['merge', 'replace'] as const).map(way => [layout, way] as const));

let account: PolicedAccount;
let assembly: string;

beforeEach(async () => {
  account = await PolicedAccount.open();
  assembly = mkdtempSync(join(tmpdir(), 'cdk.out-'));
});

afterEach(async () => {
  await account.close();
  rmSync(assembly, { recursive: true, force: true });
});

test.each(CASES)('in the layout "%s", with %s, a role of the application sends and reads', async (layoutName, way) => {
  const layout = LAYOUTS[layoutName]!(assembly);
  const orders = addTo(layout, { keyArn: account.keyArn, keyPolicyManagement: WAYS[way] });
  const roles = ['Shop', 'Stranger'].map(
    id => new iam.Role(layout.application, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
  );
  const [shop, stranger] = roles;
  orders.grantSendMessages(shop!);
  orders.grantReadData(shop!);
  stranger!.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:*', 'dynamodb:*', 'kms:*'], resources: ['*'] }));
  (stranger!.node.defaultChild as iam.CfnRole).roleName = 'Stranger';
  const text = orders.keyPolicy.toText();
  const [, shopArn] = /"aws:PrincipalArn": "([^"]+Shop[^"]+)"/.exec(text)!;
  const stacks = layout.app.synth().stacks.map(({ stackName }) => stackName);

  const deploy = async (name: string): Promise<void> =>
    account.sandbox.deploy(readAssembly(assembly, account.sandbox).find(stack => stack.name === name)!).then(() => {});
  for (const stack of stacks) await deploy(stack);

  await expect(account.itemAs(shopArn!, 'hello', orders)).resolves.toMatchObject({ body: 'hello' });
  // what merge leaves on the key, a new one's own statement, opens it to every IAM policy
  if (way === 'replace') {
    await expect(account.itemAs(account.role('Stranger'), 'hello', orders)).rejects.toThrow(/kms|denied/i);
  }

  if (stacks.length === 1) return;
  // the application goes and comes back by itself: the role it makes anew is let in by its name
  await account.sandbox.destroy('Application');
  await deploy('Application');
  await expect(account.itemAs(shopArn!, 'again', orders)).resolves.toBeDefined();
  for (const stack of [...stacks].reverse()) await account.sandbox.destroy(stack);
});
