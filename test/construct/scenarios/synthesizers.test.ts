import {
  BootstraplessSynthesizer,
  CliCredentialsStackSynthesizer,
  DefaultStackSynthesizer,
  LegacyStackSynthesizer,
  NestedStack,
  PermissionsBoundary,
  Stage,
} from 'aws-cdk-lib';
import * as pipelines from 'aws-cdk-lib/pipelines';
import { role } from '../../support/orders';
import { describeScenarios, expectScenario, functionIn, ordersIn, stackIn } from '../../support/scenario';

const NO_ROLE =
  "'tableCreatorRoleArns' must name the role that CloudFormation acts as, since the stack's synthesizer knows no bootstrap role, got undefined; as a rule it is arn:aws:iam::ACCOUNT:role/cdk-hnb659fds-cfn-exec-role-ACCOUNT-REGION";

describeScenarios('finding 3, nested stacks and synthesizers', [
  ['a nested stack', app => void ordersIn(new NestedStack(stackIn(app, 'Parent'), 'N'))],
  [
    'a nested stack in a nested stack',
    app => void ordersIn(new NestedStack(new NestedStack(stackIn(app, 'Parent'), 'N'), 'N')),
  ],
  [
    'a nested stack with the role typed by hand',
    app => void ordersIn(new NestedStack(stackIn(app, 'Parent'), 'N'), { tableCreatorRoleArns: [role('Deployer')] }),
  ],
  [
    'the application in a nested stack of another stack',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      const nested = new NestedStack(stackIn(app, 'T'), 'N');
      orders.grantSendMessages(functionIn(nested, { Q: orders.queue.queueUrl })).assertSuccess();
    },
  ],
  [
    'CliCredentialsStackSynthesizer, which knows no role',
    app => void ordersIn(stackIn(app, 'S', { synthesizer: new CliCredentialsStackSynthesizer() })),
    NO_ROLE,
  ],
  [
    'LegacyStackSynthesizer, which knows no role',
    app => void ordersIn(stackIn(app, 'S', { synthesizer: new LegacyStackSynthesizer() })),
    NO_ROLE,
  ],
  [
    'BootstraplessSynthesizer, which knows no role',
    app => void ordersIn(stackIn(app, 'S', { synthesizer: new BootstraplessSynthesizer() })),
    NO_ROLE,
  ],
  [
    'CliCredentialsStackSynthesizer with the role typed by hand',
    app => {
      const stack = stackIn(app, 'S', { synthesizer: new CliCredentialsStackSynthesizer() });
      ordersIn(stack, { tableCreatorRoleArns: [role('Deployer')] });
    },
  ],
  [
    'a permissions boundary of the stack',
    app => {
      const stack = stackIn(app, 'S', { permissionsBoundary: PermissionsBoundary.fromName('Boundary') });
      ordersIn(stack);
    },
  ],
  [
    'a CDK pipeline that deploys both stacks in a stage',
    app => {
      const pipeline = new pipelines.CodePipeline(stackIn(app, 'Pipeline'), 'P', {
        synth: new pipelines.ShellStep('Synth', {
          input: pipelines.CodePipelineSource.connection('shop/orders', 'main', {
            connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1',
          }),
          commands: ['npx cdk synth'],
        }),
      });
      const stage = new Stage(app, 'Production', { env: { account: '111122223333', region: 'eu-west-1' } });
      const orders = ordersIn(stackIn(stage as never, 'S'));
      orders.grantSendMessages(functionIn(stackIn(stage as never, 'T'), { Q: orders.queueUrl })).assertSuccess();
      pipeline.addStage(stage);
    },
  ],
]);

const creatorOf = (templates: Record<string, any>): unknown =>
  Object.values(templates)
    .flatMap(({ Resources }) => Object.values<any>(Resources))
    .filter(({ Type }) => Type === 'Custom::KeyPolicy')
    .flatMap(({ Metadata }) => Object.values<any>(Metadata))
    .flatMap(({ Statements }) => Statements ?? [])
    .find(({ Sid }) => /TableCreators/.test(Sid))?.Principal;

test.each([
  ['a custom qualifier', { qualifier: 'shop' }, 'cdk-shop-cfn-exec-role-111122223333-eu-west-1'],
  ['a role of its own', { cloudFormationExecutionRole: role('deploy/Orders') }, 'deploy/Orders'],
])('the table creator is the one of %s, in a nested stack, too', (_, props, name) => {
  const templates = expectScenario(app => {
    const parent = stackIn(app, 'Parent', { synthesizer: new DefaultStackSynthesizer(props) });
    ordersIn(new NestedStack(parent, 'N'));
  });
  expect(creatorOf(templates)).toEqual({ AWS: role(name) });
});

test('the qualifier of the context is followed, too', () => {
  const templates = expectScenario(app => {
    app.node.setContext('@aws-cdk/core:bootstrapQualifier', 'shop');
    ordersIn(stackIn(app, 'S'));
  });
  expect(creatorOf(templates)).toEqual({ AWS: role('cdk-shop-cfn-exec-role-111122223333-eu-west-1') });
});
