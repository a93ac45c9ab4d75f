import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { StackArtifact } from '../../sandbox/cloudformation/assembly';
import type { EncryptedQueueToTable } from '../../src';
import { addTo, LAYOUTS, WAYS } from '../support/layouts';
import { PolicedAccount } from '../support/policed-account';
import { stacksOfAssembly } from '../support/stacks-of-assembly';

/** The sandbox is one account of one Region. It has roles of other accounts, but deploys no stack there. */
const FOREIGN = '444455556666';

/** Each layout with one of the two ways, in turn. */
const CASES = Object.keys(LAYOUTS).map((name, index) => [name, index % 2 === 0 ? 'replace' : 'merge'] as const);

let account: PolicedAccount;
const assemblies: string[] = [];

beforeEach(async () => {
  account = await PolicedAccount.open();
});

afterEach(async () => {
  await account.close();
  assemblies.splice(0).forEach(assembly => rmSync(assembly, { recursive: true, force: true }));
});

interface Version {
  readonly orders: EncryptedQueueToTable;
  readonly stacks: StackArtifact[];
  arnOf(role: string): string;
}

/** The layout with roles that are granted to, and one with all rights that IAM can give. */
function synthesise(layoutName: string, way: keyof typeof WAYS, roles: readonly string[]): Version {
  const assembly = mkdtempSync(join(tmpdir(), 'cdk.out-'));
  assemblies.push(assembly);
  const layout = LAYOUTS[layoutName]!(assembly);
  const orders = addTo(layout, { keyArn: account.keyArn, keyPolicyManagement: WAYS[way], batchSize: roles.length });
  const make = (id: string, props: object = {}): iam.Role =>
    new iam.Role(layout.application, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), ...props });
  for (const id of roles) {
    const role = make(id);
    orders.grantSendMessages(role);
    orders.grantReadData(role);
  }
  make('Stranger', { roleName: 'Stranger' }).addToPolicy(
    new iam.PolicyStatement({ actions: ['sqs:*', 'dynamodb:*', 'kms:*'], resources: ['*'] }),
  );
  layout.app.synth();
  const text = orders.keyPolicy.toText();
  return {
    orders,
    stacks: stacksOfAssembly(assembly, account.sandbox),
    arnOf: role => new RegExp(`"(arn:aws:iam::\\d+:role/[^"]+${role}[^"]*)"`).exec(text)![1]!,
  };
}

/** Deploys a stack; of one of another account the sandbox takes the roles, with their policies. */
async function deploy(stack: StackArtifact): Promise<void> {
  if (stack.account !== FOREIGN) return void (await account.sandbox.deploy(stack));
  const resources = Object.entries<any>(stack.template.Resources!);
  for (const [id, { Type, Properties }] of resources) {
    if (Type !== 'AWS::IAM::Role') continue;
    const arn = `arn:aws:iam::${FOREIGN}:role/${Properties.RoleName}`;
    account.sandbox.roles.addAdministrator(arn);
    const { policies } = account.sandbox.roles.get(arn)!;
    policies.clear();
    for (const [name, policy] of resources) {
      if (policy.Type === 'AWS::IAM::Policy' && policy.Properties.Roles[0].Ref === id) {
        policies.set(name, policy.Properties.PolicyDocument);
      }
    }
  }
}

test.each(CASES)(
  'in the layout "%s", with %s, roles of the application send and read, now and later',
  async (name, way) => {
    const first = synthesise(name, way, ['Shop']);
    for (const stack of first.stacks) await deploy(stack);
    await expect(account.itemAs(first.arnOf('Shop'), 'hello', first.orders)).resolves.toMatchObject({ body: 'hello' });
    // what merge leaves on the key, a new one's own statement, opens it to every IAM policy
    if (way === 'replace' && name !== 'two accounts') {
      await expect(account.itemAs(account.role('Stranger'), 'hello', first.orders)).rejects.toThrow(/kms|denied/i);
    }

    const second = synthesise(name, way, ['Shop', 'Later']);
    for (const stack of second.stacks) await deploy(stack);
    await expect(account.itemAs(second.arnOf('Later'), 'later', second.orders)).resolves.toBeDefined();

    for (const stack of [...second.stacks].reverse()) await account.sandbox.destroy(stack.name);
    const { queues, stack } = account.sandbox;
    expect(second.stacks.filter(({ name: own }) => stack(own)?.status.startsWith('DELETE_FAILED'))).toEqual([]);
    expect([...queues.all]).toEqual([]);
  },
);
