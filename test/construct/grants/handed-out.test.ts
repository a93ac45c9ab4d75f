import { type App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { type EncryptedQueueToTable } from '../../../src';
import { ACCOUNT, addOrders, ADMIN, CONSUMER, NAME, REGION, role, statementOf, templateOf } from '../../support/orders';

const PATH = '[OrdersStack/Orders]';
const shop = (orders: EncryptedQueueToTable): iam.IRole => iam.Role.fromRoleName(orders, 'Shop', 'Shop');

describe('what CDK offers on the queue and the table', () => {
  test.each<[string, (orders: EncryptedQueueToTable, to: iam.IRole) => iam.Grant, string]>([
    ['queue.grantSendMessages', ({ queue }, to) => queue.grantSendMessages(to), 'GranteesSendThroughSqs'],
    ['queue.grants.sendMessages', ({ queue }, to) => queue.grants.sendMessages(to), 'GranteesSendThroughSqs'],
    ['table.grantReadData', ({ table }, to) => table.grantReadData(to), 'GranteesReadThroughDynamoDb'],
    ['table.grants.readData', ({ table }, to) => table.grants.readData(to), 'GranteesReadThroughDynamoDb'],
  ])('%s reaches the key policy, too', (_, grant, sid) => {
    const orders = addOrders();

    grant(orders, shop(orders)).assertSuccess();

    expect(statementOf(orders, sid)!.Condition!.ArnEquals).toEqual({ 'aws:PrincipalArn': role('Shop') });
  });

  const RECEIVING = 'only the writer receives; let a role move dead letters with grantRedrive';
  const WRITING = 'only the writer writes; send a message instead';
  const KEY = 'the key policy is rendered by the construct; use its grants, or additionalKeyPolicyStatements';
  test.each<[string, string, (orders: EncryptedQueueToTable, to: iam.IRole) => unknown]>([
    ['queue.grantConsumeMessages', RECEIVING, ({ queue }, to) => queue.grantConsumeMessages(to)],
    ['queue.grantPurge', RECEIVING, ({ queue }, to) => queue.grantPurge(to)],
    [
      'queue.grant',
      'use grantSendMessages, grantReadData or grantRedrive of the construct',
      ({ queue }, to) => queue.grant(to, 'sqs:*'),
    ],
    ['deadLetterQueue.grantSendMessages', RECEIVING, (orders, to) => orders.deadLetterQueue.grantSendMessages(to)],
    [
      'deadLetterQueue.grantConsumeMessages',
      RECEIVING,
      (orders, to) => orders.deadLetterQueue.grantConsumeMessages(to),
    ],
    ['table.grantWriteData', WRITING, ({ table }, to) => table.grantWriteData(to)],
    ['table.grantReadWriteData', WRITING, ({ table }, to) => table.grantReadWriteData(to)],
    ['table.grantFullAccess', WRITING, ({ table }, to) => table.grantFullAccess(to)],
    ['table.grant', 'use grantReadData of the construct', ({ table }, to) => table.grant(to, 'dynamodb:*')],
    ['key.grantDecrypt', KEY, ({ key }, to) => key.grantDecrypt(to)],
    ['key.grantEncryptDecrypt', KEY, ({ key }, to) => key.grantEncryptDecrypt(to)],
    ['key.grant', KEY, ({ key }, to) => key.grant(to, 'kms:*')],
  ])('%s fails, and says what to do', (method, instead, call) => {
    const orders = addOrders();
    expect(() => call(orders, shop(orders))).toThrow(new Error(`'${method}' must not be called: ${instead} ${PATH}`));
  });

  test('statements for the key fail, but those of a service for the queue', () => {
    const orders = addOrders();
    const statement = new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      principals: [new iam.ArnPrincipal(role('A'))],
    });
    expect(() => orders.key.addToResourcePolicy(statement)).toThrow(
      new Error(
        `'key.addToResourcePolicy' must not be called: use 'additionalKeyPolicyStatements', which the key policy is rendered from ${PATH}`,
      ),
    );
  });

  test('an event source of another function fails: the writer alone receives', () => {
    const orders = addOrders();
    const other = new lambda.Function(orders, 'Other', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('//'),
    });
    expect(() => other.addEventSource(new SqsEventSource(orders.queue))).toThrow('only the writer receives');
  });

  test.each<[string, (orders: EncryptedQueueToTable) => unknown]>([
    ['grantRead of a bucket', orders => new s3.Bucket(orders, 'Bucket').grantRead(orders.writer)],
    [
      'addToRolePolicy',
      ({ writer }) => writer.addToRolePolicy(new iam.PolicyStatement({ actions: ['s3:*'], resources: ['*'] })),
    ],
    [
      'addManagedPolicy',
      ({ writer }) => writer.role!.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('ReadOnlyAccess')),
    ],
  ])('%s for the writer fails', (_, call) => {
    expect(() => call(addOrders())).toThrow(
      "'Writer' must not get more rights: it does one thing; give them to a function of your own",
    );
  });
});

