import type { DynamoDbRequest } from './request';

/** An action of IAM on a table; on none in particular where the request names none. */
export type Permission = readonly [action: string, tableName: string | undefined];

type Json = Readonly<Record<string, unknown>>;

/**
 * What a caller needs for a request. A transaction needs the action of each of its parts, a statement of PartiQL an
 * action of its own. A restore also needs to read and write the table that it makes.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html
 */
export function permissionsFor({ operation, parameters, tableNames }: DynamoDbRequest): readonly Permission[] {
  switch (operation) {
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return listOf(parameters.TransactItems).flatMap(ofTransaction);
    case 'ExecuteStatement':
      return [ofStatement(parameters)];
    case 'BatchExecuteStatement':
      return listOf(parameters.Statements).map(ofStatement);
    case 'ExecuteTransaction':
      return listOf(parameters.TransactStatements).map(ofStatement);
    case 'RestoreTableToPointInTime':
      return [
        ...tableNames.map((name): Permission => [`dynamodb:${operation}`, name]),
        ...RESTORED.map((action): Permission => [`dynamodb:${action}`, nameIn(String(parameters.TargetTableName))]),
      ];
    case 'RestoreTableFromBackup':
      return [
        [`dynamodb:${operation}`, String(parameters.BackupArn).split(':table/').at(-1)],
        ...RESTORED.map((action): Permission => [`dynamodb:${action}`, nameIn(String(parameters.TargetTableName))]),
      ];
    default:
      return (tableNames.length === 0 ? [undefined] : tableNames).map(name => [`dynamodb:${operation}`, name]);
  }
}

/** What a restore does with the table that it makes. */
const RESTORED = ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'];

const listOf = (value: unknown): readonly Json[] => value as readonly Json[];

/** A part of a transaction is called after its verb: `{ Put: { TableName } }` needs `PutItem`. */
function ofTransaction(part: Json): Permission[] {
  return Object.entries(part).map(([verb, { TableName }]: [string, any]) => [
    `dynamodb:${verb}Item`,
    nameIn(TableName),
  ]);
}

function ofStatement({ Statement }: Json): Permission {
  const [, verb = '', name] =
    /^\s*(select|insert|update|delete)\b(?:[^"]*?\b(?:from|into)|)\s*"?([\w.-]+)/i.exec(String(Statement)) ?? [];
  return [`dynamodb:PartiQL${verb.charAt(0).toUpperCase()}${verb.slice(1).toLowerCase()}`, name];
}

/** A table may be named by its ARN. */
const nameIn = (text: string): string => text.split('/').at(-1)!;
