import { Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable } from '../../src';
import { lint } from '../../src/key-policy/lint/lint';
import { type PolicyDocument } from '../../src/key-policy/statement';
import {
  ACCOUNT,
  addOrders,
  ADMIN,
  CONSUMER,
  deployedPolicies,
  REQUIRED,
  role,
  statementOf,
  synthOrders,
  templateOf,
} from '../support/orders';

describe('the roles of the key policy', () => {
  test.each([
    ['custodianRoleArns', 'CustodiansImport'],
    ['destroyerRoleArns', 'DestroyersStop'],
    ['auditorRoleArns', 'AuditorsRead'],
    ['redriverRoleArns', 'RedriversThroughSqs'],
  ])('%s are named in the key policy', (prop, sid) => {
    expect(statementOf(addOrders({ [prop]: [role('Somebody')] }), sid)!.Principal).toEqual({ AWS: role('Somebody') });
  });

  test.each([
    ['producerRoleArns', 'ProducersThroughSqs'],
    ['readerRoleArns', 'ReadersThroughDynamoDb'],
  ])('%s are named in the key policy, beside the consumers', (prop, sid) => {
    expect(statementOf(addOrders({ [prop]: [role('Somebody')] }), sid)!.Principal).toEqual({
      AWS: [CONSUMER, role('Somebody')],
    });
  });

  test('administrators import the material unless custodians are named', () => {
    expect(statementOf(addOrders(), 'CustodiansImport')!.Principal).toEqual({ AWS: ADMIN });
  });

  test('producers and redrivers may send, redrivers take out dead letters, readers read', () => {
    const template = synthOrders({
      producerRoleArns: [role('Shop')],
      readerRoleArns: [role('Reports')],
      redriverRoleArns: [role('OnCall')],
    });
    const arns = (...names: string[]) => ({ AWS: names });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Sid: 'ConsumersSend', Principal: arns(CONSUMER, role('Shop'), role('OnCall')) }),
        ]),
      },
    });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: Match.arrayWith([Match.objectLike({ Sid: 'RedriversTakeOut', Principal: { AWS: role('OnCall') } })]),
      },
    });
    template.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        Match.objectLike({
          ResourcePolicy: {
            PolicyDocument: {
              Statement: Match.arrayWith([
                Match.objectLike({ Sid: 'ConsumersRead', Principal: arns(CONSUMER, role('Reports')) }),
              ]),
            },
          },
        }),
      ],
    });
  });

  test('the root user stays out where break-glass is off', () => {
    expect(statementOf(addOrders({ breakGlass: false }), 'BreakGlass')).toBeUndefined();
  });

  const MFA = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
  const DESTROYER = role('KeyDestroyer');

  test('custodians neither let material expire nor rotate, unless that is asked for', () => {
    const principalOf = (props: object) =>
      ['DestroyersImportExpiring', 'DestroyersRotate'].map(
        name => statementOf(addOrders({ destroyerRoleArns: [DESTROYER], ...props }), name)?.Principal,
      );

    expect(principalOf({})).toEqual([{ AWS: DESTROYER }, { AWS: DESTROYER }]);
    expect(principalOf({ destroyerRoleArns: undefined })).toEqual([undefined, undefined]);
    expect(principalOf({ allowCustodiansToDestroy: true })).toEqual([
      { AWS: [DESTROYER, ADMIN] },
      { AWS: [DESTROYER, ADMIN] },
    ]);
  });

  test('the second factor is asked for, unless it is said that no session has one; the linter then says so', () => {
    const names = ['DestroyersStop', 'DestroyersScheduleDeletion', 'DestroyersImportExpiring', 'DestroyersRotate'];
    const conditionsOf = (orders: EncryptedQueueToTable) => names.map(name => statementOf(orders, name)?.Condition);
    const expiring = { StringEquals: { 'kms:ExpirationModel': 'KEY_MATERIAL_EXPIRES' } };
    const without = addOrders({ destroyerRoleArns: [DESTROYER], allowDestructionWithoutMfa: true });

    expect(conditionsOf(addOrders({ destroyerRoleArns: [DESTROYER] }))).toEqual([
      MFA,
      MFA,
      { ...MFA, ...expiring },
      MFA,
    ]);
    expect(conditionsOf(without)).toEqual([undefined, undefined, expiring, undefined]);
    expect(templateOf(without)).toBeDefined();
    expect(lint(without.keyPolicy.toJson() as PolicyDocument, { account: ACCOUNT }).map(({ rule }) => rule)).toEqual([
      'material-deletion',
      'grant-revocation',
      'no-encryption-context',
      'deletion-without-mfa',
      'deletion-without-mfa',
      'import-can-expire',
      'rotation-without-mfa',
    ]);
  });

  test('strict conditions reach the key policy', () => {
    expect(JSON.stringify(statementOf(addOrders({ strictConditions: true }), 'TableCreatorsGrant'))).toContain(
      'kms:GrantOperations',
    );
  });

  test.each(['custodianRoleArns', 'destroyerRoleArns', 'auditorRoleArns'])('fails for %s of another account', prop => {
    const foreign = 'arn:aws:iam::444455556666:role/Somebody';
    expect(() => addOrders({ [prop]: [foreign] })).toThrow(
      new Error(
        `'${prop}[0]' must be a role of account ${ACCOUNT}: KMS ignores key administration from another account, got "${foreign}" [OrdersStack/Orders]`,
      ),
    );
  });

  test('fails at synth if more roles are named than the policy can hold', () => {
    const consumerRoleArns = Array.from({ length: 400 }, (_, index) => role(`ARoleWithARatherLongName${index}`));
    expect(() => synthOrders({ consumerRoleArns })).toThrow(
      /the policy takes \d{5} of at most 32768 bytes: 'OrdersStackOrdersAB039DC1 ReadersThroughDynamoDb' \d{5}, /,
    );
  });

  test('may be roles of the same app, of which only CloudFormation knows the ARN', () => {
    const orders = addOrders();
    const admin = new iam.Role(Stack.of(orders), 'Admin', { assumedBy: new iam.AccountRootPrincipal() });
    const returns = new EncryptedQueueToTable(Stack.of(orders), 'Returns', {
      ...REQUIRED,
      adminRoleArns: [admin.roleArn],
      breakGlass: false,
    });
    const statements = deployedPolicies(templateOf(returns)).flatMap(({ Statements }) => Statements);
    expect(statements.find(({ Sid }) => /Returns\w+ AdminsPutPolicy$/.test(Sid!))!.Principal).toEqual({
      AWS: { 'Fn::GetAtt': [expect.stringMatching(/^Admin/), 'Arn'] },
    });
  });
});

