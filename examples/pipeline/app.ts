import { join } from 'node:path';
import { App, type Environment, Stack, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';
import { EncryptedQueueToTable } from 'encrypted-queue-to-table';

/*
 * A pipeline deploys the same two stacks into two accounts, each with a key of its own. In a stage as outside of one,
 * neither stack imports anything from the other, and the names of the construct are known before it is deployed.
 */
class Shop extends Stage {
  public constructor(scope: App, id: string, { env, keyArn }: { readonly env: Environment; readonly keyArn: string }) {
    super(scope, id, { env });
    const role = (name: string): string => `arn:aws:iam::${env.account}:role/${name}`;

    const data = new Stack(this, 'OrdersStack');
    const orders = new EncryptedQueueToTable(data, 'Orders', {
      keyArn,
      adminRoleArns: [role('KeyAdmin')],
      consumerRoleArns: [role('OrdersApp')],
    });

    const application = new Stack(this, 'CheckoutStack');
    const checkout = new lambda.Function(application, 'Checkout', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(join(__dirname, '..', 'application', 'checkout')),
      environment: { QUEUE_URL: orders.queueUrl, TABLE_NAME: orders.tableName },
    });
    orders.grantSendMessages(checkout);
    orders.grantReadData(checkout);
  }
}

const app = new App();
const keyArn = app.node.getContext('keyArn') as string; // cdk deploy --context keyArn=arn:aws:kms:…
const productionKeyArn = 'arn:aws:kms:eu-west-1:444455556666:key/mrk-1234abcd12ab34cd56ef1234567890ab';

const delivery = new Stack(app, 'PipelineStack', { env: { account: '111122223333', region: 'eu-west-1' } });
const pipeline = new CodePipeline(delivery, 'Pipeline', {
  crossAccountKeys: true,
  synth: new ShellStep('Synth', {
    input: CodePipelineSource.connection('shop/orders', 'main', {
      connectionArn: 'arn:aws:codeconnections:eu-west-1:111122223333:connection/1234abcd-12ab-34cd-56ef-1234567890ab',
    }),
    commands: ['npm ci', `npx cdk synth --context keyArn=${keyArn}`],
  }),
});
pipeline.addStage(new Shop(app, 'Test', { env: { account: '111122223333', region: 'eu-west-1' }, keyArn }));
pipeline.addStage(
  new Shop(app, 'Production', { env: { account: '444455556666', region: 'eu-west-1' }, keyArn: productionKeyArn }),
  { pre: [new ManualApprovalStep('Release')] },
);
