import { evaluate } from '../../../src/key-policy/evaluation/evaluate';
import { renderBoundary, renderRoleGuard, type RoleGuardFacts } from '../../../src/key-policy/identity/role-guard';
import { run } from '../../support/iam-simulate';
import { ACCOUNT, FUNCTION_ARN, role, TABLE_ARN } from '../../support/key-policy-facts';

const MANAGER_ARN = `${FUNCTION_ARN}-key-policy`;
const STACK_ARN = `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/OrdersStack/1`;
const BOUNDARY_ARN = `arn:aws:iam::${ACCOUNT}:policy/OrdersStack-role-guard`;
const FACTS: RoleGuardFacts = {
  functionRoleArns: [role('OrdersWriter'), role('OrdersPolicyManager')],
  functionArns: [FUNCTION_ARN, MANAGER_ARN],
  tableArn: TABLE_ARN,
  stackArns: [`arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/OrdersStack/*`],
  policyArns: `arn:aws:iam::${ACCOUNT}:policy/OrdersStack-*`,
  boundaryArn: BOUNDARY_ARN,
  deployerRoleArns: [role('CfnExec')],
  restoreRoleArns: [role('Restorer')],
  backupRoleArns: [role('Backup')],
  stackUpdaterRoleArns: [role('CfnExec'), role('Deploy')],
  trustedRoleArns: ['CfnExec', 'KeyAdmin', 'KeyCustodian', 'OrdersApp'].map(role),
};
const GUARD = renderRoleGuard(FACTS);
const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] };

const TO_LAMBDA = { 'iam:PassedToService': 'lambda.amazonaws.com' };
const onFunction = (arn: string) => ({ 'lambda:FunctionArn': arn });
const MAPPING = `arn:aws:lambda:eu-west-1:${ACCOUNT}:event-source-mapping:1`;
const FUNCTION_VERBS = [
  ...['InvokeFunction', 'UpdateFunctionCode', 'UpdateFunctionConfiguration', 'PutFunctionEventInvokeConfig'],
  ...['AddPermission', 'CreateFunctionUrlConfig', 'PublishVersion', 'CreateAlias', 'UpdateAlias', 'DeleteFunction'],
  ...['PutResourcePolicy', 'PutFunctionScalingConfig', 'UpdateFunctionCodeSigningConfig', 'DeleteFunctionUrlConfig'],
  ...['PutFunctionConcurrency', 'CreateFunction', 'InvokeFunctionUrl', 'PutRuntimeManagementConfig'],
];
const ROLE_VERBS = [
  ...['UpdateAssumeRolePolicy', 'AttachRolePolicy', 'PutRolePolicy', 'CreateRole', 'DeleteRole'],
  ...['DetachRolePolicy', 'PutRolePermissionsBoundary', 'DeleteRolePermissionsBoundary', 'DeleteRolePolicy'],
];
const STACK_VERBS = [
  'ExecuteStackRefactor',
  'UpdateStack',
  'CreateChangeSet',
  'ExecuteChangeSet',
  'DeleteStack',
  'SetStackPolicy',
];

const REPLICATION_VERBS = [
  ...['AssociateTableReplica', 'CreateTableReplica', 'CreateGlobalTable', 'UpdateGlobalTable'],
  ...['UpdateGlobalTableVersion', 'ReadDataForReplication', 'WriteDataForReplication'],
];

