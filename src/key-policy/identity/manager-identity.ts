import { LOCKOUT_CHECK_ON, renderCondition } from '../render/conditions';
import { type Statement } from '../statement';
import type { WriterIdentityFacts } from './writer-identity';

/** What the role of the custom resource depends on. */
export type ManagerIdentityFacts = Pick<WriterIdentityFacts, 'functionArn' | 'keyArn' | 'logGroupArn'>;

/**
 * The identity policy of the custom resource's role: one key's policy, from one function, never past the lockout check.
 */
export function renderManagerStatements({ functionArn, keyArn, logGroupArn }: ManagerIdentityFacts): Statement[] {
  const thisFunction = { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } };
  const anotherFunction = {
    ArnNotEquals: { 'lambda:SourceFunctionArn': functionArn },
    Null: { 'lambda:SourceFunctionArn': 'false' },
  };
  const policyActions = ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'];
  const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
  const logStreams = `${logGroupArn}:*`;
  return [
    {
      Sid: 'PutKeyPolicy',
      Effect: 'Allow',
      Action: policyActions,
      Resource: keyArn,
      Condition: renderCondition(thisFunction, LOCKOUT_CHECK_ON),
    },
    {
      Sid: 'LogByThisFunctionOnly',
      Effect: 'Allow',
      Action: logActions,
      Resource: logStreams,
      Condition: thisFunction,
    },
    { Sid: 'Trace', Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
    {
      Sid: 'DenyOtherFunctions',
      Effect: 'Deny',
      Action: [...policyActions, ...logActions],
      Resource: [keyArn, logStreams],
      Condition: anotherFunction,
    },
  ];
}
