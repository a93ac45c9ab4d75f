import { IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Stack } from 'aws-cdk-lib';
import { addAssertions } from './assertions';
import { Ground } from './ground';
import { Pipeline } from './pipeline';

/*
 * Deployed by run.ts into a sandbox account, and held against a snapshot here. The account and the Region are those of
 * the credentials.
 */
const app = new App();
const env = {
  account: process.env.CDK_DEFAULT_ACCOUNT ?? '111122223333',
  region: process.env.CDK_DEFAULT_REGION ?? 'eu-west-1',
};
const ground = new Ground(app, 'IntegGround', { env });
const isStrict = app.node.tryGetContext('strict') === 'true';
const patience = Number(app.node.tryGetContext('patience') ?? 600);
const pipeline = new Pipeline(app, 'IntegPipeline', { env, ground, strictConditions: isStrict });
const assertionStack = new Stack(app, 'IntegAssertions', { env });
const { assertions } = new IntegTest(app, 'Integ', { testCases: [pipeline], assertionStack });
addAssertions(assertionStack, assertions, ground, pipeline, { patience, isStrict });
