import type { DynamoDbRequest } from './request';

/** An action of IAM on a table; on none in particular where the request names none. */
export type Permission = readonly [action: string, tableName: string | undefined];

type Json = Readonly<Record<string, unknown>>;

/**
 * What a caller needs for a request. A transaction needs the action of each of its parts, a statement of PartiQL an
 * action of its own.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html
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
    default:
      return (tableNames.length === 0 ? [undefined] : tableNames).map(name => [`dynamodb:${operation}`, name]);
  }
}

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
