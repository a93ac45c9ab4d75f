import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { lint } from '../../src/key-policy/lint/lint';
import { findCycle } from '../support/cycles';
import { KEY_ARN } from '../support/orders';
import { synthesiseApp, type SynthesisedApp } from '../support/synthesised-app';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name);
const typescript = examples.filter(name => existsSync(join(EXAMPLES, name, 'app.ts')));

const synthesised = new Map<string, SynthesisedApp>();
const appOf = (name: string): SynthesisedApp => {
  const app = synthesised.get(name) ?? synthesiseApp(join(EXAMPLES, name, 'app.ts'), { keyArn: KEY_ARN });
  synthesised.set(name, app);
  return app;
};

afterAll(() => synthesised.forEach(({ assembly }) => rmSync(assembly, { recursive: true })));

test('there is an example of each way, and every one is a CDK app', () => {
  expect(examples).toEqual([
    'admins-across-accounts',
    'application',
    'ecs-service',
    'locked-down-key',
    'minimal',
    'orders-as-attributes',
    'pipeline',
    'python',
    'separate-key-team',
    'service-senders',
    'tested-stack',
  ]);
  expect(examples.filter(name => !existsSync(join(EXAMPLES, name, 'cdk.json')))).toEqual([]);
});

describe.each(typescript)('examples/%s', name => {
  test('synthesises the stack of the orders, in each of its stages, with its key policy beside it', () => {
    const app = appOf(name);
    const stages = name === 'pipeline' ? 2 : 1;

    const templates = Object.keys(app.files('.template.json')).filter(file => /OrdersStack\w*\.template/.test(file));
    expect(templates).toHaveLength(stages);
    expect(Object.keys(app.files('.key-policy.json'))).toHaveLength(stages);
  });

  test('synthesises without a circle', () => {
    const templates = Object.values(appOf(name).files('.template.json'));

    expect(templates.flatMap(template => findCycle(template) ?? [])).toEqual([]);
  });

  test('has a key policy in which the linter finds nothing but what docs/unproven.md says of the table creators', () => {
    for (const policy of Object.values(appOf(name).files('.key-policy.json'))) {
      const [, account = ''] = /iam::(\d+):root/.exec(JSON.stringify(policy))!;
      const findings = lint(policy, { account }).map(({ rule, statement }) => `${rule}: ${statement?.split(' ')[1]}`);
      expect(findings).toEqual(['no-encryption-context: TableCreatorsThroughDynamoDb']);
    }
  });

  test('says in its first lines or its README what it is for', () => {
    const readme = join(EXAMPLES, name, 'README.md');
    const introduction = existsSync(readme)
      ? readFileSync(readme, 'utf8')
      : /\/\*[\s\S]+?\*\/|\/\/ .+/.exec(readFileSync(join(EXAMPLES, name, 'app.ts'), 'utf8'))?.[0];

    expect(introduction?.length).toBeGreaterThan(20);
  });
});
