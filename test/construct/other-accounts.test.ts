import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { EncryptedQueueToTable } from '../../src';
import { evaluate } from '../../src/key-policy/evaluation/evaluate';
import type { PolicyDocument } from '../../src/key-policy/statement';
import { ACCOUNT, KEY_ARN, NAME, REGION, REQUIRED } from '../support/orders';

const roleOf = (account: string, name: string) => `arn:aws:iam::${account}:role/${name}`;
const [PARTNER, IMPORTED, PRODUCER] = ['Partner', 'Imported', 'Producer'].map(name => roleOf('444455556666', name));

function synthesise(props: object, grant: (orders: EncryptedQueueToTable) => unknown = () => undefined) {
  const app = new App();
  const stack = new Stack(app, 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
  const orders = new EncryptedQueueToTable(stack, 'Orders', { ...REQUIRED, ...props });
  grant(orders);
  const file = join(app.synth().directory, `${NAME}.other-accounts.json`);
  const policies = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, PolicyDocument>) : {};
  return { orders, policies };
}

test('no role of another account, no file', () => {
  expect(synthesise({ readerRoleArns: [roleOf(ACCOUNT, 'Reader')] }).policies).toEqual({});
});

describe('the policy that a role of another account needs there', () => {
  const { orders, policies } = synthesise(
    { consumerRoleArns: [PARTNER, roleOf(ACCOUNT, 'OrdersApp')], producerRoleArns: [PRODUCER] },
    made => made.grantReadData(iam.Role.fromRoleArn(made, 'Imported', IMPORTED!)),
  );

  test('is there for each, and for no role of this account', () => {
    expect(Object.keys(policies)).toEqual([PARTNER, PRODUCER, IMPORTED]);
  });

  const through = (service: string, context: Record<string, string>) => ({
    'kms:ViaService': `${service}.${REGION}.amazonaws.com`,
    ...Object.fromEntries(Object.entries(context).map(([key, value]) => [`kms:EncryptionContext:${key}`, value])),
  });
  const ofQueue = through('sqs', { 'aws:sqs:arn': orders.queueArn });
  const ofTable = through('dynamodb', {
    'aws:dynamodb:tableName': orders.tableName,
    'aws:dynamodb:subscriberId': ACCOUNT,
  });
  const calls: Record<string, [action: string, resource: string, context?: Record<string, string>]> = {
    send: ['sqs:SendMessage', orders.queueArn],
    'encrypt what it sends': ['kms:GenerateDataKey', KEY_ARN, ofQueue],
    read: ['dynamodb:Query', orders.tableArn],
    'decrypt what it reads': ['kms:Decrypt', KEY_ARN, ofTable],
    'call the key itself': ['kms:Decrypt', KEY_ARN, {}],
    write: ['dynamodb:PutItem', orders.tableArn],
  };
  const [SENDING, READING] = [
    ['send', 'encrypt what it sends'],
    ['read', 'decrypt what it reads'],
  ];
  test.each([
    ['a consumer', PARTNER!, [...SENDING!, ...READING!]],
    ['a producer', PRODUCER!, SENDING!],
    ['an imported role with a grant', IMPORTED!, READING!],
  ])('lets %s do its verbs, and no more', (_, arn, verbs) => {
    const allowed = Object.entries(calls).filter(([, [action, resource, context = {}]]) => {
      const onIts = { Effect: 'Allow' as const, Principal: { AWS: arn }, Action: '*', Resource: '*' };
      const resourcePolicy = { Version: '2012-10-17', Statement: [onIts] };
      const request = { principal: arn, action, resource, context };
      return evaluate({ identity: [policies[arn]!], resource: resourcePolicy }, request).verdict === 'allowed';
    });
    expect(allowed.map(([name]) => name)).toEqual(verbs);
  });
});
