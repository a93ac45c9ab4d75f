import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

const client = new DynamoDBClient({});

/** The floor: items in wire form, BatchWriteItem, and nothing that a failure would need. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const requests = event.Records.map(({ messageId, body }) => ({
    PutRequest: { Item: { id: { S: messageId }, body: { S: body } } },
  }));
  const calls: Promise<unknown>[] = [];
  for (let start = 0; start < requests.length; start += 25) {
    calls.push(client.send(new BatchWriteItemCommand({ RequestItems: { orders: requests.slice(start, start + 25) } })));
  }
  await Promise.all(calls);
  return { batchItemFailures: [] };
}
