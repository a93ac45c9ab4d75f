import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const processor = new BatchProcessor(EventType.SQS);

async function store({ messageId, body }: SQSRecord): Promise<void> {
  await client.send(new PutCommand({ TableName: 'orders', Item: { id: messageId, body } }));
}

/** The way of Powertools for AWS Lambda: its batch processor, in parallel as by default, with a put for each record. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  return processPartialResponse(event, store, processor, { context });
}
