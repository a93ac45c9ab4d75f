import { LOCKOUT_CHECK_ON, renderCondition } from '../render/conditions';
import { type Statement } from '../statement';

/** What the identity policy of the key policy manager depends on. */
export interface ManagerIdentityFacts {
  readonly functionArn: string;
  /** The keys whose policies the function deploys. */
  readonly keyArns: readonly string[];
  /** With `:*` at its end: every stream of the log. */
  readonly logGroupArn: string;
  /** The stack of the function. It asks CloudFormation about this one only. */
  readonly stackId: string;
}

/**
 * The identity policy of the key policy manager: the policies of these keys, from one function, with the lockout check
 * on.
 *
 * The key policy names the role as principal, so only the deny keeps the role from being used elsewhere. It also holds
 * where the call comes from no function at all. Lambda's own traces are the one call that it leaves out.
 */
export function renderManagerStatements(facts: ManagerIdentityFacts): Statement[] {
  const { functionArn, keyArns, logGroupArn, stackId } = facts;
  const thisFunction = { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } };
  const keyActions = [
    'kms:DescribeKey',
    'kms:GetKeyLastUsage',
    'kms:GetKeyPolicy',
    'kms:ListGrants',
    'kms:PutKeyPolicy',
  ];
  const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  const stackActions = ['cloudformation:DescribeStackResource'];
  return [
    {
      Sid: 'DeployKeyPolicies',
      Effect: 'Allow',
      Action: keyActions,
      Resource: keyArns.length === 1 ? keyArns[0] : keyArns,
      Condition: renderCondition(thisFunction, LOCKOUT_CHECK_ON),
    },
    { Sid: 'NameAliases', Effect: 'Allow', Action: 'kms:ListAliases', Resource: '*', Condition: thisFunction },
    { Sid: 'AskCloudFormation', Effect: 'Allow', Action: stackActions[0], Resource: stackId, Condition: thisFunction },
    {
      Sid: 'LogByThisFunctionOnly',
      Effect: 'Allow',
      Action: logActions,
      Resource: logGroupArn,
      Condition: thisFunction,
    },
    { Sid: 'Trace', Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
    {
      Sid: 'DenyOutsideThisFunction',
      Effect: 'Deny',
      Action: ['kms:*', ...logActions, ...stackActions],
      Resource: '*',
      Condition: { ArnNotEquals: { 'lambda:SourceFunctionArn': functionArn } },
    },
  ];
}
