import { App } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KeyAdministratorRole, KeyPolicyManagement } from '../../../src';
import { findCycle } from '../../support/cycles';
import { role } from '../../support/orders';
import { describeScenarios, expectScenario, functionIn, ordersIn, stackIn } from '../../support/scenario';
import { hasImport, templatesOf } from '../../support/templates';

const named = (stack: ReturnType<typeof stackIn>, roleName: string): iam.Role =>
  new iam.Role(stack, roleName, { roleName, assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });

describeScenarios('finding 1, the ordinary two-stack app', [
  [
    'a function of a later stack takes the URL and is granted to send and to read',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const shop = functionIn(stackIn(app, 'T'), { Q: orders.queue.queueUrl });
      orders.grantSendMessages(shop).assertSuccess();
      orders.grantReadData(shop).assertSuccess();
    },
  ],
  [
    'the same with a role that has a fixed roleName',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const t = stackIn(app, 'T');
      const shop = functionIn(t, { Q: orders.queue.queueUrl }, { role: named(t, 'Shop') });
      orders.grantSendMessages(shop).assertSuccess();
    },
  ],
  [
    'the same with consumerRoleArns: [fn.role.roleArn]',
    app => {
      const t = stackIn(app, 'T');
      const shop = functionIn(t);
      const orders = ordersIn(stackIn(app, 'S'), { consumerRoleArns: [shop.role!.roleArn] });
      shop.addEnvironment('Q', orders.queue.queueUrl);
    },
  ],
  [
    'the same with t.addDependency(s)',
    app => {
      const s = stackIn(app, 'S');
      const orders = ordersIn(s);
      const t = stackIn(app, 'T');
      t.addDependency(s);
      orders.grantSendMessages(functionIn(t, { Q: orders.queue.queueUrl })).assertSuccess();
    },
  ],
  [
    'the same with KeyPolicyManagement.render()',
    app => {
      const orders = ordersIn(stackIn(app, 'S'), { keyPolicyManagement: KeyPolicyManagement.render() });
      orders.grantSendMessages(functionIn(stackIn(app, 'T'), { Q: orders.queue.queueUrl })).assertSuccess();
    },
  ],
  [
    'T is deployed first, with a literal URL of the queue',
    app => {
      const [t, s] = [stackIn(app, 'T'), stackIn(app, 'S')];
      const orders = ordersIn(s);
      orders.grantSendMessages(functionIn(t, { Q: orders.queueUrl })).assertSuccess();
      s.addDependency(t);
    },
  ],
  [
    'a third stack has alarms on the dead letters and on the writer',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const alarms = stackIn(app, 'Alarms');
      const props = { threshold: 1, evaluationPeriods: 1 };
      new cloudwatch.Alarm(alarms, 'D', {
        metric: orders.deadLetterQueue.metricApproximateNumberOfMessagesVisible(),
        ...props,
      });
      new cloudwatch.Alarm(alarms, 'W', { metric: orders.writer.metricErrors(), ...props });
      new cloudwatch.Alarm(alarms, 'T', { metric: orders.table.metricConsumedReadCapacityUnits(), ...props });
    },
  ],
  [
    'the literal ARN of a role that T makes, after S: the first deployment would fail',
    app => {
      ordersIn(stackIn(app, 'S'), { consumerRoleArns: [role('Shop')] });
      named(stackIn(app, 'T'), 'Shop');
    },
    `'consumerRoleArns[0]' must be a role that exists before the policies name it, got "${role('Shop')}", which 'T/Shop/Resource' makes later: give the 'roleArn' of that role, or put its stack first`,
  ],
  [
    'the literal ARN of a role that T makes, before S',
    app => {
      const [s, t] = [stackIn(app, 'S'), stackIn(app, 'T')];
      ordersIn(s, { consumerRoleArns: [role('Shop')] });
      named(t, 'Shop');
      s.addDependency(t);
    },
  ],
  [
    'the literal ARN of an administrator of the same stack, who may be made too late',
    app => {
      const s = stackIn(app, 'S');
      const { roleArn } = new KeyAdministratorRole(s, 'Admin', { authenticationAccount: '444455556666' });
      ordersIn(s, { adminRoleArns: [roleArn] });
    },
    `'adminRoleArns[0]' must be a role that exists before the policies name it, got "${role('KeyAdministrator')}", which 'S/Admin/Role/Resource' makes later: give the 'roleArn' of that role, or put its stack first`,
  ],
]);

test('three stacks, of the roles, the queue and the app: only the app imports, its own role', () => {
  const app = new App();
  const shop = named(stackIn(app, 'Roles'), 'Shop');
  const orders = ordersIn(stackIn(app, 'S'), { consumerRoleArns: [shop.roleArn] });
  functionIn(stackIn(app, 'T'), { Q: orders.queue.queueUrl }, { role: shop });

  const templates = Object.entries(templatesOf(app.synth()));
  expect(templates.flatMap(([, template]) => findCycle(template) ?? [])).toEqual([]);
  expect(templates.filter(([, template]) => hasImport(template)).map(([file]) => file)).toEqual(['T.template.json']);
});

test('where T does not use the URL, no stack waits for the other', () => {
  expectScenario(app => {
    const [s, t] = [stackIn(app, 'S'), stackIn(app, 'T')];
    ordersIn(s).grantSendMessages(functionIn(t)).assertSuccess();
    app.node.addValidation({
      validate: () => [...s.dependencies, ...t.dependencies].map(({ stackName }) => stackName),
    });
  });
});

test('where CDK has another name for the order of stacks, that one is used: it warns of the old one', () => {
  const app = new App();
  const [s, t] = [stackIn(app, 'S'), stackIn(app, 'T')];
  const { addStackDependency } = Object.assign(t, { addStackDependency: jest.fn() });
  functionIn(t, { QUEUE_URL: ordersIn(s).queue.queueUrl });
  app.synth();
  expect(addStackDependency).toHaveBeenCalledWith(s);
});
