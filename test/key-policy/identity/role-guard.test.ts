import { evaluate } from '../../../src/key-policy/evaluation/evaluate';
import { renderRoleGuard } from '../../../src/key-policy/identity/role-guard';
import { ACCOUNT, FUNCTION_ARN, role } from '../../support/key-policy-facts';

const EVERYTHING = { Version: '2012-10-17', Statement: [{ Effect: 'Allow' as const, Action: '*', Resource: '*' }] };
const GUARD = renderRoleGuard({
  writerRoleArn: role('OrdersWriter'),
  functionArn: FUNCTION_ARN,
  deployerRoleArns: [role('CfnExec')],
});
const toLambda = { 'iam:PassedToService': 'lambda.amazonaws.com' };
const onWriter = { 'lambda:FunctionArn': FUNCTION_ARN };
const mapping = `arn:aws:lambda:eu-west-1:${ACCOUNT}:event-source-mapping:1`;

test.each<[string, string, string, Record<string, string>, string]>([
  ['Somebody', 'iam:PassRole', role('OrdersWriter'), toLambda, "denied by 'DeployersPassTheWritersRole'"],
  ['CfnExec', 'iam:PassRole', role('OrdersWriter'), toLambda, 'allowed by statement 1 of an identity policy'],
  [
    'CfnExec',
    'iam:PassRole',
    role('OrdersWriter'),
    { 'iam:PassedToService': 'ec2.amazonaws.com' },
    "denied by 'PassTheWritersRoleToLambdaOnly'",
  ],
  ['Somebody', 'iam:PassRole', role('AnotherRole'), toLambda, 'allowed by statement 1 of an identity policy'],
  ['Somebody', 'iam:UpdateAssumeRolePolicy', role('OrdersWriter'), {}, "denied by 'DeployersChangeTheWritersRole'"],
  ['Somebody', 'iam:AttachRolePolicy', role('OrdersWriter'), {}, "denied by 'DeployersChangeTheWritersRole'"],
  ['Somebody', 'lambda:UpdateFunctionCode', FUNCTION_ARN, {}, "denied by 'DeployersChangeTheWriter'"],
  ['CfnExec', 'lambda:UpdateFunctionCode', FUNCTION_ARN, {}, 'allowed by statement 1 of an identity policy'],
  ['Somebody', 'lambda:UpdateEventSourceMapping', mapping, onWriter, "denied by 'DeployersMapTheWriter'"],
  [
    'Somebody',
    'lambda:UpdateEventSourceMapping',
    mapping,
    { 'lambda:FunctionArn': `${FUNCTION_ARN}-other` },
    'allowed by statement 1 of an identity policy',
  ],
])('%s: %s on %s with %j', (name, action, resource, context, reason) => {
  expect(evaluate({ identity: [EVERYTHING, GUARD] }, { principal: role(name), action, resource, context }).reason).toBe(
    reason,
  );
});
