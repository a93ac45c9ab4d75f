import { Effect, ArnPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { checkQuotas, MANAGED_POLICY, QUEUE_POLICY, TABLE_POLICY } from '../../src/construct/checks/policy-quotas';
import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { addOrders, role, templateOf } from '../support/orders';

const WAY_OUT = 'name fewer roles and services, or let several assume one role';
const QUEUE = "'policy of OrdersStack/Orders/Queue/Policy/Resource'";
const roles = (count: number): string[] => Array.from({ length: count }, (_, index) => role(`App${index}`));

describe('a policy over a quota fails at synth', () => {
  test.each<[string, object, string]>([
    // ConsumersSend, and * in three denies
    ['48 consumers', { consumerRoleArns: roles(48) }, `${QUEUE} must have at most 50 principals, got 51: ${WAY_OUT}`],
    [
      'long names',
      { consumerRoleArns: Array.from({ length: 47 }, (_, index) => role(`${'path/'.repeat(30)}App${index}`)) },
      `${QUEUE} must have at most 8192 bytes, got `,
    ],
    [
      'a table that everybody reads',
      { readerRoleArns: Array.from({ length: 100 }, (_, index) => role(`${'path/'.repeat(40)}App${index}`)) },
      "'policy of OrdersStack/Orders/Table/Resource' must have at most 20480 bytes, got ",
    ],
  ])('%s', (_, props, problem) => {
    expect(() => templateOf(addOrders(props))).toThrow(problem);
  });

  test('is not over it with as many as fit', () => {
    expect(() => templateOf(addOrders({ consumerRoleArns: roles(47) }))).not.toThrow();
  });

  test('whoever adds to it: statements of the user count, too', () => {
    const orders = addOrders();
    for (let index = 0; index < 17; index += 1) {
      orders.queue.addToResourcePolicy(
        new PolicyStatement({
          sid: `Deny${index}`,
          effect: Effect.DENY,
          principals: [new ArnPrincipal(role(`App${index}`))],
          actions: ['sqs:SendMessage'],
          resources: ['*'],
        }),
      );
    }

    expect(() => templateOf(orders)).toThrow(`${QUEUE} must have at most 20 statements, got 21: ${WAY_OUT}`);
  });
});

describe('counts', () => {
  const policy = (statement: Partial<Statement>): PolicyDocument => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*', ...statement }],
  });
  const check = (statement: Partial<Statement>) => checkQuotas('it', policy(statement), QUEUE_POLICY);
  const actions = (count: number) => ({ Action: Array.from({ length: count }, (_, index) => `sqs:Action${index}`) });
  const conditions = (count: number) => ({
    Condition: {
      StringEquals: Object.fromEntries(Array.from({ length: count - 1 }, (_, index) => [`aws:Key${index}`, 'x'])),
      Bool: { 'aws:SecureTransport': 'true' },
    },
  });

  test.each<[string, Partial<Statement>, Partial<Statement>, string]>([
    ['actions', actions(7), actions(8), 'at most 7 actions in a statement, got 8'],
    ['conditions', conditions(10), conditions(11), 'at most 10 conditions in a statement, got 11'],
    ['principals', { Principal: { AWS: roles(50) } }, { Principal: { AWS: roles(51) } }, '50 principals, got 51'],
  ])('%s', (_, within, over, problem) => {
    expect(check(within)).toEqual([]);
    expect(check(over)).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ['SQS', QUEUE_POLICY, 8192],
    ['DynamoDB', TABLE_POLICY, 20480],
    ['IAM', MANAGED_POLICY, 6144],
  ])('bytes, not characters, for %s', (_, quotas, limit) => {
    const room = limit - Buffer.byteLength(JSON.stringify(policy({ Sid: '' })));

    expect(checkQuotas('it', policy({ Sid: 'é'.repeat(Math.floor(room / 2)) }), quotas)).toEqual([]);
    expect(checkQuotas('it', policy({ Sid: 'x'.repeat(room + 1) }), quotas)).toEqual([
      `'it' must have at most ${limit} bytes, got ${limit + 1}: ${WAY_OUT}`,
    ]);
  });
});
