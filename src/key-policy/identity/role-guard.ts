import { type PolicyDocument, type Statement } from '../statement';

/** What the guard depends on. As with the key's facts, any string may be a CDK token. */
export interface RoleGuardFacts {
  /** The roles of the functions: the writer's, and the policy manager's where there is one. */
  readonly functionRoleArns: readonly string[];
  /** The functions themselves, unqualified. */
  readonly functionArns: readonly string[];
  readonly tableArn: string;
  /** The stack with every id it can have, `arn:…:stack/NAME/*`; of a nested one, those around it as well. */
  readonly stackArns: readonly string[];
  /** The managed policies of the stack: their names begin with that of the stack. */
  readonly policyArns: string;
  /** The managed policy that the boundary is to become. */
  readonly boundaryArn: string;
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
      denyAllBut('DeployersChangeFunctionRoles', ROLE_READS, facts.functionRoleArns, deployers),
      deny('DeployersChangeTheirPolicies', POLICY_ACTIONS, [facts.policyArns], deployers),
      deny('DeployersChangeTrust', TRUST_ACTIONS, facts.trustedRoleArns, deployers),
      denyAllBut('DeployersChangeFunctions', FUNCTION_READS, withQualifiers(facts.functionArns), deployers),
      deny('DeployersMapFunctions', MAPPING_ACTIONS, ['*'], {
        ArnEquals: { 'lambda:FunctionArn': oneOrAll(facts.functionArns) },
        ...deployers,
      }),
      deny('UpdatersPassDeployers', ['iam:PassRole'], facts.deployerRoleArns, allBut(facts.stackUpdaterRoleArns)),
      denyAllBut('UpdatersChangeTheStack', STACK_READS, facts.stackArns, allBut(facts.stackUpdaterRoleArns)),
      deny('DeployersReplicateTheTable', REPLICATION_ACTIONS, [facts.tableArn], deployers),
      deny('BackupRolesBackUp', BACKUP_ACTIONS, copies, allBut([...facts.deployerRoleArns, ...facts.backupRoleArns])),
      deny('RestorersRestore', RESTORE_ACTIONS, copies, allBut([...facts.deployerRoleArns, ...facts.restoreRoleArns])),
    ],
  };
}

/**
 * The guard as a permissions boundary, for those who may create roles and functions. A boundary allows nothing by
 * itself, but whatever it does not allow is denied. Nobody takes it off, and whoever is made gets it too.
 */
export function renderBoundary(facts: RoleGuardFacts): PolicyDocument {
  const { Statement, Version } = renderRoleGuard(facts);
  const deployers = allBut(facts.deployerRoleArns);
  return {
    Version,
    Statement: [
      { Sid: 'EverythingElse', Effect: 'Allow', Action: '*', Resource: '*' },
      ...Statement,
      deny(
        'BoundaryStays',
        ['iam:DeleteRolePermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'],
        ['*'],
        deployers,
      ),
      deny('BoundaryIsPassedOn', BOUNDARY_ACTIONS, ['*'], {
        StringNotEquals: { 'iam:PermissionsBoundary': facts.boundaryArn },
        ...deployers,
      }),
    ],
  };
}

/** Who makes a role or a user without a boundary, or gives one another boundary, acts as that one then. */
const BOUNDARY_ACTIONS = [
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:PutRolePermissionsBoundary',
  'iam:PutUserPermissionsBoundary',
];

/** Anything else is refused. Lambda assumes the roles as a service, which no such policy hinders. */
const ROLE_READS = ['iam:Get*', 'iam:List*', 'iam:TagRole', 'iam:UntagRole'];

const POLICY_ACTIONS = [
  'iam:CreatePolicyVersion',
  'iam:DeletePolicy',
  'iam:DeletePolicyVersion',
  'iam:SetDefaultPolicyVersion',
];

/** Whoever makes a role anew under a trusted name is let in as well. */
const TRUST_ACTIONS = ['iam:CreateRole', 'iam:DeleteRole', 'iam:UpdateAssumeRolePolicy'];

/** Lambda's poller and CloudFormation invoke as well: the poller as the service, CloudFormation as a deployer. */
const FUNCTION_READS = ['lambda:Get*', 'lambda:List*', 'lambda:TagResource', 'lambda:UntagResource'];

const MAPPING_ACTIONS = [
  'lambda:CreateEventSourceMapping',
  'lambda:DeleteEventSourceMapping',
  'lambda:UpdateEventSourceMapping',
];

const STACK_READS = [
  'cloudformation:Describe*',
  'cloudformation:Detect*',
  'cloudformation:Get*',
  'cloudformation:List*',
  'cloudformation:SignalResource',
];

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html */
const BACKUP_ACTIONS = ['dynamodb:DeleteBackup', 'dynamodb:StartAwsBackupJob'];

/** A replica in another Region, or another account, has a policy and a key of its own. */
const REPLICATION_ACTIONS = [
  'dynamodb:AssociateTableReplica',
  'dynamodb:CreateGlobalTable',
  'dynamodb:CreateTableReplica',
  'dynamodb:ReadDataForReplication',
  'dynamodb:UpdateGlobalTable',
  'dynamodb:UpdateGlobalTableVersion',
  'dynamodb:WriteDataForReplication',
];

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

/** Denies what changes something, and what AWS will add: all but what only looks. */
function denyAllBut(
  sid: string,
  reads: readonly string[],
  resources: readonly string[],
  condition: Statement['Condition'],
): Statement {
  return { Sid: sid, Effect: 'Deny', NotAction: reads, Resource: oneOrAll(resources), Condition: condition };
}
