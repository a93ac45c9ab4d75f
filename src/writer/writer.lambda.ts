import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { storeBatch } from './batch/batch';
import { dynamoTable } from './batch/table';
import { lambdaClock } from './clock';
import { parseConfiguration } from './configuration';
import { readRecords } from './event';
import { reportBatch } from './report';
import { renderResponse } from './response';

const configuration = parseConfiguration(process.env.WRITER_CONFIGURATION);

const client = new DynamoDBClient({
  cacheMiddleware: true,
  maxAttempts: 1, // the batch is tried again as a whole thought, within the time of the invocation
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

client.middlewareStack.remove('loggerMiddleware'); // it copies every item of every call for a log, though none is kept

const table = dynamoTable(client, configuration);

/** Stores a batch of messages and answers with those that must come back. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const records = readRecords(event);
  if (records.length === 0) return { batchItemFailures: [] };

  const clock = lambdaClock(() => context.getRemainingTimeInMillis());
  // ends the calls under way; later ones open new connections
  const deadline = setTimeout(() => client.destroy(), Math.max(0, clock.remaining()));
  const settled = await storeBatch(records, configuration, table, clock).finally(() => clearTimeout(deadline));

  reportBatch(settled, context.awsRequestId, clock, line => process.stdout.write(`${line}\n`));
  return renderResponse(records, settled);
}
