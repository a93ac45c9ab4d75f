import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as kms from '@aws-sdk/client-kms';
import * as sqs from '@aws-sdk/client-sqs';

/** An attacker, signed in to the sandbox, and what is attacked. */
export interface Ground {
  readonly kms: kms.KMSClient;
  readonly sqs: sqs.SQSClient;
  readonly dynamoDb: dynamodb.DynamoDBClient;
  readonly KeyId: string;
  readonly QueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly deadLetterQueueArn: string;
  readonly TableName: string;
  readonly tableArn: string;
}

type Run = (ground: Ground) => Promise<unknown>;

const KEY = { id: { S: 'forged' } };
const STREAM = 'arn:aws:kinesis:eu-west-1:111122223333:stream/mine';
const OPEN =
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}]}';

const onKey = {
  encrypt: ({ kms: client, KeyId }) => client.send(new kms.EncryptCommand({ KeyId, Plaintext: Buffer.from('x') })),
  dataKey: ({ kms: client, KeyId }) => client.send(new kms.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' })),
  grant: ({ kms: client, KeyId }) =>
    client.send(
      new kms.CreateGrantCommand({
        KeyId,
        GranteePrincipal: 'arn:aws:iam::111122223333:role/Me',
        Operations: ['Decrypt'],
      }),
    ),
  policy: ({ kms: client, KeyId }) => client.send(new kms.PutKeyPolicyCommand({ KeyId, Policy: OPEN })),
  disable: ({ kms: client, KeyId }) => client.send(new kms.DisableKeyCommand({ KeyId })),
  schedule: ({ kms: client, KeyId }) => client.send(new kms.ScheduleKeyDeletionCommand({ KeyId })),
  material: ({ kms: client, KeyId }) => client.send(new kms.DeleteImportedKeyMaterialCommand({ KeyId })),
  rotate: ({ kms: client, KeyId }) => client.send(new kms.RotateKeyOnDemandCommand({ KeyId })),
} satisfies Record<string, Run>;

const onQueue = {
  receive: ({ sqs: client, QueueUrl }) => client.send(new sqs.ReceiveMessageCommand({ QueueUrl })),
  remove: ({ sqs: client, QueueUrl }) => client.send(new sqs.DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'any' })),
  purge: ({ sqs: client, QueueUrl }) => client.send(new sqs.PurgeQueueCommand({ QueueUrl })),
  send: ({ sqs: client, QueueUrl }) => client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'forged' })),
  otherKey: ({ sqs: client, QueueUrl }) =>
    client.send(new sqs.SetQueueAttributesCommand({ QueueUrl, Attributes: { KmsMasterKeyId: 'alias/aws/sqs' } })),
  open: ({ sqs: client, QueueUrl }) =>
    client.send(
      new sqs.AddPermissionCommand({ QueueUrl, Label: 'me', AWSAccountIds: ['444455556666'], Actions: ['*'] }),
    ),
  end: ({ sqs: client, QueueUrl }) => client.send(new sqs.DeleteQueueCommand({ QueueUrl })),
  receiveDead: ({ sqs: client, deadLetterQueueUrl: QueueUrl }) =>
    client.send(new sqs.ReceiveMessageCommand({ QueueUrl })),
  sendDead: ({ sqs: client, deadLetterQueueUrl: QueueUrl }) =>
    client.send(new sqs.SendMessageCommand({ QueueUrl, MessageBody: 'forged' })),
  move: ({ sqs: client, deadLetterQueueArn: SourceArn }) =>
    client.send(new sqs.StartMessageMoveTaskCommand({ SourceArn })),
} satisfies Record<string, Run>;

