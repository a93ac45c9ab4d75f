import type * as iam from 'aws-cdk-lib/aws-iam';
import { denyAllBut } from './deny-all-but';
import type { Settings } from '../settings';

/** Who writes items: the writer. Who changes the table, or takes its data elsewhere: those who deploy it. */
export function renderTableDenials({ names, tableCreatorRoleArns }: Settings): iam.PolicyStatement[] {
  const deployers = [...tableCreatorRoleArns, names.rootArn]; // the root user, so that the table can be unlocked
  return [
    denyAllBut({
      sid: 'OnlyTheWriterWrites',
      actions: WRITE_ACTIONS,
      resourceArn: names.tableArn,
      principalArns: [names.writerRoleArn],
    }),
    denyAllBut({
      sid: 'OnlyDeployersChange',
      actions: CHANGE_ACTIONS,
      resourceArn: names.tableArn,
      principalArns: deployers,
    }),
    denyAllBut({
      sid: 'OnlyDeployersCopy',
      actions: COPY_ACTIONS,
      resourceArn: names.tableArn,
      principalArns: deployers,
    }),
  ];
}

/**
 * Writes by transaction need the action of each write, those by PartiQL have actions of their own.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
const WRITE_ACTIONS = [
  'dynamodb:BatchWriteItem',
  'dynamodb:DeleteItem',
  'dynamodb:PartiQLDelete',
  'dynamodb:PartiQLInsert',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
];

const CHANGE_ACTIONS = [
  'dynamodb:DeleteResourcePolicy',
  'dynamodb:DeleteTable',
  'dynamodb:DisableKinesisStreamingDestination',
  'dynamodb:PutResourcePolicy',
  'dynamodb:TagResource',
  'dynamodb:UntagResource',
  'dynamodb:UpdateContinuousBackups',
  'dynamodb:UpdateContributorInsights',
  'dynamodb:UpdateTable',
  'dynamodb:UpdateTableReplicaAutoScaling',
  'dynamodb:UpdateTimeToLive',
];

/** What brings data out of the table, or under another key. */
const COPY_ACTIONS = [
  'dynamodb:CreateBackup',
  'dynamodb:EnableKinesisStreamingDestination',
  'dynamodb:ExportTableToPointInTime',
  'dynamodb:RestoreTableToPointInTime',
  'dynamodb:UpdateKinesisStreamingDestination',
];
