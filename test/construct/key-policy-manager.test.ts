import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { EncryptedQueueToTable } from '../../src';
import { renderManagerStatements } from '../../src/key-policy/identity/manager-identity';
import { METADATA_KEY } from '../../src/key-policy-manager/properties';
import {
  ACCOUNT,
  addOrders,
  KEY_ARN,
  propertiesOf,
  REGION,
  REQUIRED,
  synthOrders,
  templateOf,
} from '../support/orders';

const MANAGER = /^EncryptedQueueToTableKeyPolicyManager/;
const FUNCTION_ARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:OrdersStack-key-policy`;
const another = (orders: EncryptedQueueToTable, id: string, props: object = {}) =>
  new EncryptedQueueToTable(Stack.of(orders), id, { ...REQUIRED, ...props });

describe('the key policy manager', () => {
  test('is one of ours, in the same mould as the writer, and knows its stack', () => {
    synthOrders().hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'OrdersStack-key-policy',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Timeout: 240,
      Environment: { Variables: { STACK_ID: { Ref: 'AWS::StackId' } } },
    });
  });

  test('is one more for each way in which the roles of a stack are named', () => {
    const orders = addOrders();
    another(orders, 'Bills', { rolePath: '/application/' });
    another(orders, 'Claims', { rolePath: '/application/' });
    another(orders, 'Dues', { roleNamePrefix: 'service-' });
    const template = templateOf(orders);
    const managers = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) => MANAGER.test(id));
    const names = managers.map(([, { Properties }]) => Properties.FunctionName);
    expect(new Set(names).size).toBe(3);
    expect(names).toHaveLength(3);
    template.resourceCountIs('Custom::KeyPolicy', 4);
  });

  test('is one for all constructs of a stack, and may do for each key what it may for one', () => {
    const orders = addOrders();
    const other = KEY_ARN.replace('1234', '4321');
    another(orders, 'Bills', { keyArn: other });
    another(orders, 'Claims');
    const template = templateOf(orders);
    template.resourceCountIs('AWS::Lambda::Function', 4);
    template.resourceCountIs('Custom::KeyPolicy', 3);
    const [policy] = propertiesOf(template, 'AWS::IAM::ManagedPolicy').filter(({ Roles }) =>
      MANAGER.test(Roles[0].Ref),
    );
    const expected = renderManagerStatements({
      functionArn: FUNCTION_ARN,
      keyArns: [KEY_ARN, other],
      logGroupArn: 'log group',
      stackId: 'stack',
    });
    const resolved = JSON.parse(
      JSON.stringify(policy!.PolicyDocument.Statement)
        .replace('{"Ref":"AWS::StackId"}', '"stack"')
        .replace(/\{"Fn::GetAtt":\["EncryptedQueueToTableKeyPolicyManagerLog\w+","Arn"\]\}/, '"log group"'),
    );
    expect(resolved).toEqual(expected);
  });

  test('is told of the key of another stack as its own stack imports it, in each place', () => {
    const app = new App();
    const env = { account: ACCOUNT, region: REGION };
    const key = new CfnKey(new Stack(app, 'KeyStack', { env }), 'Key', { keyPolicy: {} });
    const stack = new Stack(app, 'OrdersStack', { env });
    new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, keyArn: key.attrArn });

    const imported = { 'Fn::ImportValue': expect.stringMatching(/^KeyStack:/) };
    const [{ Properties, Metadata }] = Object.values(Template.fromStack(stack).findResources('Custom::KeyPolicy'));
    expect(Properties.Values).toEqual([imported]);
    expect(Metadata[METADATA_KEY]).toMatchObject({ KeyArn: imported, Values: [imported], Digest: Properties.Digest });
  });

  test('keeps its log, with the policies from before, as long as the most patient construct says', () => {
    const orders = addOrders({ logRetention: RetentionDays.ONE_WEEK });
    another(orders, 'Bills', { logRetention: RetentionDays.TWO_YEARS });
    const logs = templateOf(orders).findResources('AWS::Logs::LogGroup');
    const [id] = Object.keys(logs).filter(name => MANAGER.test(name));
    expect(logs[id!]).toMatchObject({ DeletionPolicy: 'Retain', Properties: { RetentionInDays: 731 } });
    expect(logs[id!]!.Properties.LogGroupName).toBeUndefined();
  });

  test('is trusted as strictly as the strictest construct says', () => {
    const orders = addOrders();
    another(orders, 'Bills', { strictConditions: true });
    const [manager] = propertiesOf(templateOf(orders), 'AWS::IAM::Role').filter(({ RoleName }) =>
      String(RoleName).startsWith('OrdersStack-key'),
    );
    expect(manager!.AssumeRolePolicyDocument.Statement).toEqual([
      {
        Action: 'sts:AssumeRole',
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnEquals: { 'aws:SourceArn': FUNCTION_ARN } },
      },
    ]);
  });

  test('takes as many constructs as a stack holds, with thirty roles each that only CloudFormation knows', () => {
    const stack = new Stack(new App(), 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
    const roles = Array.from({ length: 30 }, (_, index) => new CfnParameter(stack, `Role${index}`).valueAsString);
    for (let index = 0; index < 45; index++) {
      const props = { ...REQUIRED, consumerRoleArns: roles };
      new EncryptedQueueToTable(stack, `Orders${index}`, props);
    }
    const template = Template.fromStack(stack);
    const text = JSON.stringify(template.toJSON());
    expect(propertiesOf(template, 'Custom::KeyPolicy').map(({ Values }) => Values.length)).toEqual(Array(45).fill(30));
    expect(text.length).toBeLessThan(1_000_000);
  });

  test('fails at synth if it had to know more keys than its identity policy holds', () => {
    const orders = addOrders();
    for (let index = 10; index < 80; index++) {
      another(orders, `Bills${index}`, { keyArn: KEY_ARN.replace('1234', `43${index}`) });
    }
    expect(() => templateOf(orders)).toThrow(
      /one stack must use fewer keys, got 71: the identity policy of its key policy manager takes \d{4} of at most 6144 characters; spread the constructs over several stacks/,
    );
  });
});
