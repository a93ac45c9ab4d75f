import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../src';
import { type PolicyDocument } from '../../src/key-policy/statement';
import {
  ACCOUNT,
  addOrders,
  KEY_ARN,
  NAME,
  propertiesOf,
  REGION,
  REQUIRED,
  role,
  statementOf,
  synthOrders,
  templateOf,
} from '../support/orders';

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
        Statements: orders.keyPolicy.toJson().Statement,
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
    synthOrders({
      keyPolicyManagement: KeyPolicyManagement.merge({ requireImportedMaterial: true }),
    }).hasResourceProperties('Custom::KeyPolicy', { RequireImportedMaterial: 'true' });
  });

  test('needs no copy of the earlier policy', () => {
    synthOrders().resourceCountIs('Custom::EarlierKeyPolicy', 0);
  });

  test('puts the policy before anything uses the key', () => {
    const template = synthOrders();
    const [policy] = Object.keys(template.findResources('Custom::KeyPolicy'));
    for (const type of ['AWS::SQS::Queue', 'AWS::DynamoDB::GlobalTable']) {
      template.allResources(type, { DependsOn: Match.arrayWith([policy]) });
    }
  });

  test('waits for the identity policy of the function, and outlives nothing it needs', () => {
    const template = synthOrders();
    const policies = Object.keys(template.findResources('AWS::IAM::ManagedPolicy')).filter(id =>
      id.includes('KeyPolicyManager'),
    );
    template.hasResource('Custom::KeyPolicy', { DependsOn: policies });
  });
});

describe('replace', () => {
  const replacing = { keyPolicyManagement: KeyPolicyManagement.replace() };

  test('has CloudFormation keep the earlier policy and hand it over', () => {
    const template = synthOrders(replacing);
    const [earlier] = Object.keys(template.findResources('Custom::EarlierKeyPolicy'));
    expect(propertiesOf(template, 'Custom::KeyPolicy')[0]).toMatchObject({
      Way: 'replace',
      Earlier: { 'Fn::GetAtt': [earlier, 'Policy'] },
    });
  });

  test('never reads the earlier policy anew: its keeper depends on the key alone', () => {
    const [earlier] = propertiesOf(synthOrders(replacing), 'Custom::EarlierKeyPolicy');
    expect(Object.keys(earlier!).sort()).toEqual(['KeyArn', 'ServiceToken']);
  });

  test('takes another key for another resource, so that a way back finds the earlier policy of the first', () => {
    const other = { ...replacing, keyArn: KEY_ARN.replace('1234', '4321') };
    const ids = (props: object) =>
      ['Custom::EarlierKeyPolicy', 'Custom::KeyPolicy', 'AWS::IAM::ManagedPolicy'].flatMap(type =>
        Object.keys(synthOrders(props).findResources(type)),
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
    const template = synthOrders(rendering);
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
    synthOrders().hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: `${NAME}-key-policy`,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Timeout: 240,
    });
  });

  test('may put the policy of this key, from this function, never past the lockout check, and log', () => {
    const policies = propertiesOf(synthOrders(), 'AWS::IAM::ManagedPolicy') as unknown as Array<{
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
