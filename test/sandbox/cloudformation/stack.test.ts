import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { StackArtifact } from '../../../sandbox/cloudformation/assembly';
import { executionRoleArn } from '../../../sandbox/cloudformation/cloud';
import type { ResourceDeclaration, Template } from '../../../sandbox/cloudformation/template';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

/** A custom resource that keeps a list of what it was asked in a log, and does as it is told. */
const RECORDER = `
export const handler = async (event) => {
  const { RequestType, ResponseURL, ResourceProperties: { Fails, Id }, PhysicalResourceId, OldResourceProperties } = event;
  console.log(JSON.stringify({ RequestType, Id, Old: OldResourceProperties?.Id, PhysicalResourceId }));
  const Status = [Fails].flat().includes(RequestType) ? 'FAILED' : 'SUCCESS';
  const body = JSON.stringify({ Status, Reason: 'told to', PhysicalResourceId: 'made-' + Id, Data: { Id, Kind: typeof Id } });
  await fetch(ResponseURL, { method: 'PUT', body });
};`;

const role: ResourceDeclaration = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
};

const recorder: ResourceDeclaration = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'recorder',
    Code: { S3Bucket: 'assets', S3Key: 'recorder' },
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Runtime: 'nodejs24.x',
    Timeout: 10,
  },
};

const custom = (properties: object): ResourceDeclaration => ({
  Type: 'Custom::Recorded',
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Recorder', 'Arn'] }, ...properties },
});

let sandbox: Sandbox;
let sqs: SQSClient;
let dynamoDb: DynamoDBClient;
let code: string;

beforeAll(async () => {
  code = await mkdtemp(join(tmpdir(), 'recorder-'));
  await writeFile(join(code, 'index.mjs'), RECORDER);
});

afterAll(async () => rm(code, { recursive: true }));

beforeEach(async () => {
  sandbox = await startSandbox();
  const client = sandbox.clientOf(executionRoleArn(sandbox.account, sandbox.region));
  [sqs, dynamoDb] = [new SQSClient(client), new DynamoDBClient(client)];
});

afterEach(async () => sandbox.close());

async function deploy(template: Template, name = 'Stack'): Promise<Record<string, unknown>> {
  const artifact: StackArtifact = {
    name,
    account: sandbox.account,
    region: sandbox.region,
    template,
    assets: new Map([['assets/recorder', code]]),
  };
  return sandbox.deploy(artifact);
}

const queueNames = async (): Promise<(string | undefined)[]> => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  return QueueUrls.map(url => url.split('/').at(-1));
};

const asked = (): unknown[] =>
  sandbox.logs.eventsOf('/aws/lambda/recorder').map(({ message }) => JSON.parse(message) as unknown);

const queue = (properties: Record<string, unknown> = {}, more: object = {}): ResourceDeclaration => ({
  Type: 'AWS::SQS::Queue',
  Properties: properties,
  ...more,
});

test('gives the outputs, parameters, mappings and conditions evaluated', async () => {
  const outputs = await deploy({
    Parameters: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
    },
    Mappings: { Names: { 'eu-west-1': { queue: 'mapped' } } },
    Conditions: {
      IsIreland: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] },
      IsElsewhere: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-1'] }] },
    },
    Resources: {
      Here: {
        Condition: 'IsIreland',
        ...queue({ QueueName: { 'Fn::FindInMap': ['Names', { Ref: 'AWS::Region' }, 'queue'] } }),
      },
      There: { Condition: 'IsElsewhere', ...queue({ QueueName: 'elsewhere' }) },
    },
    Outputs: {
      Arn: { Value: { 'Fn::GetAtt': ['Here', 'Arn'] } },
      Version: { Value: { Ref: 'BootstrapVersion' } },
      There: { Condition: 'IsElsewhere', Value: { Ref: 'There' } },
    },
  });
  expect(outputs).toEqual({ Arn: 'arn:aws:sqs:eu-west-1:111122223333:mapped', Version: '30' });
  expect(await queueNames()).toEqual(['mapped']);
});

test('hands what a stack exports to another', async () => {
  await deploy(
    { Resources: { Queue: queue() }, Outputs: { Arn: { Value: 'exported', Export: { Name: 'Name' } } } },
    'Exporter',
  );
  await deploy({ Resources: { Queue: queue({ QueueName: { 'Fn::ImportValue': 'Name' } }) } }, 'Importer');
  expect(await queueNames()).toContain('exported');
});

