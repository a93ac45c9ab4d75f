import {
  CreateBackupCommand,
  DeleteItemCommand,
  DeleteResourcePolicyCommand,
  DeleteTableCommand,
  DynamoDBClient,
  EnableKinesisStreamingDestinationCommand,
  ExecuteStatementCommand,
  ExportTableToPointInTimeCommand,
  PutItemCommand,
  PutResourcePolicyCommand,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateContinuousBackupsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  AddPermissionCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { CONSUMER } from '../../sandbox/demo/example';
import { authorizeByPolicies } from '../../sandbox/iam/policy-authorizer';
import { Pipeline } from '../support/pipeline';

const role = (name: string): string => `arn:aws:iam::111122223333:role/${name}`;
const [READER, REDRIVER, STRANGER] = ['Reports', 'OrdersOnCall', 'Stranger'].map(role);
const [RESTORER, BACKUP, EXPORTER] = ['Restorer', 'Backup', 'Exporter'].map(role);
const ROOT = 'arn:aws:iam::111122223333:root';
const EVERYTHING = { Effect: 'Allow', Action: ['dynamodb:*', 'sqs:*'], Resource: '*' };

let pipeline: Pipeline;

const sqs = (principal: string): SQSClient =>
  new SQSClient({ ...pipeline.sandbox.clientOf(principal), maxAttempts: 1 });
const dynamoDb = (principal: string): DynamoDBClient =>
  new DynamoDBClient({ ...pipeline.sandbox.clientOf(principal), maxAttempts: 1 });
const tableArn = (): string => `arn:aws:dynamodb:eu-west-1:111122223333:table/${pipeline.tableName}`;
const deadLetterQueueArn = (): string =>
  `arn:aws:sqs:eu-west-1:111122223333:${pipeline.deadLetterQueueUrl.split('/').at(-1)}`;

/** The statement that a refusal names. */
const refusedBy = (sid: string) => ({ message: expect.stringContaining(`'${sid}'`) });

/** Each with every right on queues and tables that an identity policy can give. */
beforeAll(async () => {
  pipeline = await Pipeline.start({
    props: {
      readerRoleArns: [READER!],
      redriverRoleArns: [REDRIVER!],
      restoreRoleArns: [RESTORER!],
      backupRoleArns: [BACKUP!],
      exporterRoleArns: [EXPORTER!],
    },
    authorize: authorizeByPolicies,
  });
  for (const name of ['OrdersApp', 'Reports', 'OrdersOnCall', 'Stranger']) {
    pipeline.sandbox.roles.add(name, { Statement: [] }).policies.set('Everything', { Statement: EVERYTHING });
  }
  await sqs(CONSUMER).send(new SendMessageCommand({ QueueUrl: pipeline.queueUrl, MessageBody: 'kept' }));
  await pipeline.until('the item', async () => (await pipeline.items()).length === 1);
});

afterAll(async () => pipeline.close());

describe.each([
  ['a consumer', CONSUMER],
  ['a reader', READER!],
  ['a redriver', REDRIVER!],
  ['a stranger', STRANGER!],
  ['the root user', ROOT],
])('%s', (_, principal) => {
  test('takes no message out of the queue', async () => {
    const { queueUrl: QueueUrl } = pipeline;
    const client = sqs(principal);

    for (const command of [
      new ReceiveMessageCommand({ QueueUrl }),
      new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'any' }),
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: 'any', VisibilityTimeout: 0 }),
      new PurgeQueueCommand({ QueueUrl }),
    ]) {
      await expect(client.send(command as ReceiveMessageCommand)).rejects.toMatchObject(
        principal === ROOT ? { name: 'AccessDenied' } : refusedBy('OnlyTheWriterReceives'),
      );
    }
  });

  test('writes no item, be it alone, in a transaction or in PartiQL', async () => {
    const TableName = pipeline.tableName;
    const Key = { id: { S: 'forged' } };
    const client = dynamoDb(principal);

    for (const command of [
      new PutItemCommand({ TableName, Item: Key }),
      new UpdateItemCommand({ TableName, Key }),
      new DeleteItemCommand({ TableName, Key }),
      new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: Key } }] }),
      new TransactWriteItemsCommand({ TransactItems: [{ Delete: { TableName: tableArn(), Key } }] }),
      new ExecuteStatementCommand({ Statement: `INSERT INTO "${TableName}" VALUE {'id': 'forged'}` }),
      new ExecuteStatementCommand({ Statement: `UPDATE "${TableName}" SET body = 'x' WHERE id = 'forged'` }),
      new ExecuteStatementCommand({ Statement: `DELETE FROM "${TableName}" WHERE id = 'forged'` }),
    ]) {
      await expect(client.send(command as PutItemCommand)).rejects.toMatchObject(
        principal === ROOT ? { name: 'AccessDeniedException' } : refusedBy('OnlyTheWriterWrites'),
      );
    }
    await expect(pipeline.items()).resolves.toMatchObject([{ body: 'kept' }]);
  });
});

