import { type PolicyDocument, type Statement } from '../statement';

/** What the guard depends on. As with the key's facts, any string may be a CDK token. */
export interface RoleGuardFacts {
  /** The roles of the functions: the writer's, and the policy manager's where there is one. */
  readonly functionRoleArns: readonly string[];
  /** The functions themselves, unqualified. */
  readonly functionArns: readonly string[];
  readonly tableArn: string;
  /** The stack with every id it can have: `arn:…:stack/NAME/*`. */
  readonly stackArn: string;
  /** The managed policies of the stack: their names begin with that of the stack. */
  readonly policyArns: string;
  /** The roles that CloudFormation acts as: they make and change what the stack holds. */
  readonly deployerRoleArns: readonly string[];
  /** The roles that restore the table. */
  readonly restoreRoleArns: readonly string[];
  /** The roles that back up the table. */
  readonly backupRoleArns: readonly string[];
  /** The roles that start a deployment of the stack. */
  readonly stackUpdaterRoleArns: readonly string[];
  /** The roles of the account that the policies let in: who may assume one of them is in. */
  readonly trustedRoleArns: readonly string[];
}

/**
 * What the policies of key, queue and table can't hold: changes of the functions, of their roles, of the roles that the
 * policies let in, of the stack, and copies that a table's policy can't name. Everybody but those who deploy is kept
 * off.
 *
 * As a service control policy of the organization. It does not hold for the management account.
 */
export function renderRoleGuard(facts: RoleGuardFacts): PolicyDocument {
  const deployers = allBut(facts.deployerRoleArns);
  const copies = [facts.tableArn, `${facts.tableArn}/backup/*`];
  return {
    Version: '2012-10-17',
    Statement: [
      deny('PassFunctionRolesToLambdaOnly', ['iam:PassRole'], facts.functionRoleArns, {
        StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
      }),
      deny('DeployersChangeFunctionRoles', ROLE_ACTIONS, facts.functionRoleArns, deployers),
      deny('DeployersChangeTheirPolicies', POLICY_ACTIONS, [facts.policyArns], deployers),
      deny('DeployersChangeTrust', TRUST_ACTIONS, facts.trustedRoleArns, deployers),
      deny('DeployersChangeFunctions', FUNCTION_ACTIONS, withQualifiers(facts.functionArns), deployers),
      deny('DeployersMapFunctions', MAPPING_ACTIONS, ['*'], {
        ArnEquals: { 'lambda:FunctionArn': oneOrAll(facts.functionArns) },
        ...deployers,
      }),
      deny('UpdatersPassDeployers', ['iam:PassRole'], facts.deployerRoleArns, allBut(facts.stackUpdaterRoleArns)),
      deny('UpdatersChangeTheStack', STACK_ACTIONS, [facts.stackArn], allBut(facts.stackUpdaterRoleArns)),
      deny('BackupRolesBackUp', BACKUP_ACTIONS, copies, allBut([...facts.deployerRoleArns, ...facts.backupRoleArns])),
      deny('RestorersRestore', RESTORE_ACTIONS, copies, allBut([...facts.deployerRoleArns, ...facts.restoreRoleArns])),
    ],
  };
}

/**
 * The guard as a permissions boundary, for those who may create roles and functions. A boundary allows nothing by
 * itself, but whatever it does not allow is denied.
 */
export function renderBoundary(facts: RoleGuardFacts): PolicyDocument {
  const { Statement, Version } = renderRoleGuard(facts);
  return {
    Version,
    Statement: [{ Sid: 'EverythingElse', Effect: 'Allow', Action: '*', Resource: '*' }, ...Statement],
  };
}

const ROLE_ACTIONS = [
  'iam:AttachRolePolicy',
  'iam:CreateRole',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PassRole',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];

const POLICY_ACTIONS = [
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:SetDefaultPolicyVersion',
];

/** Whoever makes a role anew under a trusted name is let in as well. */
const TRUST_ACTIONS = ['iam:CreateRole', 'iam:DeleteRole', 'iam:UpdateAssumeRolePolicy'];

/** Lambda's poller and CloudFormation invoke as well: the poller as the service, CloudFormation as a deployer. */
const FUNCTION_ACTIONS = [
  'lambda:AddPermission',
  'lambda:CreateAlias',
  'lambda:CreateFunction',
  'lambda:CreateFunctionUrlConfig',
  'lambda:DeleteFunction',
  'lambda:DeleteFunctionConcurrency',
  'lambda:DeleteFunctionEventInvokeConfig',
  'lambda:InvokeAsync',
  'lambda:InvokeFunction',
  'lambda:InvokeFunctionUrl',
  'lambda:PublishVersion',
  'lambda:PutFunctionConcurrency',
  'lambda:PutFunctionEventInvokeConfig',
  'lambda:PutFunctionRecursionConfig',
  'lambda:PutProvisionedConcurrencyConfig',
  'lambda:PutRuntimeManagementConfig',
  'lambda:RemovePermission',
  'lambda:UpdateAlias',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:UpdateFunctionEventInvokeConfig',
  'lambda:UpdateFunctionUrlConfig',
];

const MAPPING_ACTIONS = [
  'lambda:CreateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
  'lambda:UpdateEventSourceMapping',
];

const STACK_ACTIONS = [
  'cloudformation:CancelUpdateStack',
  'cloudformation:ContinueUpdateRollback',
  'cloudformation:CreateChangeSet',
  'cloudformation:CreateStack',
  'cloudformation:DeleteStack',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:RollbackStack',
  'cloudformation:SetStackPolicy',
  'cloudformation:UpdateStack',
  'cloudformation:UpdateTerminationProtection',
];

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html */
const BACKUP_ACTIONS = ['dynamodb:DeleteBackup', 'dynamodb:StartAwsBackupJob'];

/** What AWS Backup restores names the table that it makes, and not the one that it was made of. */
const RESTORE_ACTIONS = ['dynamodb:RestoreTableFromAwsBackup', 'dynamodb:RestoreTableFromBackup'];

const allBut = (roleArns: readonly string[]): NonNullable<Statement['Condition']> => ({
  ArnNotEquals: { 'aws:PrincipalArn': oneOrAll(roleArns) },
});

/** A version, an alias or the latest: each is the function. */
const withQualifiers = (functionArns: readonly string[]): string[] => functionArns.flatMap(arn => [arn, `${arn}:*`]);

const oneOrAll = (values: readonly string[]): string | readonly string[] => (values.length === 1 ? values[0]! : values);

function deny(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  condition: Statement['Condition'],
): Statement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Action: oneOrAll(actions),
    Resource: oneOrAll(resources),
    Condition: condition,
  };
}