describe('additionalKeyPolicyStatements', () => {
  const backup = () =>
    new iam.PolicyStatement({
      sid: 'Mine',
      actions: ['kms:DescribeKey'],
      resources: ['*'],
      principals: [new iam.ArnPrincipal(role('Backup'))],
      conditions: { StringEquals: { 'kms:ViaService': 'backup.eu-west-1.amazonaws.com' } },
    });

  test('are part of the key policy, under the name of the construct', () => {
    expect(statementOf(addOrders({ additionalKeyPolicyStatements: [backup()] }), 'Additional1')).toEqual({
      Sid: 'OrdersStackOrdersAB039DC1 Additional1',
      Effect: 'Allow',
      Principal: { AWS: role('Backup') },
      Action: 'kms:DescribeKey',
      Resource: '*',
      Condition: { StringEquals: { 'kms:ViaService': 'backup.eu-west-1.amazonaws.com' } },
    });
  });

  test('are linted as the others', () => {
    const everybody = new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: ['*'],
      principals: [new iam.ArnPrincipal(ADMIN)],
    });
    expect(() => synthOrders({ additionalKeyPolicyStatements: [everybody] })).toThrow(
      `lets ${ADMIN} call kms:Decrypt, and ${ADMIN} may also put the policy`,
    );
  });

  test.each<[string, unknown, string]>([
    [
      'no list',
      backup(),
      "'additionalKeyPolicyStatements' must be a list of PolicyStatement, got an object of PolicyStatement",
    ],
    [
      'JSON',
      [backup().toJSON()],
      "'additionalKeyPolicyStatements[0]' must be a PolicyStatement, got an object of Object",
    ],
    [
      'nobody',
      [new iam.PolicyStatement({ actions: ['kms:Decrypt'] })],
      "'additionalKeyPolicyStatements[0]' must have a principal: in the policy of a key it says who may do it",
    ],
    [
      'another service',
      [new iam.PolicyStatement({ actions: ['sqs:*'], principals: [new iam.ArnPrincipal(ADMIN)] })],
      '\'additionalKeyPolicyStatements[0]\' must have actions of KMS alone, got ["sqs:*"]',
    ],
  ])('fail for %s', (_, additionalKeyPolicyStatements, problem) => {
    expect(() => addOrders({ additionalKeyPolicyStatements })).toThrow(new Error(`${problem} [OrdersStack/Orders]`));
  });
});
