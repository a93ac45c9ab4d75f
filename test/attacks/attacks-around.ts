import { attacksOf, SUCCEEDS } from './attack';
import { DEPLOYER, STRANGER } from './attackers';
import { elsewhere, onManager, onRole, onStack, onWriter, onWriterRole } from './calls';
import { ACCOUNT, role } from '../support/key-policy-facts';

const TO_LAMBDA = { 'iam:PassedToService': 'lambda.amazonaws.com' };
const EXECUTION_ROLE = `cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-eu-west-1`;
const THEIR_FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:mine`;
const PASS_TO_LAMBDA = elsewhere('iam:PassRole', ({ names }) => names.writerRoleArn, TO_LAMBDA);

const closedBy = (guarded: string) => ({ guarded });

/** What is tried on the functions, the roles and the stack. Only the guard can refuse it: no policy of theirs could. */
export const ATTACKS_AROUND = [
  ...attacksOf(STRANGER, [
    [
      'invokes the writer with a message of their own',
      [onWriter('InvokeFunction')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctions'),
    ],
    ["changes the writer's code", [onWriter('UpdateFunctionCode')], SUCCEEDS, closedBy('DeployersChangeFunctions')],
    [
      'gives the writer a layer of theirs',
      [onWriter('UpdateFunctionConfiguration')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctions'),
    ],
    [
      'lets another account invoke the writer',
      [onWriter('AddPermission')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctions'),
    ],
    ['gives the writer a URL', [onWriter('CreateFunctionUrlConfig')], SUCCEEDS, closedBy('DeployersChangeFunctions')],
    [
      "sends the writer's events to a queue of theirs",
      [onWriter('PutFunctionEventInvokeConfig')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctions'),
    ],
    [
      "changes the key policy manager's code",
      [onManager('UpdateFunctionCode')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctions'),
    ],
    ['deletes the key policy manager', [onManager('DeleteFunction')], SUCCEEDS, closedBy('DeployersChangeFunctions')],
    [
      "maps the queue to a function of theirs, which has the writer's role",
      [PASS_TO_LAMBDA, elsewhere('lambda:CreateEventSourceMapping', '*', { 'lambda:FunctionArn': THEIR_FUNCTION })],
      SUCCEEDS,
      closedBy('DeployersChangeFunctionRoles'),
    ],
    [
      'maps a queue of theirs to the writer',
      [
        elsewhere('lambda:CreateEventSourceMapping', '*', {
          'lambda:FunctionArn': `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:OrdersStack-Orders-AB039DC1`,
        }),
      ],
      SUCCEEDS,
      closedBy('DeployersMapFunctions'),
    ],
    [
      "lets themselves assume the writer's role",
      [onWriterRole('UpdateAssumeRolePolicy')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctionRoles'),
    ],
    [
      "takes the writer's role its policy",
      [onWriterRole('DetachRolePolicy')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctionRoles'),
    ],
    [
      "makes the writer's role anew, with a trust of their own",
      [onWriterRole('DeleteRole'), onWriterRole('CreateRole')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctionRoles'),
    ],
    [
      "changes the policy of the writer's role",
      [elsewhere('iam:CreatePolicyVersion', `arn:aws:iam::${ACCOUNT}:policy/OrdersStack-OrdersWriterRolePolicy-1`)],
      SUCCEEDS,
      closedBy('DeployersChangeTheirPolicies'),
    ],
    [
      'lets themselves assume the role of a consumer',
      [onRole('UpdateAssumeRolePolicy', 'OrdersApp')],
      SUCCEEDS,
      closedBy('DeployersChangeTrust'),
    ],
    [
      'lets themselves assume the role of an administrator',
      [elsewhere('iam:UpdateAssumeRolePolicy', ({ adminRoleArn }) => adminRoleArn)],
      SUCCEEDS,
      closedBy('DeployersChangeTrust'),
    ],
    [
      'lets themselves assume the role of an exporter',
      [onRole('UpdateAssumeRolePolicy', 'Exporter')],
      SUCCEEDS,
      closedBy('DeployersChangeTrust'),
    ],
    ['makes the role of a reader anew', [onRole('CreateRole', 'Reports')], SUCCEEDS, closedBy('DeployersChangeTrust')],
    [
      'lets themselves assume the role that deploys',
      [onRole('UpdateAssumeRolePolicy', EXECUTION_ROLE)],
      SUCCEEDS,
      closedBy('DeployersChangeTrust'),
    ],
    [
      'has CloudFormation make a stack of theirs in the role that deploys',
      [
        elsewhere('iam:PassRole', role(EXECUTION_ROLE), { 'iam:PassedToService': 'cloudformation.amazonaws.com' }),
        elsewhere('cloudformation:CreateStack', `arn:aws:cloudformation:eu-west-1:${ACCOUNT}:stack/Mine/1`),
      ],
      SUCCEEDS,
      closedBy('UpdatersPassDeployers'),
    ],
    [
      'lets another account invoke the writer, by a policy',
      [onWriter('PutResourcePolicy')],
      SUCCEEDS,
      closedBy('DeployersChangeFunctions'),
    ],
    [
      'moves the queue into a stack of theirs',
      [onStack('ExecuteStackRefactor')],
      SUCCEEDS,
      closedBy('UpdatersChangeTheStack'),
    ],
    ['updates the stack', [onStack('UpdateStack')], SUCCEEDS, closedBy('UpdatersChangeTheStack')],
    ['executes a change set of the stack', [onStack('ExecuteChangeSet')], SUCCEEDS, closedBy('UpdatersChangeTheStack')],
    ['deletes the stack', [onStack('DeleteStack')], SUCCEEDS, closedBy('UpdatersChangeTheStack')],
    [
      'runs a function of theirs in the role of a consumer that Lambda may assume',
      [elsewhere('iam:PassRole', role('OrdersApp'), TO_LAMBDA)],
      SUCCEEDS,
      { remains: 'who may pass the role of an application is for that application to say' },
    ],
    [
      'assumes a role that trusts the whole account',
      [elsewhere('sts:AssumeRole', role(EXECUTION_ROLE))],
      SUCCEEDS,
      { remains: "whom a role trusts is in its own trust policy. CDK's deploy role trusts the account" },
    ],
    [
      'deletes the log with the policies from before',
      [
        elsewhere(
          'logs:DeleteLogGroup',
          ({ names }) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/lambda/${names.policyManagerFunctionName}`,
        ),
      ],
      SUCCEEDS,
      { remains: 'CloudTrail has every policy that was put, in its events `PutKeyPolicy`' },
    ],
  ]),
  ...attacksOf(DEPLOYER, [
    [
      "passes the writer's role to EC2",
      [elsewhere('iam:PassRole', ({ names }) => names.writerRoleArn, { 'iam:PassedToService': 'ec2.amazonaws.com' })],
      SUCCEEDS,
      closedBy('PassFunctionRolesToLambdaOnly'),
    ],
    [
      "changes the writer's code",
      [onWriter('UpdateFunctionCode')],
      SUCCEEDS,
      { remains: 'whoever deploys the stack is trusted. Review what is deployed' },
    ],
  ]),
];