describe('the names', () => {
  const LITERALS = {
    queueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${NAME}`,
    queueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}`,
    queueName: NAME,
    deadLetterQueueUrl: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${NAME}-dlq`,
    deadLetterQueueArn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${NAME}-dlq`,
    tableName: NAME,
    tableArn: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${NAME}`,
    functionName: NAME,
    functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${NAME}`,
  };

  test('of the construct are literals', () => {
    const orders = addOrders();
    const { ...names } = Object.fromEntries(
      Object.keys(LITERALS).map(name => [name, orders[name as keyof typeof LITERALS]]),
    );
    expect(names).toEqual(LITERALS);
  });

  test('end as the partition of the Region does', () => {
    const keyArn = `arn:aws-cn:kms:cn-north-1:${ACCOUNT}:key/mrk-1234abcd12ab34cd56ef1234567890ab`;
    const inChina = (arn: string): string[] => [arn.replace('arn:aws:', 'arn:aws-cn:')];
    const props = { keyArn, adminRoleArns: inChina(ADMIN), consumerRoleArns: inChina(CONSUMER) };
    expect(addOrders(props, { account: ACCOUNT, region: 'cn-north-1' }).queueUrl).toBe(
      `https://sqs.cn-north-1.amazonaws.com.cn/${ACCOUNT}/${NAME}`,
    );
  });

  test('of the queue and the table are references in their stack, and literals in another one', () => {
    const orders = addOrders();
    const other = new Stack(orders.node.root as App, 'Other', { env: { account: ACCOUNT, region: REGION } });
    const { deadLetterQueue, queue, table } = orders;
    const names = [queue.queueUrl, queue.queueArn, deadLetterQueue.queueUrl, table.tableName, table.tableArn];

    expect(other.resolve(names)).toEqual([
      LITERALS.queueUrl,
      LITERALS.queueArn,
      LITERALS.deadLetterQueueUrl,
      LITERALS.tableName,
      LITERALS.tableArn,
    ]);
    expect(JSON.stringify(Stack.of(orders).resolve(names))).not.toContain(ACCOUNT);
  });

  test('put the stack that uses them after that of the queue', () => {
    const orders = addOrders();
    const other = new Stack(orders.node.root as App, 'Other', { env: { account: ACCOUNT, region: REGION } });
    other.resolve(orders.queue.queueUrl);
    expect(other.dependencies).toEqual([Stack.of(orders)]);
  });

  test('can be exported by hand, as any attribute', () => {
    const orders = addOrders();
    Stack.of(orders).exportValue(orders.queue.queueArn, { name: 'queue' });
    expect(templateOf(orders).findOutputs('*')).toMatchObject({ Exportqueue: { Export: { Name: 'queue' } } });
  });
});
