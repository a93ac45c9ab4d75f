/**
 * The operations of DynamoDB that a table's resource policy may speak of, in the order of the page, as it was on
 * 2026-11-25. One action that it may not name makes DynamoDB refuse the whole policy.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-iam-actions.html
 */
const SUPPORTED_OPERATIONS = [
  ...['DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem', 'TransactGetItems', 'TransactWriteItems'],
  ...['BatchGetItem', 'BatchWriteItem', 'BatchExecuteStatement', 'ExecuteStatement', 'ExecuteTransaction'],
  ...['DeleteTable', 'DescribeTable', 'UpdateTable'],
  ...['DescribeTableReplicaAutoScaling', 'UpdateTableReplicaAutoScaling'],
  ...['ListTagsOfResource', 'TagResource', 'UntagResource'],
  ...['CreateBackup', 'DescribeContinuousBackups', 'RestoreTableToPointInTime', 'UpdateContinuousBackups'],
  ...['DescribeContributorInsights', 'UpdateContributorInsights', 'ExportTableToPointInTime'],
  ...['DescribeKinesisStreamingDestination', 'DisableKinesisStreamingDestination'],
  ...['EnableKinesisStreamingDestination', 'UpdateKinesisStreamingDestination'],
  ...['GetResourcePolicy', 'PutResourcePolicy', 'DeleteResourcePolicy', 'DescribeTimeToLive', 'UpdateTimeToLive'],
  ...['DescribeStream', 'GetRecords', 'GetShardIterator'],
];

/**
 * The actions of the operations that have no action of their own name: transactions and PartiQL.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 */
const ACTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  TransactGetItems: ['GetItem'],
  TransactWriteItems: ['ConditionCheckItem', 'DeleteItem', 'PutItem', 'UpdateItem'],
  BatchExecuteStatement: ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'],
  ExecuteStatement: ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'],
  ExecuteTransaction: ['PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate'],
};

/** Every action that a table's resource policy may name, such as `dynamodb:PutItem`. */
export const TABLE_POLICY_ACTIONS: ReadonlySet<string> = new Set(
  SUPPORTED_OPERATIONS.flatMap(operation => ACTIONS_OF[operation] ?? [operation]).map(name => `dynamodb:${name}`),
);
