/**
 * Options of copies: which roles may take the data of the table elsewhere. Whoever can is a reader of all of it.
 */
export interface CopyOptions {
  /**
   * ARNs of the roles that restore the table, of the account of the stack.
   *
   * They restore it from a point in time or from a backup, into a table of another name. They use the key through
   * DynamoDB for that table as whoever creates a table does. With `strictConditions` it must be named after this table,
   * with `-restored` at its end. What they need on the restored table is for their own IAM policy to allow.
   *
   * @default - nobody but the roles that create the table
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
   */
  readonly restoreRoleArns?: string[];

  /**
   * ARNs of the roles that back up the table, of the account of the stack: the role of AWS Backup, as a rule.
   *
   * They use the key through DynamoDB, for this table only. Who restores such a backup is in `restoreRoleArns`.
   *
   * @default - nobody but the roles that create the table
   * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
   */
  readonly backupRoleArns?: string[];

  /**
   * ARNs of the roles that export the table to S3, of the account of the stack.
   *
   * An export takes no right on the key. What they write in S3 is encrypted as its bucket says, and no longer under the
   * key.
   *
   * @default - nobody but the roles that create the table
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport_Requesting.html
   */
  readonly exporterRoleArns?: string[];
}