test('updates what differs, replaces what has another name, removes what is gone', async () => {
  await deploy({
    Resources: {
      Kept: queue({ QueueName: 'kept', VisibilityTimeout: 30 }),
      Renamed: queue({ QueueName: 'old' }),
      Gone: queue({ QueueName: 'gone' }),
    },
  });
  await deploy({
    Resources: { Kept: queue({ QueueName: 'kept', VisibilityTimeout: 60 }), Renamed: queue({ QueueName: 'new' }) },
  });
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: `${sandbox.endpoint}/111122223333/kept`,
      AttributeNames: ['VisibilityTimeout'],
    }),
  );
  expect([await queueNames(), Attributes]).toEqual([['kept', 'new'], { VisibilityTimeout: '60' }]);
});

test('keeps what is to be retained, and removes the rest', async () => {
  await deploy({
    Resources: { Kept: queue({ QueueName: 'kept' }, { DeletionPolicy: 'Retain' }), Gone: queue({ QueueName: 'gone' }) },
  });
  await sandbox.destroy('Stack');
  expect(await queueNames()).toEqual(['kept']);
});

test('does not delete a protected table', async () => {
  const table: ResourceDeclaration = {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: {
      TableName: 'orders',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      Replicas: [
        {
          Region: 'eu-west-1',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        },
      ],
    },
  };
  await deploy({ Resources: { Table: table } });
  await expect(sandbox.destroy('Stack')).rejects.toThrow(/protected against deletion/);
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: 'orders' }));
  expect(Table).toMatchObject({
    TableArn: 'arn:aws:dynamodb:eu-west-1:111122223333:table/orders',
    DeletionProtectionEnabled: true,
  });
});

test('attaches policies to a role, inline and managed, and takes them off again', async () => {
  const saying = (Sid: string): object => ({
    Statement: [{ Sid, Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }],
  });
  const Role = {
    ...role,
    Properties: {
      ...role.Properties,
      RoleName: 'App',
      Policies: [{ PolicyName: 'Own', PolicyDocument: saying('Own') }],
    },
  };
  const policy = (Type: string, properties: object): ResourceDeclaration => ({
    Type,
    Properties: { Roles: [{ Ref: 'Role' }], ...properties },
  });
  const Inline = policy('AWS::IAM::Policy', { PolicyName: 'Inline', PolicyDocument: saying('Inline') });
  const Managed = policy('AWS::IAM::ManagedPolicy', { Groups: [{ Ref: 'Group' }], PolicyDocument: saying('Managed') });
  const Group = { Type: 'AWS::IAM::Group' };
  const attached = (): unknown[] =>
    sandbox.roles
      .policiesOf('arn:aws:iam::111122223333:role/App')
      .map(({ Statement }) => (Statement as { Sid: string }[])[0].Sid);
  await deploy({ Resources: { Role, Group, Inline, Managed } });
  expect(attached()).toEqual(['Own', 'Inline', 'Managed']);
  await deploy({
    Resources: { Role, Inline: { ...Inline, Properties: { ...Inline.Properties, PolicyDocument: saying('Changed') } } },
  });
  expect(attached()).toEqual(['Own', 'Changed']);
  await sandbox.destroy('Stack');
  expect(attached()).toEqual([]);
});

test('asks a custom resource to create, update and delete', async () => {
  const outputs = await deploy({
    Resources: { Role: role, Recorder: recorder, Custom: custom({ Id: 1 }) },
    Outputs: { Kind: { Value: { 'Fn::GetAtt': ['Custom', 'Kind'] } } },
  });
  await deploy({ Resources: { Role: role, Recorder: recorder, Custom: custom({ Id: 2 }) } });
  await sandbox.destroy('Stack');
  expect(outputs).toEqual({ Kind: 'string' });
  expect(asked()).toEqual([
    { RequestType: 'Create', Id: '1' },
    { RequestType: 'Update', Id: '2', Old: '1', PhysicalResourceId: 'made-1' },
    { RequestType: 'Delete', Id: '1', PhysicalResourceId: 'made-1' }, // another id is another resource
    { RequestType: 'Delete', Id: '2', PhysicalResourceId: 'made-2' },
  ]);
});

