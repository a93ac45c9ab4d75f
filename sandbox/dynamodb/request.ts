import type { WireRequest } from '../gateway/wire';

export interface DynamoDbRequest {
  /** The operation, such as `BatchWriteItem`. */
  readonly operation: string;
  /** Every table the request is about; a batch may name several. */
  readonly tableNames: readonly string[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

const DATA_OPERATIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'GetItem',
  'PutItem',
  'Query',
  'Scan',
  'UpdateItem',
];

/** The parameters that say which table a request is about; a restore is about the table it reads. */
const NAMES = ['TableName', 'TableArn', 'ResourceArn', 'SourceTableName', 'SourceTableArn'];

/** Whether an operation reads or writes items, which takes the table key. */
export const isDataOperation = (operation: string): boolean => DATA_OPERATIONS.includes(operation);

/** A table may be named by its ARN. */
const nameIn = (text: string): string => text.split('/').at(-1)!;

export function parseDynamoDbRequest({ headers, body }: Pick<WireRequest, 'headers' | 'body'>): DynamoDbRequest {
  const operation = (headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const parameters = JSON.parse(body || '{}') as Record<string, unknown>;
  const named = NAMES.map(name => parameters[name]).filter((name): name is string => typeof name === 'string');
  const batched = Object.keys((parameters.RequestItems ?? {}) as object);
  return { operation, tableNames: [...named, ...batched].map(nameIn), parameters };
}
