import type { Datum } from '../../../sandbox/cloudwatch/metric';
import { measureTable } from '../../../sandbox/dynamodb/table-metrics';

const put = (id: string, text = '') => ({ PutRequest: { Item: { id: { S: id }, text: { S: text } } } });
const BATCH = [put('a'), put('b', 'x'.repeat(2_000)), put('c')];

/** What is measured of a request, each as `name of dimensions: values`. */
function measured(operation: string, parameters: object, status: number, answer: object): string[] {
  const data: Datum[] = [];
  const asked = { operation, tableNames: ['orders'], parameters: parameters as Record<string, unknown> };
  measureTable(asked, { status, headers: {}, body: JSON.stringify(answer) }, 7, datum => data.push(datum));
  return data.map(
    ({ name, dimensions, values }) => `${name} of ${Object.values(dimensions).join(' ')}: ${values.join(' ')}`,
  );
}

const throttled = { __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException' };

test('a write counts a unit for each kilobyte of each item', () => {
  expect(measured('BatchWriteItem', { RequestItems: { orders: BATCH } }, 200, {})).toEqual([
    'SuccessfulRequestLatency of orders BatchWriteItem: 7',
    'ConsumedWriteCapacityUnits of orders: 4',
  ]);
  expect(measured('PutItem', { TableName: 'orders', Item: { id: { S: 'a' } } }, 200, {})).toEqual([
    'SuccessfulRequestLatency of orders PutItem: 7',
    'ConsumedWriteCapacityUnits of orders: 1',
  ]);
});

test('a batch that is written in part has throttled writes, and is no throttled request', () => {
  expect(
    measured('BatchWriteItem', { RequestItems: { orders: BATCH } }, 200, {
      UnprocessedItems: { orders: BATCH.slice(1) },
    }),
  ).toEqual([
    'WriteThrottleEvents of orders: 2',
    'WriteKeyRangeThroughputThrottleEvents of orders: 2',
    'SuccessfulRequestLatency of orders BatchWriteItem: 7',
    'ConsumedWriteCapacityUnits of orders: 1',
  ]);
});

test('a batch of which nothing is written is a throttled request', () => {
  expect(measured('BatchWriteItem', { RequestItems: { orders: BATCH } }, 400, throttled)).toEqual([
    'WriteThrottleEvents of orders: 3',
    'WriteKeyRangeThroughputThrottleEvents of orders: 3',
    'ThrottledRequests of orders BatchWriteItem: 1',
  ]);
});

test('an error of DynamoDB is one of the table and the operation', () => {
  expect(measured('BatchWriteItem', { RequestItems: { orders: BATCH } }, 500, {})).toEqual([
    'SystemErrors of orders BatchWriteItem: 1',
  ]);
});

test('a refusal is no error of DynamoDB, and what is about no items is not measured', () => {
  const refused = { __type: 'com.amazon.coral.service#AccessDeniedException' };
  expect(measured('PutItem', { TableName: 'orders' }, 400, refused)).toEqual([]);
  expect(measured('DescribeTable', { TableName: 'orders' }, 200, {})).toEqual([]);
});