const onTable = {
  read: ({ dynamoDb: client, TableName }) => client.send(new dynamodb.ScanCommand({ TableName })),
  put: ({ dynamoDb: client, TableName }) => client.send(new dynamodb.PutItemCommand({ TableName, Item: KEY })),
  many: ({ dynamoDb: client, TableName }) =>
    client.send(new dynamodb.BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: KEY } }] } })),
  change: ({ dynamoDb: client, TableName }) => client.send(new dynamodb.UpdateItemCommand({ TableName, Key: KEY })),
  remove: ({ dynamoDb: client, TableName }) => client.send(new dynamodb.DeleteItemCommand({ TableName, Key: KEY })),
  partiQl: ({ dynamoDb: client, TableName }) =>
    client.send(new dynamodb.ExecuteStatementCommand({ Statement: `INSERT INTO "${TableName}" VALUE {'id': 'x'}` })),
  otherKey: ({ dynamoDb: client, TableName }) =>
    client.send(new dynamodb.UpdateTableCommand({ TableName, SSESpecification: { Enabled: false } })),
  end: ({ dynamoDb: client, TableName }) => client.send(new dynamodb.DeleteTableCommand({ TableName })),
  policy: ({ dynamoDb: client, tableArn: ResourceArn }) =>
    client.send(new dynamodb.PutResourcePolicyCommand({ ResourceArn, Policy: '{"Statement":[]}' })),
  stream: ({ dynamoDb: client, TableName }) =>
    client.send(new dynamodb.EnableKinesisStreamingDestinationCommand({ TableName, StreamArn: STREAM })),
  exports: ({ dynamoDb: client, tableArn: TableArn }) =>
    client.send(new dynamodb.ExportTableToPointInTimeCommand({ TableArn, S3Bucket: 'mine' })),
  restore: ({ dynamoDb: client, TableName: SourceTableName }) =>
    client.send(new dynamodb.RestoreTableToPointInTimeCommand({ SourceTableName, TargetTableName: 'mine' })),
  backup: ({ dynamoDb: client, TableName }) =>
    client.send(new dynamodb.CreateBackupCommand({ TableName, BackupName: 'mine' })),
} satisfies Record<string, Run>;

/** The attacks that the sandbox can run, by who tries what. */
export const RUNS: Readonly<Record<string, Run>> = {
  'a stranger encrypts with the key itself': onKey.encrypt,
  'a stranger makes a data key': onKey.dataKey,
  'a stranger grants the key to themselves': onKey.grant,
  'a stranger puts a policy of their own': onKey.policy,
  'a stranger makes other material current': onKey.rotate,
  'a stranger deletes the material': onKey.material,
  'a stranger schedules the deletion of the key': onKey.schedule,
  'a stranger disables the key': onKey.disable,
  'an administrator of the key grants the key to themselves': onKey.grant,
  'an administrator of the key deletes the material': onKey.material,
  'an administrator of the key schedules the deletion of the key': onKey.schedule,
  'a custodian makes other material current': onKey.rotate,
  'a destroyer without a second factor disables the key': onKey.disable,
  'a deployer puts a policy of their own': onKey.policy,
  'the root user grants the key to themselves': onKey.grant,
  'the root user deletes the material': onKey.material,
  'a stranger receives messages': onQueue.receive,
  'a stranger deletes messages': onQueue.remove,
  'a stranger purges the queue': onQueue.purge,
  'a stranger sends a message': onQueue.send,
  'a stranger sets the queue to another key': onQueue.otherKey,
  'a stranger opens the queue to another account': onQueue.open,
  'a stranger deletes the queue': onQueue.end,
  'a stranger receives dead letters': onQueue.receiveDead,
  'a stranger moves dead letters to a queue of theirs': onQueue.move,
  "a consumer receives everybody's messages": onQueue.receive,
  'a consumer sends to the dead-letter queue': onQueue.sendDead,
  'a redriver receives messages that are no dead letters': onQueue.receive,
  'a deployer receives messages': onQueue.receive,
  "another function, as the writer's role receives messages": onQueue.receive,
  'a stranger reads the table': onTable.read,
  'a stranger puts an item': onTable.put,
  'a stranger changes an item': onTable.change,
  'a stranger deletes an item': onTable.remove,
  'a stranger puts an item by PartiQL': onTable.partiQl,
  'a stranger sets the table to another key': onTable.otherKey,
  'a stranger deletes the table': onTable.end,
  'a stranger opens the table by a policy': onTable.policy,
  'a stranger streams the table into a stream of theirs': onTable.stream,
  'a stranger exports the table into a bucket of theirs': onTable.exports,
  'a stranger restores the table under another key': onTable.restore,
  'a stranger backs the table up': onTable.backup,
  'an administrator of the key reads the table': onTable.read,
  'a consumer puts an item past the queue': onTable.put,
  'a reader writes many items': onTable.many,
  'a redriver reads the table': onTable.read,
  'a restorer exports the table': onTable.exports,
  'a backup role restores the table': onTable.restore,
  'an exporter streams the table': onTable.stream,
  "another function, as the writer's role puts an item": onTable.put,
  'the root user reads the table': onTable.read,
};

export const RUN_IN_SANDBOX = Object.keys(RUNS);
