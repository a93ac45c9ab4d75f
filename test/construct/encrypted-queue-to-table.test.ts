import { App, BootstraplessSynthesizer, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../src';
import {
  ACCOUNT,
  addOrders,
  ADMIN,
  CONSUMER,
  KEY_ARN,
  NAME,
  REGION,
  REQUIRED,
  synthOrders,
  templateOf,
} from '../support/orders';

describe('the construct', () => {
  test('has ids that are API: renaming one replaces a resource', () => {
    expect(
      addOrders()
        .node.children.map(child => child.node.id)
        .sort(),
    ).toEqual([
      'DeadLetterQueue',
      'ImmutableRoleWriterRole',
      'Key',
      'KeyPolicy9fde17a1',
      'Mapping',
      'Queue',
      'SourceQueue',
      'Table',
      'Writer',
      'WriterLog',
      'WriterRole',
    ]);
  });

  test('names everything from the stack and the path, and nothing twice in two Regions', () => {
    const template = synthOrders();

    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: NAME });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: `${NAME}-dlq` });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { TableName: NAME });
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: NAME });
    template.hasResourceProperties('AWS::IAM::Role', { RoleName: `${NAME}-${REGION}` });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/${NAME}` });
  });

  test('takes names of the user instead', () => {
    const template = synthOrders({
      queueName: 'orders',
      tableName: 'orders-table',
      functionName: 'orders-writer',
      fifo: true,
    });

    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'orders.fifo' });
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'orders-dlq.fifo' });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { TableName: 'orders-table' });
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionName: 'orders-writer' });
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/orders-writer' });
  });

  test('keeps names within their limits under a long path', () => {
    const stack = new Stack(new App(), `Stack${'x'.repeat(120)}`, {
      env: { account: ACCOUNT, region: 'ap-southeast-1' },
    });
    new EncryptedQueueToTable(stack, 'y'.repeat(200), {
      ...REQUIRED,
      keyArn: KEY_ARN.replace(REGION, 'ap-southeast-1'),
    });

    const [role] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));

    expect(role.Properties.RoleName.length).toBeLessThanOrEqual(64);
  });

  test('never lets two constructs of a stack share a name', () => {
    const orders = addOrders();
    new EncryptedQueueToTable(Stack.of(orders), 'Returns', REQUIRED);

    const names = Object.values(templateOf(orders).findResources('AWS::SQS::Queue')).map(
      queue => queue.Properties.QueueName,
    );

    expect(new Set(names).size).toBe(4);
  });
});

describe('the key policy', () => {
  const principalsOf = (orders: EncryptedQueueToTable, sid: string): unknown =>
    orders.keyPolicy.toJson().Statement.find((statement: { Sid: string }) => statement.Sid.endsWith(sid))?.Principal
      .AWS;

  test('names every role by an ARN that is known before anything exists', () => {
    const orders = addOrders();

    expect(orders.keyPolicy.toText()).not.toMatch(/Token|AWS::/);
    expect(principalsOf(orders, 'AdminsManage')).toBe(ADMIN);
    expect(principalsOf(orders, 'ProducersThroughSqs')).toBe(CONSUMER);
  });

  test('lets the CDK bootstrap role create the table', () => {
    expect(addOrders().keyPolicy.toText()).toContain(
      `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`,
    );
  });

  test('lets another role create the table where the user says so', () => {
    const json = addOrders({ tableCreatorRoleArns: [`arn:aws:iam::${ACCOUNT}:role/Deployer`] }).keyPolicy.toText();

    expect(json).toContain(`arn:aws:iam::${ACCOUNT}:role/Deployer`);
    expect(json).not.toContain('cfn-exec-role');
  });

  test('fails where no bootstrap role is known and none is given', () => {
    const stack = new Stack(new App(), 'OrdersStack', {
      env: { account: ACCOUNT, region: REGION },
      synthesizer: new BootstraplessSynthesizer(),
    });

    expect(() => new EncryptedQueueToTable(stack, 'Orders', REQUIRED)).toThrow(
      new Error(
        "'tableCreatorRoleArns' must name the role that CloudFormation acts as, since the stack's synthesizer knows no bootstrap role, got undefined; as a rule it is arn:aws:iam::ACCOUNT:role/cdk-hnb659fds-cfn-exec-role-ACCOUNT-REGION [OrdersStack/Orders]",
      ),
    );
  });

  test('is a CDK document, a plain object and a text, which say the same', () => {
    const { keyPolicy } = addOrders();
    const { Id, ...document } = keyPolicy.toJson();

    expect(Id).toBe('OrdersStackOrdersAB039DC1');
    expect(keyPolicy.toDocument()).toBeInstanceOf(iam.PolicyDocument);
    expect(keyPolicy.toDocument().toJSON()).toEqual(document);
    expect(JSON.parse(keyPolicy.toText())).toEqual(keyPolicy.toJson());
  });

  test('is not changed by what is added to a copy of it', () => {
    const { keyPolicy } = addOrders();
    const before = keyPolicy.toText();

    keyPolicy.toDocument().addStatements(new iam.PolicyStatement({ actions: ['kms:*'], resources: ['*'] }));
    keyPolicy.toJson().Statement.push('anything');

    expect(keyPolicy.toText()).toBe(before);
  });

  test('is the same in the output and in the file of the cloud assembly', () => {
    const app = new App();
    const stack = new Stack(app, 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
    const keyPolicyManagement = KeyPolicyManagement.render();
    const orders = new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, keyPolicyManagement });
    const assembly = app.synth();

    const [output] = Object.values(assembly.getStackByName('OrdersStack').template.Outputs) as { Value: string }[];
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const file = require(`${assembly.directory}/${NAME}.key-policy.json`);

    expect(JSON.parse(output!.Value)).toEqual(orders.keyPolicy.toJson());
    expect(file).toEqual(orders.keyPolicy.toJson());
  });
});
