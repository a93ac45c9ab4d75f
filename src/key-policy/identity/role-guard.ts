import { type PolicyDocument, type Statement } from '../statement';

/** What the guard of the writer's role depends on. */
export interface RoleGuardFacts {
  readonly writerRoleArn: string;
  readonly functionArn: string;
  /** The roles that deploy: everybody else is kept off. */
  readonly deployerRoleArns: readonly string[];
}

/**
 * What the writer's own policies can't do: keep others from giving its role, or its function, something else to run.
 * For an organization's service control policies, or the permissions boundaries of those who may create functions.
 */
export function renderRoleGuard({ deployerRoleArns, functionArn, writerRoleArn }: RoleGuardFacts): PolicyDocument {
  const others = { ArnNotEquals: { 'aws:PrincipalArn': deployerRoleArns } };
  return {
    Version: '2012-10-17',
    Statement: [
      deny('PassTheWritersRoleToLambdaOnly', ['iam:PassRole'], writerRoleArn, {
        StringNotEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' },
      }),
      deny('DeployersPassTheWritersRole', ['iam:PassRole'], writerRoleArn, others),
      deny('DeployersChangeTheWritersRole', ROLE_ACTIONS, writerRoleArn, others),
      deny('DeployersChangeTheWriter', FUNCTION_ACTIONS, functionArn, others),
      deny('DeployersMapTheWriter', ['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping'], '*', {
        ArnEquals: { 'lambda:FunctionArn': functionArn },
        ...others,
      }),
    ],
  };
}

const ROLE_ACTIONS = [
  'iam:AttachRolePolicy',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
];

const FUNCTION_ACTIONS = ['lambda:AddPermission', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'];

function deny(sid: string, actions: readonly string[], resource: string, condition: Statement['Condition']): Statement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Action: actions.length === 1 ? actions[0]! : actions,
    Resource: resource,
    Condition: condition,
  };
}
