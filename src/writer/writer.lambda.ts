import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { storeBatch } from './batch/batch';
import { isDone } from './batch/outcome';
import { dynamoTable } from './batch/table';
import { BoundedHttpHandler } from './bounded-http-handler';
import { lambdaClock, withReserve } from './clock';
import { parseConfiguration } from './configuration';
import { readRecords } from './event';
import { reportBatch } from './report';
import { renderResponse } from './response';
import { tellQueue } from './waiting/tell-queue';

const configuration = parseConfiguration(process.env.WRITER_CONFIGURATION);

const http = new BoundedHttpHandler();

const client = new DynamoDBClient({
  cacheMiddleware: true,
  maxAttempts: 1, // batch.ts tries again, within the time of the invocation
  requestHandler: http,
});

client.middlewareStack.remove('loggerMiddleware'); // it copies every item of every call for a log, though none is kept

const table = dynamoTable(client, configuration);

/** Stores a batch of messages and answers with those that must come back. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const records = readRecords(event, configuration.queueArn);
  if (records.length === 0) return { batchItemFailures: [] };

  const clock = lambdaClock(context.getRemainingTimeInMillis());
  const storing = configuration.waits ? withReserve(clock) : clock;
  http.clock = storing;
  // ends the calls under way; later ones open new connections
  const deadline = setTimeout(() => client.destroy(), Math.max(0, storing.remaining()));
  const settled = await storeBatch(records, configuration, table, storing).finally(() => clearTimeout(deadline));

  reportBatch(settled, context.awsRequestId, clock, write);
  const { waits } = configuration;
  if (waits && !settled.every(({ outcome }) => isDone(outcome))) {
    await tellQueue(settled, { waits, client, clock, requestId: context.awsRequestId, write });
  }
  return renderResponse(records, settled);
}

function write(line: string): void {
  process.stdout.write(`${line}\n`);
}
