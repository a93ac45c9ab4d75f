import { Aspects, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KeyPolicyManagement } from '../../../src';
import { KEY_ARN, role } from '../../support/orders';
import { describeScenarios, ordersIn, stackIn } from '../../support/scenario';

const renaming = (stack: Stack, change: (role: iam.CfnRole) => void): void =>
  Aspects.of(stack).add({
    visit: node => {
      if (node instanceof iam.CfnRole) change(node);
    },
  });
const replacing = { keyPolicyManagement: KeyPolicyManagement.replace() };

describeScenarios('finding 5, what changes names', [
  [
    'an Aspect that sets Path: /application/',
    app => {
      ordersIn(stackIn(app, 'S'));
      renaming(app.node.findChild('S') as Stack, one => (one.path = '/application/'));
    },
    /'S\/Orders\/WriterRole\/Resource' must keep its name and path, which the policies name, got .+; use 'roleNamePrefix' and 'rolePath'/,
  ],
  [
    'an Aspect that puts a service- prefix on CfnRole',
    app => {
      ordersIn(stackIn(app, 'S'));
      renaming(app.node.findChild('S') as Stack, one => (one.roleName = `service-${one.roleName}`));
    },
    /'S\/Orders\/WriterRole\/Resource' must keep its name and path/,
  ],
  [
    'an Aspect that renames the role of the key policy manager alone, which is in the stack',
    app => {
      ordersIn(stackIn(app, 'S'));
      renaming(app.node.findChild('S') as Stack, one => {
        if (!one.node.path.includes('Orders')) one.roleName = 'other';
      });
    },
    /'S\/EncryptedQueueToTableKeyPolicyManager\/Role\/Resource' must keep its name and path/,
  ],
  [
    'a role of the user under the construct, with a name of its own',
    app => {
      const orders = ordersIn(stackIn(app, 'S'));
      new iam.Role(orders, 'Shop', { roleName: 'Shop', assumedBy: new iam.AccountRootPrincipal() });
    },
  ],
  [
    'the same names by roleNamePrefix and rolePath, under the same Aspect',
    app => {
      ordersIn(stackIn(app, 'S'), { roleNamePrefix: 'service-', rolePath: '/application/' });
      renaming(app.node.findChild('S') as Stack, one => (one.path = '/application/'));
    },
  ],
  [
    'two constructs with replace on one literal key ARN in one app',
    app => ['S', 'T'].forEach(id => ordersIn(stackIn(app, id), replacing)),
    "'keyPolicyManagement' must be merge() on a key that constructs share, got replace() beside T/Orders",
  ],
]);

const statement = (name: string, actions: string[], conditions: Record<string, object> = {}): iam.PolicyStatement =>
  new iam.PolicyStatement({
    principals: [new iam.ArnPrincipal(role(name))],
    actions,
    resources: [KEY_ARN],
    conditions,
  });
const through = (service: string) => ({ StringEquals: { 'kms:ViaService': `${service}.eu-west-1.amazonaws.com` } });

describeScenarios('finding 9, a way into replace() for others', [
  ...(
    [
      ['a backup role', statement('Backup', ['kms:Decrypt', 'kms:GenerateDataKey'], through('backup'))],
      ['the export of DynamoDB', statement('Export', ['kms:Decrypt'], through('dynamodb'))],
      ['a second reader with conditions of its own', statement('Reports', ['kms:Decrypt'], through('dynamodb'))],
      ['Config, which only looks', statement('Config', ['kms:DescribeKey', 'kms:GetKeyPolicy'])],
    ] as const
  ).map(
    ([sentence, one]) =>
      [
        sentence,
        (app: Parameters<typeof stackIn>[0]) =>
          void ordersIn(stackIn(app, 'S'), { ...replacing, additionalKeyPolicyStatements: [one] }),
      ] as const,
  ),
  [
    'a statement that lets its role decrypt without any service is linted as the others',
    app =>
      void ordersIn(stackIn(app, 'S'), {
        ...replacing,
        additionalKeyPolicyStatements: [statement('Any', ['kms:Decrypt'])],
      }),
    /kms:ViaService|without a service/,
  ],
]);
