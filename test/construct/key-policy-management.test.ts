import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../src';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { ACCOUNT, addOrders, ADMIN, CONSUMER, KEY_ARN, REGION, REQUIRED } from '../support/orders';

const NAME = 'OrdersStack-Orders-AB039DC1';
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const templateOf = (orders: EncryptedQueueToTable) => Template.fromStack(Stack.of(orders));
const synth = (props: object = {}) => templateOf(addOrders(props));
const propertiesOf = (template: Template, type: string) =>
  Object.values(template.findResources(type)).map(({ Properties }) => Properties as Record<string, unknown>);
const statementOf = (orders: EncryptedQueueToTable, sid: string) =>
  (orders.keyPolicy.toDocument() as PolicyDocument).Statement.find(({ Sid }) => Sid!.endsWith(` ${sid}`));

describe('merge, the default', () => {
  test('asks the function to put what the construct renders', () => {
    const orders = addOrders();
    expect(propertiesOf(templateOf(orders), 'Custom::KeyPolicy')).toEqual([
      {
        ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(/^OrdersKeyPolicyManagerFunction/), 'Arn'] },
        ServiceTimeout: '600',
        KeyArn: KEY_ARN,
        Way: 'merge',
        SidPrefix: 'OrdersStackOrdersAB039DC1',
        Statements: orders.keyPolicy.toDocument().Statement,
        Accept: ['no-encryption-context'],
        RequireImportedMaterial: 'false',
      },
    ]);
  });

  test('keeps the role that puts the policy in the policy', () => {
    expect(statementOf(addOrders(), 'PolicyManager')).toMatchObject({
      Principal: { AWS: role(`${NAME}-key-${REGION}`) },
      Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
    });
  });

  test('demands a key with imported material where that is wanted', () => {
    synth({ keyPolicyManagement: KeyPolicyManagement.merge({ requireImportedMaterial: true }) }).hasResourceProperties(
      'Custom::KeyPolicy',
      { RequireImportedMaterial: 'true' },
    );
  });

  test('needs no copy of the earlier policy', () => {
    synth().resourceCountIs('Custom::EarlierKeyPolicy', 0);
  });

  test('puts the policy before anything uses the key', () => {
    const template = synth();
    const [policy] = Object.keys(template.findResources('Custom::KeyPolicy'));
    for (const type of ['AWS::SQS::Queue', 'AWS::DynamoDB::GlobalTable']) {
      template.allResources(type, { DependsOn: Match.arrayWith([policy]) });
    }
  });

  test('waits for the identity policy of the function, and outlives nothing it needs', () => {
    const template = synth();
    const policies = Object.keys(template.findResources('AWS::IAM::ManagedPolicy')).filter(id =>
      id.includes('KeyPolicyManager'),
    );
    template.hasResource('Custom::KeyPolicy', { DependsOn: policies });
  });
});

describe('replace', () => {
  const replacing = { keyPolicyManagement: KeyPolicyManagement.replace() };

  test('has CloudFormation keep the earlier policy and hand it over', () => {
    const template = synth(replacing);
    const [earlier] = Object.keys(template.findResources('Custom::EarlierKeyPolicy'));
    expect(propertiesOf(template, 'Custom::KeyPolicy')[0]).toMatchObject({
      Way: 'replace',
      Earlier: { 'Fn::GetAtt': [earlier, 'Policy'] },
    });
  });

  test('never reads the earlier policy anew: its keeper depends on the key alone', () => {
    const [earlier] = propertiesOf(synth(replacing), 'Custom::EarlierKeyPolicy');
    expect(Object.keys(earlier!).sort()).toEqual(['KeyArn', 'ServiceToken']);
  });

  test('takes another key for another resource, so that a way back finds the earlier policy of the first', () => {
    const other = { ...replacing, keyArn: KEY_ARN.replace('1234', '4321') };
    const ids = (props: object) =>
      ['Custom::EarlierKeyPolicy', 'Custom::KeyPolicy', 'AWS::IAM::ManagedPolicy'].flatMap(type =>
        Object.keys(synth(props).findResources(type)),
      );
    expect(ids(replacing).filter(id => ids(other).includes(id))).toEqual([expect.stringMatching(/WriterRolePolicy/)]);
  });

  test('keeps its ids where the key is a parameter', () => {
    const ids = () => {
      const stack = new Stack(new App(), 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
      const keyArn = new CfnParameter(stack, 'KeyArn').valueAsString;
      new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, ...replacing, keyArn });
      return Object.keys(Template.fromStack(stack).findResources('Custom::EarlierKeyPolicy'));
    };
    expect(ids()).toEqual(ids());
  });
});

