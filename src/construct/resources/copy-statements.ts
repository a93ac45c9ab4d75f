import * as iam from 'aws-cdk-lib/aws-iam';
import { rolePrincipals } from './principals';
import type { Settings } from '../settings';

export const RESTORE_ACTION = 'dynamodb:RestoreTableToPointInTime';
export const BACKUP_ACTION = 'dynamodb:CreateBackup';
export const EXPORT_ACTION = 'dynamodb:ExportTableToPointInTime';

/**
 * Lets those in who take copies, as far as the policy of a table can. What is about a backup, a restored table or a
 * bucket is for their own IAM policies to allow.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 */
export function renderCopyStatements(settings: Settings): iam.PolicyStatement[] {
  const { backupRoleArns, exporterRoleArns, restoreRoleArns } = settings;
  const allow = (sid: string, roleArns: readonly string[], actions: string[]) =>
    roleArns.length === 0
      ? []
      : [
          new iam.PolicyStatement({
            sid,
            principals: rolePrincipals(roleArns),
            actions,
            resources: [settings.names.tableArn],
          }),
        ];
  const look = ['dynamodb:DescribeContinuousBackups', 'dynamodb:DescribeTable'];
  return [
    ...allow('RestorersRestore', restoreRoleArns, [...look, RESTORE_ACTION]),
    ...allow('BackupRolesBackUp', backupRoleArns, [
      BACKUP_ACTION,
      'dynamodb:DescribeTable',
      'dynamodb:ListTagsOfResource',
    ]),
    ...allow('ExportersExport', exporterRoleArns, [...look, EXPORT_ACTION]),
  ];
}
