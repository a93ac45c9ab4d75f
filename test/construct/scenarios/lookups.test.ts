import { CfnParameter, Fn, type Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { KEY_ARN, role } from '../../support/orders';
import { describeScenarios, expectScenario, functionIn, ordersIn, stackIn } from '../../support/scenario';

const lookUp = (stack: Stack, name: string, byDefault?: string): string =>
  ssm.StringParameter.valueFromLookup(stack, `/orders/${name}`, byDefault);

const LIST =
  /'consumerRoleArns' must be a list whose length is known at synth, got a list Token: name each role, as in \[Fn\.select\(0, list\)\]/;

describeScenarios('finding 8, values that are looked up or left to the deployment', [
  [
    'keyArn: StringParameter.valueFromLookup, on the first synth',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, { keyArn: lookUp(stack, 'key-arn') });
    },
  ],
  [
    'the same for roles',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, {
        adminRoleArns: [lookUp(stack, 'admin')],
        consumerRoleArns: [lookUp(stack, 'shop'), lookUp(stack, 'reports')],
        destroyerRoleArns: [lookUp(stack, 'destroyer')],
        tableCreatorRoleArns: [lookUp(stack, 'deployer')],
      });
    },
  ],
  [
    'all looked up, with a grant to a function of another stack',
    app => {
      const stack = stackIn(app, 'S');
      const orders = ordersIn(stack, { keyArn: lookUp(stack, 'key-arn'), consumerRoleArns: [lookUp(stack, 'shop')] });
      orders.grantReadData(functionIn(stackIn(app, 'T'), { T: orders.tableName })).assertSuccess();
    },
  ],
  [
    'a default value as the third argument',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, { keyArn: lookUp(stack, 'key-arn', KEY_ARN) });
    },
  ],
  [
    'Key.fromLookup().keyArn',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, { keyArn: kms.Key.fromLookup(stack, 'K', { aliasName: 'alias/orders' }).keyArn });
    },
  ],
  [
    'valueForStringParameter, which the deployment resolves',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, { keyArn: ssm.StringParameter.valueForStringParameter(stack, '/orders/key-arn') });
    },
  ],
  [
    'CfnParameter',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, {
        keyArn: new CfnParameter(stack, 'KeyArn').valueAsString,
        consumerRoleArns: [new CfnParameter(stack, 'Shop').valueAsString],
      });
    },
  ],
  [
    'a list Token of Fn.split',
    app => void ordersIn(stackIn(app, 'S'), { consumerRoleArns: Fn.split(',', Fn.importValue('roles')) }),
    LIST,
  ],
  [
    'a list Token of a CommaDelimitedList',
    app => {
      const stack = stackIn(app, 'S');
      const roles = new CfnParameter(stack, 'Roles', { type: 'CommaDelimitedList' }).valueAsList;
      ordersIn(stack, { consumerRoleArns: roles });
    },
    LIST,
  ],
  [
    'a key that CDK makes, in the same stack',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, { keyArn: new kms.Key(stack, 'K').keyArn });
    },
  ],
  [
    'a CfnKey of origin EXTERNAL, in the same stack',
    app => {
      const stack = stackIn(app, 'S');
      ordersIn(stack, { keyArn: new kms.CfnKey(stack, 'K', { origin: 'EXTERNAL' }).attrArn });
    },
  ],
]);

test('the synth after the lookup checks what was found', () => {
  expectScenario(app => {
    const stack = stackIn(app, 'S');
    stack.node.setContext('ssm:account=111122223333:parameterName=/orders/shop:region=eu-west-1', 'no role');
    ordersIn(stack, { consumerRoleArns: [lookUp(stack, 'shop'), role('OrdersApp')] });
  }, `'consumerRoleArns[0]' must be the ARN of an IAM role, such as arn:aws:iam::ACCOUNT:role/NAME, got "no role"`);
});
