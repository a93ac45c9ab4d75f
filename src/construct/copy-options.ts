/**
 * Options of copies: which roles may copy the data of the table to another place. Each of them can read all of it.
 */
export interface CopyOptions {
  /**
   * ARNs of the roles that restore the table, of the account of the stack.
   *
   * They restore it from a point in time or from a backup, into a table of another name. For that table they get the
   * rights on the key that a role needs to create a table. With `strictConditions` its name must be the name of this
   * table with `-restored` after it. Their own IAM policy must allow what they do with the restored table.
   *
   * @default - nobody but the roles that create the table
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  readonly restoreRoleArns?: string[];

  /**
   * ARNs of the roles that back up the table, of the account of the stack: the role of AWS Backup, as a rule.
   *
   * They use the key through DynamoDB, for this table only. `restoreRoleArns` names who may restore such a backup.
   *
   * @default - nobody but the roles that create the table
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
   */
  readonly backupRoleArns?: string[];

  /**
   * ARNs of the roles that export the table to S3, of the account of the stack.
   *
   * An export needs no right on the key. The files in S3 are no longer under the key: the bucket decides how they are
   * encrypted.
   *
   * @default - nobody but the roles that create the table
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
   */
  readonly exporterRoleArns?: string[];
}
