import { attacksOf, NOT_LET_IN, SUCCEEDS } from './attack';
import {
  ADMIN,
  BACKUP,
  CONSUMER,
  DEPLOYER,
  EXPORTER,
  OUTSIDER,
  READER,
  REDRIVER,
  RESTORER,
  ROOT,
  STRANGER,
  TOPIC,
  WRITER,
  WRITER_ELSEWHERE,
} from './attackers';
import { backup, deadLetterKey, deadLetters, elsewhere, queue, queueKey, table, tableKey } from './calls';
import { ACCOUNT } from '../support/key-policy-facts';

const ROOT_UNLOCKS = 'the root user has to be able to unlock what the deployers have locked';
const IN_ANOTHER_NAME = `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/mine`;

/** What is tried on the queues and the table, by those who are let in for something else, and by those who are not. */
export const ATTACKS_ON_QUEUE_AND_TABLE = [
  ...attacksOf(STRANGER, [
    ['receives messages', [queue('ReceiveMessage'), queueKey('Decrypt')], 'OnlyTheWriterReceives'],
    ['deletes messages', [queue('DeleteMessage')], 'OnlyTheWriterReceives'],
    ['hides messages', [queue('ChangeMessageVisibility')], 'OnlyTheWriterReceives'],
    ['purges the queue', [queue('PurgeQueue')], 'OnlyTheWriterReceives'],
    ['sends a message', [queue('SendMessage'), queueKey('GenerateDataKey')], NOT_LET_IN],
    ['sends a message without TLS', [queue('SendMessage', { 'aws:SecureTransport': 'false' })], 'statement 1'],
    ['sets the queue to another key', [queue('SetQueueAttributes')], 'OnlyDeployersChange'],
    ['opens the queue to another account', [queue('AddPermission')], 'OnlyDeployersChange'],
    ['takes a permission away', [queue('RemovePermission')], 'OnlyDeployersChange'],
    ['deletes the queue', [queue('DeleteQueue')], 'OnlyDeployersChange'],
    ['receives dead letters', [deadLetters('ReceiveMessage'), deadLetterKey('Decrypt')], 'OnlyRedriversTakeOut'],
    ['moves dead letters to a queue of theirs', [deadLetters('StartMessageMoveTask')], 'OnlyRedriversTakeOut'],
    ['sets the dead-letter queue to another key', [deadLetters('SetQueueAttributes')], 'OnlyDeployersChange'],
    [
      'tags the queue',
      [queue('TagQueue')],
      SUCCEEDS,
      { remains: 'no policy of this package asks for a tag. Do not let one of yours' },
    ],
    ['reads the table', [table('Scan'), tableKey('Decrypt')], NOT_LET_IN],
    ['puts an item', [table('PutItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['changes an item', [table('UpdateItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['deletes an item', [table('DeleteItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['puts an item by PartiQL', [table('PartiQLInsert'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['sets the table to another key', [table('UpdateTable')], 'OnlyDeployersChange'],
    ['deletes the table', [table('DeleteTable')], 'OnlyDeployersChange'],
    ['opens the table by a policy', [table('PutResourcePolicy')], 'OnlyDeployersChange'],
    ['takes the policy of the table away', [table('DeleteResourcePolicy')], 'OnlyDeployersChange'],
    ['lets every item expire', [table('UpdateTimeToLive')], 'OnlyDeployersChange'],
    ['turns point-in-time recovery off', [table('UpdateContinuousBackups')], 'OnlyDeployersChange'],
    ['streams the table into a stream of theirs', [table('EnableKinesisStreamingDestination')], 'OnlyDeployersStream'],
    ['exports the table into a bucket of theirs', [table('ExportTableToPointInTime')], 'OnlyExportersExport'],
    ['restores the table under another key', [table('RestoreTableToPointInTime')], 'OnlyRestorersRestore'],
    ['backs the table up', [table('CreateBackup')], 'OnlyBackupRolesBackUp'],
    [
      'restores a backup under another key',
      [backup('RestoreTableFromBackup')],
      SUCCEEDS,
      { guarded: 'RestorersRestore' },
    ],
    ['deletes a backup', [backup('DeleteBackup')], SUCCEEDS, { guarded: 'BackupRolesBackUp' }],
    ['has AWS Backup back the table up', [table('StartAwsBackupJob')], SUCCEEDS, { guarded: 'BackupRolesBackUp' }],
    [
      'restores a recovery point of AWS Backup as a table of another name',
      [elsewhere('dynamodb:RestoreTableFromAwsBackup', IN_ANOTHER_NAME)],
      SUCCEEDS,
      { remains: 'the action names the new table only. The policy of the backup vault and its key decide' },
    ],
  ]),
  ...attacksOf(OUTSIDER, [
    ['receives messages', [queue('ReceiveMessage'), queueKey('Decrypt')], 'OnlyTheWriterReceives'],
    ['sends a message', [queue('SendMessage'), queueKey('GenerateDataKey')], NOT_LET_IN],
    ['reads the table', [table('Scan'), tableKey('Decrypt')], NOT_LET_IN],
  ]),
  ...attacksOf(ADMIN, [
    ['receives messages', [queue('ReceiveMessage'), queueKey('Decrypt')], 'OnlyTheWriterReceives'],
    ['receives dead letters', [deadLetters('ReceiveMessage'), deadLetterKey('Decrypt')], 'OnlyRedriversTakeOut'],
    ['reads the table', [table('Scan'), tableKey('Decrypt')], NOT_LET_IN],
    ['exports the table', [table('ExportTableToPointInTime')], 'OnlyExportersExport'],
  ]),
  ...attacksOf(CONSUMER, [
    ["receives everybody's messages", [queue('ReceiveMessage'), queueKey('Decrypt')], 'OnlyTheWriterReceives'],
    ['deletes messages', [queue('DeleteMessage')], 'OnlyTheWriterReceives'],
    ['receives dead letters', [deadLetters('ReceiveMessage'), deadLetterKey('Decrypt')], 'OnlyRedriversTakeOut'],
    ['sends to the dead-letter queue', [deadLetters('SendMessage'), deadLetterKey('GenerateDataKey')], NOT_LET_IN],
    ['puts an item past the queue', [table('PutItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['deletes an item by PartiQL', [table('PartiQLDelete'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['exports the table', [table('ExportTableToPointInTime')], 'OnlyExportersExport'],
  ]),
  ...attacksOf(READER, [
    ['writes many items', [table('BatchWriteItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['sends a message', [queue('SendMessage'), queueKey('GenerateDataKey')], NOT_LET_IN],
  ]),
  ...attacksOf(REDRIVER, [
    ['receives messages that are no dead letters', [queue('ReceiveMessage')], 'OnlyTheWriterReceives'],
    ['reads the table', [table('Scan'), tableKey('Decrypt')], NOT_LET_IN],
    [
      'reads dead letters',
      [deadLetters('ReceiveMessage'), deadLetterKey('Decrypt')],
      SUCCEEDS,
      { remains: 'SQS moves messages in the name of the redriver, who needs that right' },
    ],
  ]),
  ...attacksOf(RESTORER, [
    ['exports the table', [table('ExportTableToPointInTime')], 'OnlyExportersExport'],
    ['puts an item', [table('PutItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    ['opens the table by a policy', [table('PutResourcePolicy')], 'OnlyDeployersChange'],
    ['deletes a backup', [backup('DeleteBackup')], SUCCEEDS, { guarded: 'BackupRolesBackUp' }],
  ]),
  ...attacksOf(BACKUP, [
    ['restores the table', [table('RestoreTableToPointInTime')], 'OnlyRestorersRestore'],
    ['exports the table', [table('ExportTableToPointInTime')], 'OnlyExportersExport'],
    ['restores a backup', [backup('RestoreTableFromBackup')], SUCCEEDS, { guarded: 'RestorersRestore' }],
  ]),
  ...attacksOf(EXPORTER, [
    ['restores the table', [table('RestoreTableToPointInTime')], 'OnlyRestorersRestore'],
    ['streams the table', [table('EnableKinesisStreamingDestination')], 'OnlyDeployersStream'],
  ]),
  ...attacksOf(DEPLOYER, [
    ['receives messages', [queue('ReceiveMessage'), queueKey('Decrypt')], 'OnlyTheWriterReceives'],
    ['puts an item', [table('PutItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    [
      'reads the table',
      [table('Scan'), tableKey('Decrypt')],
      SUCCEEDS,
      { remains: 'whoever deploys the stack is trusted: the role creates the table with the key' },
    ],
  ]),
  ...attacksOf(WRITER_ELSEWHERE, [
    ['receives messages', [queue('ReceiveMessage'), queueKey('Decrypt')], 'DenyOtherFunctions'],
    ['puts an item', [table('PutItem'), tableKey('Decrypt')], 'DenyOtherFunctions'],
  ]),
  ...attacksOf(WRITER, [['exports the table', [table('ExportTableToPointInTime')], 'OnlyExportersExport']]),
  ...attacksOf(TOPIC, [['sends a message', [queue('SendMessage'), queueKey('GenerateDataKey')], NOT_LET_IN]]),
  ...attacksOf(ROOT, [
    ['receives messages', [queue('ReceiveMessage'), queueKey('Decrypt')], 'OnlyTheWriterReceives'],
    ['reads the table', [table('Scan'), tableKey('Decrypt')], NOT_LET_IN],
    ['puts an item', [table('PutItem'), tableKey('Decrypt')], 'OnlyTheWriterWrites'],
    [
      'sets the queue to another key',
      [queue('SetQueueAttributes')],
      SUCCEEDS,
      { guarded: SUCCEEDS, remains: ROOT_UNLOCKS },
    ],
    ['opens the table by a policy', [table('PutResourcePolicy')], SUCCEEDS, { remains: ROOT_UNLOCKS }],
  ]),
];
