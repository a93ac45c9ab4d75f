import { App, BootstraplessSynthesizer, Duration, RemovalPolicy, Size, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EncryptedQueueToTable, KeyPolicyManagement, ItemKey, MessageBody, WriteMode } from '../src';
import { ACCOUNT, addOrders, ADMIN, CONSUMER, KEY_ARN, REGION, REQUIRED } from './support/orders';

const NAME = 'OrdersStack-Orders-AB039DC1';
const templateOf = (orders: EncryptedQueueToTable): Template => Template.fromStack(Stack.of(orders));
const synth = (props: object = {}): Template => templateOf(addOrders(props));

describe('the construct', () => {
  test('has ids that are API: renaming one replaces a resource', () => {
    expect(addOrders().node.children.map(child => child.node.id).sort()).toEqual([
      'DeadLetterQueue', 'ImmutableRoleWriterRole', 'Key', 'KeyPolicyDocument', 'KeyPolicyManager', 'Mapping', 'Queue', 'SourceQueue', 'Table', 'Writer', 'WriterLog', 'WriterRole',
    ]);
  });

  test('names everything from the stack and the path, and nothing twice in two Regions', () => {
    const template = synth();

    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: NAME });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `${NAME}-dlq` });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { TableName: NAME });
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: NAME });
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: `${NAME}-${REGION}` });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/${NAME}` });
  });

  test('takes names of the user instead', () => {
    const template = synth({ queueName: 'orders', tableName: 'orders-table', functionName: 'orders-writer', fifo: true });

    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'orders.fifo' });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'orders-dlq.fifo' });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { TableName: 'orders-table' });
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'orders-writer' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/orders-writer' });
  });

  test('keeps names within their limits under a long path', () => {
    const stack = new Stack(new App(), `Stack${'x'.repeat(120)}`, { env: { account: ACCOUNT, region: 'ap-southeast-1' } });
    new EncryptedQueueToTable(stack, 'y'.repeat(200), { ...REQUIRED, keyArn: KEY_ARN.replace(REGION, 'ap-southeast-1') });

    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));

    expect(role.Properties.RoleName.length).toBeLessThanOrEqual(64);
  });

  test('never lets two constructs of a stack share a name', () => {
    const orders = addOrders();
    new EncryptedQueueToTable(Stack.of(orders), 'Returns', REQUIRED);

    const names = Object.values(templateOf(orders).findResources('AWS::SQS::Queue')).map(queue => queue.Properties.QueueName);

    expect(new Set(names).size).toBe(4);
  });
});

describe('the queues', () => {
  test('are both on the key', () => {
    synth().allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: KEY_ARN, KmsDataKeyReusePeriodSeconds: 300 });
  });

  test('refuse a message that no item could hold', () => {
    synth().allResourcesProperties('AWS::SQS::Queue', { MaximumMessageSize: 393_216 });
  });

  test('refuse connections without TLS', () => {
    synth().allResourcesProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]) },
    });
  });

  test('keep messages 4 days, and dead letters 14 after five receives', () => {
    const template = synth();

    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: NAME, MessageRetentionPeriod: 345_600, RedrivePolicy: { maxReceiveCount: 5 } });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `${NAME}-dlq`, MessageRetentionPeriod: 1_209_600 });
  });

  test('let dead letters come from the one queue only', () => {
    synth().hasResourceProperties('AWS::SQS::Queue', {
      QueueName: `${NAME}-dlq`,
      RedriveAllowPolicy: { redrivePermission: 'byQueue', sourceQueueArns: [`arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}`] },
    });
  });

  test.each([
    ['the default time-out', {}, 180],
    ['a time-out of a minute', { timeout: Duration.minutes(1) }, 360],
    ['a window on top', { timeout: Duration.seconds(10), batchSize: 100, batchingWindow: Duration.seconds(5) }, 65],
  ])('hide a received message for six times %s', (_, props, seconds) => {
    synth(props).hasResourceProperties('AWS::SQS::Queue', { QueueName: NAME, VisibilityTimeout: seconds });
  });

  test('let the consumers send, and nobody else', () => {
    const statements = Object.values(synth().findResources('AWS::SQS::QueuePolicy')).flatMap(policy => policy.Properties.PolicyDocument.Statement);

    expect(statements.filter(statement => statement.Effect === 'Allow')).toEqual([{
      Sid: 'ConsumersSend',
      Effect: 'Allow',
      Principal: { AWS: CONSUMER },
      Action: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
      Resource: { 'Fn::GetAtt': ['OrdersQueueC538DD4C', 'Arn'] },
    }]);
  });

  test('follow every prop', () => {
    const template = synth({
      retentionPeriod: Duration.days(1),
      deadLetterRetentionPeriod: Duration.days(2),
      maxReceiveCount: 3,
      maxMessageSize: Size.kibibytes(64),
      dataKeyReuse: Duration.hours(1),
    });

    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: NAME, MessageRetentionPeriod: 86_400, RedrivePolicy: { maxReceiveCount: 3 } });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `${NAME}-dlq`, MessageRetentionPeriod: 172_800 });
    template.allResourcesProperties('AWS::SQS::Queue', { MaximumMessageSize: 65_536, KmsDataKeyReusePeriodSeconds: 3_600 });
  });
});

describe('the table', () => {
  test('is on the key, recoverable and hard to delete', () => {
    synth().hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        Replicas: [{
          Region: REGION,
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { KMSMasterKeyId: KEY_ARN },
        }],
      },
    });
  });

  test('lets the consumers read, and nothing more', () => {
    synth().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [{
        ResourcePolicy: {
          PolicyDocument: {
            Statement: [Match.objectEquals({
              Sid: 'ConsumersRead',
              Effect: 'Allow',
              Principal: { AWS: CONSUMER },
              Action: ['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'],
              Resource: Match.anyValue(),
            })],
          },
        },
      }],
    });
  });

  test('has the message id for its key, and no other', () => {
    synth().hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      TimeToLiveSpecification: Match.absent(),
    });
  });

  test('has the keys the writer is told of', () => {
    const template = synth({
      partitionKey: ItemKey.jsonField('customer.id'),
      partitionKeyName: 'customer',
      sortKey: ItemKey.messageAttribute('time'),
      sortKeyName: 'time',
      messageBody: MessageBody.jsonFields(),
      writeMode: WriteMode.insertOnly(),
      timeToLive: Duration.days(7),
    });

    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [{ AttributeName: 'customer', KeyType: 'HASH' }, { AttributeName: 'time', KeyType: 'RANGE' }],
      AttributeDefinitions: [{ AttributeName: 'customer', AttributeType: 'S' }, { AttributeName: 'time', AttributeType: 'S' }],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
    const [writer] = Object.values(template.findResources('AWS::Lambda::Function', { Properties: { FunctionName: NAME } }));
    expect(JSON.parse(writer.Properties.Environment.Variables.WRITER_CONFIGURATION)).toEqual({
      tableName: NAME,
      partitionKey: { name: 'customer', from: 'jsonField', field: 'customer.id' },
      sortKey: { name: 'time', from: 'messageAttribute', attribute: 'time' },
      body: { as: 'json' },
      writeMode: 'insertOnly',
      timeToLive: { attribute: 'expiresAt', seconds: 604_800 },
    });
  });

  test('can be given up on purpose', () => {
    synth({ deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'Delete',
      Properties: { Replicas: [{ DeletionProtectionEnabled: false }] },
    });
  });
});

describe('the writer', () => {
  test('runs the bundle on a current Node, traced', () => {
    synth().hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler', Timeout: 30, MemorySize: 512, TracingConfig: { Mode: 'Active' },
    });
  });

  test('keeps its log for a year', () => {
    synth().hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
  });

  test('is told which messages failed, not that a batch failed', () => {
    synth().hasResourceProperties('AWS::Lambda::EventSourceMapping', { BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
  });

  test('follows every prop', () => {
    const template = synth({
      timeout: Duration.seconds(10),
      memorySize: Size.gibibytes(1),
      logRetention: RetentionDays.ONE_WEEK,
      batchSize: 1_000,
      batchingWindow: Duration.seconds(2),
      maxConcurrency: 5,
    });

    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: 10, MemorySize: 1_024 });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      BatchSize: 1_000, MaximumBatchingWindowInSeconds: 2, ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test('has one customer managed policy, and nothing inline or AWS managed', () => {
    const template = synth({ keyPolicyManagement: KeyPolicyManagement.render() });

    template.resourceCountIs('AWS::IAM::Policy', 0);
    template.resourceCountIs('AWS::IAM::ManagedPolicy', 1);
    template.hasResourceProperties('AWS::IAM::Role', { Policies: Match.absent(), ManagedPolicyArns: Match.absent() });
  });

  test('may decrypt through the queue and through the table, and not a thing more with the key', () => {
    const [policy] = Object.values(synth({ keyPolicyManagement: KeyPolicyManagement.render() }).findResources('AWS::IAM::ManagedPolicy'));
    const allowed = policy.Properties.PolicyDocument.Statement.filter((statement: iam.PolicyStatementProps & { Effect: string }) => statement.Effect === 'Allow');
    const onKey = allowed.filter((statement: { Resource: unknown }) => statement.Resource === KEY_ARN);

    expect(onKey.map((statement: { Action: string }) => statement.Action)).toEqual(['kms:Decrypt', 'kms:Decrypt']);
    expect(onKey.map((statement: { Condition: { StringEquals: Record<string, unknown> } }) => statement.Condition.StringEquals['kms:ViaService'])).toEqual([
      'sqs.eu-west-1.amazonaws.com', 'dynamodb.eu-west-1.amazonaws.com',
    ]);
  });

  test('has a role that Lambda assumes, on request for this function only', () => {
    const trust = (props: object): unknown[] => Object.values(synth(props).findResources('AWS::IAM::Role'))
      .map(({ Properties }) => Properties.AssumeRolePolicyDocument.Statement[0].Condition);

    expect(trust({})).toEqual([undefined, undefined]);
    expect(trust({ strictConditions: true })).toEqual(expect.arrayContaining([{
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
      ArnEquals: { 'aws:SourceArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}` },
    }]));
    expect(trust({ strictConditions: true })).not.toContain(undefined);
  });

  test('is polled only once its role may read the queue', () => {
    const [writer] = Object.values(synth().findResources('AWS::Lambda::Function', { Properties: { FunctionName: NAME } }));

    expect(writer.DependsOn).toEqual(['OrdersWriterRolePolicy3A097EC7', 'OrdersWriterRoleCD4B90C9']);
  });
});