test('undoes a deployment whose custom resource fails', async () => {
  const resources = { Queue: queue({ QueueName: 'orders' }), Role: role, Recorder: recorder };
  const failing = deploy({
    Resources: { ...resources, Custom: { ...custom({ Id: 1, Fails: 'Create' }), DependsOn: 'Queue' } },
  });
  await expect(failing).rejects.toThrow(
    'Received response status [FAILED] from custom resource. Message returned: told to',
  );
  expect(asked()).toEqual([
    { RequestType: 'Create', Id: '1' },
    { RequestType: 'Delete', Id: '1', PhysicalResourceId: 'made-1' },
  ]);
  expect([await queueNames(), sandbox.functions.size]).toEqual([[], 0]);
});

test('brings everything back when an update fails', async () => {
  const before = {
    Queue: queue({ QueueName: 'orders', VisibilityTimeout: 30 }),
    Role: role,
    Recorder: recorder,
    First: custom({ Id: 1 }),
    Second: custom({ Id: 'a' }),
  };
  await deploy({ Resources: before });
  const after = {
    ...before,
    Queue: queue({ QueueName: 'orders', VisibilityTimeout: 60 }),
    New: queue({ QueueName: 'new' }),
    Second: { ...custom({ Id: 'a', Fails: 'Update' }), DependsOn: ['Queue', 'New'] },
  };
  await expect(deploy({ Resources: after })).rejects.toThrow('told to');
  expect(asked().slice(2)).toEqual([
    { RequestType: 'Update', Id: 'a', Old: 'a', PhysicalResourceId: 'made-a' },
    { RequestType: 'Update', Id: 'a', Old: 'a', PhysicalResourceId: 'made-a' }, // back to the properties of before
  ]);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: `${sandbox.endpoint}/111122223333/orders`,
      AttributeNames: ['VisibilityTimeout'],
    }),
  );
  expect([await queueNames(), Attributes]).toEqual([['orders'], { VisibilityTimeout: '30' }]);
});

test.each<[string, Template, string]>([
  [
    'resource type',
    { Resources: { Vpc: { Type: 'AWS::EC2::VPC' } } },
    "the sandbox does not know the resource type 'AWS::EC2::VPC' [Vpc]",
  ],
  [
    'property',
    { Resources: { Queue: queue({ Colour: 'blue' }) } },
    "the sandbox does not know 'Colour' of AWS::SQS::Queue [Queue]",
  ],
  [
    'property within a property',
    {
      Resources: {
        Mapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { EventSourceArn: 'a', ScalingConfig: { Colour: 1 } },
        },
      },
    },
    "the sandbox does not know 'ScalingConfig.Colour' of AWS::Lambda::EventSourceMapping [Mapping]",
  ],
  [
    'intrinsic function',
    { Resources: { Queue: queue({ QueueName: { 'Fn::Length': [] } }) } },
    "the sandbox does not know the intrinsic function 'Fn::Length'",
  ],
  [
    'section',
    { Resources: {}, Transform: 'AWS::Serverless-2016-10-31' } as Template,
    "the sandbox does not know section 'Transform' of the template",
  ],
  [
    'attribute of a resource',
    { Resources: { Queue: queue({}, { CreationPolicy: {} }) } },
    "the sandbox does not know attribute 'CreationPolicy' of 'Queue' of the template",
  ],
  [
    'attribute of a queue',
    { Resources: { Queue: queue() }, Outputs: { A: { Value: { 'Fn::GetAtt': ['Queue', 'Colour'] } } } },
    "'Queue' has no attribute 'Colour' in the sandbox",
  ],
  [
    'name',
    { Resources: { Queue: queue({ QueueName: { Ref: 'Nothing' } }) } },
    "the template names 'Nothing', which does not exist",
  ],
  [
    'SSM parameter',
    {
      Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/other' } },
      Resources: { Queue: queue({ QueueName: { Ref: 'P' } }) },
    },
    "the sandbox has no SSM parameter '/other'",
  ],
])('fails on an unknown %s, and leaves nothing behind', async (_, template, message) => {
  await expect(deploy(template)).rejects.toThrow(new Error(message));
  expect(await queueNames()).toEqual([]);
});