describe('render', () => {
  const rendering = { keyPolicyManagement: KeyPolicyManagement.render() };

  test('puts nothing and brings nothing that could', () => {
    const template = synth(rendering);
    template.resourceCountIs('Custom::KeyPolicy', 0);
    template.resourceCountIs('AWS::Lambda::Function', 1);
    expect(JSON.stringify(template.toJSON())).not.toContain('kms:PutKeyPolicy"]');
  });

  test('lets no custom resource into the policy', () => {
    expect(statementOf(addOrders(rendering), 'PolicyManager')).toBeUndefined();
  });
});

describe('the function that puts the policy', () => {
  test('is one of ours, in the same mould as the writer', () => {
    synth().hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `${NAME}-key-policy`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Timeout: 240,
    });
  });

  test('may put the policy of this key, from this function, never past the lockout check, and log', () => {
    const policies = propertiesOf(synth(), 'AWS::IAM::ManagedPolicy') as unknown as Array<{
      PolicyDocument: PolicyDocument;
      Roles: Array<{ Ref: string }>;
    }>;
    const [policy] = policies.filter(({ Roles }) => Roles[0]!.Ref.includes('KeyPolicyManager'));
    const thisFunction = {
      ArnEquals: { 'lambda:SourceFunctionArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}-key-policy` },
    };
    const logStreams = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/${NAME}-key-policy:*`;
    expect(policy!.PolicyDocument.Statement).toEqual([
      {
        Sid: 'PutKeyPolicy',
        Effect: 'Allow',
        Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'],
        Resource: KEY_ARN,
        Condition: { ...thisFunction, Null: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } },
      },
      {
        Sid: 'LogByThisFunctionOnly',
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: logStreams,
        Condition: thisFunction,
      },
      { Sid: 'Trace', Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
      {
        Sid: 'DenyOtherFunctions',
        Effect: 'Deny',
        Action: [
          'kms:DescribeKey',
          'kms:GetKeyPolicy',
          'kms:PutKeyPolicy',
          'logs:CreateLogStream',
          'logs:PutLogEvents',
        ],
        Resource: [KEY_ARN, logStreams],
        Condition: { ArnNotEquals: thisFunction.ArnEquals, Null: { 'lambda:SourceFunctionArn': 'false' } },
      },
    ]);
  });
});

describe('the roles around the key', () => {
  test.each([
    ['custodianRoleArns', 'CustodiansImport'],
    ['destroyerRoleArns', 'DestroyersStop'],
    ['auditorRoleArns', 'AuditorsRead'],
    ['redriveRoleArns', 'RedriversThroughSqs'],
  ])('%s are named in the key policy', (prop, sid) => {
    expect(statementOf(addOrders({ [prop]: [role('Somebody')] }), sid)!.Principal).toEqual({ AWS: role('Somebody') });
  });

  test.each([
    ['producerRoleArns', 'ProducersThroughSqs'],
    ['readerRoleArns', 'ReadersThroughDynamoDb'],
  ])('%s are named in the key policy, beside the consumers', (prop, sid) => {
    expect(statementOf(addOrders({ [prop]: [role('Somebody')] }), sid)!.Principal).toEqual({
      AWS: [CONSUMER, role('Somebody')],
    });
  });

  test('administrators import the material unless custodians are named', () => {
    expect(statementOf(addOrders(), 'CustodiansImport')!.Principal).toEqual({ AWS: ADMIN });
  });

  test('producers and redrivers may send, redrivers take out dead letters, readers read', () => {
    const template = synth({
      producerRoleArns: [role('Shop')],
      readerRoleArns: [role('Reports')],
      redriveRoleArns: [role('OnCall')],
    });
    const arns = (...names: string[]) => ({ AWS: names });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'ConsumersSend', Principal: arns(CONSUMER, role('Shop'), role('OnCall')) }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Sid: 'RedriversTakeOut', Principal: { AWS: role('OnCall') } })]),
      },
    });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        Match.objectLike({
          ResourcePolicy: {
            PolicyDocument: {
              Statement: [Match.objectLike({ Sid: 'ConsumersRead', Principal: arns(CONSUMER, role('Reports')) })],
            },
          },
        }),
      ],
    });
  });

  test('the root user stays out where break-glass is off', () => {
    expect(statementOf(addOrders({ breakGlass: false }), 'BreakGlass')).toBeUndefined();
  });

  test('strict conditions reach the key policy', () => {
    expect(JSON.stringify(statementOf(addOrders({ strictConditions: true }), 'TableCreatorsGrant'))).toContain(
      'kms:GrantOperations',
    );
  });

  test.each(['consumerRoleArns', 'producerRoleArns', 'readerRoleArns', 'redriveRoleArns'])(
    'fails for an administrator among %s, unless it is said to be intended',
    prop => {
      const wanted = { [prop]: [ADMIN] };
      expect(() => addOrders(wanted)).toThrow(
        new Error(
          `'${prop}[0]' must be no administrator of the key, got "${ADMIN}"; use another role, or say so with 'allowAdminsToUseKey' [OrdersStack/Orders]`,
        ),
      );
      expect(synth({ ...wanted, allowAdminsToUseKey: true })).toBeDefined();
    },
  );

  test.each(['custodianRoleArns', 'destroyerRoleArns', 'auditorRoleArns'])('fails for %s of another account', prop => {
    const foreign = 'arn:aws:iam::444455556666:role/Somebody';
    expect(() => addOrders({ [prop]: [foreign] })).toThrow(
      new Error(
        `'${prop}[0]' must be a role of account ${ACCOUNT}: KMS ignores key administration from another account, got "${foreign}" [OrdersStack/Orders]`,
      ),
    );
  });

  test('fails at synth if more roles are named than the policy can hold', () => {
    const consumerRoleArns = Array.from({ length: 400 }, (_, index) => role(`ARoleWithARatherLongName${index}`));
    expect(() => synth({ consumerRoleArns })).toThrow(
      /the policy takes \d{5} of at most 32768 bytes: 'OrdersStackOrdersAB039DC1 ReadersThroughDynamoDb' \d{5}, /,
    );
  });

  test('may be roles of the same app, of which only CloudFormation knows the ARN', () => {
    const orders = addOrders();
    const admin = new iam.Role(Stack.of(orders), 'Admin', { assumedBy: new iam.AccountRootPrincipal() });
    const returns = new EncryptedQueueToTable(Stack.of(orders), 'Returns', {
      ...REQUIRED,
      adminRoleArns: [admin.roleArn],
      breakGlass: false,
    });
    const statements = propertiesOf(templateOf(returns), 'Custom::KeyPolicy').flatMap(
      ({ Statements }) => Statements as Array<{ Sid: string; Principal: unknown }>,
    );
    expect(statements.find(({ Sid }) => /Returns\w+ AdminsPutPolicy$/.test(Sid))!.Principal).toEqual({
      AWS: { 'Fn::GetAtt': [expect.stringMatching(/^Admin/), 'Arn'] },
    });
  });

  test('fails at synth if a grant makes an administrator use the key', () => {
    const orders = addOrders();
    orders.grantSend(iam.Role.fromRoleArn(orders, 'Admin', ADMIN));
    expect(() => templateOf(orders)).toThrow(
      `lets ${ADMIN} call kms:Decrypt, and ${ADMIN} may also put the policy; give administration and use to different roles`,
    );
  });
});

describe('a service that sends', () => {
  const TOPIC = `arn:aws:sns:${REGION}:${ACCOUNT}:orders`;

  test('is let in by the queue and by the key, for the one source', () => {
    const orders = addOrders();
    orders.allowService('sns.amazonaws.com', TOPIC);
    const condition = { ArnEquals: { 'aws:SourceArn': TOPIC }, StringEquals: { 'aws:SourceAccount': ACCOUNT } };
    expect(statementOf(orders, 'ServiceProducer1')).toMatchObject({
      Principal: { Service: 'sns.amazonaws.com' },
      Condition: condition,
    });
    templateOf(orders).hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: condition,
          }),
        ]),
      },
    });
  });

  test.each([
    ['sns', TOPIC, '\'service\' must be a service principal, such as sns.amazonaws.com, got "sns"'],
    [
      'sns.amazonaws.com',
      'orders',
      '\'sourceArn\' must be the ARN of one topic, bucket or rule, without wildcards, got "orders"',
    ],
    [
      'sns.amazonaws.com',
      `${TOPIC}*`,
      `'sourceArn' must be the ARN of one topic, bucket or rule, without wildcards, got "${TOPIC}*"`,
    ],
  ])('fails for %s and %s', (service, source, problem) => {
    expect(() => addOrders().allowService(service, source)).toThrow(new Error(`${problem} [OrdersStack/Orders]`));
  });
});