/** What somebody with every right in IAM tries: who would be let in, what, on what, how, and what refuses it. */
type Attack = [by: string, action: string, resource: string, context: Record<string, string>, sid: string];
const ATTACKS: Attack[] = [
  ...[FUNCTION_ARN, `${FUNCTION_ARN}:live`, MANAGER_ARN].flatMap(arn =>
    FUNCTION_VERBS.map((verb): Attack => ['CfnExec', `lambda:${verb}`, arn, {}, 'DeployersChangeFunctions']),
  ),
  ...FACTS.functionRoleArns.flatMap(arn => [
    ...ROLE_VERBS.map((verb): Attack => ['CfnExec', `iam:${verb}`, arn, {}, 'DeployersChangeFunctionRoles']),
    ['CfnExec', 'iam:PassRole', arn, TO_LAMBDA, 'DeployersChangeFunctionRoles'] as Attack,
  ]),
  ...['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'].map((verb): Attack => [
    'CfnExec',
    `iam:${verb}`,
    `arn:aws:iam::${ACCOUNT}:policy/OrdersStack-OrdersWriterRolePolicy-A1`,
    {},
    'DeployersChangeTheirPolicies',
  ]),
  ...FACTS.trustedRoleArns.flatMap(arn =>
    ['UpdateAssumeRolePolicy', 'CreateRole', 'DeleteRole'].map((verb): Attack => [
      'CfnExec',
      `iam:${verb}`,
      arn,
      {},
      'DeployersChangeTrust',
    ]),
  ),
  ...['Create', 'Update', 'Delete'].flatMap(verb =>
    FACTS.functionArns.map((arn): Attack => [
      'CfnExec',
      `lambda:${verb}EventSourceMapping`,
      verb === 'Create' ? '*' : MAPPING,
      onFunction(arn),
      'DeployersMapFunctions',
    ]),
  ),
  [
    'Deploy',
    'iam:PassRole',
    role('CfnExec'),
    { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
    'UpdatersPassDeployers',
  ],
  ...STACK_VERBS.map((verb): Attack => ['Deploy', `cloudformation:${verb}`, STACK_ARN, {}, 'UpdatersChangeTheStack']),
  ...['CfnExec', 'Restorer'].flatMap((by): Attack[] => [
    [by, 'dynamodb:RestoreTableFromBackup', `${TABLE_ARN}/backup/1`, {}, 'RestorersRestore'],
    [by, 'dynamodb:RestoreTableFromAwsBackup', TABLE_ARN, {}, 'RestorersRestore'],
  ]),
  ...REPLICATION_VERBS.map((verb): Attack => [
    'CfnExec',
    `dynamodb:${verb}`,
    TABLE_ARN,
    {},
    'DeployersReplicateTheTable',
  ]),
  ...['CfnExec', 'Backup'].flatMap((by): Attack[] => [
    [by, 'dynamodb:DeleteBackup', `${TABLE_ARN}/backup/1`, {}, 'BackupRolesBackUp'],
    [by, 'dynamodb:StartAwsBackupJob', TABLE_ARN, {}, 'BackupRolesBackUp'],
  ]),
];

const decide = (by: string, [, action, resource, context]: Attack, guard = GUARD) =>
  evaluate({ identity: [EVERYTHING, guard] }, { principal: role(by), action, resource, context });

/** The same by somebody else's reading of IAM, once as a service control policy, once as a boundary. */
async function simulate(by: string, [, action, resource, context]: Attack, boundary: boolean): Promise<string> {
  const organization = [{ name: 'scp', policy: EVERYTHING }, ...(boundary ? [] : [{ name: 'guard', policy: GUARD }])];
  const { overallResult } = await run({
    identityPolicies: [{ name: 'everything', policy: EVERYTHING }],
    serviceControlPolicies: [{ orgIdentifier: 'root', policies: organization }],
    resourceControlPolicies: [],
    permissionBoundaryPolicies: boundary ? [{ name: 'boundary', policy: renderBoundary(FACTS) }] : undefined,
    request: {
      action,
      principal: role(by),
      resource: { resource, accountId: ACCOUNT },
      contextVariables: { 'aws:PrincipalArn': role(by), ...context },
    },
  });
  return overallResult;
}

test.each(ATTACKS)('%#: not by a developer, but by %s: %s on %s', async (...attack) => {
  const [deployer, , , , sid] = attack;

  expect(decide('Developer', attack).reason).toBe(`denied by '${sid}'`);
  expect(decide(deployer, attack).verdict).toBe('allowed');
  for (const boundary of [false, true]) {
    await expect(simulate('Developer', attack, boundary)).resolves.toBe('ExplicitlyDenied');
    await expect(simulate(deployer, attack, boundary)).resolves.toBe('Allowed');
  }
});

test('lets in by each statement whom it names, and no role that another one names', () => {
  const letIn = new Map<string, Set<string>>();
  for (const attack of ATTACKS) {
    const roles = ['CfnExec', 'Deploy', 'Restorer', 'Backup'].filter(by => decide(by, attack).verdict === 'allowed');
    letIn.set(attack[4], (letIn.get(attack[4]) ?? new Set()).add(roles.join(', ')));
  }

  expect(Object.fromEntries([...letIn].map(([sid, roles]) => [sid, [...roles].join('; ')]))).toEqual({
    DeployersChangeFunctions: 'CfnExec',
    DeployersChangeFunctionRoles: 'CfnExec',
    DeployersChangeTheirPolicies: 'CfnExec',
    DeployersChangeTrust: 'CfnExec',
    DeployersMapFunctions: 'CfnExec',
    UpdatersPassDeployers: 'CfnExec, Deploy',
    UpdatersChangeTheStack: 'CfnExec, Deploy',
    RestorersRestore: 'CfnExec, Restorer',
    DeployersReplicateTheTable: 'CfnExec',
    BackupRolesBackUp: 'CfnExec, Backup',
  });
});

test('not even a deployer passes the role to anything but Lambda', () => {
  const toEc2 = { 'iam:PassedToService': 'ec2.amazonaws.com' };

  expect(decide('CfnExec', ['', 'iam:PassRole', role('OrdersWriter'), toEc2, '']).reason).toBe(
    "denied by 'PassFunctionRolesToLambdaOnly'",
  );
});

test.each<[string, string, Record<string, string>]>([
  ['iam:PassRole', role('AnotherRole'), TO_LAMBDA],
  ['iam:UpdateAssumeRolePolicy', role('AnotherRole'), {}],
  ['lambda:UpdateFunctionCode', `${FUNCTION_ARN}-other`, {}],
  ['lambda:UpdateEventSourceMapping', MAPPING, onFunction(`${FUNCTION_ARN}-other`)],
  ['cloudformation:UpdateStack', STACK_ARN.replace('OrdersStack', 'OrdersStack2'), {}],
  ['dynamodb:DeleteBackup', `${TABLE_ARN}2/backup/1`, {}],
  ['lambda:GetFunction', FUNCTION_ARN, {}],
])('leaves a developer %s on %s', (action, resource, context) => {
  expect(decide('Developer', ['', action, resource, context, '']).verdict).toBe('allowed');
});

const boundaryOf = (arn: string) => ({ 'iam:PermissionsBoundary': arn });
const principal = (verb: string): string => role('Mine').replace(/role/, verb.includes('User') ? 'user' : 'role');
const SHEDDING: Attack[] = [
  ...['CreateRole', 'CreateUser'].map((verb): Attack => ['', `iam:${verb}`, principal(verb), {}, 'BoundaryIsPassedOn']),
  ...['CreateRole', 'PutRolePermissionsBoundary', 'PutUserPermissionsBoundary'].map((verb): Attack => {
    const another = boundaryOf(`arn:aws:iam::${ACCOUNT}:policy/OrdersStack-of-mine`);
    return ['', `iam:${verb}`, principal(verb), another, 'BoundaryIsPassedOn'];
  }),
  ...['DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary'].map((verb): Attack => [
    '',
    `iam:${verb}`,
    principal(verb),
    {},
    'BoundaryStays',
  ]),
  ['', 'iam:CreatePolicyVersion', BOUNDARY_ARN, {}, 'DeployersChangeTheirPolicies'],
];

test.each(SHEDDING)('%#: whoever has the boundary does not take it off: %s%s on %s %j', async (...attack) => {
  const boundary = renderBoundary(FACTS);

  expect(decide('Developer', attack, boundary).reason).toBe(`denied by '${attack[4]}'`);
  expect(decide('CfnExec', attack, boundary).verdict).toBe('allowed');
  await expect(simulate('Developer', attack, true)).resolves.toBe('ExplicitlyDenied');
  await expect(simulate('CfnExec', attack, true)).resolves.toBe('Allowed');
});

test('whoever has the boundary makes roles that have it, too', () => {
  const create: Attack = ['', 'iam:CreateRole', role('Mine'), boundaryOf(BOUNDARY_ARN), ''];

  expect(decide('Developer', create, renderBoundary(FACTS)).verdict).toBe('allowed');
});

test('fits into a service control policy, and as a boundary into a managed policy', () => {
  expect(JSON.stringify(GUARD).length).toBeLessThan(10_240);
  expect(JSON.stringify(renderBoundary(FACTS)).length).toBeLessThan(6_144);
});
