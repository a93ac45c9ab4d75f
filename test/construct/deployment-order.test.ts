import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { namesIn } from '../../sandbox/cloudformation/dependencies';
import type { ResourceDeclaration } from '../../sandbox/cloudformation/template';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../src';
import { ACCOUNT, KEY_ARN, REGION, REQUIRED } from '../support/orders';
import { synthesiseApp } from '../support/synthesised-app';

type Resources = Readonly<Record<string, ResourceDeclaration>>;
const ROOT = join(__dirname, '..', '..');

/** What exists before a resource does: all that it names, and all that those name. */
function existsBefore(logicalId: string, resources: Resources, found = new Set<string>()): Set<string> {
  const { DependsOn = [], Properties } = resources[logicalId]!;
  for (const name of [...[DependsOn].flat(), ...namesIn(Properties)]) {
    if (!Object.hasOwn(resources, name) || found.has(name)) continue;
    found.add(name);
    existsBefore(name, resources, found);
  }
  return found;
}

const policiesOf = (roleId: string, resources: Resources): string[] =>
  Object.keys(resources).filter(
    id =>
      /^AWS::IAM::(Managed)?Policy$/.test(resources[id]!.Type) &&
      namesIn((resources[id]!.Properties as { Roles?: unknown }).Roles).includes(roleId),
  );

const roleOf = (functionId: string, resources: Resources): string =>
  namesIn((resources[functionId]!.Properties as { Role: unknown }).Role)[0]!;

/** Every permission that a resource needs and that its template does not make sure of before. */
function lackingIn(resources: Resources): string[] {
  return Object.entries(resources).flatMap(([id, { Type, Properties = {} }]) => {
    const { FunctionName, ServiceToken, TracingConfig } = Properties as Record<string, unknown>;
    const traced = TracingConfig === undefined ? undefined : id; // Lambda looks at nothing else then
    const target = { 'AWS::Lambda::Function': traced, 'AWS::Lambda::EventSourceMapping': namesIn(FunctionName)[0] }[
      Type
    ];
    const functionId = Type.startsWith('Custom::') ? namesIn(ServiceToken)[0] : target;
    if (functionId === undefined) return [];
    const needed = policiesOf(roleOf(functionId, resources), resources);
    const before = existsBefore(id, resources);
    return needed.filter(policy => !before.has(policy)).map(policy => `${id} may come before ${policy}`);
  });
}

const resourcesOf = (props: object): Resources => {
  const stack = new Stack(new App(), 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
  new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, ...props });
  new EncryptedQueueToTable(stack, 'Bills', { ...REQUIRED, ...props, keyArn: KEY_ARN.replace('1234', '4321') });
  return Template.fromStack(stack).toJSON().Resources as Resources;
};

test.each([
  ['merge', {}],
  ['merge, strict', { strictConditions: true, fifo: true }],
  ['replace', { keyPolicyManagement: KeyPolicyManagement.replace() }],
  ['render', { keyPolicyManagement: KeyPolicyManagement.render() }],
])('each function, mapping and custom resource comes after all that it may do: %s', (_, props) => {
  const resources = resourcesOf(props);
  expect(Object.keys(resources).filter(id => policiesOf(id, resources).length > 0)).not.toEqual([]);
  expect(lackingIn(resources)).toEqual([]);
});

const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter(name => existsSync(join(ROOT, 'examples', name, 'app.ts')));

test('there are examples', () => {
  expect(EXAMPLES).toEqual(expect.arrayContaining(['application', 'minimal', 'service-senders']));
});

test.each([...EXAMPLES.map(example => `examples/${example}/app.ts`), 'test/integ/app.ts'])('so it is in %s', path => {
  const app = synthesiseApp(join(ROOT, path), { keyArn: KEY_ARN });
  const resources = Object.values(app.files('.template.json')).map(template => (template.Resources ?? {}) as Resources);
  expect(resources.flatMap(Object.values).map(({ Type }) => Type)).toContain('AWS::Lambda::Function');
  expect(resources.flatMap(lackingIn)).toEqual([]);
});

test('a function that may come before what it may do is found', () => {
  const resources = resourcesOf({});
  const [id] = Object.keys(resources).filter(name => resources[name]!.Type === 'AWS::Lambda::Function');
  expect(lackingIn({ ...resources, [id!]: { ...resources[id!]!, DependsOn: [] } })).toContainEqual(
    expect.stringMatching(new RegExp(`^${id} may come before \\w+Policy\\w+$`)),
  );
});
