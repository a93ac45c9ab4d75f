import { sizeOfItem } from './item-size';
import { putsIn, type Put } from './puts';
import { isDataOperation, type DynamoDbRequest } from './request';
import type { Measure } from '../cloudwatch/metric';
import type { WireResponse } from '../gateway/wire';

const WRITES = ['BatchWriteItem', 'PutItem', 'UpdateItem', 'DeleteItem'];

/** A write unit is a kilobyte of an item, or a part of one. */
const WRITE_UNIT = 1024;

/**
 * Measures what came of a request for items. AWS gives `SystemErrors` only for a table together with an operation.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export function measureTable(
  asked: DynamoDbRequest,
  { status, body }: WireResponse,
  milliseconds: number,
  measure: Measure,
): void {
  const { operation, tableNames } = asked;
  if (!isDataOperation(operation)) return;
  const answer = JSON.parse(body || '{}') as Answer;
  const isWrite = WRITES.includes(operation);
  for (const TableName of tableNames) {
    const put = (name: string, value: number, unit = 'Count', of: object = {}): void => {
      if (value > 0) {
        measure({ namespace: 'AWS/DynamoDB', name, dimensions: { TableName, ...of }, values: [value], unit });
      }
    };
    const Operation = { Operation: operation };
    if (status >= 500) put('SystemErrors', 1, 'Count', Operation);
    const isThrottled = answer.__type?.endsWith('#ProvisionedThroughputExceededException') === true;
    const asks = isWrite ? countOf(asked, TableName) : 1;
    const throttled = isThrottled ? asks : (answer.UnprocessedItems?.[TableName]?.length ?? 0);
    put(isWrite ? 'WriteThrottleEvents' : 'ReadThrottleEvents', throttled);
    put(`${isWrite ? 'Write' : 'Read'}KeyRangeThroughputThrottleEvents`, throttled); // the reason of each: [U]
    if (isThrottled) put('ThrottledRequests', 1, 'Count', Operation); // not if a part of a batch was written
    if (status !== 200) continue;
    put('SuccessfulRequestLatency', milliseconds, 'Milliseconds', Operation);
    if (isWrite) put('ConsumedWriteCapacityUnits', unitsOf(asked, TableName, answer));
  }
}

interface Answer {
  readonly __type?: string;
  readonly UnprocessedItems?: Readonly<Record<string, readonly unknown[]>>;
}

/** How many items a request writes. */
function countOf({ operation, parameters }: DynamoDbRequest, table: string): number {
  if (operation !== 'BatchWriteItem') return 1;
  return (parameters.RequestItems as Answer['UnprocessedItems'])?.[table]?.length ?? 0;
}

/** What was written, in write units; what is updated or deleted counts as one unit. */
function unitsOf(asked: DynamoDbRequest, table: string, { UnprocessedItems = {} }: Answer): number {
  const left = { ...asked, parameters: { RequestItems: UnprocessedItems } };
  const units = (puts: readonly Put[]): number =>
    puts
      .filter(({ tableName }) => tableName === table)
      .reduce((sum, { item }) => sum + Math.ceil(sizeOfItem(item) / WRITE_UNIT), 0);
  const unwritten = asked.operation === 'BatchWriteItem' ? units(putsIn(left)) : 0;
  return Math.max(1, units(putsIn(asked)) - unwritten);
}
