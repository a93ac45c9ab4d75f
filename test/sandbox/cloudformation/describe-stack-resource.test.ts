import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStackEventsCommand } from '@aws-sdk/client-cloudformation';
import { executionRoleArn } from '../../../sandbox/cloudformation/cloud';
import type { RollbackOrder } from '../../../sandbox/cloudformation/rollback';
import type { ResourceDeclaration } from '../../../sandbox/cloudformation/template';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

/** A custom resource that asks CloudFormation about itself, and keeps a list of what it was told in its log. */
const ASKER = `
const { CloudFormation } = require('@aws-sdk/client-cloudformation');
exports.handler = async ({ RequestType, ResponseURL, StackId: StackName, LogicalResourceId, ResourceProperties }) => {
  const { Fails, Id } = ResourceProperties;
  const { StackResourceDetail } = await new CloudFormation({}).describeStackResource({ StackName, LogicalResourceId });
  console.log([process.env.VERSION, RequestType, Id, StackResourceDetail.ResourceStatus].join(' '));
  const Status = [Fails].flat().includes(RequestType) ? 'FAILED' : 'SUCCESS';
  const body = JSON.stringify({ Status, Reason: 'told to', PhysicalResourceId: 'asker' });
  await fetch(ResponseURL, { method: 'PUT', body });
};`;

let code: string;
let sandbox: Sandbox;

beforeAll(async () => {
  code = await mkdtemp(join(tmpdir(), 'asker-'));
  await writeFile(join(code, 'index.js'), ASKER);
});

afterAll(async () => rm(code, { recursive: true }));

afterEach(async () => sandbox.close());

function resources(version: string, properties: object): Record<string, ResourceDeclaration> {
  const Statement = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  return {
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [Statement] } } },
    Asker: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: 'asker',
        Code: { S3Bucket: 'assets', S3Key: 'asker' },
        Environment: { Variables: { VERSION: version } },
        Handler: 'index.handler',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
        Runtime: 'nodejs24.x',
        Timeout: 10,
      },
    },
    Custom: { Type: 'Custom::Asker', Properties: { ServiceToken: { 'Fn::GetAtt': ['Asker', 'Arn'] }, ...properties } },
  };
}

async function deploy(version: string, properties: object): Promise<unknown> {
  const artifact = { name: 'Stack', account: sandbox.account, region: sandbox.region };
  return sandbox.deploy({
    ...artifact,
    template: { Resources: resources(version, properties) },
    assets: new Map([['assets/asker', code]]),
  });
}

const told = (): string[] => sandbox.logs.eventsOf('/aws/lambda/asker').map(({ message }) => message);

test('a custom resource is told what becomes of it as it is created, updated and deleted', async () => {
  sandbox = await startSandbox();
  await deploy('v1', { Id: 1 });
  await deploy('v1', { Id: 2 });
  await sandbox.destroy('Stack');
  expect(told()).toEqual([
    'v1 Create 1 CREATE_IN_PROGRESS',
    'v1 Update 2 UPDATE_IN_PROGRESS',
    'v1 Delete 2 DELETE_IN_PROGRESS',
  ]);
});

test('a custom resource whose creation failed is told that it is being deleted', async () => {
  sandbox = await startSandbox();
  await expect(deploy('v1', { Id: 1, Fails: 'Create' })).rejects.toThrow('told to');
  expect(told()).toEqual(['v1 Create 1 CREATE_IN_PROGRESS', 'v1 Delete 1 DELETE_IN_PROGRESS']);
});

test.each<[RollbackOrder, string]>([
  ['dependencies first', 'v1 Update 1 UPDATE_IN_PROGRESS'],
  ['dependents first', 'v2 Update 1 UPDATE_IN_PROGRESS'],
])('with %s, a rolled back update reaches the function of that time', async (rollbackOrder, last) => {
  sandbox = await startSandbox({ rollbackOrder });
  await deploy('v1', { Id: 1 });
  await expect(deploy('v2', { Id: 2, Fails: 'Update' })).rejects.toThrow('told to');
  expect(told()).toEqual(['v1 Create 1 CREATE_IN_PROGRESS', 'v2 Update 2 UPDATE_IN_PROGRESS', last]);
});

test('the events tell the whole story, the newest first', async () => {
  sandbox = await startSandbox();
  await deploy('v1', { Id: 1 });
  await expect(deploy('v2', { Id: 2, Fails: 'Update' })).rejects.toThrow('told to');
  const cloudFormation = new CloudFormationClient(sandbox.clientOf(executionRoleArn(sandbox.account, sandbox.region)));
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'Stack' }));
  expect(StackEvents.map(event => `${event.LogicalResourceId} ${event.ResourceStatus}`).reverse()).toEqual([
    'Stack CREATE_IN_PROGRESS',
    'Role CREATE_IN_PROGRESS',
    'Role CREATE_COMPLETE',
    'Asker CREATE_IN_PROGRESS',
    'Asker CREATE_COMPLETE',
    'Custom CREATE_IN_PROGRESS',
    'Custom CREATE_COMPLETE',
    'Stack CREATE_COMPLETE',
    'Stack UPDATE_IN_PROGRESS',
    'Asker UPDATE_IN_PROGRESS',
    'Asker UPDATE_COMPLETE',
    'Custom UPDATE_IN_PROGRESS',
    'Custom UPDATE_FAILED',
    'Stack UPDATE_ROLLBACK_IN_PROGRESS',
    'Custom UPDATE_IN_PROGRESS',
    'Custom UPDATE_COMPLETE',
    'Asker UPDATE_IN_PROGRESS',
    'Asker UPDATE_COMPLETE',
    'Stack UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Stack UPDATE_ROLLBACK_COMPLETE',
  ]);
});
