import { DynamoDBClient, BatchWriteItemCommand, type WriteRequest } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseConfiguration } from './configuration';

const configuration = parseConfiguration(process.env.WRITER_CONFIGURATION);
const client = new DynamoDBClient({ maxAttempts: 3 });

/** Stores a batch of messages and answers with those it could not store. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const failed = new Set<string>();
  const byKey = new Map<string, SQSRecord>();
  for (const record of event.Records) byKey.set(record.messageId, record);
  const records = [...byKey.values()];
  for (let start = 0; start < records.length; start += 25) {
    await store(records.slice(start, start + 25), context, failed);
  }
  return { batchItemFailures: [...failed].map(itemIdentifier => ({ itemIdentifier })) };
}

async function store(records: SQSRecord[], context: Context, failed: Set<string>): Promise<void> {
  const { tableName, partitionKey } = configuration;
  let requests: WriteRequest[] = records.map(({ messageId, body }) => ({
    PutRequest: { Item: { [partitionKey.name]: { S: messageId }, body: { S: body } } },
  }));
  try {
    for (let attempt = 0; requests.length > 0; attempt++) {
      if (context.getRemainingTimeInMillis() < 1_000) break;
      if (attempt > 0) await new Promise(resolve => setTimeout(resolve, Math.random() * 25 * 2 ** Math.min(attempt, 8)));
      const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
      requests = UnprocessedItems?.[tableName] ?? [];
    }
    for (const request of requests) failed.add(request.PutRequest!.Item![partitionKey.name]!.S!);
  } catch (error) {
    const { name } = error as Error;
    if (name === 'ValidationException' && records.length > 1) {
      const middle = records.length >> 1;
      await store(records.slice(0, middle), context, failed);
      await store(records.slice(middle), context, failed);
      return;
    }
    console.error(JSON.stringify({ level: 'ERROR', message: 'not stored', error: name, messageIds: records.map(record => record.messageId) }));
    for (const record of records) failed.add(record.messageId);
  }
}
