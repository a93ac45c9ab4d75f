import { App, Stack, Stage } from 'aws-cdk-lib';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { EncryptedQueueToTable } from '../../src';
import { ACCOUNT, REGION, REQUIRED } from '../support/orders';

const ENV = { account: ACCOUNT, region: REGION };
const WORSE = /'KmsMasterKeyId' of .*Orders\/Queue\/Resource must be/;

test('a second synthesis of an app sees what was changed since the first', () => {
  const app = new App();
  const orders = new EncryptedQueueToTable(new Stack(app, 'Stack', { env: ENV }), 'Orders', REQUIRED);
  app.synth();
  const queue = orders.queue.node.defaultChild as CfnQueue;
  queue.kmsMasterKeyId = 'alias/aws/sqs';
  expect(() => app.synth({ force: true })).toThrow(WORSE);
});

test('a stage sees what was changed since another stage of the app was synthesised', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(id => new Stage(app, id, { env: ENV }));
  const [, later] = [first, second].map(
    stage => new EncryptedQueueToTable(new Stack(stage!, 'Stack'), 'Orders', REQUIRED),
  );
  first!.synth();
  const mapping = later!.node.findAll().find(node => node instanceof CfnEventSourceMapping);
  mapping!.addPropertyDeletionOverride('FunctionResponseTypes'); // the first stage has looked at all mappings
  expect(() => app.synth()).toThrow(/'FunctionResponseTypes' of Second.*must be/);
});