describe.each([
  ['a consumer', CONSUMER],
  ['a reader', READER!],
  ['a redriver', REDRIVER!],
  ['a stranger', STRANGER!],
])('%s', (_, principal) => {
  test.each(['queueUrl', 'deadLetterQueueUrl'] as const)('neither opens nor re-encrypts nor deletes: %s', async url => {
    const QueueUrl = pipeline[url];
    const client = sqs(principal);

    for (const command of [
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { KmsMasterKeyId: 'alias/aws/sqs' } }),
      new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: '' } }),
      new AddPermissionCommand({ QueueUrl, Label: 'me', AWSAccountIds: ['444455556666'], Actions: ['*'] }),
      new RemovePermissionCommand({ QueueUrl, Label: 'OnlyDeployersChange' }),
      new DeleteQueueCommand({ QueueUrl }),
    ]) {
      await expect(client.send(command as DeleteQueueCommand)).rejects.toMatchObject(refusedBy('OnlyDeployersChange'));
    }
  });

  test('neither changes the table nor takes its data elsewhere', async () => {
    const TableName = pipeline.tableName;
    const client = dynamoDb(principal);
    const change = [
      new UpdateTableCommand({ TableName, SSESpecification: { Enabled: false } }),
      new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }),
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      }),
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { Enabled: true, AttributeName: 'body' } }),
      new PutResourcePolicyCommand({ ResourceArn: tableArn(), Policy: '{"Statement":[]}' }),
      new DeleteResourcePolicyCommand({ ResourceArn: tableArn() }),
      new DeleteTableCommand({ TableName }),
    ];
    const stream = { TableName, StreamArn: 'arn:aws:kinesis:eu-west-1:1:stream/mine' };
    const copy = {
      OnlyExportersExport: new ExportTableToPointInTimeCommand({ TableArn: tableArn(), S3Bucket: 'mine' }),
      OnlyRestorersRestore: new RestoreTableToPointInTimeCommand({
        SourceTableName: TableName,
        TargetTableName: 'mine',
      }),
      OnlyBackupRolesBackUp: new CreateBackupCommand({ TableName, BackupName: 'mine' }),
      OnlyDeployersStream: new EnableKinesisStreamingDestinationCommand(stream),
    };

    for (const command of change) {
      await expect(client.send(command as DeleteTableCommand)).rejects.toMatchObject(refusedBy('OnlyDeployersChange'));
    }
    for (const [sid, command] of Object.entries(copy)) {
      await expect(client.send(command as CreateBackupCommand)).rejects.toMatchObject(refusedBy(sid));
    }
  });
});

test('a consumer and a stranger take no dead letter out, and a redriver moves them back', async () => {
  const move = new StartMessageMoveTaskCommand({ SourceArn: deadLetterQueueArn() });
  const receive = new ReceiveMessageCommand({ QueueUrl: pipeline.deadLetterQueueUrl });

  for (const principal of [CONSUMER, STRANGER!]) {
    await expect(sqs(principal).send(receive)).rejects.toMatchObject(refusedBy('OnlyRedriversTakeOut'));
    await expect(sqs(principal).send(move)).rejects.toMatchObject(refusedBy('OnlyRedriversTakeOut'));
  }
  await expect(sqs(REDRIVER!).send(move)).resolves.toMatchObject({ TaskHandle: expect.any(String) });
});

test('a restorer restores, reads what it restored, and lets nobody else read it', async () => {
  const [restored, restoredArn] = [pipeline.tableName, tableArn()].map(name => `${name}-restored`);
  const restore = new RestoreTableToPointInTimeCommand({
    SourceTableName: pipeline.tableName,
    TargetTableName: restored,
    UseLatestRestorableTime: true,
  });

  await expect(dynamoDb(RESTORER!).send(restore)).rejects.toMatchObject({ name: 'AccessDeniedException' }); // no right on the new table
  const Statement = { Effect: 'Allow', Action: 'dynamodb:*', Resource: restoredArn };
  pipeline.sandbox.roles.add('Restorer', { Statement: [] }).policies.set('Restored', { Statement });
  await expect(dynamoDb(RESTORER!).send(restore)).resolves.toBeDefined();

  const scan = new ScanCommand({ TableName: restored });
  await expect(dynamoDb(RESTORER!).send(scan)).resolves.toMatchObject({ Count: 1 });
  for (const principal of [READER!, CONSUMER, STRANGER!, BACKUP!]) {
    await expect(dynamoDb(principal).send(scan)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  }
});

test('each who copies gets as far as the sandbox can follow, and no other does', async () => {
  const backUp = new CreateBackupCommand({ TableName: pipeline.tableName, BackupName: 'mine' });
  const exportIt = new ExportTableToPointInTimeCommand({ TableArn: tableArn(), S3Bucket: 'mine' });
  const outcomesOf = async (who: string): Promise<string[]> => {
    const sent = [backUp, exportIt].map(async command => dynamoDb(who).send(command as CreateBackupCommand));
    return (await Promise.allSettled(sent)).map(each => (each.status === 'rejected' ? each.reason.name : 'done'));
  };

  const denied = 'AccessDeniedException';
  expect(await outcomesOf(RESTORER!)).toEqual([denied, denied]);
  expect(await outcomesOf(BACKUP!)).toEqual(['done', denied]);
  expect(await outcomesOf(EXPORTER!)).toEqual([denied, 'UnknownOperationException']);
});

test('those who are let in still do what they are for', async () => {
  await expect(dynamoDb(READER!).send(new ScanCommand({ TableName: pipeline.tableName }))).resolves.toMatchObject({
    Count: 1,
  });
  const send = new SendMessageCommand({ QueueUrl: pipeline.queueUrl, MessageBody: 'another' });
  await expect(sqs(CONSUMER).send(send)).resolves.toBeDefined();
  await pipeline.until('the second item', async () => (await pipeline.items()).length === 2);
});

test('the table takes no policy that names an action which no such policy may name', async () => {
  const creator = dynamoDb('arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1');
  const policy = (Action: string) =>
    new PutResourcePolicyCommand({
      ResourceArn: tableArn(),
      Policy: JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*', Action, Resource: tableArn() }] }),
    });

  await expect(creator.send(policy('dynamodb:RestoreTableFromBackup'))).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('the deployment takes it all away again', async () => {
  await expect(pipeline.sandbox.destroy('OrdersStack')).resolves.toBeUndefined();

  expect([...pipeline.sandbox.functions.keys()]).toEqual([]);
});
