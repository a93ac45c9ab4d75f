import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { ACCOUNT, REGION } from '../../support/orders';
import { type Case, deletion, expectProblems, override, partOf } from '../../support/sealed-orders';

const asMade = (made: string, got: string) => `must be ${made}, as the construct made it, got ${got}`;
const OTHER_ROLE = `arn:aws:iam::${ACCOUNT}:role/Other`;
const LAYER = `arn:aws:lambda:${REGION}:444455556666:layer:agent:1`;
const FUNCTION = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:mine`;

test.each<Case>([
  [
    'a layer',
    orders => orders.writer.addLayers(lambda.LayerVersion.fromLayerVersionArn(orders, 'Layer', LAYER)),
    [['Writer', 'Layers', `must be absent, got ["${LAYER}"]`]],
  ],
  [
    'a variable of the environment',
    orders => orders.writer.addEnvironment('NODE_OPTIONS', '--require /tmp/x.js'),
    [['Writer', 'Environment.Variables.NODE_OPTIONS', 'must be absent, got "--require /tmp/x.js"']],
  ],
  [
    'another role',
    override('Writer', 'Role', OTHER_ROLE),
    [['Writer', 'Role', asMade('{"Fn::GetAtt":["OrdersWriterRoleCD4B90C9","Arn"]}', `"${OTHER_ROLE}"`)]],
  ],
  [
    'another handler',
    override('Writer', 'Handler', 'other.handler'),
    [['Writer', 'Handler', asMade('"index.handler"', '"other.handler"')]],
  ],
  [
    'code of somebody else',
    override('Writer', 'Code', { ZipFile: 'x' }),
    [['Writer', 'Code.ZipFile', 'must be absent, got "x"']],
  ],
  [
    'a network',
    override('Writer', 'VpcConfig', { SubnetIds: ['subnet-1'] }),
    [['Writer', 'VpcConfig', 'must be absent, got {"SubnetIds":["subnet-1"]}']],
  ],
  [
    'a plain dead-letter queue of its own',
    override('Writer', 'DeadLetterConfig.TargetArn', 'arn'),
    [['Writer', 'DeadLetterConfig', 'must be absent, got {"TargetArn":"arn"}']],
  ],
  [
    'a mapping that drops messages',
    override('Mapping', 'FilterCriteria', { Filters: [] }),
    [['Mapping', 'FilterCriteria', 'must be absent, got {"Filters":[]}']],
  ],
  [
    'a mapping to another function',
    override('Mapping', 'FunctionName', 'other'),
    [['Mapping', 'FunctionName', asMade('{"Ref":"OrdersWriter17866A16"}', '"other"')]],
  ],
  [
    'batches that fail as a whole',
    deletion('Mapping', 'Properties.FunctionResponseTypes'),
    [['Mapping', 'FunctionResponseTypes', asMade('["ReportBatchItemFailures"]', 'nothing')]],
  ],
  [
    'no policy in time',
    deletion('Writer', 'DependsOn'),
    [
      ['Writer', 'DependsOn', 'must have OrdersStack/Orders/WriterRole/Resource, as the construct made it'],
      ['Writer', 'DependsOn', 'must have OrdersStack/Orders/WriterRole/Policy/Resource, as the construct made it'],
    ],
  ],
])('a writer with %s', (_, change, problems) => expectProblems(change, problems));

const roleOf = (orders: { node: any }) => orders.node.findChild('WriterRole') as iam.Role;
const policyOf = (orders: { node: any }) => roleOf(orders).node.findChild('Policy') as iam.ManagedPolicy;
const ADMINISTRATOR = iam.ManagedPolicy.fromAwsManagedPolicyName('AdministratorAccess');
const anybody = new iam.PolicyStatement({
  sid: 'Anybody',
  actions: ['sts:AssumeRole'],
  principals: [new iam.AnyPrincipal()],
});
const anything = new iam.PolicyStatement({ sid: 'Anything', actions: ['*'], resources: ['*'] });

test.each<Case>([
  [
    'that anybody assumes',
    orders => roleOf(orders).assumeRolePolicy!.addStatements(anybody.copy()),
    [
      [
        'WriterRole',
        'AssumeRolePolicyDocument.Anybody',
        'must not be there, got {"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"*"},"Sid":"Anybody"}',
      ],
    ],
  ],
  [
    'with a policy of AWS',
    orders => roleOf(orders).addManagedPolicy(ADMINISTRATOR),
    [
      [
        'WriterRole',
        'ManagedPolicyArns',
        'must be absent, got [{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::aws:policy/AdministratorAccess"]]}]',
      ],
    ],
  ],
  [
    'with a policy of its own',
    override('WriterRole', 'Policies', []),
    [['WriterRole', 'Policies', 'must be absent, got []']],
  ],
  [
    'that may do anything',
    orders => policyOf(orders).addStatements(anything.copy()),
    [
      [
        'WriterRole/Policy',
        'PolicyDocument.Anything',
        'must not be there, got {"Action":"*","Effect":"Allow","Resource":"*","Sid":"Anything"}',
      ],
    ],
  ],
  [
    'whose policy somebody else has, too',
    orders => policyOf(orders).attachToUser(iam.User.fromUserName(orders, 'Eve', 'Eve')),
    [['WriterRole/Policy', 'Users', 'must be absent, got ["Eve"]']],
  ],
])('a role %s', (_, change, problems) => expectProblems(change, problems));

const KEY_POLICY = 'Metadata.EncryptedQueueToTable::KeyPolicy';

test.each<Case>([
  [
    'that serves another stack',
    override('KeyPolicyManager/Function', 'Environment.Variables.STACK_ID', 'arn'),
    [['KeyPolicyManager/Function', 'Environment.Variables.STACK_ID', asMade('{"Ref":"AWS::StackId"}', '"arn"')]],
  ],
  [
    'that is not asked',
    override('KeyPolicy/Statements', 'ServiceToken', FUNCTION),
    [
      [
        'KeyPolicy/Statements',
        'ServiceToken',
        asMade('{"Fn::GetAtt":["EncryptedQueueToTableKeyPolicyManagerFunctionFFB232D5","Arn"]}', `"${FUNCTION}"`),
      ],
    ],
  ],
  [
    'that is told another time',
    override('KeyPolicy/Statements', 'ServiceTimeout', 3600),
    [['KeyPolicy/Statements', 'ServiceTimeout', asMade('"600"', '3600')]],
  ],
  [
    'that deploys other statements',
    orders => partOf(orders, 'KeyPolicy/Statements').addOverride(`${KEY_POLICY}.AcceptedRules`, ['admin-can-use']),
    [['KeyPolicy/Statements', `${KEY_POLICY}.AcceptedRules.0`, asMade('"no-encryption-context"', '"admin-can-use"')]],
  ],
])('a key policy manager %s', (_, change, problems) => expectProblems(change, problems));