describe('a grant', () => {
  const roleIn = (orders: EncryptedQueueToTable): iam.Role => new iam.Role(Stack.of(orders), 'Role', { assumedBy: new iam.AccountRootPrincipal() });

  test.each<[string, (orders: EncryptedQueueToTable, role: iam.IGrantable) => iam.Grant, string[][]]>([
    ['grantSend', (orders, role) => orders.grantSend(role), [['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage']]],
    ['grantRead', (orders, role) => orders.grantRead(role), [['dynamodb:BatchGetItem', 'dynamodb:DescribeTable', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan']]],
    ['grantRedrive', (orders, role) => orders.grantRedrive(role), [
      ['sqs:CancelMessageMoveTask', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ListMessageMoveTasks', 'sqs:ReceiveMessage', 'sqs:StartMessageMoveTask'],
      ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:SendMessage'],
    ]],
  ])('of %s reaches the role and the key policy', (_, grant, actions) => {
    const orders = addOrders();
    const role = roleIn(orders);

    grant(orders, role).assertSuccess();

    const [policy] = Object.values(templateOf(orders).findResources('AWS::IAM::Policy'));
    expect(policy.Properties.PolicyDocument.Statement.map((statement: { Action: string[] }) => statement.Action)).toEqual(actions);
    const principals = orders.keyPolicy.toDocument().Statement.map((statement: { Principal: { AWS?: unknown } }) => statement.Principal.AWS);
    expect(Stack.of(orders).resolve(principals).flat()).toContainEqual({ 'Fn::GetAtt': ['Role1ABCC5F0', 'Arn'] });
  });

  test.each([
    ['a service', new iam.ServicePrincipal('sns.amazonaws.com'), "'grantee' must name at least one role, got []"],
    ['everybody', new iam.ArnPrincipal('*'), "'grantee[0]' must name one role, without wildcards, got \"*\""],
    ['a user', new iam.ArnPrincipal(`arn:aws:iam::${ACCOUNT}:user/me`), `'grantee[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got "arn:aws:iam::${ACCOUNT}:user/me"`],
  ])('fails for %s, which the key policy could not name', (_, principal, problem) => {
    expect(() => addOrders().grantSend(principal)).toThrow(new Error(`${problem} [OrdersStack/Orders]`));
  });
});

describe('the key policy', () => {
  const principalsOf = (orders: EncryptedQueueToTable, sid: string): unknown =>
    orders.keyPolicy.toDocument().Statement.find((statement: { Sid: string }) => statement.Sid.endsWith(sid))?.Principal.AWS;

  test('names every role by an ARN that is known before anything exists', () => {
    const orders = addOrders();

    expect(orders.keyPolicy.toJson()).not.toMatch(/Token|AWS::/);
    expect(principalsOf(orders, 'AdminsManage')).toBe(ADMIN);
    expect(principalsOf(orders, 'ProducersThroughSqs')).toBe(CONSUMER);
  });

  test('lets the CDK bootstrap role create the table', () => {
    expect(addOrders().keyPolicy.toJson()).toContain(`arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`);
  });

  test('lets another role create the table where the user says so', () => {
    const json = addOrders({ tableCreatorRoleArns: [`arn:aws:iam::${ACCOUNT}:role/Deployer`] }).keyPolicy.toJson();

    expect(json).toContain(`arn:aws:iam::${ACCOUNT}:role/Deployer`);
    expect(json).not.toContain('cfn-exec-role');
  });

  test('fails where no bootstrap role is known and none is given', () => {
    const stack = new Stack(new App(), 'OrdersStack', { env: { account: ACCOUNT, region: REGION }, synthesizer: new BootstraplessSynthesizer() });

    expect(() => new EncryptedQueueToTable(stack, 'Orders', REQUIRED)).toThrow(new Error(
      "'tableCreatorRoleArns' must name the role that CloudFormation acts as, since the stack's synthesizer knows no bootstrap role, got undefined [OrdersStack/Orders]",
    ));
  });

  test('is the same in the output and in the file of the cloud assembly', () => {
    const app = new App();
    const stack = new Stack(app, 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
    const orders = new EncryptedQueueToTable(stack, 'Orders', REQUIRED);
    const assembly = app.synth();

    const [output] = Object.values(assembly.getStackByName('OrdersStack').template.Outputs) as { Value: string }[];
    const file = require(`${assembly.directory}/${NAME}.key-policy.json`); // eslint-disable-line @typescript-eslint/no-require-imports

    expect(JSON.parse(output!.Value)).toEqual(orders.keyPolicy.toDocument());
    expect(file).toEqual(orders.keyPolicy.toDocument());
  });
});
