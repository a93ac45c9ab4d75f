import { createHash } from 'node:crypto';
import { Annotations, App, RemovalPolicies, Stage, Tags } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { KeyPolicyManagement, EncryptedQueueToTable } from '../../../src';
import { findCycle } from '../../support/cycles';
import { ACCOUNT, KEY_ARN, REGION, REQUIRED } from '../../support/orders';
import { describeScenarios, expectScenario, functionIn, ordersIn, stackIn } from '../../support/scenario';
import { templatesOf } from '../../support/templates';

const add = (app: App, id: string, props: object = {}): EncryptedQueueToTable =>
  new EncryptedQueueToTable(stackIn(app, 'S'), id, { ...REQUIRED, ...props });

describeScenarios('finding D, what held up', [
  [
    'several in a stack',
    app => {
      const stack = stackIn(app, 'S');
      for (const id of ['Orders', 'Returns', 'Refunds']) new EncryptedQueueToTable(stack, id, REQUIRED);
    },
  ],
  [
    'stages for test and production, with the same ids',
    app => {
      for (const id of ['Test', 'Production']) {
        const stage = new Stage(app, id, { env: { account: ACCOUNT, region: REGION } });
        const orders = ordersIn(stackIn(stage as App, 'S'));
        orders.grantSendMessages(functionIn(stackIn(stage as App, 'T'), { Q: orders.queue.queueUrl }));
      }
    },
  ],
  ['Tags on the whole app', app => (add(app, 'Orders'), Tags.of(app).add('team', 'shop'))],
  [
    'RemovalPolicies on the whole app',
    app => (add(app, 'Orders', { deletionProtection: false }), RemovalPolicies.of(app).destroy()),
  ],
  ['an id of 100 characters', app => void add(app, 'O'.repeat(100))],
  ['an id of 200 characters', app => void add(app, 'O'.repeat(200))],
  ['umlauts', app => void add(app, 'Aufträge')],
  ['Default', app => void add(app, 'Default')],
  [
    'crossRegionReferences, with a function of another Region',
    app => {
      const orders = ordersIn(stackIn(app, 'S', { crossRegionReferences: true }));
      const env = { account: ACCOUNT, region: 'eu-central-1' };
      const t = stackIn(app, 'T', { env, crossRegionReferences: true });
      const { queue, table, deadLetterQueue, writer } = orders;
      const names = { Q: queue.queueUrl, T: table.tableArn, D: deadLetterQueue.queueArn, W: writer.functionArn };
      orders.grantSendMessages(functionIn(t, names)).assertSuccess();
    },
  ],
]);

test('a key of another stack is imported as CDK does it, and that is all', () => {
  const app = new App();
  const key = new kms.CfnKey(stackIn(app, 'K'), 'Key', { origin: 'EXTERNAL' });
  ordersIn(stackIn(app, 'S'), { keyArn: key.attrArn });

  const templates = templatesOf(app.synth());
  expect(Object.values(templates).flatMap(template => findCycle(template) ?? [])).toEqual([]);
  const imports = JSON.stringify(templates['S.template.json']).match(/"Fn::ImportValue":"[^"]+"/g);
  expect([...new Set(imports)]).toEqual(['"Fn::ImportValue":"K:ExportsOutputFnGetAttKeyArn66D44B37"']);
});

test('tags reach the replica of the table, too', () => {
  const templates = expectScenario(app => (add(app, 'Orders'), Tags.of(app).add('team', 'shop')));
  const [table] = Object.values<any>(templates['S.template.json'].Resources).filter(({ Type }) =>
    /GlobalTable/.test(Type),
  );
  expect(table.Properties.Replicas[0].Tags).toEqual([{ Key: 'team', Value: 'shop' }]);
});

describe('the template', () => {
  const digestWith = (context: Record<string, unknown>): string => {
    const app = new App({
      context: { '@aws-cdk/core:disableMetadataStage': true, ...context },
      analyticsReporting: false,
    });
    add(app, 'Orders');
    Annotations.of(app).acknowledgeWarning('encrypted-queue-to-table:alarmTopic'); // a flag prints it
    const anyOrder = (_: string, value: unknown): unknown => (Array.isArray(value) ? [...value].sort() : value);
    const { Resources } = templatesOf(app.synth())['S.template.json'];
    return createHash('sha256').update(JSON.stringify(Resources, anyOrder)).digest('hex');
  };
  const flags: Record<string, unknown> = CURRENTLY_RECOMMENDED_FLAGS;

  test('is the same at each synth', () => {
    expect(new Set([1, 2, 3].map(() => digestWith({}))).size).toBe(1);
  });

  test('says the same with all recommended feature flags on, of which one sorts lists', () => {
    expect(Object.keys(flags).length).toBeGreaterThan(50);
    expect(digestWith(flags)).toBe(digestWith({}));
  });
});

describe('finding 11, resources and the output', () => {
  const typesOf = (templates: Record<string, any>): string[] =>
    Object.values<any>(templates['S.template.json'].Resources).map(({ Type }) => Type);

  test('three constructs of a stack share one manager', () => {
    const functions = (ids: string[]) =>
      typesOf(
        expectScenario(app => {
          const stack = stackIn(app, 'S');
          ids.forEach(id => new EncryptedQueueToTable(stack, id, REQUIRED));
        }),
      );
    const [one, three] = [functions(['A']), functions(['A', 'B', 'C'])];
    const count = (types: string[], type: string) => types.filter(found => found === type).length;
    expect([count(one, 'AWS::Lambda::Function'), count(three, 'AWS::Lambda::Function')]).toEqual([2, 4]);
    expect([one.length, three.length]).toEqual([15, 37]);
  });

  test.each([
    ['merge', KeyPolicyManagement.merge(), false],
    ['replace', KeyPolicyManagement.replace(), false],
    ['render', KeyPolicyManagement.render(), true],
  ])('%s has the policy as an output: %s', (_, keyPolicyManagement, isOutput) => {
    const templates = expectScenario(app => void add(app, 'Orders', { keyArn: KEY_ARN, keyPolicyManagement }));
    const outputs = Object.keys(templates['S.template.json'].Outputs ?? {});
    expect(outputs.some(name => name.includes('KeyPolicyDocument'))).toBe(isOutput);
  });
});
