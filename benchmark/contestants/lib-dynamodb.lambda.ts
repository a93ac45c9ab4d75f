import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** The least that writes in batches through the document client: what marshalling by the library costs. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const requests = event.Records.map(({ messageId, body }) => ({ PutRequest: { Item: { id: messageId, body } } }));
  const calls: Promise<unknown>[] = [];
  for (let start = 0; start < requests.length; start += 25) {
    calls.push(client.send(new BatchWriteCommand({ RequestItems: { orders: requests.slice(start, start + 25) } })));
  }
  await Promise.all(calls);
  return { batchItemFailures: [] };
}
