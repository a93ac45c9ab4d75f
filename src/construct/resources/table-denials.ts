import type * as iam from 'aws-cdk-lib/aws-iam';
import { BACKUP_ACTION, EXPORT_ACTION, RESTORE_ACTION } from './copy-statements';
import { denyAllBut } from './deny-all-but';
import { TABLE_WRITE_ACTIONS } from '../../key-policy/data-actions';
import type { Settings } from '../settings';

/**
 * Who writes items: the writer. Who changes the table, or takes its data elsewhere: those who deploy it, and for one
 * kind of copy those who are named for it.
 */
export function renderTableDenials(settings: Settings): iam.PolicyStatement[] {
  const { names, tableCreatorRoleArns } = settings;
  const deployers = [...tableCreatorRoleArns, names.rootArn]; // the root user, so that the table can be unlocked
  const only = (sid: string, actions: readonly string[], principalArns: readonly string[]) =>
    denyAllBut({ sid, actions, resourceArn: names.tableArn, principalArns: [...new Set(principalArns)] });
  return [
    only('OnlyTheWriterWrites', TABLE_WRITE_ACTIONS, [names.writerRoleArn]),
    only('OnlyDeployersChange', CHANGE_ACTIONS, deployers),
    only('OnlyDeployersStream', STREAM_ACTIONS, deployers),
    only('OnlyRestorersRestore', [RESTORE_ACTION], [...deployers, ...settings.restoreRoleArns]),
    only('OnlyBackupRolesBackUp', [BACKUP_ACTION], [...deployers, ...settings.backupRoleArns]),
    only('OnlyExportersExport', [EXPORT_ACTION], [...deployers, ...settings.exporterRoleArns]),
  ];
}

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

/** What brings every change of the table out of it. */
const STREAM_ACTIONS = ['dynamodb:EnableKinesisStreamingDestination', 'dynamodb:UpdateKinesisStreamingDestination'];
