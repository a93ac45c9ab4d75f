import { Aspects, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ACCOUNT, addOrders, propertiesOf, REGION, synthOrders, templateOf } from '../support/orders';

describe('the roles of the construct', () => {
  test('take a prefix and a path, and the key policy names them so', () => {
    const orders = addOrders({ roleNamePrefix: 'service-', rolePath: '/application/' });

    const names = propertiesOf(templateOf(orders), 'AWS::IAM::Role').map(({ Path, RoleName }) => [Path, RoleName]);
    expect(names).toEqual([
      ['/application/', expect.stringMatching(/^service-OrdersStack-Orders-/)],
      ['/application/', expect.stringMatching(/^service-OrdersStack\w+-key-/)],
    ]);
    for (const [, name] of names) {
      expect(orders.keyPolicy.toText()).toContain(`arn:aws:iam::${ACCOUNT}:role/application/${name}`);
    }
  });

  test('fit into 64 characters with the longest prefix and Region', () => {
    const roles = propertiesOf(synthOrders({ roleNamePrefix: 'p'.repeat(20) }), 'AWS::IAM::Role');
    expect(roles.map(({ RoleName }) => RoleName.length <= 64 && RoleName.endsWith(REGION))).toEqual([true, true]);
  });

  test.each([
    ['roleNamePrefix', 'p'.repeat(21), `1 to 20 letters, digits and characters of +=,.@_-, got "${'p'.repeat(21)}"`],
    ['roleNamePrefix', 'a/b', '1 to 20 letters, digits and characters of +=,.@_-, got "a/b"'],
    [
      'rolePath',
      'application',
      `a path that begins and ends with a slash, as '/' or '/application/', got "application"`,
    ],
    [
      'rolePath',
      '/application',
      `a path that begins and ends with a slash, as '/' or '/application/', got "/application"`,
    ],
  ])('refuse %s %s', (prop, value, rule) => {
    expect(() => addOrders({ [prop]: value })).toThrow(new Error(`'${prop}' must be ${rule} [OrdersStack/Orders]`));
  });

  test.each<[string, (role: iam.CfnRole) => void, string]>([
    ['renames', role => (role.roleName = 'service-writer'), 'role/service-writer'],
    ['moves', role => (role.path = '/application/'), 'role/application/OrdersStack-Orders-AB039DC1-eu-west-1'],
  ])('fail at synth if an Aspect %s them, since the policies name them', (_, change, resource) => {
    const orders = addOrders();
    Aspects.of(orders).add({
      visit: node => {
        if (node instanceof iam.CfnRole && node.node.path.includes('WriterRole')) change(node);
      },
    });

    expect(() => templateOf(orders)).toThrow(
      `'OrdersStack/Orders/WriterRole/Resource' must keep its name and path, which the policies name, got arn:aws:iam::${ACCOUNT}:${resource}; use 'roleNamePrefix' and 'rolePath'`,
    );
  });

  test('take the permissions boundary of the app', () => {
    const orders = addOrders();
    iam.PermissionsBoundary.of(Stack.of(orders)).apply(
      iam.ManagedPolicy.fromManagedPolicyName(orders, 'B', 'Boundary'),
    );
    const boundaries = propertiesOf(templateOf(orders), 'AWS::IAM::Role').map(role => role.PermissionsBoundary);
    expect(JSON.stringify(boundaries).match(/policy\/Boundary/g)).toHaveLength(2);
  });
});
