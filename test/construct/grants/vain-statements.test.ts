import * as iam from 'aws-cdk-lib/aws-iam';
import { add, allow, LAMBDA, newRole, warningsOf, type Write } from './iam-by-hand';
import { EncryptedQueueToTable, KeyPolicyManagement } from '../../../src';
import { ACCOUNT, REGION, REQUIRED, role } from '../../support/orders';

describe('a warning names the way for a statement', () => {
  const refused = (action: string, method: string) =>
    `must not allow ${action}, since the key policy does not let its roles in: use '${method}'`;
  const SEND = refused('sqs:SendMessage', 'grantSendMessages');
  const REDRIVE = refused('sqs:StartMessageMoveTask', 'grantRedrive');
  const rows: [string, Write, string][] = [
    ['Reference', ({ orders, own }, id) => add(own, id, allow(['sqs:SendMessage'], orders.queue.queueArn)), SEND],
    ['Literal', ({ orders, other }, id) => add(other, id, allow(['sqs:Send*'], orders.queueArn)), SEND],
    [
      'BesideOneThatBeginsAlike',
      ({ orders, other }, id) => add(other, id, allow(['sqs:SendMessage'], `${orders.queueArn}-2`, orders.queueArn)),
      SEND,
    ],
    ['HandedOut', ({ orders, other }, id) => add(other, id, allow(['sqs:*'], orders.queue.queueArn)), SEND],
    [
      'TypedByHand',
      ({ orders, other }, id) =>
        add(other, id, allow(['SQS:sendmessage'], `arn:*:sqs:${REGION}:${ACCOUNT}:${orders.queueName}`)),
      SEND,
    ],
    [
      'Table',
      ({ orders, own }, id) => add(own, id, allow(['dynamodb:GetItem'], orders.table.tableArn)),
      refused('dynamodb:GetItem', 'grantReadData'),
    ],
    [
      'Index',
      ({ orders, other }, id) => add(other, id, allow(['dynamodb:Query'], `${orders.tableArn}/index/*`)),
      refused('dynamodb:Query', 'grantReadData'),
    ],
    [
      'DeadLetters',
      ({ orders, own }, id) => add(own, id, allow(['sqs:StartMessageMoveTask'], orders.deadLetterQueueArn)),
      REDRIVE,
    ],
    [
      'Write',
      ({ orders, own }, id) => add(own, id, allow(['dynamodb:PutItem'], orders.tableArn)),
      'must not allow dynamodb:PutItem, since only the writer may do that: send a message',
    ],
    [
      'Receive',
      ({ orders, own }, id) => add(own, id, allow(['sqs:ReceiveMessage'], orders.queueArn)),
      'must not allow sqs:ReceiveMessage, since only the writer may do that: read the table',
    ],
    [
      'InTheRole',
      ({ orders, own }, id) => {
        const document = new iam.PolicyDocument({ statements: [allow(['sqs:SendMessage'], orders.queueArn)] });
        new iam.Role(own, id, { assumedBy: LAMBDA, inlinePolicies: { send: document } });
      },
      SEND,
    ],
    [
      'Managed',
      ({ orders, own }, id) => {
        const managed = new iam.ManagedPolicy(own, id, { statements: [allow(['sqs:SendMessage'], orders.queueArn)] });
        new iam.Role(own, `${id}Role`, { assumedBy: LAMBDA, managedPolicies: [managed] });
      },
      SEND,
    ],
    [
      'Reader',
      ({ orders, own }, id) => {
        const reader = newRole(own, id);
        orders.grantReadData(reader);
        reader.addToPolicy(allow(['sqs:SendMessage'], orders.queueArn));
      },
      SEND,
    ],
    [
      'Imported',
      ({ orders, own }, id) =>
        iam.Role.fromRoleName(own, id, id).addToPrincipalPolicy(allow(['sqs:SendMessage'], orders.queueArn)),
      SEND,
    ],
  ];
  let warnings: string[];
  beforeAll(() => {
    warnings = warningsOf(rows);
  });

  test.each(rows)('%s', (id, _, warning) => {
    const its = warnings.filter(text => new RegExp(`^'(Own|Other)/${id}/`).test(text));
    expect(its).toEqual([expect.stringMatching(/^'(Own|Other)\/\w+\/[\w/]+' /)]);
    expect(its[0]!.replace(/^'[^']*' /, '')).toBe(warning);
  });
});

describe('there is no warning', () => {
  const rows: [string, Write][] = [
    [
      'OfAllTheGrants',
      ({ orders, other, own }, id) => {
        for (const stack of [own, other]) {
          const shop = newRole(stack, id);
          orders.grantSendMessages(shop);
          orders.grantReadData(shop);
          orders.grantRedrive(shop);
          orders.queue.grantSendMessages(iam.Role.fromRoleName(stack, `${id}Named`, `${id}Named`));
          orders.grantReadData(iam.Role.fromRoleArn(stack, `${id}Fixed`, role(`${id}Fixed`), { mutable: false }));
        }
      },
    ],
    [
      'OfWhatAGranteeGetsBeside',
      ({ orders, own }, id) => {
        const shop = newRole(own, id);
        orders.grantSendMessages(shop);
        shop.addToPolicy(allow(['sqs:*'], orders.queue.queueArn));
      },
    ],
    [
      'OfARoleThatAPropNames',
      ({ orders, other }, id) =>
        iam.Role.fromRoleName(other, id, 'OrdersApp').addToPrincipalPolicy(
          allow(['sqs:SendMessage', 'dynamodb:Scan'], orders.queueArn, orders.tableArn),
        ),
    ],
    [
      'OfARoleOfCloudFormationThatAPropNames',
      ({ own }, id) => {
        const shop = new iam.CfnRole(own, `${id}Role`, { assumeRolePolicyDocument: {} });
        const orders = new EncryptedQueueToTable(own, 'More', { ...REQUIRED, producerRoleArns: [shop.attrArn] });
        new iam.CfnPolicy(own, id, {
          policyName: 'send',
          roles: [shop.ref],
          policyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: orders.queueArn }] },
        });
      },
    ],
    ['OfEveryQueue', ({ own }, id) => add(own, id, allow(['sqs:*', 'dynamodb:*'], '*'))],
    [
      'OfNamesThatBeginAlike',
      ({ orders, own }, id) => add(own, id, allow(['sqs:*'], `${orders.queueArn}-2`, `${orders.tableArn}-2`)),
    ],
    [
      'OfAnotherRegion',
      ({ orders, own }, id) => add(own, id, allow(['sqs:*'], orders.queueArn.replace(REGION, 'us-east-1'))),
    ],
    ['OfALook', ({ orders, own }, id) => add(own, id, allow(['sqs:GetQueueAttributes'], orders.queueArn))],
    [
      'OfADenial',
      ({ orders, own }, id) =>
        add(
          own,
          id,
          new iam.PolicyStatement({ effect: iam.Effect.DENY, actions: ['*'], resources: [orders.queueArn] }),
        ),
    ],
  ];
  let warnings: string[];
  beforeAll(() => {
    warnings = warningsOf(rows);
  });

  test.each(rows)('%s', id => {
    expect(warnings.filter(text => text.includes(`/${id}`))).toEqual([]);
  });

  const SEND_AND_READ: Write = ({ orders, own }, id) =>
    add(own, id, allow(['sqs:*', 'dynamodb:*'], orders.queueArn, orders.tableArn));
  const ofOwn = new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal(ACCOUNT)],
    actions: ['kms:GenerateDataKey'],
    conditions: {
      StringEquals: { 'kms:ViaService': `sqs.${REGION}.amazonaws.com` },
      ArnEquals: { 'aws:PrincipalArn': role('Shop') },
    },
  });
  test.each<[string, object]>([
    [
      'where the key leaves it to IAM',
      { keyPolicyManagement: KeyPolicyManagement.merge({ acceptedDelegations: ['A'] }) },
    ],
    ['where a statement of the app may let the role in', { additionalKeyPolicyStatements: [ofOwn] }],
  ])('%s', (_, props) => {
    expect(warningsOf([['Shop', SEND_AND_READ]], props)).toEqual([]);
  });

  test('of the one role that may back up', () => {
    const backup: Write = ({ orders, own }, id) =>
      iam.Role.fromRoleName(own, id, 'Backup').addToPrincipalPolicy(allow(['dynamodb:*'], orders.tableArn));
    expect(warningsOf([['Backup', backup]], { backupRoleArns: [role('Backup')] })).toEqual([]);
  });
});
