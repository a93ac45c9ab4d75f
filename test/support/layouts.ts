import { App, CfnOutput, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ACCOUNT, KEY_ARN, REGION, REQUIRED, role } from './orders';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../src';

const env = { account: ACCOUNT, region: REGION };

/** Where the queue and the application stand: the scope of each, and the stacks that are deployed. */
export interface Layout {
  readonly app: App;
  readonly queue: Stack;
  readonly application: Stack;
}

const twoStacks = (
  order: (queue: Stack, application: Stack) => void,
  outdir?: string,
  applicationEnv = env,
): Layout => {
  const app = new App({ outdir });
  const queue = new Stack(app, 'Queue', { env });
  const application = new Stack(app, 'Application', { env: applicationEnv });
  order(queue, application);
  return { app, queue, application };
};

export const LAYOUTS: Readonly<Record<string, (outdir?: string) => Layout>> = {
  'one stack': outdir => {
    const app = new App({ outdir });
    const stack = new Stack(app, 'Queue', { env });
    return { app, queue: stack, application: stack };
  },
  'two stacks, no order given': outdir => twoStacks(() => undefined, outdir),
  'the queue first': outdir => twoStacks((queue, application) => application.addDependency(queue), outdir),
  'the application first': outdir => twoStacks((queue, application) => queue.addDependency(application), outdir),
  'the application nested in the stack of the queue': outdir => {
    const app = new App({ outdir });
    const queue = new Stack(app, 'Queue', { env });
    return { app, queue, application: new NestedStack(queue, 'Application') };
  },
  'the queue nested in the stack of the application': outdir => {
    const app = new App({ outdir });
    const application = new Stack(app, 'Application', { env });
    return { app, queue: new NestedStack(application, 'Queue'), application };
  },
  'three stacks: a stack between the two': outdir => {
    const layout = twoStacks((queue, application) => {
      const between = new Stack(queue.node.root as App, 'Between', { env });
      between.addDependency(queue);
      application.addDependency(between);
    }, outdir);
    return layout;
  },
  'a stage of a pipeline': outdir => {
    const app = new App({ outdir });
    const stage = new Stage(new Stack(app, 'Pipeline', { env }), 'Production', { env });
    return { app, queue: new Stack(stage, 'Queue'), application: new Stack(stage, 'Application') };
  },
  'two stages': outdir => {
    const app = new App({ outdir });
    const [one, two] = ['Data', 'Applications'].map(id => new Stage(app, id, { env }));
    return { app, queue: new Stack(one!, 'Queue'), application: new Stack(two!, 'Application') };
  },
  'two Regions': outdir => twoStacks(() => undefined, outdir, { ...env, region: 'eu-central-1' }),
  'two accounts': outdir => twoStacks(() => undefined, outdir, { ...env, account: '444455556666' }),
};

/** Who gets to the data: each as an application makes it. */
export const GRANTEES: Readonly<Record<string, (stack: Stack, environment: Record<string, string>) => iam.IGrantable>> =
  {
    'a function': (stack, environment) =>
      new lambda.Function(stack, 'Function', {
        runtime: lambda.Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: lambda.Code.fromInline('exports.handler = () => {}'),
        environment,
      }),
    'an ECS task': (stack, environment) => {
      const task = new ecs.FargateTaskDefinition(stack, 'Task');
      task.addContainer('App', { image: ecs.ContainerImage.fromRegistry('app'), environment });
      return task.taskRole;
    },
    'a role with a name': (stack, environment) => {
      const named = new iam.Role(stack, 'Role', { roleName: 'OrdersShop', assumedBy: new iam.AccountRootPrincipal() });
      Object.entries(environment).forEach(([id, value]) => new CfnOutput(stack, id.replace('_', ''), { value }));
      return named;
    },
    'an imported role': stack => iam.Role.fromRoleArn(stack, 'Imported', role('Shop')),
  };

export const WAYS = {
  merge: KeyPolicyManagement.merge({ acceptedDelegations: ['Enable IAM User Permissions'] }),
  replace: KeyPolicyManagement.replace(),
  render: KeyPolicyManagement.render(),
};

/** The construct in its place of a layout. */
export const addTo = ({ queue }: Layout, props: object = {}): EncryptedQueueToTable =>
  new EncryptedQueueToTable(queue, 'Orders', { ...REQUIRED, keyArn: KEY_ARN, ...props });
