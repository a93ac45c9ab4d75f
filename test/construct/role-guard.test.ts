import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, NestedStack, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../src';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { ACCOUNT, ADMIN, CONSUMER, NAME, REGION, REQUIRED, role } from '../support/orders';

let outdir: string;
beforeEach(() => (outdir = mkdtempSync(join(tmpdir(), 'cdk.out-'))));
afterEach(() => rmSync(outdir, { recursive: true }));

/** The guard that is written beside the template, in one of its forms. */
function guardOf(
  props: object,
  kind = 'role-guard',
  more: (orders: EncryptedQueueToTable) => void = () => {},
  within: (stack: Stack) => Stack = stack => stack,
): Statement[] {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
  more(new EncryptedQueueToTable(within(stack), 'Orders', { ...REQUIRED, ...props }));
  app.synth();
  const [file = ''] = readdirSync(outdir).filter(name => name.endsWith(`.${kind}.json`));
  return (JSON.parse(readFileSync(join(outdir, file), 'utf8')) as PolicyDocument).Statement as Statement[];
}
const resourceOf = (statements: Statement[], sid: string): unknown =>
  statements.find(({ Sid }) => Sid === sid)!.Resource;

test('speaks of both functions and their roles, of the stack, and of whomever the key policy lets in', () => {
  const guard = guardOf({ custodianRoleArns: [role('KeyCustodian')] });
  const functions = [NAME, 'OrdersStack-key-policy'].map(
    name => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`,
  );

  expect(resourceOf(guard, 'DeployersChangeFunctions')).toEqual(functions.flatMap(arn => [arn, `${arn}:*`]));
  expect(resourceOf(guard, 'DeployersChangeFunctionRoles')).toEqual(
    [`${NAME}-${REGION}`, `OrdersStack-key-${REGION}`].map(role),
  );
  expect(resourceOf(guard, 'UpdatersChangeTheStack')).toBe(
    `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/OrdersStack/*`,
  );
  const deployer = role(`cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`);
  expect(resourceOf(guard, 'DeployersChangeTrust')).toEqual([deployer, ADMIN, role('KeyCustodian'), CONSUMER]);
  expect(guard.find(({ Sid }) => Sid === 'UpdatersChangeTheStack')!.Condition).toEqual({
    ArnNotEquals: { 'aws:PrincipalArn': [deployer, role(`cdk-hnb659fds-deploy-role-${ACCOUNT}-${REGION}`)] },
  });
});

test('speaks of no manager where the key policy is rendered alone', () => {
  const guard = guardOf({ keyPolicyManagement: KeyPolicyManagement.render() });

  expect(JSON.stringify(guard)).not.toContain('-key-policy');
  expect(resourceOf(guard, 'DeployersChangeFunctionRoles')).toBe(role(`${NAME}-${REGION}`));
});

test('speaks of roles that grants let in, and not of those of another account', () => {
  const guard = guardOf({ producerRoleArns: ['arn:aws:iam::444455556666:role/Shop'] }, 'role-guard', orders =>
    orders.grantReadData(iam.Role.fromRoleArn(orders, 'Reports', role('Reports'))),
  );

  expect(resourceOf(guard, 'DeployersChangeTrust')).toContain(role('Reports'));
  expect(JSON.stringify(guard)).not.toContain('444455556666');
});

test('lets those who back up and restore do so, and keeps the trust of exporters', () => {
  const [backup, restorer, exporter] = ['Backup', 'Restorer', 'Exporter'].map(role) as [string, string, string];
  const props = { backupRoleArns: [backup], restoreRoleArns: [restorer], exporterRoleArns: [exporter] };
  const guard = guardOf(props);
  const exempt = (sid: string): unknown =>
    guard.find(({ Sid }) => Sid === sid)!.Condition!.ArnNotEquals!['aws:PrincipalArn'];

  const deployer = role(`cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${REGION}`);
  expect(exempt('BackupRolesBackUp')).toEqual([deployer, backup]);
  expect(exempt('RestorersRestore')).toEqual([deployer, restorer]);
  expect(resourceOf(guard, 'DeployersChangeTrust')).toContain(exporter);
});

test('of a nested stack, whose name CloudFormation makes up, holds for the stacks around it, too', () => {
  const guard = guardOf(
    {},
    'role-guard-boundary',
    undefined,
    stack => new NestedStack(new NestedStack(stack, 'A'), 'B'),
  );

  const stackArn = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/OrdersStack`;
  expect(resourceOf(guard, 'UpdatersChangeTheStack')).toEqual([`${stackArn}/*`, `${stackArn}-*/*`]);
  expect(resourceOf(guard, 'DeployersChangeTheirPolicies')).toBe(`arn:aws:iam::${ACCOUNT}:policy/OrdersStack-*`);
  expect(JSON.stringify(guard)).not.toMatch(/Fn::|Ref"/);
});

test('leaves the policies of a second Region to its own deployer, who is named in both stacks', () => {
  const deployers = [REGION, 'us-east-1'].map(region => role(`cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-${region}`));
  const guard = guardOf({ tableCreatorRoleArns: deployers }, 'role-guard-boundary');

  const condition = (sid: string): unknown => guard.find(({ Sid }) => Sid === sid)!.Condition;
  expect(condition('DeployersChangeTheirPolicies')).toEqual({ ArnNotEquals: { 'aws:PrincipalArn': deployers } });
  expect(condition('BoundaryIsPassedOn')).toMatchObject({
    StringNotEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${ACCOUNT}:policy/OrdersStack-${REGION}-role-guard` },
  });
});

test('is a boundary, too: everything else is left to IAM', () => {
  const [first, ...rest] = guardOf({}, 'role-guard-boundary');

  expect(first).toEqual({ Sid: 'EverythingElse', Effect: 'Allow', Action: '*', Resource: '*' });
  expect(rest.map(({ Effect }) => Effect)).toEqual(Array.from({ length: 13 }, () => 'Deny'));
});
