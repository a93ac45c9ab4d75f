import { TABLE_CREATOR_ACTIONS, TABLE_GRANT_OPERATIONS } from '../key-actions';
import { allowRoles } from './allow';
import { forTable, forTables, renderCondition, throughDynamoDb } from './conditions';
import { type KeyPolicyFacts } from './facts';
import { type Statement } from '../statement';

/** Those who select the key for a table: whoever creates the table itself, and whoever restores it into another one. */
export function renderTableCreation(facts: KeyPolicyFacts): Statement[] {
  const { restoreRoleArns, tableCreatorRoleArns, tableName } = facts;
  return [
    ...renderSelection(facts, 'TableCreators', tableCreatorRoleArns, [tableName]),
    ...renderSelection(facts, 'Restorers', restoreRoleArns, [tableName, `${tableName}-restored`]),
  ];
}

/**
 * Those who back up the table: what AWS's own policy for AWS Backup has for DynamoDB, but for this table alone.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html
 */
export function renderBackups(facts: KeyPolicyFacts): Statement[] {
  const thisTable = renderCondition(throughDynamoDb(facts), forTable(facts));
  return [
    ...allowRoles(facts, 'BackupsDescribe', facts.backupRoleArns, ['kms:DescribeKey']),
    ...allowRoles(
      facts,
      'BackupsThroughDynamoDb',
      facts.backupRoleArns,
      ['kms:Decrypt', 'kms:GenerateDataKey'],
      thisTable,
    ),
  ];
}

/**
 * `DescribeKey` carries no encryption context, and a statement that asks for one would never allow it: so it stands
 * alone.
 */
function renderSelection(
  facts: KeyPolicyFacts,
  name: string,
  roleArns: readonly string[],
  tableNames: readonly string[],
): Statement[] {
  const { strictConditions } = facts;
  const forDynamoDb = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  const itsOperations = { 'ForAllValues:StringEquals': { 'kms:GrantOperations': TABLE_GRANT_OPERATIONS } };
  return [
    ...allowRoles(facts, `${name}Describe`, roleArns, ['kms:DescribeKey']),
    ...allowRoles(
      facts,
      `${name}ThroughDynamoDb`,
      roleArns,
      TABLE_CREATOR_ACTIONS,
      strictConditions ? renderCondition(throughDynamoDb(facts), forTables(facts, tableNames)) : throughDynamoDb(facts),
    ),
    ...allowRoles(
      facts,
      `${name}Grant`,
      roleArns,
      ['kms:CreateGrant'],
      strictConditions
        ? renderCondition(throughDynamoDb(facts), forDynamoDb, itsOperations)
        : renderCondition(throughDynamoDb(facts), forDynamoDb),
    ),
  ];
}
