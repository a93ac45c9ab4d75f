import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { KeyAdministratorGroup, KeyAdministratorRole } from '../../src';

const AUTHENTICATION = '444455556666';
const ROLE_ARN = 'arn:aws:iam::111122223333:role/KeyAdministrator';
const stack = (account = '111122223333') => new Stack(new App(), 'Stack', { env: { account, region: 'eu-west-1' } });
const templateOf = (construct: KeyAdministratorRole | KeyAdministratorGroup) => Template.fromStack(Stack.of(construct));
const addRole = (props: object = {}) =>
  new KeyAdministratorRole(stack(), 'KeyAdministrator', { authenticationAccount: AUTHENTICATION, ...props });
const addGroup = (props: object = {}) =>
  new KeyAdministratorGroup(stack(AUTHENTICATION), 'KeyAdministrators', { roleArns: [ROLE_ARN], ...props });

describe('the role', () => {
  test('is assumed from the authentication account, with a second factor, for an hour', () => {
    templateOf(addRole()).hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'KeyAdministrator',
      MaxSessionDuration: 3_600,
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: {
              AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${AUTHENTICATION}:root`]] },
            },
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          },
        ],
      },
    });
  });

  test('finds and names keys, and never uses one, whatever else allows it', () => {
    templateOf(addRole()).hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [
          { Sid: 'FindKeys', Effect: 'Allow', Action: ['kms:ListAliases', 'kms:ListKeys'], Resource: '*' },
          {
            Sid: 'NameKeys',
            Effect: 'Allow',
            Action: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:UpdateAlias'],
            Resource: 'arn:aws:kms:*:111122223333:alias/*',
          },
          Match.objectLike({
            Sid: 'NeverUseKeys',
            Effect: 'Deny',
            Action: Match.arrayWith(['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey']),
            Resource: '*',
          }),
          Match.objectLike({
            Sid: 'NeverPastTheLockoutCheck',
            Effect: 'Deny',
            Condition: { Bool: { 'kms:BypassPolicyLockoutSafetyCheck': 'true' } },
          }),
        ],
      },
    });
  });

  test('receives the grants of other constructs', () => {
    const administrators = addRole();
    const topic = new sns.Topic(Stack.of(administrators), 'Alarms');

    expect(topic.grantSubscribe(administrators).success).toBe(true);
    expect(administrators.grantPrincipal).toBe(administrators.role);
  });

  test('has an ARN that is known before it exists', () => {
    const role = addRole({ roleName: 'OrdersKeyAdmin' });
    expect(role.roleArn).toBe('arn:aws:iam::111122223333:role/OrdersKeyAdmin');
  });

  test('stands in a stack of any account, too', () => {
    const anywhere = new KeyAdministratorRole(new Stack(new App(), 'Stack'), 'KeyAdministrator', {
      authenticationAccount: AUTHENTICATION,
    });
    templateOf(anywhere).resourceCountIs('AWS::IAM::Role', 1);
  });

  test.each([
    [
      'an account of 11 digits',
      { authenticationAccount: '44445555666' },
      '\'authenticationAccount\' must be 12 digits, got "44445555666"',
    ],
    ['no account', { authenticationAccount: undefined }, "'authenticationAccount' must be 12 digits, got undefined"],
    [
      'a name with a space',
      { roleName: 'Key Admin' },
      '\'roleName\' must be 1 to 64 letters, digits and characters of +=,.@_-, got "Key Admin"',
    ],
    [
      'a session of 59 minutes',
      { maxSessionDuration: Duration.minutes(59) },
      "'maxSessionDuration' must be 3600 to 43200 seconds, got 3540",
    ],
    [
      'a session of 13 hours',
      { maxSessionDuration: Duration.hours(13) },
      "'maxSessionDuration' must be 3600 to 43200 seconds, got 46800",
    ],
  ])('fails on %s', (_, props, problem) => {
    expect(() => addRole(props)).toThrow(new Error(`${problem} [Stack/KeyAdministrator]`));
  });
});

describe('the group', () => {
  test('lets its members assume the roles with a second factor, and nothing else', () => {
    const template = templateOf(addGroup());
    template.hasResourceProperties('AWS::IAM::Group', {
      GroupName: 'KeyAdministrators',
      Policies: Match.absent(),
      ManagedPolicyArns: Match.absent(),
    });
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      Groups: [{ Ref: Match.stringLikeRegexp('^KeyAdministratorsGroup') }],
      PolicyDocument: {
        Statement: [
          {
            Sid: 'AssumeWithSecondFactor',
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: ROLE_ARN,
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          },
        ],
      },
    });
  });

  test.each([
    ['no role', { roleArns: [] }, "'roleArns' must name at least one role, got []"],
    ['any role', { roleArns: ['*'] }, '\'roleArns[0]\' must name one role, without wildcards, got "*"'],
    [
      'an empty name',
      { groupName: '' },
      '\'groupName\' must be 1 to 128 letters, digits and characters of +=,.@_-, got ""',
    ],
  ])('fails on %s', (_, props, problem) => {
    expect(() => addGroup(props)).toThrow(new Error(`${problem} [Stack/KeyAdministrators]`));
  });
});

test('cdk-nag finds nothing that the code does not give a reason for', () => {
  const packs = [
    new AwsSolutionsChecks(),
    new ServerlessChecks(),
    new NIST80053R5Checks(),
    new HIPAASecurityChecks(),
    new PCIDSS321Checks(),
  ];
  const stacks = [addRole(), addGroup()].map(construct => Stack.of(construct));
  const violations = stacks.flatMap(one => packs.flatMap(pack => pack.validateScope(one).violations));
  expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
});
