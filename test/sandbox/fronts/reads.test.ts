import {
  DescribeLogGroupsCommand,
  CloudWatchLogsClient,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand, DescribeTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DisableKeyCommand, EnableKeyCommand, GetKeyLastUsageCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetAccountSettingsCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { TestClock } from '../../../sandbox/clock/test-clock';
import { makeKeyWithImportedMaterial } from '../../../sandbox/demo/imported-key';
import { EventSourceMapping } from '../../../sandbox/lambda/event-source-mapping';
import { LambdaFunction } from '../../../sandbox/lambda/function';
import { startSandbox, type Sandbox } from '../../../sandbox/sandbox';

const OWNER = 'arn:aws:iam::111122223333:role/Owner';
const DAY = 86_400_000;
const TABLE = { TableName: 'orders' };

let clock: TestClock;
let sandbox: Sandbox;

beforeEach(async () => {
  clock = new TestClock();
  sandbox = await startSandbox({ clock });
});

afterEach(async () => sandbox.close());

const configuration = () => ({ ...sandbox.clientOf(OWNER), maxAttempts: 1 });

describe('a table whose key is lost', () => {
  let keyArn: string;
  let kms: KMSClient;
  let table: DynamoDBClient;

  beforeEach(async () => {
    keyArn = await makeKeyWithImportedMaterial(sandbox, OWNER);
    kms = new KMSClient(configuration());
    table = new DynamoDBClient(configuration());
    await table.send(
      new CreateTableCommand({
        ...TABLE,
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn },
      }),
    );
  });

  const described = async (): Promise<unknown[]> => {
    const { Table } = await table.send(new DescribeTableCommand(TABLE));
    return [
      Table!.TableStatus,
      Table!.SSEDescription!.InaccessibleEncryptionDateTime?.toISOString(),
      Table!.ArchivalSummary?.ArchivalReason,
    ];
  };

  test('is inaccessible from a time on, until the key is back', async () => {
    await clock.advance(60_000);
    await expect(described()).resolves.toEqual(['ACTIVE', undefined, undefined]);
    await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
    await clock.advance(120_000);
    const inaccessible = ['INACCESSIBLE_ENCRYPTION_CREDENTIALS', '2026-01-01T00:02:00.000Z', undefined];
    await expect(described()).resolves.toEqual(inaccessible);
    await clock.advance(7 * DAY - 120_000);
    await expect(described()).resolves.toEqual(inaccessible);
    await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
    await clock.advance(60_000);
    await expect(described()).resolves.toEqual(['ACTIVE', undefined, undefined]);
  });

  test('is archived after seven days, whatever comes later', async () => {
    await kms.send(new DisableKeyCommand({ KeyId: keyArn }));
    await clock.advance(7 * DAY + 120_000);
    await kms.send(new EnableKeyCommand({ KeyId: keyArn }));
    await clock.advance(60_000);
    await expect(described()).resolves.toEqual(['ARCHIVED', undefined, 'INACCESSIBLE_ENCRYPTION_CREDENTIALS']);
    const put = table.send(new PutItemCommand({ ...TABLE, Item: { id: { S: 'a' } } }));
    await expect(put).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('is inaccessible without the grant of DynamoDB too', async () => {
    for (const { id } of sandbox.kms.grants.of(keyArn)) sandbox.kms.grants.remove(id);
    await clock.advance(60_000);
    const [status] = await described();
    expect(status).toBe('INACCESSIBLE_ENCRYPTION_CREDENTIALS');
  });

  test('the key says when it was used last', async () => {
    const last = async () => (await kms.send(new GetKeyLastUsageCommand({ KeyId: keyArn }))).KeyLastUsage;
    expect(await last()).toMatchObject({ Operation: 'Decrypt', Timestamp: new Date(Date.UTC(2026, 0, 1)) });
    await clock.advance(DAY);
    await table.send(new PutItemCommand({ ...TABLE, Item: { id: { S: 'a' } } }));
    expect(await last()).toMatchObject({ Timestamp: new Date(Date.UTC(2026, 0, 2)) });
  });
});

test('a mapping is disabled and enabled, once however often, and says which it is', async () => {
  const lambda = new LambdaClient(configuration());
  const definition = {
    name: 'writer',
    handler: 'index.handler',
    roleArn: OWNER,
    code: __dirname,
    timeoutSeconds: 3,
    memoryMegabytes: 128,
    variables: {},
    logGroup: 'writer',
  };
  sandbox.queues.create('orders', {});
  const target = new LambdaFunction(definition, sandbox);
  const queueArn = 'arn:aws:sqs:eu-west-1:111122223333:orders';
  const mapping = new EventSourceMapping(
    { queueArn, batchSize: 10, windowSeconds: 0, reportsBatchItemFailures: true, isEnabled: false },
    target,
    sandbox,
  );
  sandbox.mappings.set('m', mapping);
  const state = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID: 'm' }))).State;
  const states = [await state()];
  for (const Enabled of [true, true, false, false, true]) {
    states.push((await lambda.send(new UpdateEventSourceMappingCommand({ UUID: 'm', Enabled }))).State);
  }
  expect(states).toEqual(['Disabled', 'Enabled', 'Enabled', 'Disabled', 'Disabled', 'Enabled']);
  const changed = lambda.send(new UpdateEventSourceMappingCommand({ UUID: 'm', BatchSize: 5 }));
  await expect(changed).rejects.toThrow("the sandbox can't change BatchSize of a mapping");
  const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 });
});

test('log lines come filtered, page by page, and groups with how long they keep them', async () => {
  const logs = new CloudWatchLogsClient(configuration());
  sandbox.logs.retention.set('writer', 30);
  for (const count of [1, 2, 3]) sandbox.logs.put('writer', 'stream', JSON.stringify({ count }));
  const filter = { logGroupName: 'writer', filterPattern: '{ $.count >= 2 }', limit: 1 };
  const first = await logs.send(new FilterLogEventsCommand(filter));
  const second = await logs.send(new FilterLogEventsCommand({ ...filter, nextToken: first.nextToken }));
  const messages = [first, second].map(({ events = [] }) => events.map(({ message }) => message));
  expect([messages, second.nextToken]).toEqual([[['{"count":2}'], ['{"count":3}']], undefined]);
  const unknown = logs.send(new FilterLogEventsCommand({ ...filter, filterPattern: '[a, b]' }));
  await expect(unknown).rejects.toThrow('the sandbox does not know such filter patterns, got [a, b]');
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups).toMatchObject([{ logGroupName: 'writer', retentionInDays: 30 }]);
});
