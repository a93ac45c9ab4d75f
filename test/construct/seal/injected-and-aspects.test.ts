import { App, Aspects, type IPropertyInjector, PropertyInjectors, Stack } from 'aws-cdk-lib';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { type CfnQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, KEY_ARN, REGION, REQUIRED } from '../../support/orders';
import { expectProblems, problemsOf, toEach, wayOut } from '../../support/sealed-orders';

const asMade = (made: string, got: string) => `must be ${made}, as the construct made it, got ${got}`;

test('an Aspect over every queue', () => {
  const plain = toEach('AWS::SQS::Queue', queue => (queue.kmsMasterKeyId = undefined));
  expectProblems(
    orders => Aspects.of(orders.node.root).add(plain),
    [
      ['DeadLetterQueue', 'KmsMasterKeyId', asMade(`"${KEY_ARN}"`, 'nothing')],
      ['Queue', 'KmsMasterKeyId', asMade(`"${KEY_ARN}"`, 'nothing')],
    ],
  );
});

test('an Aspect over every function, that of the manager included', () => {
  const layered = toEach('AWS::Lambda::Function', handler => (handler.layers = ['agent']));
  expectProblems(
    orders => Aspects.of(orders.node.root).add(layered),
    [
      ['Writer', 'Layers', 'must be absent, got ["agent"]'],
      ['KeyPolicyManager/Function', 'Layers', 'must be absent, got ["agent"]'],
    ],
  );
});

const inject = (constructUniqueId: string, props: object): IPropertyInjector => ({
  constructUniqueId,
  inject: given => ({ ...given, ...props }),
});

function injected(...injectors: IPropertyInjector[]): EncryptedQueueToTable {
  const app = new App({ propertyInjectors: injectors });
  return new EncryptedQueueToTable(
    new Stack(app, 'OrdersStack', { env: { account: ACCOUNT, region: REGION } }),
    'Orders',
    REQUIRED,
  );
}

test.each<[string, IPropertyInjector, ...string[]]>([
  [
    'another encryption',
    inject(Queue.PROPERTY_INJECTION_ID, { encryption: QueueEncryption.SQS_MANAGED, encryptionMasterKey: undefined }),
    'DeadLetterQueue.encryption',
    'DeadLetterQueue.encryptionMasterKey',
    'Queue.encryption',
    'Queue.encryptionMasterKey',
  ],
  [
    'plain connections',
    inject(Queue.PROPERTY_INJECTION_ID, { enforceSSL: false }),
    'DeadLetterQueue.enforceSSL',
    'Queue.enforceSSL',
  ],
  [
    'a table that goes with the stack',
    inject(TableV2.PROPERTY_INJECTION_ID, { deletionProtection: false }),
    'Table.deletionProtection',
  ],
  [
    'an environment',
    inject(Function.PROPERTY_INJECTION_ID, { environment: {} }),
    'Writer.environment',
    'KeyPolicyManager/Function.environment',
  ],
  [
    'a policy',
    inject(Role.PROPERTY_INJECTION_ID, { managedPolicies: [] }),
    'WriterRole.managedPolicies',
    'KeyPolicyManager/Role.managedPolicies',
  ],
])('a property injector that gives %s', (_, injector, ...names) => {
  expect(problemsOf(injected(injector))).toEqual(names.map(saidOf));
});

test('an injector of the stack comes before that of the app, as without the construct', () => {
  const app = new App({ propertyInjectors: [inject(Queue.PROPERTY_INJECTION_ID, { enforceSSL: false })] });
  const stack = new Stack(app, 'OrdersStack', { env: { account: ACCOUNT, region: REGION } });
  PropertyInjectors.of(stack).add(inject(Queue.PROPERTY_INJECTION_ID, { receiveMessageWaitTime: undefined }));
  const orders = new EncryptedQueueToTable(stack, 'Orders', REQUIRED);
  expect(problemsOf(orders)).toEqual([]);
});

test('what an app adds within the construct is its own', () => {
  const orders = injected();
  PropertyInjectors.of(orders.node.root).add(inject(Queue.PROPERTY_INJECTION_ID, { queueName: 'mine' }));
  const { queueName } = new Queue(orders, 'Mine').node.defaultChild as CfnQueue;
  expect([queueName, ...problemsOf(orders)]).toEqual(['mine']);
});

function saidOf(name: string): string {
  const [part = '', prop] = name.split('.');
  const path = part.startsWith('KeyPolicyManager') ? `EncryptedQueueToTable${part}` : `Orders/${part}`;
  return `'${prop}' of OrdersStack/${path} must be as the construct gives it, got another value of a property injector${wayOut(name)}`;
}
