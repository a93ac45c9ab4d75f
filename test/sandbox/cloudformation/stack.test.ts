import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { queue, role, StackGround } from './stack-ground';
import type { ResourceDeclaration, Template } from '../../../sandbox/cloudformation/template';

let ground: StackGround;

beforeEach(async () => {
  ground = await StackGround.open();
});

afterEach(async () => ground.close());

test('gives the outputs, parameters, mappings and conditions evaluated', async () => {
  const outputs = await ground.deploy({
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
  expect(await ground.queueNames()).toEqual(['mapped']);
});

test('hands what a stack exports to another', async () => {
  await ground.deploy(
    { Resources: { Queue: queue() }, Outputs: { Arn: { Value: 'exported', Export: { Name: 'Name' } } } },
    'Exporter',
  );
  await ground.deploy({ Resources: { Queue: queue({ QueueName: { 'Fn::ImportValue': 'Name' } }) } }, 'Importer');
  expect(await ground.queueNames()).toContain('exported');
});

test('updates what differs, replaces what has another name, removes what is gone', async () => {
  await ground.deploy({
    Resources: {
      Kept: queue({ QueueName: 'kept', VisibilityTimeout: 30 }),
      Renamed: queue({ QueueName: 'old' }),
      Gone: queue({ QueueName: 'gone' }),
    },
  });
  await ground.deploy({
    Resources: { Kept: queue({ QueueName: 'kept', VisibilityTimeout: 60 }), Renamed: queue({ QueueName: 'new' }) },
  });
  const { Attributes } = await ground.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: `${ground.sandbox.endpoint}/111122223333/kept`,
      AttributeNames: ['VisibilityTimeout'],
    }),
  );
  expect([await ground.queueNames(), Attributes]).toEqual([['kept', 'new'], { VisibilityTimeout: '60' }]);
});

test('keeps what is to be retained, and removes the rest', async () => {
  await ground.deploy({
    Resources: { Kept: queue({ QueueName: 'kept' }, { DeletionPolicy: 'Retain' }), Gone: queue({ QueueName: 'gone' }) },
  });
  await ground.sandbox.destroy('Stack');
  expect(await ground.queueNames()).toEqual(['kept']);
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
  await ground.deploy({ Resources: { Table: table } });
  await expect(ground.sandbox.destroy('Stack')).rejects.toThrow(/protected against deletion/);
  const { Table } = await ground.dynamoDb.send(new DescribeTableCommand({ TableName: 'orders' }));
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
    ground.sandbox.roles
      .policiesOf('arn:aws:iam::111122223333:role/App')
      .map(({ Statement }) => (Statement as { Sid: string }[])[0].Sid);
  await ground.deploy({ Resources: { Role, Group, Inline, Managed } });
  expect(attached()).toEqual(['Own', 'Inline', 'Managed']);
  await ground.deploy({
    Resources: { Role, Inline: { ...Inline, Properties: { ...Inline.Properties, PolicyDocument: saying('Changed') } } },
  });
  expect(attached()).toEqual(['Own', 'Changed']);
  await ground.sandbox.destroy('Stack');
  expect(attached()).toEqual([]);
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
  await expect(ground.deploy(template)).rejects.toThrow(new Error(message));
  expect(await ground.queueNames()).toEqual([]);
});
