import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../src';
import {
  ACCOUNT,
  addOrders,
  deployedPolicies,
  KEY_ARN,
  propertiesOf,
  REGION,
  REQUIRED,
  role,
  statementOf,
  synthOrders,
  templateOf,
} from '../support/orders';

const MANAGER = /^EncryptedQueueToTableKeyPolicyManager/;
const another = (orders: EncryptedQueueToTable, id: string, props: object = {}) =>
  new EncryptedQueueToTable(Stack.of(orders), id, { ...REQUIRED, ...props });
const revisionOf = (template: Template) => {
  const [{ Digest, Values }] = propertiesOf(template, 'Custom::KeyPolicy') as [Record<string, unknown>];
  return { Digest, Values };
};

describe('merge, the default', () => {
  test('has what the construct renders in the metadata, and its digest in the properties', () => {
    const orders = addOrders();
    const template = templateOf(orders);
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(deployedPolicies(template)).toEqual([
      {
        KeyArn: KEY_ARN,
        Way: 'merge',
        SidPrefix: 'OrdersStackOrdersAB039DC1',
        Statements: orders.keyPolicy.toJson().Statement,
        AcceptedRules: ['no-encryption-context'],
        RemovedDelegations: [],
        AcceptedDelegations: [],
        AcceptedGrants: [],
        RequireImportedMaterial: false,
        Digest: digest,
        Values: [],
      },
    ]);
    expect(propertiesOf(template, 'Custom::KeyPolicy')).toEqual([
      {
        ServiceToken: { 'Fn::GetAtt': [expect.stringMatching(MANAGER), 'Arn'] },
        ServiceTimeout: '600',
        Digest: digest,
        Values: [],
      },
    ]);
    expect(deployedPolicies(template)[0]).toMatchObject(revisionOf(template));
  });

  test.each([
    ['a consumer', { consumerRoleArns: [role('Other')] }],
    ['an option', { keyPolicyManagement: KeyPolicyManagement.merge({ requireImportedMaterial: true }) }],
    ['an accepted rule', { allowAdminsToUseKey: true }],
    ['the way', { keyPolicyManagement: KeyPolicyManagement.replace() }],
  ])('calls the function if something else is wanted: %s', (_, props) => {
    expect(revisionOf(synthOrders(props)).Digest).not.toBe(revisionOf(synthOrders()).Digest);
  });

  test('calls the function if a value is another one that only CloudFormation knows', () => {
    const orders = addOrders();
    const app = new CfnParameter(Stack.of(orders), 'App').valueAsString;
    another(orders, 'Bills', { consumerRoleArns: [app], readerRoleArns: [app] });
    const bills = propertiesOf(templateOf(orders), 'Custom::KeyPolicy').find(({ Values }) => Values.length > 0);
    expect(bills!.Values).toEqual([{ Ref: 'App' }]);
  });

  test('keeps the role that puts the policy in the policy', () => {
    expect(statementOf(addOrders(), 'PolicyManager')).toMatchObject({
      Principal: { AWS: role(`OrdersStack-key-${REGION}`) },
      Action: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:ListGrants', 'kms:PutKeyPolicy'],
    });
  });

  test('puts the policy before anything uses the key', () => {
    const template = synthOrders();
    const [policy] = Object.keys(template.findResources('Custom::KeyPolicy'));
    for (const type of ['AWS::SQS::Queue', 'AWS::DynamoDB::GlobalTable']) {
      template.allResources(type, { DependsOn: Match.arrayWith([policy]) });
    }
  });

  test('says what it means to leave the key open, at synth and in an output', () => {
    const merge = KeyPolicyManagement.merge({ acceptedDelegations: ['Enable IAM User Permissions'] });
    const orders = addOrders({ keyPolicyManagement: merge });
    Annotations.fromStack(Stack.of(orders)).hasWarning(
      '/OrdersStack/Orders',
      Match.stringLikeRegexp(
        "'Enable IAM User Permissions' may leave the key to IAM: whoever may attach an IAM policy can let anybody use it, administrators included",
      ),
    );
    const [output] = Object.values(templateOf(orders).findOutputs('*'));
    expect(output).toEqual({
      Description: 'Statements that leave the key to IAM',
      Value: 'Enable IAM User Permissions',
    });
  });

  test.each([
    ['replace', KeyPolicyManagement.replace()],
    ['merge', KeyPolicyManagement.merge({ removedDelegations: ['Enable IAM User Permissions'] })],
  ])('says which policy was there before: %s', (_, keyPolicyManagement) => {
    const [output] = Object.values(synthOrders({ keyPolicyManagement }).findOutputs('*'));
    expect(output!.Value).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/Statements/), 'ReplacedPolicy'] });
  });
});

describe('another key', () => {
  const other = KEY_ARN.replace('1234', '4321');

  test('is another resource, whose statements on the former key go afterwards', () => {
    const idsOf = (props: object) => Object.keys(synthOrders(props).findResources('Custom::KeyPolicy'));
    expect(idsOf({})).not.toEqual(idsOf({ keyArn: other }));
  });

  test('is the same resource where the key is a parameter', () => {
    const ids = () => {
      const stack = new Stack(new App(), 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
      const keyArn = new CfnParameter(stack, 'KeyArn').valueAsString;
      new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, keyArn });
      const template = Template.fromStack(stack);
      expect(revisionOf(template).Values).toEqual([{ Ref: 'KeyArn' }]);
      return Object.keys(template.findResources('Custom::KeyPolicy'));
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

describe('an option that is no list of texts', () => {
  test.each([
    ['removedDelegations', 'merge', 'Enable IAM User Permissions', '"Enable IAM User Permissions"'],
    ['acceptedDelegations', 'merge', [5], '[5]'],
    ['acceptedGrants', 'replace', [''], '[""]'],
  ] as const)('is a problem: %s', (option, way, value, got) => {
    const keyPolicyManagement = KeyPolicyManagement[way]({ [option]: value } as object);
    expect(() => addOrders({ keyPolicyManagement })).toThrow(
      new Error(`'${option}' must be a list of texts, got ${got} [OrdersStack/Orders]`),
    );
  });
});
